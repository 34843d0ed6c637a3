"""Channels, threads and messages over REST: what the bot may see and do there, with Discord's own refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.journeys.discord import places, posting, posts, refusals
from tests.journeys.discord.calls import Call
from tests.journeys.discord.places import Channel
from tests.journeys.discord.posts import Message
from tests.journeys.discord.records import Json

if TYPE_CHECKING:
    from tests.journeys.discord.server import LoopbackDiscord


def channel_of(discord: LoopbackDiscord, call: Call, *needed: int) -> Channel:
    """Return the channel of the path; Refusal when it is gone, unseen, or a permission is missing."""
    channel = discord.channels.get(call.id("channel_id"))
    if channel is None:
        raise refusals.unknown("Channel")
    if channel.guild is not None:
        if not discord.bot_sees(channel):
            raise refusals.missing_access()
        allowed = channel.guild.permissions(discord.bot, channel)
        if any(not allowed & permission for permission in needed):
            raise refusals.missing_permissions()
    return channel


def message_of(discord: LoopbackDiscord, call: Call, channel: Channel) -> Message:
    """Return the message of the path; ephemeral ones are unknown here."""
    message = discord.messages.get(call.id("message_id"))
    if message is None or message.deleted or message.ephemeral or message.channel is not channel:
        raise refusals.unknown("Message")
    return message


def get_channel(discord: LoopbackDiscord, call: Call) -> Any:
    """GET /channels/{channel_id}."""
    return channel_of(discord, call).json()


def edit_channel(discord: LoopbackDiscord, call: Call) -> Any:
    """PATCH /channels/{channel_id}: the name and the archiving of a thread."""
    channel = channel_of(discord, call)
    owned = channel.is_thread and channel.owner is discord.bot
    if not owned:
        channel_of(discord, call, places.MANAGE_THREADS)
    channel.name = call.body.get("name", channel.name)
    channel.archived = call.body.get("archived", channel.archived)
    channel.auto_archive = call.body.get("auto_archive_duration", channel.auto_archive)
    discord.gateway.dispatch("THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE", channel.json(), 1)
    return channel.json()


def delete_channel(discord: LoopbackDiscord, call: Call) -> Any:
    """DELETE /channels/{channel_id}."""
    channel = channel_of(discord, call)
    if not channel.is_thread or channel.owner is not discord.bot:
        channel_of(discord, call, places.MANAGE_THREADS)
    shown = channel.json()
    discord.remove_channel(channel)
    return shown


def create_message(discord: LoopbackDiscord, call: Call) -> Any:
    """POST /channels/{channel_id}/messages; a repeated nonce gives the first message again."""
    channel = channel_of(discord, call)
    sending = places.SEND_MESSAGES_IN_THREADS if channel.is_thread else places.SEND_MESSAGES
    channel_of(discord, call, sending, *([places.ATTACH_FILES] if call.files else []))
    nonce = call.body.get("nonce")
    if call.body.get("enforce_nonce") and nonce is not None:
        for id in channel.messages[-50:]:
            known = discord.messages[id]
            if known.nonce == str(nonce) and known.author is discord.bot:
                return discord.shown(known)
    reference, type = _reference(discord, call, channel)
    if channel.archived:
        channel.archived = False
        discord.gateway.dispatch("THREAD_UPDATE", channel.json(), 1)
    message = posting.post(discord, channel, discord.bot, call.body, files=call.files, reference=reference, type=type)
    return discord.shown(message)


def _reference(discord: LoopbackDiscord, call: Call, channel: Channel) -> tuple[Message | None, int]:
    named = call.body.get("message_reference")
    if not named:
        return None, posts.ORDINARY
    message = discord.messages.get(int(named["message_id"]))
    if message is None or message.deleted or message.ephemeral or message.channel is not channel:
        if not named.get("fail_if_not_exists", True):
            return None, posts.ORDINARY
        errors = refusals.field_error(("message_reference",), "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")
        raise refusals.invalid_body(errors, "")
    if channel.guild and not channel.guild.permissions(discord.bot, channel) & places.READ_MESSAGE_HISTORY:
        raise refusals.Refusal(403, 160002, "You cannot reply to a message without permission to read message history")
    return message, posts.REPLY


def get_message(discord: LoopbackDiscord, call: Call) -> Any:
    """GET /channels/{channel_id}/messages/{message_id}."""
    channel = channel_of(discord, call, places.READ_MESSAGE_HISTORY)
    return discord.shown(message_of(discord, call, channel))


def list_messages(discord: LoopbackDiscord, call: Call) -> Any:
    """GET /channels/{channel_id}/messages, newest first; nothing without the right to read the history."""
    channel = channel_of(discord, call)
    if channel.guild and not channel.guild.permissions(discord.bot, channel) & places.READ_MESSAGE_HISTORY:
        return []
    query = call.request.query
    limit = min(100, max(1, int(query.get("limit", 50))))
    ids = sorted(channel.messages)
    if "after" in query:
        ids = [id for id in ids if id > int(query["after"])][:limit]
    elif "around" in query:
        middle = int(query["around"])
        ids = [id for id in ids if id < middle][-(limit // 2) :] + [id for id in ids if id >= middle][: limit // 2 + 1]
    else:
        before = int(query.get("before", 1 << 63))
        ids = [id for id in ids if id < before][-limit:]
    return [discord.shown(discord.messages[id]) for id in reversed(ids)]


def edit_message(discord: LoopbackDiscord, call: Call) -> Any:
    """PATCH a message of the bot."""
    message = message_of(discord, call, channel_of(discord, call))
    if message.author is not discord.bot:
        raise refusals.Refusal(403, 50005, "Cannot edit a message authored by another user")
    return discord.shown(posting.edit(discord, message, call.body, call.files))


def delete_message(discord: LoopbackDiscord, call: Call) -> Any:
    """DELETE a message: the bot's own, or anybody's with the permission."""
    channel = channel_of(discord, call)
    message = message_of(discord, call, channel)
    if message.author is not discord.bot:
        if channel.guild is None:
            raise refusals.missing_permissions()
        channel_of(discord, call, places.MANAGE_MESSAGES)
    posting.delete(discord, message)


def typing(discord: LoopbackDiscord, call: Call) -> Any:
    """POST typing."""
    channel_of(discord, call).typing += 1


def start_thread(discord: LoopbackDiscord, call: Call) -> Any:
    """POST a thread, from a message when the path names one."""
    channel = channel_of(discord, call, places.CREATE_PUBLIC_THREADS)
    start = message_of(discord, call, channel) if "message_id" in call.params else None
    if channel.guild is None or channel.is_thread:
        raise refusals.Refusal(400, 50024, "Cannot execute action on this channel type")
    if start is not None and start.thread is not None:
        raise refusals.Refusal(400, 160004, "A thread has already been created for this message")
    return posting.open_thread(discord, channel, discord.bot, call.body, start).json()


def join_thread(discord: LoopbackDiscord, call: Call) -> Any:
    """PUT a member into a thread, the bot itself included."""
    channel_of(discord, call)


def react(discord: LoopbackDiscord, call: Call) -> Any:
    """PUT a reaction of the bot."""
    message: Message = message_of(discord, call, channel_of(discord, call, places.READ_MESSAGE_HISTORY))
    message.reactions.append(call.params["emoji_name"])


def thread_member(discord: LoopbackDiscord, call: Call) -> Json:
    """GET the bot's own membership of a thread."""
    channel = channel_of(discord, call)
    joined = places.stamp(channel.created)
    return {"id": str(channel.id), "user_id": str(discord.bot.id), "join_timestamp": joined, "flags": 0}
