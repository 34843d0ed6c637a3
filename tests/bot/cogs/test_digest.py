"""The weekly digest: what it tells, to whom, and how often."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.desk import Desk
from bot.views.moderating import insights as views
from bot.views.moderating.digest import Digests
from tests.asked import GUILD, Painter, ask, desk_in

STAFF = 6
HOUR, DAY = 3600.0, 86_400.0
MONDAY = datetime(2026, 3, 2, tzinfo=UTC).timestamp()


class Channel(discord.abc.Messageable):
    """The moderators' channel; `errors` are raised one after the other."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, bool]] = []
        self.errors: list[Exception] = []

    async def _get_channel(self) -> Channel:
        return self

    async def send(self, content: str, file: Any = None, **options: Any) -> Any:  # type: ignore[override]
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append((content, file is not None))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = desk_in(tmp_path)
    with closing(made.ledger):
        yield made


@pytest.fixture
def painter(monkeypatch: pytest.MonkeyPatch) -> Painter:
    made = Painter()
    monkeypatch.setattr(views, "PAINTER", made)
    return made


def server(channel: Channel) -> Any:
    named = SimpleNamespace(name="general")
    return SimpleNamespace(
        id=GUILD,
        preferred_locale="en-US",
        get_channel=lambda id_: channel if id_ == STAFF else None,
        get_channel_or_thread=lambda id_: named,
    )


@pytest.fixture
def staff(desk: Desk) -> Channel:
    desk.house.change("moderators_channel", GUILD, STAFF)
    desk.house.change("digest", GUILD, "weekly")
    return Channel()


async def step(desk: Desk, staff: Channel, now: float, digests: Digests | None = None) -> int:
    client: Any = SimpleNamespace(guilds=[server(staff)])
    return await (digests or Digests(desk)).step(client, now)


async def test_the_digest_tells_last_week_against_the_one_before(desk: Desk, painter: Painter, staff: Channel) -> None:
    for n in range(4):
        ask(desk, MONDAY - 3 * DAY + n, "answered" if n else "refused")
    ask(desk, MONDAY - 10 * DAY)
    ask(desk, MONDAY + HOUR)  # belongs to the week that has begun
    assert await step(desk, staff, MONDAY + 8 * HOUR) == 1
    ((text, pictured),) = staff.sent
    assert "from 23 February 2026 to 1 March 2026" in text
    assert "Questions: 4 (1 the week before)" in text
    assert "Answered: 75 % (100 % the week before)" in text
    assert "Not answered: 1, uncertain: 0" in text
    assert pictured
    assert [week["answered"] for week in painter.told[0]["weeks"]][-2:] == [1, 3]
    assert painter.told[0]["channels"] == [["#general", 5]]


async def test_kept_questions_are_named_in_the_digest(desk: Desk, painter: Painter, staff: Channel) -> None:
    desk.house.change("log_questions", GUILD, True)
    ask(desk, MONDAY - DAY, "refused", "who is the new host?")
    ask(desk, MONDAY + HOUR, "refused", "a question of this week")
    await step(desk, staff, MONDAY + 8 * HOUR)
    assert "**1×** who is the new host?" in staff.sent[0][0]
    assert "of this week" not in staff.sent[0][0]


async def test_a_week_is_told_once_whatever_is_restarted(desk: Desk, painter: Painter, staff: Channel) -> None:
    digests = Digests(desk)
    looks = [await step(desk, staff, MONDAY + 8 * HOUR + n * DAY / 4, digests) for n in range(26)]
    assert looks == [1] + [0] * 25
    assert await step(desk, staff, MONDAY + 8 * HOUR) == 0  # a new process
    assert await step(desk, staff, MONDAY + 7 * DAY + 6 * HOUR) == 0  # too early on a Monday
    assert await step(desk, staff, MONDAY + 7 * DAY + 8 * HOUR) == 1
    assert await step(desk, staff, MONDAY + 35 * DAY) == 1  # it was down for weeks


@pytest.mark.promise(43)
async def test_another_time_zone_repeats_no_week(desk: Desk, painter: Painter, staff: Channel) -> None:
    assert await step(desk, staff, MONDAY + 8 * HOUR) == 1
    desk.house.change("timezone", GUILD, "America/New_York")
    assert await step(desk, staff, MONDAY + 13 * HOUR) == 0
    assert await step(desk, staff, MONDAY + 7 * DAY + 10.5 * HOUR) == 0
    assert await step(desk, staff, MONDAY + 7 * DAY + 11.5 * HOUR) == 1  # summer time since Sunday


async def test_a_channel_that_takes_nothing_is_tried_again_an_hour_later(
    desk: Desk, painter: Painter, staff: Channel
) -> None:
    digests = Digests(desk)
    ask(desk, MONDAY - DAY)
    broken = OSError("no route")
    staff.errors = [broken]
    assert await step(desk, staff, MONDAY + 8 * HOUR, digests) == 0
    assert await step(desk, staff, MONDAY + 8.5 * HOUR, digests) == 0
    assert staff.sent == []
    assert await step(desk, staff, MONDAY + 9.1 * HOUR, digests) == 1


async def test_where_files_are_not_allowed_the_digest_goes_without_its_picture(
    desk: Desk, painter: Painter, staff: Channel
) -> None:
    ask(desk, MONDAY - DAY)
    response: Any = SimpleNamespace(status=403, reason="Forbidden")
    staff.errors = [discord.Forbidden(response, "Missing Permissions")]
    assert await step(desk, staff, MONDAY + 8 * HOUR) == 1
    assert [pictured for _, pictured in staff.sent] == [False]


async def test_a_digest_that_is_off_or_has_no_channel_is_not_sent(desk: Desk, staff: Channel) -> None:
    desk.house.change("digest", GUILD, "off")
    assert await step(desk, staff, MONDAY + 8 * HOUR) == 0
    desk.house.change("digest", GUILD, "weekly")
    desk.house.change("moderators_channel", GUILD, None)
    assert await step(desk, staff, MONDAY + 8 * HOUR) == 0
