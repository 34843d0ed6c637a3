"""How the bot begins: a connection that fails at first, and a library that is empty at first."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from tests.journeys import scenes
from tests.journeys.discord.child import running_bot
from tests.journeys.discord.server import LoopbackDiscord
from tests.journeys.library import filled
from tests.journeys.scenes import RULES

MESSAGE_CONTENT = 1 << 15


@pytest.mark.promise(4)
async def test_a_first_connection_that_fails_is_tried_again_and_an_empty_library_fills(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    index = filled(tmp_path_factory, "later")
    async with scenes.loopback(portal_intents=MESSAGE_CONTENT) as discord:
        guild = discord.guild()
        channel, member = guild.channel("general"), guild.member("anna")
        settings = {"BOT_MESSAGE_CONTENT": "1", "BOT_CHANNELS": str(channel.id)}
        discord.fail("GET", "/users/@me", status=503)
        discord.refuse_gateway(1)
        async with running_bot(discord, tmp_path / "var", **settings) as bot:
            asked = await (await member.slash(channel, "ask", question=RULES)).message()
            assert asked.content.startswith("The library is still empty, so")
            helped = await (await guild.moderator("mo").slash(channel, "help")).message()
            assert "python -m ingest FOLDER" in helped.content.splitlines()[0]
            await presence(discord, "The library is still empty")
            for path in sorted(index.iterdir(), key=lambda path: path.name == "CURRENT"):
                copy = shutil.copytree if path.is_dir() else shutil.copy2
                copy(path, tmp_path / "var" / path.name)
            answer = await (await member.slash(channel, "ask", question=RULES)).message()
            assert "Episode 1" in answer.content
            await presence(discord, "3 episodes · /ask")
            thread = await member.open_thread(answer, "more")
            plain = await discord.answer_to(await member.say(thread, "and who voted for it?"))
            assert "Episode 1" in plain.content
            elsewhere = await (await member.slash(guild.channel("other"), "ask", question=RULES)).message()
            assert elsewhere.ephemeral
            assert elsewhere.content.startswith("I do not answer in this channel.")
        assert discord.violations == []
        assert "Traceback" not in bot.said


async def presence(discord: LoopbackDiscord, wanted: str) -> None:
    """Wait until the bot's presence says so."""
    async with asyncio.timeout(12):
        while [shown["activities"][0]["state"] for shown in discord.gateway.presences[-1:]] != [wanted]:
            await asyncio.sleep(0.1)
