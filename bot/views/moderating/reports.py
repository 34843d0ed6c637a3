"""What the bot says by itself in servers: reports to moderators, and announcements; imports delivery and the desk.

A channel is only ever written to in the server whose moderators have named it. What one server does not take is
logged, and the others are told.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial

import discord

from bot.delivery import ChannelReply
from bot.desk import Desk
from bot.errors import MissingPermissions
from bot.renderings.house import announcement_text
from bot.texts.spoken import spoken
from bot.views.moderating.board import TROUBLE
from vectorstore.records import Episode

log = logging.getLogger(__name__)


def language_in(desk: Desk, guild: discord.Guild) -> str:
    """Return the language to speak in a server: the one that is set, else that of the server itself."""
    fixed = desk.house.value("languages", guild.id)
    return str(fixed) if fixed != "auto" else spoken(str(guild.preferred_locale))


async def post(
    client: discord.Client,
    desk: Desk,
    setting: str,
    text_in: Callable[[str], str],
    guilds: Sequence[discord.Guild] | None = None,
) -> int:
    """Send a text, made for each language, into the channel that each server has set; return how many took it.

    `guilds` are the servers that it is for, None for all.
    """
    sent = 0
    for guild in list(client.guilds) if guilds is None else guilds:
        channel_id = desk.house.value(setting, guild.id)
        channel = guild.get_channel(channel_id) if channel_id else None
        if channel_id and not isinstance(channel, discord.abc.Messageable):
            log.warning("the setting %s names a channel that is gone", setting)
        if isinstance(channel, discord.abc.Messageable):
            sent += await posted(channel, text_in(language_in(desk, guild)))
    return sent


async def posted(channel: discord.abc.Messageable, text: str) -> bool:
    """Send a text; return whether Discord took it."""
    try:
        await ChannelReply(channel).show([text])
        return True
    except (MissingPermissions, *TROUBLE) as error:
        log.warning("a channel did not take what was to be said there (%s: %s)", type(error).__name__, error)
        return False


async def announce(client: discord.Client, desk: Desk, episodes: Sequence[Episode]) -> None:
    """Say in each server that wants to know that there are new episodes of its shows, in one message."""
    for guild in list(client.guilds):
        shows = desk.house.shows(guild.id)
        if news := [one for one in episodes if shows is None or one.show in shows]:
            await post(client, desk, "announcements_channel", partial(announcement_text, news), [guild])
