"""Six deliberately broken bots, each of which the loopback Discord must find; a sound one that it must not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.journeys.discord.child import BROKEN, RunningBot, running_bot
from tests.journeys.discord.exchanges import Exchange
from tests.journeys.discord.server import LoopbackDiscord

FIRST_RESPONSE = 0.3  # seconds instead of 3, so that lateness takes no time


@asynccontextmanager
async def broken(name: str, folder: Path) -> AsyncIterator[tuple[LoopbackDiscord, RunningBot, Exchange]]:
    """Run a broken bot and let a member use its one command."""
    async with LoopbackDiscord(first_response_seconds=FIRST_RESPONSE if name == "late" else 3.0) as discord:
        guild = discord.guild()
        arguments = ("-P", str(BROKEN / f"{name}.py"))
        async with running_bot(discord, folder / "var", arguments=arguments) as bot:
            yield discord, bot, await guild.member("anna").slash(guild.channel(), "ask", question="Why?")


def kinds(discord: LoopbackDiscord) -> list[str]:
    return [violation.kind for violation in discord.violations]


async def test_a_late_acknowledgement_is_refused_and_found(tmp_path: Path) -> None:
    async with broken("late", tmp_path) as (discord, _, _):
        await discord.refused("/callback", 10062)
        assert kinds(discord) == ["late acknowledgement"]


async def test_a_second_acknowledgement_is_refused_and_found(tmp_path: Path) -> None:
    async with broken("twice", tmp_path) as (discord, _, _):
        await discord.refused("/callback", 40060)
        assert kinds(discord) == ["double acknowledgement"]


async def test_2001_characters_are_refused_and_found(tmp_path: Path) -> None:
    async with broken("long", tmp_path) as (discord, _, _):
        request = await discord.refused("/messages/@original", 50035)
        assert request.answer["errors"]["content"]["_errors"][0]["code"] == "BASE_TYPE_MAX_LENGTH"
        assert kinds(discord) == ["limit"]


@pytest.mark.promise(7)
async def test_what_may_ping_is_found(tmp_path: Path) -> None:
    async with broken("pinging", tmp_path) as (discord, _, asked):
        await asked.message()
        assert kinds(discord) == ["ping"]


async def test_a_button_that_nobody_listens_to_is_found(tmp_path: Path) -> None:
    async with broken("deaf", tmp_path) as (discord, _, asked):
        pressed = await asked.person.click(await asked.message(), "Sources")
        discord.clock.move(4)
        assert pressed.overdue
        assert kinds(discord) == ["no acknowledgement"]


async def test_an_expired_token_is_refused_and_found(tmp_path: Path) -> None:
    async with broken("expired", tmp_path) as (discord, _, asked):
        await asked.acknowledgement()
        discord.clock.move(901)
        await discord.refused("/messages/@original", 50027)
        assert kinds(discord) == ["expired token"]
