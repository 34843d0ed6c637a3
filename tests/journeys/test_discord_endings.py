"""How the bot ends and starts again: wrong settings, SIGTERM, a restart."""

from __future__ import annotations

import asyncio
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.ledger import Ledger
from tests.journeys import scenes
from tests.journeys.discord.child import running_bot
from tests.journeys.discord.posts import Message
from tests.journeys.discord.server import LoopbackDiscord
from tests.journeys.library import filled
from tests.journeys.scenes import RULES

MESSAGE_CONTENT = 1 << 15
INVITE = ("-m", "bot", "invite")


async def ended(discord: LoopbackDiscord, folder: Path, **settings: str) -> tuple[int, list[str]]:
    """Return the exit code and the last words of a bot that cannot run."""
    async with running_bot(discord, folder / "var", wait=False, **settings) as bot:
        return await bot.exit_code(30), bot.lines


async def test_without_a_token_nothing_starts(tmp_path: Path) -> None:
    async with scenes.loopback() as discord:
        code, said = await ended(discord, tmp_path, DISCORD_TOKEN="")
    assert code == 78
    assert len(said) == 1
    assert said[0].startswith("DISCORD_TOKEN is not set.")
    assert discord.requests == []


@pytest.mark.promise(34)
async def test_a_wrong_token_ends_with_one_sentence(tmp_path: Path) -> None:
    async with scenes.loopback() as discord:
        code, said = await ended(discord, tmp_path, DISCORD_TOKEN="wrong.token.here")
    assert code == 78
    assert said[-1].startswith("Discord does not accept DISCORD_TOKEN.")
    assert "wrong.token.here" not in "\n".join(said)
    assert "Traceback" not in "\n".join(said)


@pytest.mark.promise(34)
async def test_an_intent_that_is_not_switched_on_ends_with_one_sentence(tmp_path: Path) -> None:
    async with scenes.loopback() as discord:
        code, said = await ended(discord, tmp_path, BOT_MESSAGE_CONTENT="1")
    assert code == 78
    assert said[-1].startswith("BOT_MESSAGE_CONTENT is on")
    assert "Traceback" not in "\n".join(said)


@pytest.mark.promise(40)
async def test_a_restart_in_the_middle_of_a_conversation(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = filled(tmp_path_factory, "restart")
    async with scenes.loopback() as discord:
        guild = discord.guild()
        channel, anna, bert = guild.channel("general"), guild.member("anna"), guild.member("bert")
        async with running_bot(discord, folder) as bot:
            answer = await (await anna.slash(channel, "ask", question=RULES)).message()
            private = await (await anna.slash(channel, "ask", question=RULES, private=True)).message()
            page = await (await anna.slash(channel, "search", words="licence")).message()
            walk = await (await anna.click(answer, "Context")).message()
            form = await (await anna.click(answer, "Follow up")).modal()
            in_flight = await bert.slash(channel, "ask", question=RULES)
            begun = time.monotonic()
            assert await bot.stop() == 0
            assert time.monotonic() - begun < 10
        assert "Episode 1" in (await in_flight.message()).content or "restarted" in (await in_flight.message()).content
        syncs = len(discord.sent("PUT", "/commands"))
        async with running_bot(discord, folder):
            further = await (await anna.submit(form, text="and who voted for it?")).message()
            assert "Episode 1" in further.content
            await buttons_still_work(guild, answer, walk, page, private)
            for _ in range(3):
                last = await (await anna.slash(channel, "ask", question="hello")).message()
            assert "Try again <t:" in last.content  # three questions before the restart count too
            discord.remove_guild(guild.guild)
            with closing(Ledger(folder / "ledger.sqlite")) as ledger:
                async with asyncio.timeout(5):
                    while ledger.answer(answer.id) is not None:
                        await asyncio.sleep(0.05)
        assert len(discord.sent("PUT", "/commands")) == syncs == 1
        assert discord.violations == []


async def buttons_still_work(guild: object, answer: Message, walk: Message, page: Message, private: Message) -> None:
    """Press what stood there before the restart."""
    anna = guild.member("anna")  # type: ignore[attr-defined]
    assert "live laten herkennen" in (await (await anna.click(answer, "Sources")).message()).content
    before = walk.content
    assert (await (await anna.click(walk, "Later")).message()).content != before
    assert "Page 2 of" in (await (await anna.click(page, "Next page")).message()).content
    assert "Shared by anna" in (await (await anna.click(private, "Share")).message()).content
    assert "helpful" in (await (await anna.click(answer, "Helpful")).message()).content


async def test_the_invitation_asks_for_exactly_what_is_needed(tmp_path: Path) -> None:
    token = "MTE4NTkyMzQ3NTgxMjM0NTY3OA.Gabcde.not-a-real-secret"
    async with scenes.loopback() as discord:
        async with running_bot(discord, tmp_path / "var", arguments=INVITE, wait=False, DISCORD_TOKEN=token) as bot:
            assert await bot.exit_code(20) == 0
        assert discord.requests == []
    permissions = (1 << 10) | (1 << 11) | (1 << 15) | (1 << 16) | (1 << 35) | (1 << 38)
    address = "https://discord.com/oauth2/authorize?client_id=1185923475812345678"
    assert bot.lines == [f"{address}&scope=bot+applications.commands&permissions={permissions}"]
