"""Test questions out of answers: the passage that a moderator confirms is what the gate will ask for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.answering.answer import Citation
from bot.cogs.moderating.questions import MENU, listing
from bot.desk import Desk
from bot.errors import AnswerForgotten, NotModerator
from bot.ledgers.records import AnswerRecord, sources_of
from bot.rendering import answer_messages, question_of
from bot.views.registry import PRESSES
from tests.answers import answer
from tests.pressing import acts, press
from tests.shelved import ROOF, Member, Shelf, desk_over, record_of
from vectorstore.layout import Layout
from vectorstore.retrieval.golden import GoldenRow, Place
from vectorstore.retrieval.golden_file import GoldenFile

ASKED = "What do the *bees* like?"
CITED = Citation(1, ROOF, "show/1.vtt", "They like lavender.", start=15.0, end=18.0, chunk="c-00000")
NEAR = Citation(2, ROOF, "show/1.md", "Bees live on the roof.", chunk="c-00001")
WHOLE = answer(CITED, question=ASKED, related=(NEAR,))
MESSAGE = 7


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(Layout(tmp_path), [record_of("show/1.vtt", ROOF)])
    made.citations = [CITED, NEAR]
    return made


@pytest.fixture
def desk(tmp_path: Path, shelf: Shelf) -> Iterator[Desk]:
    made = desk_over(tmp_path, shelf)
    with closing(made.ledger):
        yield made


@pytest.fixture
def golden(tmp_path: Path) -> GoldenFile:
    return GoldenFile(Layout(tmp_path))


def kept_answer(desk: Desk, previous: int | None = None) -> None:
    facts = (MESSAGE, 6, 5, "asker", "gen-000001", "en", "answered")
    desk.ledger.save_answer(AnswerRecord(*facts, sources_of(WHOLE), previous, False, 1.0))


async def opened(member: Member, content: str | None = None) -> Member:
    shown = answer_messages(WHOLE, "en")[0] if content is None else content
    message: Any = SimpleNamespace(id=MESSAGE, content=shown)
    given: Any = member
    await MENU.callback(given, message)
    return member


async def chosen(desk: Desk, value: str) -> Member:
    asked = await opened(Member(desk))
    member = Member(desk).below(asked.seen[-1], value)
    await press(PRESSES["goldpick"], member, str(MESSAGE))
    return member


async def test_the_menu_shows_the_question_and_the_passages_to_choose_from(desk: Desk) -> None:
    kept_answer(desk)
    asked = await opened(Member(desk))
    assert question_of(asked.seen[-1]) == ASKED
    assert "They like lavender." in asked.seen[-1]
    assert [option.value for option in asked.rows[-1].children[0].options] == ["1", "2", "refused"]
    assert asked.buttons == [f"v1:goldpick:{MESSAGE}", "v1:libno:"]
    assert "follow-up" not in asked.seen[-1]


async def test_a_follow_up_is_said_to_stand_alone(desk: Desk) -> None:
    kept_answer(desk, previous=3)
    assert "without what was said before it" in (await opened(Member(desk))).seen[-1]


async def test_the_confirmed_passage_becomes_what_the_gate_expects(desk: Desk, golden: GoldenFile) -> None:
    kept_answer(desk)
    done = await chosen(desk, "1")
    (row,) = golden.read().rows
    place = Place(frozenset({"show/1.vtt"}), "They like lavender.", 15.0, 18.0)
    assert (row.question, row.language, row.answerable, row.expected) == (ASKED, "en", True, (place,))
    assert done.seen[-1] == f"Kept as test question {row.id}: the right passage is [1], in **show/1.vtt**."
    assert acts(desk) == [("test question", row.id, "kept")]


async def test_a_question_may_be_one_that_should_be_refused(desk: Desk, golden: GoldenFile) -> None:
    kept_answer(desk)
    await chosen(desk, "refused")
    (row,) = golden.read().rows
    assert (row.answerable, row.kind, row.expected) == (False, "unanswerable", ())


async def test_a_question_is_kept_once(desk: Desk, golden: GoldenFile) -> None:
    kept_answer(desk)
    asked = await opened(Member(desk))
    await chosen(desk, "1")
    again = Member(desk).below(asked.seen[-1], "2")
    await press(PRESSES["goldpick"], again, str(MESSAGE))
    assert again.seen[-1].startswith("This question is a test question already.")
    assert (await opened(Member(desk))).seen[-1] == again.seen[-1]
    assert len(golden.read().rows) == 1


async def test_a_passage_that_is_gone_is_not_kept(desk: Desk, shelf: Shelf, golden: GoldenFile) -> None:
    kept_answer(desk)
    asked = await opened(Member(desk))
    shelf.citations = []
    with pytest.raises(AnswerForgotten):
        await press(PRESSES["goldpick"], Member(desk).below(asked.seen[-1], "1"), str(MESSAGE))
    assert golden.read().rows == ()


@pytest.mark.parametrize("content", ["no quoted question", ""])
async def test_another_message_is_no_answer(desk: Desk, content: str) -> None:
    assert (await opened(Member(desk), "> " + ASKED)).seen[-1].startswith("This is no answer of mine")
    kept_answer(desk)
    assert (await opened(Member(desk), content)).seen[-1].startswith("This is no answer of mine")


async def test_a_question_without_room_for_its_passages_is_told(desk: Desk) -> None:
    kept_answer(desk)
    told = await opened(Member(desk), "> " + "\\*" * 995)
    assert told.seen[-1] == "This question is too long to be kept."


async def test_members_are_refused_in_code(desk: Desk, golden: GoldenFile) -> None:
    kept_answer(desk)
    with pytest.raises(NotModerator):
        await opened(Member(desk, manages=False))
    golden.append(GoldenRow("q1", ASKED, "en", "unanswerable", False))
    for action, value in (("goldpick", "1"), ("goldpage", ""), ("goldout", "q1")):
        with pytest.raises(NotModerator):
            await press(PRESSES[action], Member(desk, manages=False).below("> Why?", value), "7")
    assert [row.id for row in golden.read().rows] == ["q1"]
    assert acts(desk) == []


async def test_the_list_says_how_questions_stand_and_removes_one(desk: Desk, shelf: Shelf, golden: GoldenFile) -> None:
    golden.append(GoldenRow("q1", "Where do the bees live?", "en", "factual", True, (Place(frozenset({"show/1.md"})),)))
    golden.append(GoldenRow("q2", "How is bread baked?", "en", "unanswerable", False))
    shelf.manifest.golden = {"q1": "not found", "q2": "refused"}
    member = Member(desk)
    call: Any = listing
    await call.callback(member)
    assert "1. Where do the bees live? · **show/1.md** · now not found" in member.seen[-1]
    assert "2. How is bread baked? · to be refused · now refused" in member.seen[-1]
    await press(PRESSES["goldout"], member.below("", "q1"), "1")
    assert member.seen[-1].startswith("Removed: Where do the bees live?")
    assert [row.id for row in golden.read().rows] == ["q2"]
    assert acts(desk) == [("test question", "q1", "removed")]
    await press(PRESSES["goldout"], member.below("", "q1"), "1")
    assert member.seen[-1].startswith("That question is removed already.")


async def test_an_empty_list_says_how_a_question_gets_there(desk: Desk) -> None:
    member = Member(desk)
    call: Any = listing
    await call.callback(member)
    assert "Apps > “Add to test questions”" in member.seen[-1]
    assert member.buttons == []


async def test_many_questions_stand_on_pages_of_one_message(desk: Desk, golden: GoldenFile) -> None:
    for n in range(9):
        golden.append(GoldenRow(f"q{n}", f"{n} " + "*_" * 400, "en", "unanswerable", False))
    member = Member(desk)
    await press(PRESSES["goldpage"], member, "2")
    assert "9. 8" in member.seen[-1]
    assert member.buttons == ["v1:goldout:2", "v1:goldpage:1", "v1:goldpage:3"]
    await press(PRESSES["goldpage"], member, "1")
    assert len(member.seen[-1]) <= 2000
