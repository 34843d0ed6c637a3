"""What only a shared store has: one machine that publishes, papers as records, and copies of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.corpora import EMBEDDER, corpus
from vectorstore.errors import DamagedIndex, NewerVersion, NotOwner, StoreError
from vectorstore.layout import Layout, Server
from vectorstore.store.ownership import this_machine
from vectorstore.store.papers import load_paper, save_papers
from vectorstore.store.pointer import Pointer
from vectorstore.store.reader import IndexReader
from vectorstore.store.served import CURRENT, LINGER, ServerStore
from vectorstore.store.server import ChromaServer


@pytest.fixture
def mine(database: Server, tmp_path: Path) -> ServerStore:
    """The store as the machine sees it that published to it first."""
    store = ServerStore(Layout(tmp_path / "mine", database), database)
    store.claim()
    return store


@pytest.fixture
def theirs(database: Server, tmp_path: Path) -> ServerStore:
    """The same store, as another machine sees it."""
    return ServerStore(Layout(tmp_path / "theirs", database), database)


def publish(store: ServerStore, marker: str, episodes: int = 3, at: datetime | None = None) -> str:
    what = corpus(marker, range(episodes))
    builder = store.begin(None)
    builder.add(what.chunks, what.episodes, what.vectors)
    manifest = what.manifest(builder.name)
    builder.publish(replace(manifest, published=at.isoformat()) if at else manifest, what.arrays())
    return builder.name


def test_the_first_machine_publishes_and_every_other_is_refused_by_name(mine: ServerStore, theirs: ServerStore) -> None:
    publish(mine, "alpha")
    for refused in (theirs.claim, lambda: theirs.claim(only_look=True), lambda: theirs.begin(None), theirs.rollback):
        with pytest.raises((NotOwner, StoreError)):
            refused()
    with pytest.raises(NotOwner, match="--take-over") as told:
        theirs.claim()
    shared = mine.shared()
    assert shared is not None
    assert shared.owner.host == theirs.owner()
    assert (shared.owner.host in str(told.value), shared.since in str(told.value)) == (True, True)
    assert mine.pointer() == theirs.pointer() == Pointer("gen-000001")


def test_looking_makes_nobody_an_owner(theirs: ServerStore, tmp_path: Path) -> None:
    theirs.claim(only_look=True)
    assert (theirs.owner(), theirs.shared()) == (None, None)
    assert not (tmp_path / "theirs").exists()


def test_taking_over_keeps_what_is_published_and_ends_what_the_other_was_at(
    mine: ServerStore, theirs: ServerStore
) -> None:
    publish(mine, "alpha")
    what = corpus("beta")
    builder = mine.begin(None)
    builder.add(what.chunks, what.episodes, what.vectors)
    theirs.claim(take_over=True)
    assert theirs.pointer() == Pointer("gen-000001")
    with pytest.raises(NotOwner):
        builder.publish(what.manifest(builder.name), what.arrays())
    builder.abandon()
    assert (mine.pointer(), mine.generations()) == (Pointer("gen-000001"), ["gen-000001"])
    with pytest.raises(NotOwner):
        mine.claim()
    assert publish(theirs, "gamma") == "gen-000002"


def test_an_index_that_was_replaced_just_now_stays_for_questions_that_began_with_it(mine: ServerStore) -> None:
    names = [publish(mine, marker, 1, datetime.now(UTC)) for marker in ("alpha", "beta", "gamma")]
    killed = mine.begin(None)
    assert mine.sweep() == [killed.name]
    assert mine.generations() == names
    assert mine.erase_older() == names[:2]
    old = datetime.now(UTC) - timedelta(seconds=2 * LINGER)
    assert [publish(mine, marker, 1, old) for marker in ("delta", "epsilon")] == ["gen-000004", "gen-000005"]
    assert mine.generations() == ["gen-000004", "gen-000005"]


def test_a_machine_keeps_its_name(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "var")
    assert this_machine(layout) == this_machine(layout)
    assert this_machine(Layout(tmp_path / "other")).id != this_machine(layout).id
    layout.machine.write_text("[]")
    with pytest.raises(StoreError, match="--take-over"):
        this_machine(layout)
    layout.machine.write_text('{"schema": 99, "id": "x"}')
    with pytest.raises(NewerVersion):
        this_machine(layout)


@pytest.mark.parametrize("content", [b"", b"{}", bytes(range(256)) * 400, "Überdinkel".encode()])
def test_papers_come_back_to_the_byte_and_once_over_the_wire(database: Server, tmp_path: Path, content: bytes) -> None:
    server, layout = ChromaServer(database, 5), Layout(tmp_path / "var", database)
    save_papers(server, "papers", {"manifest": b"other", "arrays": content})
    assert load_paper(server, layout, "papers", "arrays") == content
    ids = [f"arrays-{number:06d}" for number in range(10)]
    client = server._connected().get_collection("papers", embedding_function=None)
    client.delete(ids=ids)
    assert load_paper(server, layout, "papers", "arrays") == content
    for copy in layout.served.iterdir():
        copy.write_bytes(b"damaged")
    with pytest.raises(DamagedIndex):
        load_paper(server, layout, "papers", "arrays")


def test_large_papers_take_several_records(database: Server, tmp_path: Path) -> None:
    server, layout = ChromaServer(database, 5), Layout(tmp_path / "var", database)
    content = np.random.default_rng(1).bytes(100_000)
    save_papers(server, "papers", {"arrays": content})
    assert (server.metadata("papers") or {})["arrays_records"] == 5
    assert load_paper(server, layout, "papers", "arrays") == content
    with pytest.raises(StoreError, match="already"):
        save_papers(server, "papers", {"arrays": content})


def test_copies_of_what_is_gone_are_let_go(mine: ServerStore, theirs: ServerStore, tmp_path: Path) -> None:
    reader = IndexReader(Layout(tmp_path / "theirs", mine._server.server), EMBEDDER)
    copies: list[set[str]] = []
    for marker, episodes in (("alpha", 1), ("beta", 2)):
        publish(mine, marker, episodes)
        reader.catch_up()
        copies.append({path.name for path in (tmp_path / "theirs/served").iterdir()})
    mine.erase_older()
    publish(mine, "gamma", 3)
    reader.catch_up()
    left = {path.name for path in (tmp_path / "theirs/served").iterdir()}
    assert (len(copies[0]), len(copies[1]), copies[0] < copies[1]) == (2, 4, True)
    assert not copies[0] & left
    reader.close()


@pytest.mark.parametrize("change", [{"generation": "episodes"}, {"highest": "many"}, {"owner": None}])
def test_a_pointer_that_names_nothing_is_damage(
    mine: ServerStore, theirs: ServerStore, change: dict[str, object]
) -> None:
    server = mine._server
    known = server.metadata(CURRENT) or {}
    server.describe(CURRENT, {name: value for name, value in (known | change).items() if value is not None})
    with pytest.raises(DamagedIndex, match=CURRENT):
        theirs.pointer()


def test_a_pointer_of_a_newer_version_is_left_alone(mine: ServerStore, theirs: ServerStore) -> None:
    mine._server.describe(CURRENT, (mine._server.metadata(CURRENT) or {}) | {"schema": 99})
    for look in (theirs.pointer, lambda: theirs.claim(take_over=True)):
        with pytest.raises(NewerVersion, match="newer version"):
            look()
