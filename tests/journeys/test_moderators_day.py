"""A moderator's day on the loopback Discord, over real episodes: members ask from its first run to its last.

The tests are one day and stand in its order; the episodes are copies of documents of ../shared/episodes.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest
import pytest_asyncio

from bot.texts.spoken import say
from tests.journeys.day import MUSIC, UNANSWERED, Day, day_with, words
from tests.journeys.discord.options import Upload
from tests.journeys.library import filled
from tests.journeys.moderating import over
from vectorstore.retrieval.golden_file import GoldenFile

# Forty seconds of two processes: `make crash` runs it, and shorter journeys hold its parts in the suite.
pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.long]
ADDED = "podcast_namespace/example.vtt"
TITLE = "Easy terminal scripts by sourcing your Python"
ART_SCHOOL = "Waarom ging Anastasis Germanidis naar de kunstacademie?"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def day(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Day]:
    async with day_with(shared / "episodes", filled(tmp_path_factory, "day")) as made:
        yield made


async def test_the_digest_is_switched_on_and_tells_last_week_with_what_stayed_unanswered(day: Day) -> None:
    page = await day.tell("library settings")
    page = await (await day.mo.select(page, "moderators_channel")).message()
    await (await day.mo.pick(page, day.staff, custom_id="v1:setvalue:moderators_channel")).message()
    page = await (await day.mo.select(await day.tell("library settings"), "digest")).message()
    await (await day.mo.select(page, "weekly", custom_id="v1:setvalue:digest")).message()
    digest = await day.posted(day.staff)
    assert say("en", "digest questions", count=8, before=0) in digest.content
    assert all(question in digest.content for question in UNANSWERED)
    assert [one["filename"] for one in digest.attachments] == ["insights.png"]


async def test_a_preview_says_what_a_run_would_do_and_the_run_is_cancelled(day: Day) -> None:
    before, kept = day.now, day.embedded
    asked = await day.tell("library reingest")
    assert say("en", "preview episodes", new=3, changed=0, removed=0, unchanged=3) in asked.content
    found = re.search(r"\*\*(\d+)\*\* of (\d+)", asked.content)
    assert found is not None
    day.fresh = int(found[1])
    waiting = await (await day.asker.click(day.answers[0], say("en", "button tell me"))).message()
    assert words("tell me kept") in waiting.content
    message = await day.begin(asked, "button run")
    async with asyncio.timeout(30):
        while day.embedded < kept + day.fresh:
            await asyncio.sleep(0.01)
    await day.mo.click(message, say("en", "button cancel"))
    assert words("run cancelled") in await over(message, 10)
    assert day.now == before


async def test_a_document_is_added_and_the_run_takes_the_others_from_the_cache(day: Day, shared: Path) -> None:
    path = shared / "episodes" / ADDED
    asked = await day.tell("library add", file=Upload(path.name, path.read_bytes()))
    assert words("add kept") in asked.content
    end = await day.run(asked, "button run", "1")
    assert words("run published") in end
    assert "4 new, 0 changed, 0 removed, 7 in all" in end
    assert day.last.chunks["embedded"] - day.passages(f"inbox/{path.name}") <= 0.05 * day.fresh
    assert "Sarah" in (await day.answer("Should you have a podcast trailer?")).content
    notice = await day.posted(day.asker.direct)
    assert say("en", "notice") in notice.content
    assert "(1)" in (await day.answer(MUSIC)).content


async def test_a_word_is_put_right_and_a_document_taken_out(day: Day) -> None:
    asked = await day.tell("library correct", document="fans/shownotes-280.md", wrong="sourcepy", right="SourcePy")
    noted = await (await day.mo.click(asked, say("en", "button correct here"))).message()
    assert words("correct noted") in noted.content
    (choice,) = await day.mo.complete(day.scene.channel, "library remove", "document", "episode-003")
    assert "Germanidis" in (await day.answer(ART_SCHOOL)).content
    day.mark("2")
    asked = await day.tell("library remove", document=choice["value"])
    assert words("run published") in await day.run(asked, "button remove", "2")
    answer = await day.answer("What does sourcepy let you do inside your shell?")
    assert "SourcePy lets you source python scripts" in answer.content
    assert words("corrected") in answer.content
    answer = await day.answer(ART_SCHOOL)
    assert "De presentatoren" not in answer.content
    assert "Van kunstacademie naar videomodel" not in answer.content


async def test_an_index_that_breaks_a_test_question_is_held_back_until_it_is_published_anyway(day: Day) -> None:
    before, answer = day.now, await day.answer(MUSIC)
    asked = await (await day.mo.menu(answer, say("en", "menu golden"))).message()
    kept = await (await day.mo.select(asked, "1")).message()
    assert words("golden kept") in kept.content
    (row,) = GoldenFile(day.layout).read().rows
    assert "dat de muziekindustrie (2) schrikt" in (row.expected[0].evidence or "")
    path = day.folder / "episode-002.md"
    path.write_text(re.sub(r"## Gevolgen voor de muziekindustrie\n.*?\n\n", "", path.read_text(), flags=re.DOTALL))
    day.mark("3")
    noted = await day.tell("library edit", document="fans/shownotes-280.md", field="title", value=TITLE)
    assert words("edit noted") in noted.content
    message = await day.begin(noted, "button run")
    refused = await over(message)
    assert MUSIC in refused
    assert (day.last.exit_code, day.now) == (6, before)
    assert "(2)" in (await day.answer(MUSIC)).content
    assert words("run published") in await day.run(message, "button publish anyway", "3")
    assert "(3)" in (await day.answer(MUSIC)).content
    assert f"Episode 280 · {TITLE}" in (await day.answer("How did HTTPie lose its GitHub stars?")).content


async def test_a_rollback_is_confirmed_and_its_pin_is_shown_with_what_lifts_it(day: Day) -> None:
    before = day.now
    asked = await day.tell("library rollback")
    assert before in asked.content
    assert words("run rolled back") in await day.run(asked, "button roll back", "2")
    assert day.now != before
    assert day.stands[day.now] == "2"
    assert "(2)" in (await day.answer(MUSIC)).content
    assert words("status pinned") in (await day.tell("library status")).content


async def test_insights_show_the_day_in_numbers_and_as_one_picture(day: Day) -> None:
    told = await day.tell("insights")
    (picture,) = told.attachments
    assert day.content(picture).startswith(b"\x89PNG\r\n")
    found = re.search(r"weeks: (\d+)", told.content)
    assert found is not None
    assert int(found[1]) >= 8 + len(day.answers)
    table = await (await day.mo.click(told, say("en", "button insights csv"))).message()
    assert day.content(table.attachments[0]).count(b"\n") > 8 + len(day.answers)


async def test_every_member_was_answered_from_one_index_all_day(day: Day) -> None:
    day.asking.cancel()
    with pytest.raises(asyncio.CancelledError):  # it went on until now, so every answer came
        await day.asking
    made_from = day.made_from()
    assert len(day.answers) >= day.asked - 1
    assert {day.stands[made_from[answer.id]] for answer in day.answers} == {"", "1", "2", "3"}
    marks = {answer.id: re.findall(r"\((\d)\)", answer.content) for answer in day.answers}
    assert any(len(found) > 1 for found in marks.values())  # one answer quotes both passages that change
    for answer in day.answers:
        assert set(marks[answer.id]) == {day.stands[made_from[answer.id]]} - {""}, answer.content


async def test_runs_showed_how_far_they_were_at_most_every_2_seconds(day: Day) -> None:
    assert len(day.runs) == 6
    shown = [[at for at, content in run.history if "% ·" in content] for run in day.runs]
    assert sum(map(len, shown)) > len(day.runs)  # more than how each began
    assert all(later - earlier >= 1.9 for moments in shown for earlier, later in pairwise(moments))


async def test_the_audit_tells_what_was_done_last(day: Day) -> None:
    told = (await day.tell("library audit")).content
    acts = [act for act in re.findall(r"`([a-z ]+)`", told) if not act.startswith("insights")]
    assert acts == ["rollback", "accept gate", "reingest", "edit", "test question", "remove", "correct", "reingest"]


async def test_the_day_broke_no_rule_of_discord(day: Day) -> None:
    assert day.scene.discord.violations == []
    assert [line for line in day.scene.bot.lines if "Traceback" in line or day.scene.discord.token in line] == []
