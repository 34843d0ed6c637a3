"""The real `python -m bot run` against the loopback Discord, with a filled library: what the journeys share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.ledger import Ledger
from tests.canaries import SENTENCE
from tests.conftest import SHARED
from tests.journeys.discord.child import RunningBot, running_bot
from tests.journeys.discord.places import Channel
from tests.journeys.discord.server import LoopbackDiscord
from tests.journeys.discord.town import House

OPENAPI = SHARED / "discord" / "openapi.json"
RULES = f"what did they say about {SENTENCE}?"


@dataclass(frozen=True)
class Scene:
    """A bot in a guild with one channel."""

    discord: LoopbackDiscord
    bot: RunningBot
    guild: House
    channel: Channel
    data_dir: Path

    @property
    def ledger(self) -> Ledger:
        """What the bot has noted, opened anew; close it."""
        return Ledger(self.data_dir / "ledger.sqlite")


def loopback(portal_intents: int = 0) -> LoopbackDiscord:
    """Return a Discord that checks every body against Discord's description where that is at hand."""
    return LoopbackDiscord(OPENAPI if OPENAPI.exists() else None, portal_intents=portal_intents)


@asynccontextmanager
async def scene(data_dir: Path, **settings: str) -> AsyncIterator[Scene]:
    """Start a Discord and the bot in it."""
    async with loopback() as discord:
        guild = discord.guild()
        async with running_bot(discord, data_dir, **settings) as bot:
            yield Scene(discord, bot, guild, guild.channel("general"), data_dir)
