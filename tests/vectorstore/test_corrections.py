"""The file of corrections: what is in force, what is refused, and what a broken line costs (itself)."""

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from vectorstore.corrections import (
    BadCorrection,
    Corrections,
    Edit,
    Erratum,
    append_correction,
    checked,
    erase_corrections,
    read_corrections,
    revoke_correction,
)
from vectorstore.errors import IndexMismatch
from vectorstore.layout import Layout

WORD = Erratum("simon wilson", "Simon Willison", show="Roof Radio", by="m1")
NAME = Edit("show/1.vtt", "speaker", "Anna", old="SPEAKER_07")


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "var")


def lines(layout: Layout) -> list[str]:
    return layout.errata.read_text("utf-8").splitlines()


def test_without_a_file_nothing_is_corrected(layout: Layout) -> None:
    assert read_corrections(layout) == Corrections()
    assert not read_corrections(layout)
    assert read_corrections(layout).digest == ""


def test_what_is_stored_is_read_back_with_an_id_and_a_time(layout: Layout) -> None:
    word, name = append_correction(layout, WORD), append_correction(layout, NAME)
    found = read_corrections(layout)
    assert (found.errata, found.edits, found.all) == ((word,), (name,), (word, name))
    assert replace(word, id="", at="") == WORD
    assert word.id != name.id
    assert json.loads(lines(layout)[0]) == {"schema": 1}


def test_a_revoked_correction_is_gone_and_its_lines_stay(layout: Layout) -> None:
    word = append_correction(layout, WORD)
    append_correction(layout, NAME)
    before = lines(layout)
    assert revoke_correction(layout, word.id, by="m2") == word
    assert read_corrections(layout).errata == ()
    assert lines(layout)[:3] == before
    assert revoke_correction(layout, word.id) is None
    assert len(lines(layout)) == 4


def test_a_line_that_was_cut_off_costs_itself_alone_and_is_not_grown_into(layout: Layout) -> None:
    word = append_correction(layout, WORD)
    with layout.errata.open("a", encoding="utf-8") as file:
        file.write('{"kind": "erratum", "id": "c9", "wro')
    assert read_corrections(layout) == Corrections((word,), (), (3,))
    name = append_correction(layout, NAME)
    assert read_corrections(layout) == Corrections((word,), (name,), ())


@pytest.mark.parametrize(
    "line",
    [
        "[]",
        "{}",
        '{"kind": "erratum", "id": "c1"}',
        '{"kind": "edit", "id": 1}',
        '{"kind": "erratum", "id": "c1", "wrong": 3, "right": "x"}',
        '{"kind": "edit", "id": "c1", "document": "d", "field": "colour", "new": "x"}',
    ],
)
def test_a_line_that_is_no_correction_is_passed_over_by_number(layout: Layout, line: str) -> None:
    layout.root.mkdir()
    layout.errata.write_text(f"\ufeff{line}\n\n")
    assert read_corrections(layout) == Corrections((), (), (1,))


def test_a_newer_versions_file_is_not_guessed_at(layout: Layout) -> None:
    layout.root.mkdir()
    layout.errata.write_text('{"schema": 2}\n')
    with pytest.raises(IndexMismatch, match="newer version"):
        read_corrections(layout)
    with pytest.raises(IndexMismatch):
        append_correction(layout, WORD)


@pytest.mark.parametrize(
    ("one", "field"),
    [
        (replace(WORD, wrong=" ,. "), "wrong"),
        (replace(WORD, right=""), "right"),
        (replace(WORD, right="x" * 201), "right"),
        (replace(WORD, wrong="a  b", right="a b"), "right"),
        (replace(WORD, document="show/1.md"), "scope"),
        (replace(NAME, document=""), "scope"),
        (replace(NAME, new=None), "new"),
        (replace(NAME, old=None), "old"),
        (Edit("d", "number", "12b"), "new"),
        (Edit("d", "number", "٣"), "new"),
        (Edit("d", "date", "2024-02-31"), "new"),
        (Edit("d", "date", "2024-2-3"), "new"),
        (Edit("d", "link", "javascript:alert(1)"), "new"),
        (Edit("d", "title", "  "), "new"),
        (Edit("d", "show", None), "new"),
    ],
)
def test_what_cannot_be_laid_over_anything_is_refused_by_field(layout: Layout, one: Erratum | Edit, field: str) -> None:
    with pytest.raises(BadCorrection) as refused:
        append_correction(layout, one)
    assert refused.value.field == field
    assert not layout.errata.exists()


@pytest.mark.parametrize(("field", "new"), [("number", None), ("date", None), ("link", None), ("number", "0")])
def test_a_number_date_or_link_may_be_left_open(field: str, new: str | None) -> None:
    assert checked(Edit("d", field, new)).new == new  # type: ignore[arg-type]


def test_the_digest_names_what_is_said_and_not_who_said_it(layout: Layout) -> None:
    one = Corrections((replace(WORD, id="c1", at="2026-01-01"),))
    assert one.digest == Corrections((replace(one.errata[0], by="m9", note="heard twice"),)).digest
    assert one.digest != Corrections((replace(one.errata[0], right="Simon Wilson"),)).digest


def test_erasing_takes_out_what_names_the_document_with_its_revocations(layout: Layout) -> None:
    gone = append_correction(layout, Erratum("bees", "wasps", document="show/1.vtt"))
    revoke_correction(layout, gone.id)
    append_correction(layout, NAME)
    append_correction(layout, Erratum("honey", "wax", episode="abc"))
    kept = append_correction(layout, WORD)
    with layout.errata.open("a", encoding="utf-8") as file:
        file.write("who knows what this was: bees")
    assert erase_corrections(layout, "show/1.vtt", {"abc"}) == 5
    assert read_corrections(layout) == Corrections((kept,))
    assert "bees" not in layout.errata.read_text()


def test_two_who_correct_at_the_same_time_lose_nothing(layout: Layout) -> None:
    def correct(number: int) -> None:
        for n in range(10):
            append_correction(layout, Erratum(f"word {number} {n}", "right"))

    threads = [threading.Thread(target=correct, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read_corrections(layout).errata) == 40


@pytest.mark.parametrize("field", ["wrong", "right", "note", "by", "at", "document"])
def test_a_null_is_a_default_or_makes_the_line_unread(tmp_path: Path, field: str) -> None:
    value = {"kind": "erratum", "id": "c1", "wrong": "Viena", "right": "Vienna", field: None}
    layout = Layout(tmp_path)
    layout.errata.write_text(json.dumps(value))
    found = read_corrections(layout)
    if field in ("wrong", "right"):
        assert (found.errata, found.unread) == ((), (1,))
    else:
        assert found.errata == (Erratum("Viena", "Vienna", id="c1"),)
