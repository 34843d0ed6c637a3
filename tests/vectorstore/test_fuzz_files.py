"""Whatever stands in the files of DATA_DIR: it is read, or told in a sentence, and no line that is whole is lost."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.library import load_library
from tests.fuzzing import examples
from tests.hostile import PIECES, altered, json_files
from vectorstore.corrections import Corrections, Edit, Erratum, append_correction, in_force, read_corrections
from vectorstore.errors import StoreError
from vectorstore.json_lines import change_lines, object_in, read_lines
from vectorstore.layout import Layout
from vectorstore.records import DocumentRecord, Episode, Note
from vectorstore.retrieval.bands import BandsInForce, read_bands
from vectorstore.retrieval.golden import GoldenRow
from vectorstore.retrieval.golden_file import GoldenFile
from vectorstore.store.journal import Run, read_run
from vectorstore.store.manifest import Manifest, from_json, to_json
from vectorstore.store.pointer import highest_published, history, read_manifest, read_pointer

RECORD = DocumentRecord("show/1.md", "0" * 64, "markdown", "summary", 2, ("e1",), True, ("Anna",), "en")
MANIFEST = Manifest(
    "gen-000001", "2026-01-01T00:00:00+00:00", "model", 64, "recipe", (RECORD,),
    (Episode("e1", "Radio", "Bees", 1, "2024-01-09", "https://x.test/1", "en", 31),),
    (Note("a.pdf", "a PDF"),), (), 2, 0, {"en": {"median": 0.5}}, "", {"q1": "answered"},
)  # fmt: skip
POINTER = {"schema": 1, "generation": "gen-000001", "pinned": False, "highest": 3}
LIBRARY = {
    "schema": 1,
    "own": True,
    "roots": [{"name": "show", "path": "/show", "file": False}],
    "excluded": ["show/2.md"],
}
BANDS = {"schema": 1, "answered": 3.5, "uncertain": 0.6, "questions": 30}
RUN = {"schema": 1, **asdict(Run(1, "2026-01-01T00:00:00+00:00", ("--full",), episodes={"new": 1}))}
ERRATUM = {"kind": "erratum", "id": "c1", "wrong": "Viena", "right": "Vienna", "at": "2026-01-01T00:00:00+00:00"}
EDIT = {"kind": "edit", "id": "c2", "document": "show/1.md", "field": "date", "new": "2024-01-09", "at": ""}
PLACE = {"file": "show/1.md", "evidence": "on the roof", "start": 1.5, "end": 3}
GOLDEN = {
    "id": "q1", "question": "Where do bees live?", "lang": "en", "kind": "fact", "answerable": True, "pair": "p1",
    "expected": [PLACE],
}  # fmt: skip

Use = Callable[[Layout], Any]


def any_manifest(layout: Layout) -> object:
    folder = layout.generation("gen-000001")
    folder.mkdir()
    (folder / "manifest.json").write_bytes(layout.current.read_bytes())
    layout.current.write_text(json.dumps(POINTER))
    history(layout)
    return read_manifest(layout, "gen-000001")


FILES: tuple[tuple[str, Any, Use], ...] = (
    ("CURRENT", POINTER, lambda layout: (read_pointer(layout), highest_published(layout))),
    ("CURRENT", to_json(MANIFEST), any_manifest),
    ("library.json", LIBRARY, load_library),
    ("calibration.json", BANDS, lambda layout: (BandsInForce(layout)(), read_bands(layout))),
    ("last_run.json", RUN, read_run),
)


@contextmanager
def holding(name: str, content: bytes) -> Iterator[Layout]:
    """Make a DATA_DIR that holds one file."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(content)
        yield Layout(Path(folder))


@examples(120)
@given(st.sampled_from(FILES).flatmap(lambda file: st.tuples(st.just(file), json_files(file[1]))))
def test_any_json_is_read_or_told(made: tuple[tuple[str, Any, Use], bytes]) -> None:
    (name, _, use), content = made
    with holding(name, content) as layout:
        try:
            use(layout)
        except StoreError as error:
            told = str(error)
        else:
            told = name
        assert "json" in told or name in told


def test_the_manifest_that_is_altered_is_one() -> None:
    assert from_json(json.loads(json.dumps(to_json(MANIFEST)))) == MANIFEST


ROWS = st.sampled_from((ERRATUM, EDIT, GOLDEN, {"kind": "revocation", "of": "c1"}, {"schema": 1})).flatmap(altered)
LINES = st.lists(
    ROWS.map(json.dumps) | st.sampled_from(PIECES) | st.text(max_size=20) | st.just(json.dumps(ERRATUM)[:40]),
    max_size=8,
)


@examples(60)
@given(LINES, st.binary(max_size=20))
def test_any_lines_leave_what_is_whole_in_force(lines: list[str], noise: bytes) -> None:
    content = "\n".join(lines).encode("utf-8", "replace") + noise
    with holding("errata.jsonl", content) as layout:
        try:
            before = read_corrections(layout)
        except StoreError as error:
            assert_newer(error, layout)
            return
        assert isinstance(in_force(lines), Corrections)
        whole = [line for line in read_lines(layout.errata) if object_in(line) is not None]
        stored = append_correction(layout, Erratum("Pariss", "Paris"))
        after = read_corrections(layout)
        assert {one.id for one in after.all} == {one.id for one in before.all} | {stored.id}
        kept = read_lines(layout.errata)
        assert [line for line in whole if "schema" not in line and line not in kept] == []
        json.dumps(after.digest)


@examples(60)
@given(LINES, st.binary(max_size=20))
def test_any_golden_file_gives_questions_and_bad_lines(lines: list[str], noise: bytes) -> None:
    with holding("golden.jsonl", "\n".join(lines).encode("utf-8", "replace") + noise) as layout:
        golden = GoldenFile(layout)
        try:
            before = golden.read()
        except StoreError as error:
            assert_newer(error, layout)
            return
        assert len({row.id for row in before.rows}) == len(before.rows)
        assert all(bad.reason for bad in before.bad)
        stored = golden.append(GoldenRow("", "Is it raining?", "en", "fact", False, ()))
        # A row without an id is named by its line, which may move; what it asks does not change.
        assert [row.question for row in golden.read().rows] == [*(row.question for row in before.rows), stored.question]
        assert golden.remove(stored.id)
        golden.erase("show/1.md")
        assert golden.read().bad == ()


def assert_newer(error: StoreError, layout: Layout) -> None:
    """Only what a newer version wrote is refused; it is refused whoever asks."""
    assert "newer version" in str(error)
    for path in (layout.errata, layout.golden):
        if path.exists():
            with pytest.raises(StoreError, match="newer version"):
                change_lines(path, lambda lines: [*lines, "{}"])


EDITS = st.builds(
    Edit,
    st.text(max_size=9),
    st.sampled_from(("number", "date", "link", "title", "speaker", "x")),
    st.none() | st.sampled_from(PIECES),
    st.none() | st.text(max_size=9),
)


@examples(40)
@given(EDITS)
def test_an_edit_that_is_stored_is_read_again_as_it_is(edit: Edit) -> None:
    with holding("errata.jsonl", b"") as layout:
        try:
            stored = append_correction(layout, edit)
        except ValueError:
            assert read_corrections(layout).all == ()
            return
        assert read_corrections(layout).edits == (replace(stored, old=stored.old or None),)
