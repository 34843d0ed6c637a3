"""What the bot lacks, channel by channel, to do what the settings promise; imports the desk and renderings."""

from __future__ import annotations

from typing import Any

import discord

from bot.desk import Desk
from bot.renderings.house import Lack

NEEDED = {
    "View Channel": "view_channel",
    "Send Messages": "send_messages",
    "Read Message History": "read_message_history",
    "Attach Files": "attach_files",
    "Create Public Threads": "create_public_threads",
    "Send Messages in Threads": "send_messages_in_threads",
}
"""By Discord's own names."""


def lacking_in(guild: discord.Guild | None, desk: Desk) -> tuple[list[Lack], int]:
    """Return what the bot lacks where it is to answer, report and announce, and how many channels it cannot see.

    Where it may answer everywhere, a channel that it cannot see is no fault: nobody can ask there.
    """
    if guild is None:
        return [], 0
    named = named_channels(guild.id, desk)
    channels: list[Any] = [channel for id_ in named if (channel := guild.get_channel(id_)) is not None]
    lacks = [Lack(id_, tuple(NEEDED)) for id_ in named if guild.get_channel(id_) is None and is_own(id_, guild, desk)]
    unseen = 0
    if not desk.house.value("channels", guild.id):
        others = [channel for channel in guild.text_channels if channel.id not in named]
        seen = [channel for channel in others if channel.permissions_for(guild.me).view_channel]
        unseen = len(others) - len(seen)
        channels += seen
    return lacks + [lack for channel in channels if (lack := lacking(channel, guild)).permissions], unseen


def is_public(guild: discord.Guild | None, channel_id: int | None) -> bool:
    """Return whether everybody in the server can read a channel."""
    channel = guild.get_channel(channel_id) if guild is not None and channel_id else None
    return channel is not None and guild is not None and channel.permissions_for(guild.default_role).view_channel


def named_channels(guild_id: int, desk: Desk) -> list[int]:
    """Return the channels that the settings of a server name."""
    single = [desk.house.value(name, guild_id) for name in ("moderators_channel", "announcements_channel")]
    return list(dict.fromkeys([*desk.house.value("channels", guild_id), *filter(None, single)]))


def is_own(channel_id: int, guild: discord.Guild, desk: Desk) -> bool:
    """Return whether a channel was named here: the environment names those of all servers together."""
    from_elsewhere = desk.house.source("channels", guild.id) == "environment"
    return not (from_elsewhere and channel_id in desk.house.value("channels", guild.id))


def lacking(channel: Any, guild: discord.Guild) -> Lack:
    """Return what the bot lacks in one channel."""
    granted = channel.permissions_for(guild.me)
    return Lack(channel.id, tuple(name for name, field in NEEDED.items() if not getattr(granted, field)))
