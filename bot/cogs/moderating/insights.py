"""/insights, the weekly digest, the deletion of old questions, and questions asked again; imports views.

A connection that is made anew brings a new one of these; only that whose connection the desk's watcher has, acts.
"""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from datetime import datetime

from discord import app_commands
from discord.ext import commands

from bot.cogs.translation import named
from bot.cogs.watching import again_and_again
from bot.delivery import acknowledged
from bot.desk import Desk
from bot.errors import Stopping
from bot.retention import drop_text
from bot.views.asking_again import ask_again
from bot.views.moderating.digest import Digests
from bot.views.moderating.insights import MOST_WEEKS, WEEKS, show
from bot.views.moderating.rights import check_moderator
from bot.views.moderating.run import audit
from bot.views.press import Interaction, desk_of
from vectorstore.errors import StoreError
from vectorstore.store.manifest import Manifest

log = logging.getLogger(__name__)

DIGESTS, DELETES = 5.0, 60.0
"""Seconds between two looks at the digests, and at what may not be kept any longer."""


class Insights(commands.Cog):
    """What moderators learn of the questions, and what becomes of those that wait."""

    def __init__(self, client: commands.Bot) -> None:
        self.client = client
        self.desk: Desk = client.desk  # type: ignore[attr-defined]
        self.digests = Digests(self.desk)
        self._loops: list[asyncio.Task[None]] = []
        self._asking: set[asyncio.Task[None]] = set()
        self._in_turn = asyncio.Lock()

    async def cog_load(self) -> None:
        """Begin."""
        self.desk.on_publication.append(self.published)
        pairs = ((DIGESTS, self.send_digests), (DELETES, self.delete_text))
        self._loops = [asyncio.create_task(again_and_again(seconds, do)) for seconds, do in pairs]

    async def cog_unload(self) -> None:
        """End with the connection; what is left of the questions is asked by the next one."""
        self.desk.on_publication.remove(self.published)
        for task in (*self._loops, *self._asking):
            task.cancel()

    @property
    def counts(self) -> bool:
        """Whether this is the connection that acts."""
        current = getattr(self.desk.watcher, "client", None) is self.client
        return current and self.client.is_ready() and not self.desk.closing

    async def send_digests(self) -> None:
        """Send the digests that are due."""
        if self.counts:
            with suppress(Stopping):  # the next start sends what this one no longer could
                await self.digests.step(self.client, time.time())

    async def delete_text(self) -> None:
        """Delete the text of questions that may not be kept any longer."""
        await self.desk.note(drop_text, self.desk.ledger, self.desk.house, time.time())

    async def published(self, old: Manifest | None, new: Manifest) -> None:
        """Ask what waits, in the background: nobody else who is told of a publication has to wait for that."""
        self.begin(time.time())

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Ask what a bot that ended in the middle of it has left."""
        try:
            self.begin(await self.desk.look(published_at, self.desk))
        except StoreError:
            return  # without an index there is nothing to ask

    def begin(self, published: float) -> None:
        """Start asking what waits since before a publication."""
        task = asyncio.create_task(self.ask_again(published))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def ask_again(self, published: float) -> None:
        """Ask, one publication after the other."""
        async with self._in_turn:
            try:
                if self.counts:
                    await ask_again(self.client, self.desk, published)
            except Exception:  # the edge of a task that nobody waits for
                log.exception("the questions that wait could not be asked")

    @app_commands.command(name=named("command insights name"), description=named("command insights text"))
    @app_commands.rename(weeks=named("option weeks name"))
    @app_commands.describe(weeks=named("option weeks text"))
    @app_commands.guild_only()
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.default_permissions(manage_guild=True)
    async def insights(self, interaction: Interaction, weeks: app_commands.Range[int, 1, MOST_WEEKS] = WEEKS) -> None:
        """Show how much is asked, what about and how well it is answered."""
        check_moderator(interaction)
        await acknowledged(interaction, private=True)
        await show(interaction, desk_of(interaction), weeks)
        await audit(interaction, desk_of(interaction), "insights", "", "shown")


def published_at(desk: Desk) -> float:
    """Return when the index that answers was published, in unix seconds."""
    with desk.library.index.session() as searcher:
        return datetime.fromisoformat(searcher.index.manifest.published).timestamp()
