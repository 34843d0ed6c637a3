"""Every file of DATA_DIR states its version: an older one goes on, a newer one is refused, a damaged one is told."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.house_rules import HouseRules
from bot.ledger import Ledger
from bot.ledgers.opening import MIGRATIONS
from ingest import commands
from tests.desk import Desk, episode
from tests.doubles import WordEmbedder
from vectorstore.corrections import Erratum, append_correction, read_corrections
from vectorstore.errors import DamagedIndex, IndexMismatch, NewerVersion, StoreError, exit_code
from vectorstore.layout import Layout
from vectorstore.retrieval.bands import BandsInForce, read_bands, write_bands
from vectorstore.retrieval.evidence import Bands
from vectorstore.retrieval.golden import GoldenRow
from vectorstore.retrieval.golden_file import GoldenFile
from vectorstore.store.journal import Run, read_run, write_run
from vectorstore.store.pointer import read_pointer

Use = Callable[[Desk], Any]
GUILD = 222_333_444
NO_VERSION = {"LOCK", "ledger.key"}
"""A lock that names its holder, and a random key: neither has a shape that could change."""
INSIDE = {"checksums.json", "scoring.npz", "chroma.sqlite3"}
"""A generation's own files are of the version that its manifest states."""


@dataclass(frozen=True)
class File:
    """A file of DATA_DIR, who uses it, and what it was in an older version (None: it has always been as it is)."""

    name: str
    use: Use
    old: Callable[[Path], None] | None = None
    after_old: Use | None = None


def changed(desk: Desk) -> str:
    """Run the ingestion, with something to do."""
    desk.write("show/2.md", episode(2, "Trains", "Night trains are back."))
    return desk.ingest().outcome


def ledger(desk: Desk) -> str | None:
    with closing(Ledger(desk.layout.ledger)) as opened:
        return opened.preference(GUILD)


def settings(desk: Desk) -> Any:
    return HouseRules(desk.layout.settings_file).value("per_hour", GUILD)


def fit_again(desk: Desk) -> None:
    write_bands(desk.layout, Bands(3.0, 1.0), {})


def correct_again(desk: Desk) -> object:
    return append_correction(desk.layout, Erratum("Viena", "Vienna"))


def without_header(path: Path) -> None:
    """The first version's lines had no header."""
    path.write_text("".join(path.read_text().splitlines(keepends=True)[1:]))


def without_schema(path: Path) -> None:
    value = json.loads(path.read_text())
    del value["schema"]
    path.write_text(json.dumps(value))


def with_schema_0(path: Path) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | {"schema": 0}))


def shortened(path: Path) -> None:
    """A manifest from before it had levels and rows."""
    value = json.loads(path.read_text())
    path.write_text(json.dumps({"schema": 0, "generation": value["generation"], "documents": []}))


