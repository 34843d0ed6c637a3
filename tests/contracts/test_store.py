"""What every store of generations promises, asked of the folder and of a real Chroma server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from tests.chroma_server import ChromaProcess
from tests.corpora import EMBEDDER, Corpus, corpus, vector_of
from vectorstore.errors import DamagedIndex, IndexMismatch, NoIndex, StoreError
from vectorstore.layout import Layout
from vectorstore.store.index import StoredIndex
from vectorstore.store.pointer import Pointer
from vectorstore.store.probe import examine
from vectorstore.store.reader import IndexReader
from vectorstore.store.seam import Builder, Store, open_store
from vectorstore.store.served_builder import papers_of, rows_of
from vectorstore.store.server import ChromaServer

FOLLOWED = 5.0
"""Seconds within which a reader is on what was published; a server is asked once a second."""


@dataclass
class Place:
    """A store that this DATA_DIR owns, and ways to harm what lies there."""

    layout: Layout
    store: Store

    def lose_rows(self, generation: str) -> None:
        """Take away all that can be searched in a generation."""
        if self.layout.server:
            ChromaServer(self.layout.server, 10).delete(rows_of(generation))
        else:
            (self.layout.generation(generation) / "chroma.sqlite3").unlink()

    def lose_arrays(self, generation: str) -> None:
        """Take away its scoring arrays."""
        if self.layout.server:
            ChromaServer(self.layout.server, 10).delete(papers_of(generation))
        else:
            (self.layout.generation(generation) / "scoring.npz").unlink()

    def exists(self) -> list[str]:
        """Return the generations that are there, finished or not."""
        if self.layout.server:
            names = ChromaServer(self.layout.server, 10).names()
            return sorted({f"gen-{name.split('-')[1]}" for name in names if name != "episodes-current"})
        return self.layout.generations()


@pytest.fixture(params=["folder", "server"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    server = None
    if request.param == "server":
        chroma: ChromaProcess = request.getfixturevalue("chroma")
        server = chroma.new_database()
    layout = Layout(tmp_path / "var", server)
    layout.root.mkdir()
    store = open_store(layout, examine)
    store.claim()
    return Place(layout, store)


@pytest.fixture
def reader(place: Place) -> Iterator[IndexReader]:
    made = IndexReader(place.layout, EMBEDDER)
    yield made
    made.close()


def build(store: Store, what: Corpus, base: str | None = None) -> Builder:
    builder = store.begin(base)
    builder.add(what.chunks, what.episodes, what.vectors)
    return builder


def publish(store: Store, what: Corpus) -> str:
    builder = build(store, what)
    builder.publish(what.manifest(builder.name), what.arrays())
    return builder.name


def held(rows: StoredIndex) -> dict[str, str]:
    return {id_: chunk.text for id_, chunk in rows.chunks(rows.ids()).items()}


def answering(reader: IndexReader) -> str:
    with reader.lease() as index:
        return index.manifest.generation


def follows(reader: IndexReader, generation: str) -> bool:
    deadline = time.monotonic() + FOLLOWED
    while answering(reader) != generation and time.monotonic() < deadline:
        time.sleep(0.05)
    return answering(reader) == generation


def test_before_the_first_publication_there_is_nothing_to_read(place: Place, reader: IndexReader) -> None:
    assert (place.store.pointer(), place.store.history(), place.store.sweep()) == (None, [], [])
    with pytest.raises(StoreError, match="no earlier generation"):
        place.store.rollback()
    with pytest.raises(NoIndex), reader.lease():
        pass
    with pytest.raises(DamagedIndex):
        place.store.manifest("gen-000001")
    place.store.claim()
    place.store.claim(only_look=True)
    place.store.room_for(3, None)


def test_what_was_published_is_read_back_to_the_letter(place: Place, reader: IndexReader) -> None:
    what = corpus("alpha")
    name = publish(place.store, what)
    assert (name, place.store.pointer()) == ("gen-000001", Pointer("gen-000001"))
    with reader.lease() as index:
        rows = index.store
        assert index.manifest == what.manifest(name) == place.store.manifest(name)
        assert list(index.arrays["ids"]) == what.ids
        assert list(rows.chunks(["none-0", *what.ids]).values()) == what.chunks
        assert np.allclose(rows.vectors(what.ids), what.vectors, atol=1e-6)
        assert (rows.count(), rows.ids()) == (len(what.ids), sorted(what.ids))
        scanned = [chunk for part, vectors in rows.scan(5) for chunk in part if len(vectors) == len(part)]
        assert scanned == sorted(what.chunks, key=lambda chunk: chunk.id)
        with pytest.raises(DamagedIndex, match="none-0"):
            rows.vectors(["none-0"])
        with pytest.raises(IndexMismatch):
            rows.query(np.ones(3, dtype=np.float32), 1)


@pytest.mark.promise(21)
def test_the_nearest_row_is_found_with_its_cosine_and_never_by_another_model(place: Place, reader: IndexReader) -> None:
    what = corpus("alpha")
    publish(place.store, what)
    with reader.lease() as index:
        for chunk in what.chunks:
            (id_, cosine), *others = index.store.query(np.array(vector_of(chunk.text), dtype=np.float32), 4)
            assert (id_, len(others)) == (chunk.id, 3)
            assert cosine == pytest.approx(1.0, abs=1e-5)
            assert [one for _, one in others] == sorted((one for _, one in others), reverse=True)
    other = IndexReader(place.layout, "fake/other")
    with pytest.raises(IndexMismatch, match="fake/other"), other.lease():
        pass


def test_more_rows_than_a_request_takes_are_all_there(place: Place) -> None:
    what = corpus("alpha", range(1), each=701)
    rows = build(place.store, what).seal()
    assert rows.ids() == sorted(what.ids)
    assert len(rows.chunks(what.ids)) == len(rows.vectors(what.ids)) == 701
    rows.close()


def test_a_copy_takes_differences_and_leaves_its_base_alone(place: Place) -> None:
    old, new = corpus("alpha"), corpus("beta", [7])
    base = publish(place.store, old)
    place.store.room_for(3, base)
    builder = place.store.begin(base)
    builder.remove([*old.ids[:4], "none-0"])
    builder.add(new.chunks, new.episodes, new.vectors)
    expected = {chunk.id: chunk.text for chunk in [*old.chunks[4:], *new.chunks]}
    assert held(builder.seal()) == expected
    with pytest.raises(StoreError, match="closed"):
        builder.remove(new.ids)
    rest = Corpus("both", {**old.episodes, **new.episodes}, [*old.chunks[4:], *new.chunks])
    builder.publish(rest.manifest(builder.name), rest.arrays())
    assert held(place.store.rows(builder.name)) == expected
    assert held(place.store.rows(base)) == {chunk.id: chunk.text for chunk in old.chunks}


def test_nobody_sees_what_is_not_published_and_nothing_is_left_of_it(place: Place, reader: IndexReader) -> None:
    first = publish(place.store, corpus("alpha"))
    left = build(place.store, corpus("beta"))
    left.seal()
    assert (answering(reader), [one.generation for one in place.store.history()]) == (first, [first])
    left.abandon()
    left.abandon()
    assert place.exists() == [first]
    killed = build(place.store, corpus("beta"))
    assert place.store.sweep() == [killed.name]
    assert (place.exists(), place.store.pointer()) == ([first], Pointer(first))


def test_what_does_not_hold_what_it_says_is_not_published(place: Place) -> None:
    first = publish(place.store, corpus("alpha"))
    what, less = corpus("beta"), corpus("beta", range(2))
    objects, decided = {"ids": np.array(["a", None], dtype=object)}, []
    for rows, manifest, arrays in (
        (less, what, what.arrays()),
        (what, what, less.arrays()),
        (what, what, objects),
        (what, None, what.arrays()),
    ):
        builder = build(place.store, rows)
        name = builder.name if manifest else "gen-000009"
        with pytest.raises((DamagedIndex, ValueError)):
            builder.publish(what.manifest(name), arrays, decided=lambda: decided.append("now"))
        builder.abandon()
    assert (place.store.pointer(), place.exists(), decided) == (Pointer(first), [first], [])


def test_what_has_to_be_decided_is_decided_before_anybody_sees_it(place: Place) -> None:
    what = corpus("alpha")
    builder = build(place.store, what)
    seen: list[Pointer | None] = []
    builder.publish(what.manifest(builder.name), what.arrays(), decided=lambda: seen.append(place.store.pointer()))
    builder.abandon()
    assert (seen, place.store.pointer(), place.exists()) == ([None], Pointer(builder.name), [builder.name])

    def refuse() -> None:
        raise StoreError("not now")

    second = build(place.store, what)
    with pytest.raises(StoreError, match="not now"):
        second.publish(what.manifest(second.name), what.arrays(), decided=refuse)
    second.abandon()
    assert (place.store.pointer(), place.exists()) == (Pointer(builder.name), [builder.name])


def test_two_generations_are_kept_and_no_number_is_given_twice(place: Place) -> None:
    names = [publish(place.store, corpus(marker)) for marker in ("alpha", "beta", "gamma")]
    assert place.exists() == names[1:]
    assert [one.generation for one in place.store.history()] == names[:0:-1]
    place.store.rollback()
    assert publish(place.store, corpus("delta")) == "gen-000004"
    assert place.store.erase_older() == ["gen-000002"]
    assert place.exists() == ["gen-000004"]


@pytest.mark.promise(2)
@pytest.mark.promise(4)
def test_a_reader_follows_within_seconds_and_a_question_stays_on_its_generation(
    place: Place, reader: IndexReader
) -> None:
    first = publish(place.store, corpus("alpha"))
    before = place.store.stamp(fresh=True)
    assert place.store.stamp(fresh=True) == before
    with reader.lease() as index:
        second = publish(place.store, corpus("beta"))
        assert follows(reader, second)
        assert (reader.generation(), reader.trouble) == (second, None)
        assert index.manifest.generation == first
        assert {text.split()[0] for text in held(index.store).values()} == {"alpha"}
    assert place.store.stamp(fresh=True) != before


def test_a_rollback_is_pinned_until_it_is_unpinned_and_whoever_waits_for_it_has_it(
    place: Place, reader: IndexReader
) -> None:
    first, second = (publish(place.store, corpus(marker)) for marker in ("alpha", "beta"))
    assert answering(reader) == second
    assert place.store.rollback().generation == first
    reader.catch_up()
    assert (answering(reader), reader.generation()) == (first, first)
    assert place.store.pointer() == Pointer(first, pinned=True)
    with pytest.raises(StoreError, match="no earlier generation"):
        place.store.rollback()
    place.store.point(Pointer(first))
    assert place.store.pointer() == Pointer(first)
    assert place.store.sweep() == [second]


def test_what_lost_its_rows_is_found_and_no_rollback_leads_there(place: Place) -> None:
    first, second = (publish(place.store, corpus(marker)) for marker in ("alpha", "beta"))
    manifest = place.store.manifest(first)
    place.store.verify(manifest, thorough=True)
    place.store.examine(second)
    place.lose_rows(first)
    with pytest.raises(DamagedIndex):
        place.store.verify(manifest, thorough=True)
    with pytest.raises(DamagedIndex):
        place.store.rollback()
    assert place.store.pointer() == Pointer(second)


@pytest.mark.parametrize("what", ["rows", "arrays"])
def test_a_reader_that_starts_on_a_broken_generation_answers_from_the_one_before(place: Place, what: str) -> None:
    first, second = (publish(place.store, corpus(marker)) for marker in ("alpha", "beta"))
    place.lose_rows(second) if what == "rows" else place.lose_arrays(second)
    with pytest.raises(DamagedIndex):
        place.store.examine(second)
    reader = IndexReader(place.layout, EMBEDDER)
    assert answering(reader) == first
    assert first in (reader.trouble or "")
    reader.close()
