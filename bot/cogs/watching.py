"""What goes on in the background: another index, presence, schedule, the daily clearing, servers that leave.

A connection that is made anew brings a new one of these; the desk knows which is the one that counts, so that nothing
is done twice while an old connection is still being closed. Imports views.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import discord
from discord.ext import commands

from bot.desk import Desk
from bot.publications import Publications, Published
from bot.renderings.notices import presence_text
from bot.texts.spoken import say, spoken
from bot.views.moderating.reports import announce, post
from bot.views.moderating.syncing import step
from vectorstore.errors import StoreError

log = logging.getLogger(__name__)

LOOKS, COUNTS, STEPS, CLEARS = 1.0, 5.0, 5.0, 86_400.0
"""Seconds between two looks at CURRENT, at the number of episodes, at the schedule, and between two clearings."""


class Watching(commands.Cog):
    """Keeps the presence true, the ledger small, and everybody informed."""

    def __init__(self, client: commands.Bot) -> None:
        self.client = client
        self.desk: Desk = client.desk  # type: ignore[attr-defined]
        self.told = -1
        self._loops: list[asyncio.Task[None]] = []
        self._telling: set[asyncio.Task[None]] = set()
        self._in_turn = asyncio.Lock()

    async def cog_load(self) -> None:
        """Set the presence that the first connection shows, and begin."""
        desk = self.desk
        desk.watcher = self
        if desk.publications is None and desk.library.layout is not None:
            desk.publications = Publications(desk.library.layout, desk.ledger)
        if desk.brain.generation is not None:
            desk.brain.generation.resting.on_trouble = [self.hear]
        self.client.activity = self.activity()
        self._loop = asyncio.get_running_loop()
        pairs = ((LOOKS, self.look), (COUNTS, self.count), (STEPS, self.keep_schedule), (CLEARS, self.clear))
        self._loops = [asyncio.create_task(again_and_again(seconds, do)) for seconds, do in pairs]

    async def cog_unload(self) -> None:
        """End with the connection."""
        for loop in self._loops:
            loop.cancel()

    def hear(self, why: str) -> None:
        """Pass on that no model answers until somebody mends it; called from a thread that waits for the model."""
        if self.counts:
            self._loop.call_soon_threadsafe(lambda: self._begin(self.tell_of_trouble(why)))

    async def tell_of_trouble(self, why: str) -> None:
        """Tell the moderators why the answers are quotations for now."""

        def text_in(language: str) -> str:
            return say(language, "model trouble", why=say(language, f"model trouble {why}"))

        await post(self.client, self.desk, "moderators_channel", text_in)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside the loops."""
        task = asyncio.create_task(work)
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    @property
    def counts(self) -> bool:
        """Whether this is the connection that acts: connected, and not replaced by another."""
        return self.desk.watcher is self and self.client.is_ready() and not self.desk.closing

    def activity(self) -> discord.CustomActivity:
        """Return the presence for the episodes that are known."""
        self.told = self.desk.episodes
        return discord.CustomActivity(presence_text(self.told, spoken(self.desk.rules.language)))

    async def look(self) -> None:
        """Notice another index, once there is a connection through which it can be told."""
        publications = self.desk.publications
        if not self.counts or publications is None:
            return
        # Through the ledger's thread: one look at a time, whichever connection asks for it.
        if published := await self.desk.note(publications.look):
            self._begin(self.told_of(publications, published))

    async def told_of(self, publications: Publications, published: Published) -> None:
        """Tell everybody of a publication; those that come meanwhile wait for their turn, and the looks go on."""
        desk = self.desk
        async with self._in_turn:
            log.info("%s answers now", published.new.generation)
            try:
                await self.count()
                await announce(self.client, desk, await desk.note(publications.news, published, time.time()))
            except Exception:  # the edge towards Discord: listeners have to be told in any case
                log.exception("a publication could not be announced")
            await desk.published(published.old, published.new)
            await desk.note(publications.settle, published.new)

    async def count(self) -> None:
        """Bring the number of episodes and the presence up to date.

        The look opens a new index, so that no question has to wait for that.
        """
        if await self.desk.count() != self.told and self.client.is_ready():
            await self.client.change_presence(activity=self.activity())

    async def keep_schedule(self) -> None:
        """Do what the schedule asks for now."""
        if self.counts:
            await step(self.client, self.desk, time.time())

    async def clear(self) -> None:
        """Remove from the ledger what is too old to be of use."""
        await self.desk.note(self.desk.ledger.purge, time.time())

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Show the presence again: a new session begins with that of the first one."""
        await self.client.change_presence(activity=self.activity())
        log.info("connected, in %d servers, with %d episodes", len(self.client.guilds), self.desk.episodes)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget a server that removed the bot, and what is being answered there."""
        given_up = self.desk.leave(guild.id)
        await self.desk.note(self.desk.ledger.forget_guild, guild.id)
        await self.desk.note(self.desk.house.forget_guild, guild.id)
        log.info("left a server and forgot it; %d questions there were given up", given_up)


async def again_and_again(seconds: float, do: Callable[[], Awaitable[None]]) -> None:
    """Do something with such pauses until it is cancelled, whatever it runs into.

    The library's own loops go by the wall clock, and stand still for as long as it is set back.
    """
    while True:
        try:
            await do()
        except StoreError as error:
            log.warning("not done: %s", error)
        except Exception:  # the edge of a loop that must not end
            log.exception("what goes on in the background failed")
        await asyncio.sleep(seconds)
