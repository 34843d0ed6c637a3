"""What was said before in a conversation, read from the messages themselves: nothing of it is kept on disk.

The bot can always read its own messages, and each of its answers quotes its question. Imports rendering, the desk.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

import discord

from bot.desk import Desk, Rules
from bot.rendering import turn_of
from vectorstore.retrieval.query import Turn

log = logging.getLogger(__name__)

LOOKED_AT = 40
"""Messages of a thread or direct message that are looked at for ten turns: questions and second halves count too."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Earlier exchanges, oldest first, and the message of the last of them."""

    turns: tuple[Turn, ...] = ()
    previous: int | None = None


def recent(message: discord.Message, rules: Rules) -> bool:
    """Return whether a message is young enough to be remembered."""
    return datetime.now(message.created_at.tzinfo) - message.created_at <= timedelta(hours=rules.history_hours)


async def said_here(desk: Desk, channel: discord.abc.Messageable, me: int) -> Conversation:
    """Return the conversation of a thread or of direct messages, with the answer that the thread began from."""
    found: list[tuple[Turn, int]] = []
    try:
        async for message in channel.history(limit=LOOKED_AT):
            if len(found) >= desk.rules.history_turns or not recent(message, desk.rules):
                break
            if message.author.id == me and (turn := turn_of(message.content)):
                found.append((turn, message.id))
    except discord.HTTPException as error:
        log.info("the messages here cannot be read (%s)", type(error).__name__)
    if isinstance(channel, discord.Thread) and channel.parent is not None and len(found) < desk.rules.history_turns:
        start = await fetched(channel.parent, channel.id)
        if start and start.author.id == me and recent(start, desk.rules) and (turn := turn_of(start.content)):
            found.append((turn, start.id))
    return Conversation(tuple(turn for turn, _ in reversed(found)), found[0][1] if found else None)


async def leading_to(desk: Desk, channel: object, last: discord.Message | int, me: int) -> Conversation:
    """Return the conversation that ends with an answer, from each answer to the one before it.

    An answer that only one member sees cannot be read again, so of a private conversation this is the last turn.
    """
    turns: list[Turn] = []
    message = last if isinstance(last, discord.Message) else await fetched(channel, last)
    begun = message.id if message else None
    while message and message.author.id == me and len(turns) < desk.rules.history_turns and recent(message, desk.rules):
        if turn := turn_of(message.content):
            turns.append(turn)
        record = await desk.note(desk.ledger.answer, message.id)
        message = await fetched(channel, record.previous) if record and record.previous else None
    return Conversation(tuple(reversed(turns)), begun)


async def fetched(channel: object, message_id: int) -> discord.Message | None:
    """Return a message, None when it is gone or may not be read."""
    if not isinstance(channel, discord.abc.Messageable):
        return None
    try:
        return await channel.fetch_message(message_id)
    except discord.HTTPException as error:
        log.info("a message cannot be read (%s)", type(error).__name__)
        return None