def first_cache(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript("DROP TABLE uses; DROP TABLE clock; PRAGMA user_version = 1")


def first_ledger(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(f"{MIGRATIONS[0]}; PRAGMA user_version = 1")


def rebuilt_for_nothing(desk: Desk) -> bool:
    outcome = desk.ingest()
    return (outcome.outcome, outcome.chunks.embedded) == ("published", 0)


def nothing_is_embedded_again(desk: Desk) -> bool:
    return desk.ingest(full=True).chunks.embedded == 0


def goes_on(desk: Desk) -> bool:
    return changed(desk) == "published"


def last_good_bands_hold(desk: Desk) -> bool:
    with pytest.raises(IndexMismatch, match=r"older version .* fit again"):
        read_bands(desk.layout)
    return BandsInForce(desk.layout)() == Bands()


FILES = (
    File("CURRENT", changed, without_schema, goes_on),
    File("gen-000001/manifest.json", changed, shortened, rebuilt_for_nothing),
    File("state.sqlite", changed, first_cache, nothing_is_embedded_again),
    File("library.json", changed),
    File("last_run.json", changed, with_schema_0, lambda desk: read_run(desk.layout) is None and goes_on(desk)),
    File("errata.jsonl", changed, without_header, lambda desk: bool(read_corrections(desk.layout).errata)),
    File("errata.jsonl", correct_again),
    File("golden.jsonl", changed, without_header, lambda desk: bool(GoldenFile(desk.layout).read().rows)),
    File("golden.jsonl", lambda desk: GoldenFile(desk.layout).remove("q1")),
    File("settings.json", settings),
    File("calibration.json", lambda desk: read_bands(desk.layout), with_schema_0, last_good_bands_hold),
    File("calibration.json", fit_again),
    File("ledger.sqlite", ledger, first_ledger, lambda desk: ledger(desk) is None),
)
OLDER = [file for file in FILES if file.old]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A DATA_DIR with every file in it."""
    desk = Desk(tmp_path_factory.mktemp("original"), WordEmbedder())
    desk.write("show/1.md", episode(1, "Bees", "Bees live on the roof."))
    append_correction(desk.layout, Erratum("bees", "wasps"))
    desk.ingest(desk.folder / "show")
    layout = desk.layout
    write_run(layout, Run(1, "2026-01-01T00:00:00+00:00"))
    GoldenFile(layout).append(GoldenRow("q1", "Where do bees live?", "en", "fact", False, ()))
    HouseRules(layout.settings_file).change("per_hour", GUILD, 7)
    fit_again(desk)
    with closing(Ledger(layout.ledger)) as made:
        made.set_preference(GUILD, "nl")
    layout.inbox.mkdir()
    return desk


@pytest.fixture
def desk(original: Desk, tmp_path: Path) -> Desk:
    return original.copied(tmp_path)


def make_newer(path: Path) -> None:
    """Let a version of years to come have written a file, of which only the place of its version can be known."""
    if path.suffix == ".sqlite":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA user_version = 99")
    elif path.suffix == ".jsonl":
        path.write_text('{"schema": 99, "lines": "of another shape"}\n{"something": "else"}\n')
    else:
        path.write_text('{"schema": 99, "everything": "is elsewhere"}')


def state(desk: Desk) -> dict[str, bytes]:
    """Return what lies in DATA_DIR, but for what sqlite itself changes when a database is opened."""
    opened = ("-shm", "chroma.sqlite3")
    return {name: content for name, (_, content) in desk.files().items() if content and not name.endswith(opened)}


def schema_of(path: Path) -> object:
    if path.suffix == ".sqlite":
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute("PRAGMA user_version").fetchone()[0]
    lines = path.read_text().splitlines()
    return json.loads(lines[0] if path.suffix == ".jsonl" else "\n".join(lines))["schema"]


def test_every_file_of_data_dir_stands_in_the_table_and_states_its_version(original: Desk) -> None:
    root = original.layout.root
    there = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    beside = {name for name in there if name.endswith(("-wal", "-shm"))}
    inside = {name for name in there if name.startswith("gen-") and not name.endswith("manifest.json")}
    assert there - beside - inside - NO_VERSION == {file.name for file in FILES}
    assert {Path(name).name for name in inside if not Path(name).parts[1:-1]} == INSIDE
    assert [file.name for file in FILES if not schema_of(root / file.name)] == []


@pytest.mark.promise(45)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_what_a_newer_version_wrote_is_refused_in_one_sentence_and_nothing_is_written(desk: Desk, file: File) -> None:
    path = desk.layout.root / file.name
    make_newer(path)
    before = state(desk)
    with pytest.raises(NewerVersion) as refused:
        file.use(desk)
    said = str(refused.value)
    assert str(path) in said
    assert "newer version of this program (schema 99, this one knows " in said
    assert "Update the program" in said
    assert exit_code(refused.value) == 78
    assert state(desk) == before


@pytest.mark.promise(45)
@pytest.mark.parametrize("file", OLDER, ids=lambda file: file.name)
def test_what_an_older_version_wrote_goes_on_or_is_made_again(desk: Desk, file: File) -> None:
    assert file.old is not None
    assert file.after_old is not None
    file.old(desk.layout.root / file.name)
    assert file.after_old(desk)


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\xff" * 300,
        *(pytest.param(one, marks=pytest.mark.long) for one in (b"", b"{}", b"[1", b'{"schema": "a"}')),
    ],
)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_damaged_file_is_told_in_a_sentence_or_begun_anew(desk: Desk, file: File, content: bytes) -> None:
    (desk.layout.root / file.name).write_bytes(content)
    try:
        file.use(desk)
    except StoreError as error:
        said = str(error)
        assert file.name in said
        assert any(word in said for word in ("Delete", "delete", "Restore", "Run python -m ingest"))


def test_a_newer_index_is_not_rolled_back_either(desk: Desk) -> None:
    changed(desk)
    make_newer(desk.layout.current)
    before = state(desk)
    with pytest.raises(NewerVersion, match="CURRENT"):
        commands.roll_back(desk.layout)
    assert state(desk) == before


def test_a_damaged_pointer_is_no_newer_one(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text('{"schema": true}')
    with pytest.raises(DamagedIndex):
        read_pointer(Layout(tmp_path))
