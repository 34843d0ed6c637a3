"""The weekly digest in the moderators' channel: last week against the week before; imports insights' view and reports.

It is due from Monday, 07:00 in the server's time zone; the first one comes as soon as it is switched on. Which week was
told last is kept, so that a restart repeats none; a bot that was down tells the last week alone.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import discord

from bot.desk import Desk
from bot.insights.clusters import Cluster
from bot.insights.figures import figures_of, weeks_until
from bot.renderings.insights import digest_text
from bot.retention import keeps_text
from bot.views.moderating.board import TROUBLE
from bot.views.moderating.insights import WEEKS, clustered, namer, painted, unanswered, view_of, zone_of
from bot.views.moderating.reports import language_in

log = logging.getLogger(__name__)

MORNING = 7 * 3600.0
"""Seconds after the beginning of the week, when moderators are up."""
AGAIN = 3600.0
"""Seconds until a digest is tried again that a channel did not take."""


@dataclass(slots=True)
class Digests:
    """Sends what is due; remembers what it tried, so that a look costs next to nothing."""

    desk: Desk
    told: set[str] = field(default_factory=set)
    tried: dict[int, float] = field(default_factory=dict)

    async def step(self, client: discord.Client, now: float) -> int:
        """Send every digest that is due at this moment (unix seconds), and return how many were taken."""
        sent = 0
        for guild in list(client.guilds):
            channel = self.channel_in(guild)
            if channel is None or now - self.tried.get(guild.id, float("-inf")) < AGAIN:
                continue
            week = self.week_to_tell(guild.id, now)
            if await self.was_told(week):
                continue
            self.tried[guild.id] = now
            if await send(self.desk, guild, channel, now):
                self.tried.pop(guild.id)
                self.told.add(week)
                await self.desk.note(self.desk.ledger.mark_told, week, now, guild.id)
                sent += 1
        return sent

    def channel_in(self, guild: discord.Guild) -> discord.abc.Messageable | None:
        """Return where a server's digest goes; None where there is none to send."""
        if self.desk.house.value("digest", guild.id) != "weekly":
            return None
        channel_id = self.desk.house.value("moderators_channel", guild.id)
        channel = guild.get_channel(channel_id) if channel_id else None
        return channel if isinstance(channel, discord.abc.Messageable) else None

    def week_to_tell(self, guild_id: int, now: float) -> str:
        """Return the key under which a week is noted as told: by the day after it, in whatever time zone."""
        zone = zone_of(self.desk, guild_id)
        (end,) = weeks_until(now - MORNING, 1, zone)
        return f"digest:{guild_id}:{datetime.fromtimestamp(end, zone):%Y-%m-%d}"

    async def was_told(self, week: str) -> bool:
        """Return whether a week was told before."""
        if week not in self.told and await self.desk.note(self.desk.ledger.told, week):
            self.told.add(week)
        return week in self.told


async def send(desk: Desk, guild: discord.Guild, channel: discord.abc.Messageable, now: float) -> bool:
    """Send the digest of the last whole week; return whether Discord took it."""
    language, zone = language_in(desk, guild), zone_of(desk, guild.id)
    *begins, end = weeks_until(now - MORNING, WEEKS + 1, zone)
    view = await desk.look(view_of, desk, guild.id, begins, end)
    week = figures_of(view.outcomes, view.votes, begins[-1:])
    before = (await desk.look(view_of, desk, guild.id, begins[-2:-1], begins[-1])).figures
    clusters = await clusters_in(desk, guild.id, begins[-1], end)
    text = digest_text(week, before, clusters, zone, language)
    return await posted(channel, text, await painted(view, language, namer(guild, language)))


async def clusters_in(desk: Desk, guild_id: int, begin: float, end: float) -> Sequence[Cluster] | None:
    """Return what stayed unanswered in a week; None where the text of questions is not kept."""
    if not keeps_text(desk.house, guild_id):
        return None
    return await clustered(desk, [one for one in await unanswered(desk, guild_id, begin) if one.at < end])


async def posted(channel: discord.abc.Messageable, text: str, png: bytes | None) -> bool:
    """Send a digest with its picture, without it where files are not allowed; return whether Discord took it."""
    try:
        if png is not None:
            try:
                await channel.send(text, file=discord.File(io.BytesIO(png), "insights.png"), suppress_embeds=True)
                return True
            except discord.Forbidden:
                log.info("a digest goes without its picture")
        await channel.send(text, suppress_embeds=True)
        return True
    except TROUBLE as error:
        log.warning("a digest was not taken (%s)", type(error).__name__)
        return False
