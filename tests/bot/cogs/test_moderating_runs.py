"""Runs as moderators press them: a short script stands in for ingestion, a recorder for Discord."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.desk import Desk
from bot.errors import AnswerForgotten
from bot.views.moderating import run
from bot.views.moderating.board import KEPT, remembered
from bot.views.moderating.recovery import found_again
from tests.pressing import Person, acts, desk_in, given, may_write, press, saying
from vectorstore.layout import Layout
from vectorstore.store.journal import Run, write_run

DONE = {"event": "done", "outcome": "published", "generation": "gen-000002", "episodes": {"total": 1}}
REFUSED = {"event": "done", "outcome": "gate-refused", "broken": [{"id": "q1", "question": "who?"}]}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = desk_in(tmp_path)
    with closing(made.ledger):
        yield made


async def test_a_run_is_shown_in_the_channel_and_written_down(desk: Desk, tmp_path: Path) -> None:
    saying(desk, tmp_path, DONE)
    person = Person(desk)
    posted = may_write(person)
    await press(run.pressed, person, "full")
    assert given(tmp_path) == [["--full", "--json"]]
    assert posted[0].startswith("**Reading all episodes again** · for <@1>")
    assert posted[-1].startswith("**Published** `gen-000002`")
    assert person.seen == ["Begun: https://discord.com/channels/5/6/77"]
    assert acts(desk) == [("full", "", "published")]
    assert await remembered(desk) is None


async def test_where_the_bot_may_not_write_the_presser_alone_sees_the_run(desk: Desk, tmp_path: Path) -> None:
    saying(desk, tmp_path, DONE)
    person = Person(desk)
    await press(run.pressed, person, "reingest")
    assert person.seen[0].startswith("**Reading the episodes**")
    assert person.seen[-1].startswith("**Published**")


async def test_trouble_with_its_message_ends_no_run(desk: Desk, tmp_path: Path) -> None:
    saying(desk, tmp_path, DONE)
    person = Person(desk, deaf=2)
    await press(run.pressed, person, "reingest")
    assert person.seen[-1].startswith("**Published**")


async def test_of_two_who_press_at_once_one_is_told_who_was_faster(desk: Desk, tmp_path: Path) -> None:
    saying(desk, tmp_path, DONE, wait=0.5)
    first, second = Person(desk, 1), Person(desk, 2)
    await asyncio.gather(press(run.pressed, first, "full"), press(run.pressed, second, "full"))
    assert len(given(tmp_path)) == 1
    (faster,) = [person for person in (first, second) if person.seen[-1].startswith("**Published**")]
    (other,) = {first, second} - {faster}
    told = f"{faster.user.mention} is already working on the library, since <t:"
    assert [told in content and "Reading all episodes again" in content for content in other.seen] == [True]


async def test_a_refusal_of_the_gate_can_be_overruled(desk: Desk, tmp_path: Path) -> None:
    saying(desk, tmp_path, REFUSED, code=6)
    person = Person(desk)
    await press(run.pressed, person, "full")
    assert "- who?" in person.seen[-1]
    assert person.buttons == ["v1:libaccept:full"]
    saying(desk, tmp_path, DONE)
    await press(run.accepted, person, "full")
    assert given(tmp_path)[-1] == ["--full", "--accept-gate", "--json"]
    assert person.buttons == []


async def test_the_button_that_overrules_the_gate_is_of_no_use_once_another_run_has_come(
    desk: Desk, tmp_path: Path
) -> None:
    saying(desk, tmp_path, REFUSED, code=6)
    person = Person(desk)
    await press(run.pressed, person, "full")
    before = given(tmp_path)
    desk.library.layout.last_run.write_text('{"schema": 1, "pid": 1, "started": "2026-11-25T04:00:00+00:00"}')
    await press(run.accepted, person, "full")
    assert given(tmp_path) == before
    assert person.seen[-1].startswith("Another run has come since")


async def test_a_failure_shows_its_reason_to_the_presser_alone(desk: Desk, tmp_path: Path) -> None:
    saying(desk, tmp_path, {"event": "failed", "error": "DiskFull", "message": "/srv/show is full"}, code=74)
    person = Person(desk)
    posted = may_write(person)
    await press(run.pressed, person, "reingest")
    assert "the disk is full" in posted[-1]
    assert all("/srv" not in content for content in posted)
    assert person.seen[-1].endswith("/srv/show is full")


async def test_cancel_belongs_to_the_run_of_its_message(desk: Desk, tmp_path: Path) -> None:
    saying(desk, tmp_path, {"event": "progress", "stage": "read", "done": 0, "total": 1}, wait=60)
    first, second = Person(desk, 1), Person(desk, 2)
    running = asyncio.create_task(press(run.pressed, first, "reingest"))
    async with asyncio.timeout(10):
        while not first.rows:
            await asyncio.sleep(0.01)
    await press(run.cancelled, second, "12345")
    assert second.seen == ["Nothing is running."]
    assert desk.reingestion.current is not None
    await press(run.cancelled, second, first.buttons[0].split(":")[2])
    await running
    assert first.seen[-1].startswith("**Cancelled** after")
    assert {act for act, _, _ in acts(desk)} == {"cancel", "reingest"}


@pytest.mark.parametrize("kind", ["", "--full", "erase/", "forget"])
async def test_a_button_that_was_never_made_starts_nothing(desk: Desk, tmp_path: Path, kind: str) -> None:
    saying(desk, tmp_path, DONE)
    with pytest.raises(AnswerForgotten):
        await press(run.pressed, Person(desk), kind)
    assert not (tmp_path / "arguments").exists()


async def test_a_document_that_is_gone_is_not_removed(desk: Desk, tmp_path: Path) -> None:
    saying(desk, tmp_path, DONE)
    person = Person(desk)
    await press(run.pressed, person, "restore", "0123456789abcdef")
    assert person.seen == ["There is no document of this name."]


async def test_a_run_whose_end_was_not_shown_is_found_by_the_next_start(desk: Desk, tmp_path: Path) -> None:
    saying(desk, tmp_path, DONE)
    person = Person(desk)
    posted = may_write(person)
    running = asyncio.create_task(press(run.pressed, person, "full"))
    async with asyncio.timeout(10):
        while not await remembered(desk):
            await asyncio.sleep(0.01)
    note = desk.ledger.kept(KEPT)
    await running
    desk.ledger.keep(KEPT, note or "")
    write_run(Layout(tmp_path), Run(1, "2026-01-01T00:00:00+00:00", ("--full", "--json")))

    class Client:
        """Edits messages of a channel that it knows by its id alone."""

        def get_partial_messageable(self, id_: int) -> Client:
            return self

        def get_partial_message(self, id_: int) -> Client:
            return self

        async def edit(self, content: str, view: Any) -> None:
            posted.append(content)

    client: Any = Client()
    await found_again(client, desk)
    assert posted[-1].startswith("**Reading all episodes again**\n**Interrupted**: the bot was restarted")
    assert await remembered(desk) is None
