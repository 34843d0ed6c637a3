"""Putting a misheard word right from Discord: what is looked at before a correction is noted, and who may."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.answering.documents import token_of
from bot.answering.misheard import standing_of
from bot.cogs.moderating.correcting import MENU, correct
from bot.desk import Desk
from bot.errors import NotModerator
from bot.ledgers.records import AnswerRecord, SourceRef
from bot.renderings.corrections import sure_text, words_in
from bot.texts.spoken import TEXTS
from bot.views.moderating.correcting import correct_form
from bot.views.registry import FORMS, PRESSES
from tests.pressing import acts, press
from tests.shelved import ROOF, TRAINS, Member, Shelf, chunk_of, desk_over, record_of, use
from vectorstore.corrections import Corrections, Erratum, read_corrections
from vectorstore.layout import Layout

BEES, OTHER = "show/1.vtt", "show/2.vtt"
SAID = (
    ("Mira", "Today simon wilson is here. Welcome, Simon Wilson!"),
    ("SPEAKER_07", "Thank you. Some say Simon"),
    ("Mira", "Wilson, SIMON WILSON wrote it down."),
)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    records = [record_of(BEES, ROOF), record_of(OTHER, TRAINS)]
    return Shelf(Layout(tmp_path), records, [chunk_of(BEES, 0, ROOF, *SAID)])


@pytest.fixture
def desk(tmp_path: Path, shelf: Shelf) -> Iterator[Desk]:
    made = desk_over(tmp_path, shelf)
    with closing(made.ledger):
        yield made


def stored(desk: Desk) -> Corrections:
    assert desk.library.layout
    return read_corrections(desk.library.layout)


def count_in(index: Any, words: str) -> int:
    found = standing_of(index, BEES, words)
    assert found
    return found.count


async def noted(desk: Desk, action: str = "cornow") -> Member:
    asked = await use(correct, Member(desk), BEES, "simon wilson", "Simon Willison")
    return await pressed(desk, asked, action)


async def pressed(desk: Desk, asked: Member, action: str) -> Member:
    member = Member(desk).below(asked.seen[-1])
    await press(PRESSES[action], member, token_of(BEES))
    return member


async def test_it_is_shown_where_the_wrong_words_stand_and_nothing_is_noted_yet(desk: Desk) -> None:
    asked = await use(correct, Member(desk), BEES, "simon wilson", "Simon Willison")
    lines = asked.seen[-1].split("\n")
    assert lines[1] == "In **show/1.vtt**, 3 times. The first one:"
    assert lines[2] == "> Today **simon wilson** is here. Welcome, Simon Wilson!"
    assert lines[3:5] == ["✗ simon wilson", "✓ Simon Willison"]
    assert asked.buttons == [f"v1:cornow:{token_of(BEES)}", f"v1:corshow:{token_of(BEES)}", "v1:libno:"]
    assert not stored(desk)
    assert acts(desk) == []


async def test_words_are_not_found_over_the_end_of_a_turn(shelf: Shelf) -> None:
    assert count_in(shelf, "say simon wilson") == 0
    assert count_in(shelf, "some say simon") == 1


async def test_what_two_chunks_share_counts_once(shelf: Shelf) -> None:
    shared = ("SPEAKER_07", "The word is propolis.")
    shelf.records[0] = record_of(BEES, ROOF, chunks=2)
    shelf.chunks = [
        chunk_of(BEES, 0, ROOF, ("Mira", "Hello."), shared),
        chunk_of(BEES, 1, ROOF, shared, ("Mira", "Thanks."), first=1),
    ]
    assert count_in(shelf, "propolis") == 1


async def test_a_confirmed_correction_is_noted_and_a_run_is_offered(desk: Desk) -> None:
    done = await noted(desk)
    (one,) = stored(desk).errata
    assert (one.wrong, one.right, one.document, one.show) == ("simon wilson", "Simon Willison", BEES, None)
    assert one.by == desk.ledger.pseudonym(1)[:12]
    assert done.seen[-1].startswith("Noted: “simon wilson” becomes “Simon Willison” in **show/1.vtt**.")
    assert done.buttons[0] == "v1:librun:reingest"
    assert acts(desk) == [("correct", BEES, f"noted as {one.id}")]


async def test_a_correction_may_hold_in_the_whole_show(desk: Desk) -> None:
    await noted(desk, action="corshow")
    (one,) = stored(desk).errata
    assert (one.document, one.show) == (None, "Roof Radio")


async def test_the_only_document_of_a_show_is_not_offered_as_a_whole_show(desk: Desk, shelf: Shelf) -> None:
    del shelf.records[1]
    asked = await use(correct, Member(desk), BEES, "simon wilson", "Simon Willison")
    assert asked.buttons == [f"v1:cornow:{token_of(BEES)}", "v1:libno:"]


async def test_unseen_characters_are_neither_counted_nor_noted(desk: Desk) -> None:
    asked = await use(correct, Member(desk), BEES, "simon\u200b wil\u00adson", "Simon \u202eWillison")
    await pressed(desk, asked, "cornow")
    (one,) = stored(desk).errata
    assert "3 times" in asked.seen[-1]
    assert (one.wrong, one.right) == ("simon wilson", "Simon Willison")


async def test_two_presses_note_one_correction(desk: Desk) -> None:
    asked = await use(correct, Member(desk), BEES, "simon wilson", "Simon Willison")
    await pressed(desk, asked, "cornow")
    again = await pressed(desk, asked, "cornow")
    assert again.seen[-1].startswith("That is noted already")
    assert len(stored(desk).errata) == 1


@pytest.mark.parametrize(
    ("document", "wrong", "right", "words"),
    [
        (BEES, "Simon Wislon", "x", "“Simon Wislon” does not stand in **show/1.vtt**."),
        (BEES, "…", "x", "What is wrong must hold a letter"),
        (BEES, "simon", "simon", "What is right must"),
        ("show/9.vtt", "simon", "x", "There is no document of this name."),
    ],
)
async def test_what_cannot_be_corrected_is_told(desk: Desk, document: str, wrong: str, right: str, words: str) -> None:
    asked = await use(correct, Member(desk), document, wrong, right)
    assert asked.seen[-1].startswith(words)
    assert asked.buttons == []


@pytest.mark.parametrize("language", sorted(TEXTS))
@pytest.mark.parametrize("words", ["simon", "*a* _b_ `c` > d", "✗ x", "# 1. <@1> @everyone", "a “b” \\ c"])
def test_the_words_are_read_from_the_question_again(shelf: Shelf, language: str, words: str) -> None:
    index: Any = shelf
    standing = standing_of(index, BEES, "simon wilson")
    assert standing
    text = sure_text(Erratum(words, f"{words} 2", BEES), replace(standing, before="\n✓ x\n✗ y"), language)
    assert words_in(text) == (words, f"{words} 2")


def answered(desk: Desk, message: int = 7) -> None:
    refs = (SourceRef(BEES, "c-00000", "h", 1), SourceRef(OTHER, "c-00001", "h", 2, cited=False))
    record = AnswerRecord(message, 6, 5, "asker", "gen-000001", "en", "answered", refs, None, False, 1.0)
    desk.ledger.save_answer(record)


async def test_the_menu_opens_a_form_for_the_sources_of_an_answer(desk: Desk) -> None:
    answered(desk)
    member = Member(desk)
    message: Any = SimpleNamespace(id=7)
    await MENU.callback(member, message)  # type: ignore[arg-type]
    assert member.modal.custom_id == "v1:corform:7"
    parts = [{"type": 1, "components": [{"type": 4, "value": v}]} for v in ("[1]", "simon wilson", "Simon Willison")]
    member.data = {"components": parts}
    await press(FORMS["corform"], member, "[1]", "7")
    assert member.buttons[0] == f"v1:cornow:{token_of(BEES)}"
    await press(FORMS["corform"], member, "3", "7")
    assert member.seen[-1] == "This answer has no source of that number. It has: 1, 2."


async def test_the_menu_on_any_other_message_says_that_it_is_no_answer(desk: Desk) -> None:
    member, message = Member(desk), SimpleNamespace(id=8)
    await MENU.callback(member, message)  # type: ignore[arg-type]
    assert member.seen[-1].startswith("This is no answer of mine")
    assert member.modal is None


async def test_the_menu_is_refused_to_members_in_code(desk: Desk) -> None:
    answered(desk)
    member, message = Member(desk, manages=False), SimpleNamespace(id=7)
    with pytest.raises(NotModerator):
        await MENU.callback(member, message)  # type: ignore[arg-type]
    assert member.modal is None


@pytest.mark.parametrize("action", ["cornow", "corshow", "corpage", "corundo"])
async def test_a_forged_press_does_nothing(desk: Desk, action: str) -> None:
    await noted(desk)
    (one,) = stored(desk).errata
    forger = Member(desk, manages=False).below("✗ here\n✓ there", one.id)
    with pytest.raises(NotModerator):
        await press(PRESSES[action], forger, token_of(BEES))
    assert stored(desk).errata == (one,)
    assert len(acts(desk)) == 1


@pytest.mark.parametrize("language", sorted(TEXTS))
async def test_the_form_keeps_to_discords_limits(language: str) -> None:
    shown = correct_form(language, 2**63, [1]).to_dict()
    assert len(shown["title"]) <= 45
    for row in shown["components"]:
        (one,) = row["components"]
        assert len(one["label"]) <= 45
        assert len(one["placeholder"]) <= 100
