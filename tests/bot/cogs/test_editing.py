"""Edits of episodes and speakers from Discord, and the list of all corrections, from which each can be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.cogs.moderating.correcting import complete_old, edit, listing
from bot.desk import Desk
from bot.renderings.corrections import what_of
from bot.views.registry import PRESSES
from tests.pressing import acts, press
from tests.shelved import ROOF, TRAINS, Member, Shelf, desk_over, record_of, use
from vectorstore.corrections import Corrections, Edit, Erratum, append_correction, read_corrections
from vectorstore.layout import Layout
from vectorstore.records import Corrected

BEES, OTHER = "show/1.vtt", "show/2.vtt"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(Layout(tmp_path), [record_of(BEES, ROOF), record_of(OTHER, TRAINS)])


@pytest.fixture
def desk(tmp_path: Path, shelf: Shelf) -> Iterator[Desk]:
    made = desk_over(tmp_path, shelf)
    with closing(made.ledger):
        yield made


def stored(desk: Desk) -> Corrections:
    assert desk.library.layout
    return read_corrections(desk.library.layout)


def noted(desk: Desk) -> None:
    assert desk.library.layout
    append_correction(desk.library.layout, Erratum("simon wilson", "Simon Willison", BEES))


def field(value: str) -> Any:
    return SimpleNamespace(value=value)


async def test_an_edit_is_noted_with_what_it_replaces(desk: Desk) -> None:
    done = await use(edit, Member(desk), BEES, field("title"), "Bees on the roof")
    (one,) = stored(desk).edits
    assert (one.document, one.field, one.new, one.old) == (BEES, "title", "Bees on the roof", None)
    assert done.seen[-1].startswith("Noted: the title of **show/1.vtt** is “Bees on the roof” instead of “Bees”.")
    assert done.buttons[0] == "v1:librun:reingest"
    assert acts(desk) == [("edit", BEES, f"title, noted as {one.id}")]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("date", "14-05-2026", "A date is a day such as"),
        ("date", "2026-02-30", "A date is a day such as"),
        ("link", "javascript:alert(1)", "A link begins with"),
        ("number", "twelve", "A number is a whole number"),
        ("title", None, "A title must"),
        ("title", "Bees", "The title of **show/1.vtt** is “Bees” already."),
        ("date", "2026-05-14", "The date of **show/1.vtt** is “2026-05-14” already."),
    ],
)
async def test_a_value_that_fits_no_field_is_told(desk: Desk, name: str, value: str | None, words: str) -> None:
    done = await use(edit, Member(desk), BEES, field(name), value)
    assert done.seen[-1].startswith(words)
    assert not stored(desk)


async def test_a_date_may_be_left_open(desk: Desk) -> None:
    done = await use(edit, Member(desk), BEES, field("date"))
    assert stored(desk).edits[0].new is None
    assert "left open instead of “2026-05-14”" in done.seen[-1]


async def test_a_speaker_gets_a_name_and_then_another(desk: Desk) -> None:
    unnamed = await use(edit, Member(desk), BEES, field("speaker"), "Anna")
    assert unnamed.seen[-1] == "Please say with `old` what is to be replaced, one of: “Mira”, “SPEAKER\\_07”."
    await use(edit, Member(desk), BEES, field("speaker"), "Anna", "speaker_07")
    await use(edit, Member(desk), BEES, field("speaker"), "Anne", "Anna")
    told = [(one.old, one.new) for one in stored(desk).edits]
    assert told == [("SPEAKER_07", "Anna"), ("Anna", "Anne")]


async def test_what_was_taken_back_counts_as_undone_before_the_next_run(desk: Desk, shelf: Shelf) -> None:
    gone = [Corrected("c1", "SPEAKER_07", "Anna", "speaker"), Corrected("c2", "", "Bees", "title")]
    shelf.records[0] = replace(record_of(BEES, ROOF, corrections=gone), speakers=("Mira", "Anna"))
    unknown = await use(edit, Member(desk), BEES, field("speaker"), "Anne", "Anna")
    assert unknown.seen[-1].endswith("one of: “Mira”, “SPEAKER\\_07”.")
    await use(edit, Member(desk), BEES, field("speaker"), "Anne", "SPEAKER_07")
    await use(edit, Member(desk), BEES, field("title"), "Bees")
    assert [(one.field, one.new) for one in stored(desk).edits] == [("speaker", "Anne"), ("title", "Bees")]


async def test_of_a_document_with_several_episodes_it_has_to_be_said_which(desk: Desk, shelf: Shelf) -> None:
    shelf.records[0] = record_of(BEES, ROOF, TRAINS)
    unclear = await use(edit, Member(desk), BEES, field("title"), "Night trains")
    assert unclear.seen[-1].endswith("one of: “Bees”, “Trains”.")
    await use(edit, Member(desk), BEES, field("title"), "Night trains", "Trains")
    assert stored(desk).edits[0].old == "Trains"


async def test_episodes_that_cannot_be_told_apart_are_not_edited(desk: Desk, shelf: Shelf) -> None:
    shelf.episodes = [ROOF, replace(TRAINS, number=1)]
    shelf.records[0] = record_of(BEES, ROOF, TRAINS)
    done = await use(edit, Member(desk), BEES, field("number"), "3", "1")
    assert "several episodes with the same number" in done.seen[-1]
    assert not stored(desk)


async def test_what_may_be_replaced_is_offered(desk: Desk) -> None:
    member: Any = Member(desk)
    member.namespace = SimpleNamespace(document=BEES, field="speaker")
    assert [one.value for one in await complete_old(member, "spea")] == ["SPEAKER_07"]
    member.namespace = SimpleNamespace(document="nothing like it", field="title")
    assert await complete_old(member, "") == []


async def test_the_list_says_which_corrections_are_in_force(desk: Desk, shelf: Shelf) -> None:
    noted(desk)
    await use(edit, Member(desk), BEES, field("number"), "4")
    erratum, number = stored(desk).all
    shelf.manifest.errata = stored(desk).digest
    shelf.records[0] = record_of(BEES, ROOF, corrections=[Corrected(erratum.id, "simon wilson", "Simon Willison")])
    seen = (await use(listing, Member(desk))).seen[-1]
    assert "“simon wilson” → “Simon Willison” in **show/1.vtt** · in force" in seen
    assert "number of **show/1.vtt**: 1 → 4 · matches nothing any more" in seen
    shelf.manifest.errata = ""
    assert f"1 → {number.new} · from the next run on" in (await use(listing, Member(desk))).seen[-1]  # type: ignore[union-attr]


async def test_a_correction_is_taken_back_once(desk: Desk) -> None:
    noted(desk)
    (one,) = stored(desk).errata
    member = Member(desk).below("", one.id)
    await press(PRESSES["corundo"], member, "1")
    assert member.seen[-1].startswith("Taken back: simon wilson → Simon Willison.")
    assert "v1:librun:reingest" in member.buttons
    assert not stored(desk)
    assert acts(desk)[-1] == ("revoke", BEES, f"took back {one.id}")
    await press(PRESSES["corundo"], member, "1")
    assert member.seen[-1].startswith("That correction is taken back already.")
    assert len(acts(desk)) == 1


async def test_many_corrections_stand_on_pages(desk: Desk) -> None:
    layout = desk.library.layout
    assert layout
    lines = [
        json.dumps({"kind": "erratum", "id": f"c{n}", "wrong": "*" * 20 + "w" * 150, "right": f"r{n} " + "r" * 150})
        for n in range(20)
    ]
    layout.errata.write_text("\n".join([*lines, "broken"]) + "\n")
    member = await use(listing, Member(desk))
    assert len(member.seen[-1]) <= 2000
    assert member.buttons[1:3] == ["v1:corpage:0", "v1:corpage:2"]
    await press(PRESSES["corpage"], member, "3")
    assert "Lines of errata.jsonl that cannot be read and are passed over: 1." in member.seen[-1]
    picked = member.rows[-1].children[0]
    assert [option.value for option in picked.options] == ["c3", "c2", "c1", "c0"]


def test_an_edit_of_everything_else_stands_on_one_line() -> None:
    assert what_of(Edit("d", "speaker", "Anna", "SPEAKER_07"), "en") == "speaker's name: SPEAKER_07 → Anna"
