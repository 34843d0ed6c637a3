"""The show's own golden questions as a file: added to, taken from, and none lost over a broken neighbour."""

import json
from pathlib import Path

import pytest

from vectorstore.errors import IndexMismatch
from vectorstore.layout import Layout
from vectorstore.retrieval.golden import GoldenRow, Place, golden_rows
from vectorstore.retrieval.golden_file import GoldenFile

PLACE = Place(frozenset({"show/1.md", "show/1.vtt"}), "Bees live on the roof.", 3.0, 9.5)
ROW = GoldenRow("q1", "Where do the bees live?", "en", "factual", True, (PLACE,))


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "var")


def test_a_question_is_read_back_as_it_was_stored(layout: Layout) -> None:
    file = GoldenFile(layout)
    assert file.read().rows == ()
    assert file.append(ROW) == ROW
    assert file.read().rows == (ROW,)


def test_a_question_without_an_id_gets_one_and_an_id_is_given_once(layout: Layout) -> None:
    file = GoldenFile(layout)
    one = file.append(GoldenRow("", "What do trains cost?", "en", "unanswerable", False))
    assert one.id
    with pytest.raises(ValueError, match=one.id):
        file.append(one)
    assert [row.id for row in file.read().rows] == [one.id]


def test_an_answerable_question_needs_its_place(layout: Layout) -> None:
    with pytest.raises(ValueError, match="expected"):
        GoldenFile(layout).append(GoldenRow("", "Where?", "en", "factual", True))
    assert not layout.golden.exists()


def test_evaluate_reads_the_file_with_its_header(layout: Layout) -> None:
    GoldenFile(layout).append(ROW)
    lines = layout.golden.read_text("utf-8").split("\n")
    assert json.loads(lines[0]) == {"schema": 1}
    assert golden_rows(lines) == [ROW]


def test_a_file_written_by_hand_keeps_its_lines_to_the_letter(layout: Layout) -> None:
    layout.root.mkdir()
    by_hand = '{"question":"Is it?",  "answerable":false, "remark": "mine"}'
    layout.golden.write_text(f"{by_hand}\r\nnonsense\n")
    file = GoldenFile(layout)
    file.append(ROW)
    found = file.read()
    assert [row.question for row in found.rows] == ["Is it?", ROW.question]
    assert [bad.line for bad in found.bad] == [3]
    assert layout.golden.read_text().splitlines()[1:3] == [by_hand, "nonsense"]


def test_the_same_id_twice_counts_once_and_is_told(layout: Layout) -> None:
    layout.root.mkdir()
    line = json.dumps({"id": "a", "question": "Is it?", "answerable": False})
    layout.golden.write_text(f"{line}\n{line}\n")
    found = GoldenFile(layout).read()
    assert (len(found.rows), [bad.line for bad in found.bad]) == (1, [2])


def test_one_question_is_taken_out_and_an_unknown_one_changes_nothing(layout: Layout) -> None:
    file = GoldenFile(layout)
    file.append(ROW)
    before = layout.golden.read_bytes()
    assert not file.remove("q2")
    assert layout.golden.read_bytes() == before
    assert file.remove("q1")
    assert file.read().rows == ()


def test_erasing_takes_out_what_names_the_document_and_what_nobody_can_read(layout: Layout) -> None:
    file = GoldenFile(layout)
    file.append(ROW)
    kept = file.append(GoldenRow("q2", "And trains?", "en", "factual", True, (Place(frozenset({"show/2.md"})),)))
    with layout.golden.open("a") as raw:
        raw.write('{"evidence": "Bees live on the roof')
    assert file.erase("show/1.vtt") == 2
    assert file.read().rows == (kept,)
    assert b"Bees" not in layout.golden.read_bytes()


def test_a_newer_versions_file_is_not_guessed_at(layout: Layout) -> None:
    layout.root.mkdir()
    layout.golden.write_text('{"schema": 2}\n')
    with pytest.raises(IndexMismatch):
        GoldenFile(layout).read()
