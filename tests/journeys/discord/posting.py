"""Posting, editing and deleting messages and opening threads: what changes the world and tells the gateway.

Permissions and bodies were looked at before; here nothing is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.journeys.discord import gateway, posts
from tests.journeys.discord.places import DIRECT, Channel, User
from tests.journeys.discord.posts import Message
from tests.journeys.discord.records import Json

if TYPE_CHECKING:
    from tests.journeys.discord.exchanges import Exchange
    from tests.journeys.discord.server import LoopbackDiscord

Files = list[tuple[str, str, bytes]]


def post(
    discord: LoopbackDiscord,
    channel: Channel,
    author: User,
    body: Json,
    *,
    exchange: Exchange | None = None,
    files: Files | None = None,
    flags: int = 0,
    reference: Message | None = None,
    type: int = posts.ORDINARY,
) -> Message:
    """Add a message to a channel and tell the bot; an ephemeral one is in no channel's history."""
    message = Message(discord.clock.snowflake(), channel, author, "", discord.clock.now(), type=type, exchange=exchange)
    message.flags = (int(body.get("flags") or 0) & ~posts.LOADING) | flags
    message.reference = reference
    message.nonce = str(body["nonce"]) if body.get("nonce") is not None else None
    fill(discord, message, body, files or [])
    message.mentions = mentioned(discord, message, body)
    discord.messages[message.id] = message
    if not message.ephemeral:
        channel.messages.append(message.id)
        announce(discord, "MESSAGE_CREATE", message)
    tell(discord, message)
    return message


def edit(discord: LoopbackDiscord, message: Message, body: Json, files: Files | None = None) -> Message:
    """Change a message; what "is thinking" becomes an ordinary message."""
    message.flags &= ~posts.LOADING
    if body.get("flags") is not None:
        changeable = posts.SUPPRESS_EMBEDS
        message.flags = (message.flags & ~changeable) | (int(body["flags"]) & changeable)
    fill(discord, message, body, files or [])
    message.edited = discord.clock.now()
    if not message.ephemeral:
        announce(discord, "MESSAGE_UPDATE", message)
    tell(discord, message)
    return message


def fill(discord: LoopbackDiscord, message: Message, body: Json, files: Files) -> None:
    """Take over what a body says; what it does not name stays."""
    if "content" in body:
        message.content = body["content"] or ""
        message.history.append((discord.clock.now(), message.content))
    if "embeds" in body:
        message.embeds = body["embeds"] or []
    if "components" in body:
        message.components = posts.numbered(body["components"] or [])
    if "attachments" in body:
        kept = {str(part.get("id")) for part in body["attachments"] or []}
        message.attachments = [part for part in message.attachments if part["id"] in kept]
    for _, name, content in files:
        message.attachments.append(discord.attach(message.channel, name, content))


def delete(discord: LoopbackDiscord, message: Message) -> None:
    """Take a message away."""
    message.deleted = True
    if message.id in message.channel.messages:
        message.channel.messages.remove(message.id)
    if not message.ephemeral:
        shown: Json = {"id": str(message.id), "channel_id": str(message.channel.id)}
        shown |= {"guild_id": str(message.channel.guild.id)} if message.channel.guild else {}
        discord.gateway.dispatch("MESSAGE_DELETE", shown, _intent(message.channel))
    tell(discord, message)


def open_thread(discord: LoopbackDiscord, parent: Channel, owner: User, body: Json, start: Message | None) -> Channel:
    """Open a thread; one that starts from a message has the message's id."""
    id = start.id if start else discord.clock.snowflake()
    type = int(body.get("type") or 11)
    thread = Channel(id, body["name"], type, parent.guild, discord.clock.now(), parent=parent, owner=owner)
    thread.auto_archive = int(body.get("auto_archive_duration") or 1440)
    discord.channels[id] = thread
    assert parent.guild is not None
    parent.guild.channels[id] = thread
    discord.gateway.dispatch("THREAD_CREATE", thread.json() | {"newly_created": True}, gateway.GUILDS)
    if start is not None:
        start.thread, start.flags = thread, start.flags | posts.HAS_THREAD
        announce(discord, "MESSAGE_UPDATE", start)
        post(discord, thread, owner, {}, reference=start, type=posts.THREAD_STARTER)
    parent.changed.fire()
    return thread


def announce(discord: LoopbackDiscord, event: str, message: Message) -> None:
    """Tell the sessions that see the channel, each with as much of the text as its intents let through."""
    guild = message.channel.guild
    if guild is not None and not discord.bot_sees(message.channel):
        return
    for session in discord.gateway.live:
        if session.intents & _intent(message.channel):
            shown = discord.shown(message, content_intent=bool(session.intents & gateway.MESSAGE_CONTENT))
            if guild is not None:
                shown["guild_id"] = str(guild.id)
                if message.author.id in guild.members and message.exchange is None:
                    shown["member"] = guild.members[message.author.id].json(user=False)
            session.add(event, shown)


def mentioned(discord: LoopbackDiscord, message: Message, body: Json) -> list[User]:
    """Return who a message mentions; a reply with a ping adds the author of a message that is no interaction's."""
    found = [discord.users[int(id)] for id in posts.USER_MENTION.findall(message.content) if int(id) in discord.users]
    to = message.reference
    pings = (body.get("allowed_mentions") or {}).get("replied_user", not message.author.bot)
    if message.type == posts.REPLY and to is not None and pings and to.exchange is None:
        found.append(to.author)
    return list(dict.fromkeys(found))


def tell(discord: LoopbackDiscord, message: Message) -> None:
    """Wake whoever waits for this message."""
    message.channel.changed.fire()
    if message.exchange is not None:
        message.exchange.changed.fire()
    for exchange in message.watchers:
        exchange.changed.fire()
    discord.changed.fire()


def _intent(channel: Channel) -> Any:
    return gateway.DIRECT_MESSAGES if channel.type == DIRECT else gateway.GUILD_MESSAGES
