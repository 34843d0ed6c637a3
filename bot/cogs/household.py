"""What goes on in the background: presence, new generations, servers that leave, and the daily clearing."""

from __future__ import annotations

import logging
import time

import discord
from discord.ext import commands, tasks

from bot.desk import Desk
from bot.renderings.notices import presence_text
from bot.texts.spoken import spoken

log = logging.getLogger(__name__)

LOOKS, CLEARS = 5.0, 86_400.0
"""Seconds between two looks at which generation is published, and between two clearings of the ledger."""


class Household(commands.Cog):
    """Keeps the presence true and the ledger small."""

    def __init__(self, client: commands.Bot) -> None:
        self.client = client
        self.desk: Desk = client.desk  # type: ignore[attr-defined]
        self.told = -1

    async def cog_load(self) -> None:
        """Set the presence that the first connection shows, and begin."""
        self.client.activity = self.activity()
        self.look.start()
        self.clear.start()

    async def cog_unload(self) -> None:
        """End with the connection."""
        self.look.cancel()
        self.clear.cancel()

    def activity(self) -> discord.CustomActivity:
        """Return the presence for the episodes that are known."""
        self.told = self.desk.episodes
        return discord.CustomActivity(presence_text(self.told, spoken(self.desk.rules.language)))

    @tasks.loop(seconds=LOOKS)
    async def look(self) -> None:
        """Notice a new generation: the look opens it, so that no question has to wait for that."""
        try:
            if await self.desk.count() != self.told and self.client.is_ready():
                await self.client.change_presence(activity=self.activity())
        except Exception:  # the edge of a loop that must not end, whatever one look runs into
            log.exception("a look at the library failed")

    @tasks.loop(seconds=CLEARS)
    async def clear(self) -> None:
        """Remove from the ledger what is too old to be of use."""
        try:
            await self.desk.note(self.desk.ledger.purge, time.time())
        except Exception:  # the edge of a loop that must not end
            log.exception("the ledger could not be cleared")

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Show the presence again: a new session begins with that of the first one."""
        await self.client.change_presence(activity=self.activity())
        log.info("connected, in %d servers, with %d episodes", len(self.client.guilds), self.desk.episodes)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget a server that removed the bot."""
        await self.desk.note(self.desk.ledger.forget_guild, guild.id)
        log.info("left a server, and forgot it")
