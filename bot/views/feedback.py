"""What members do with an answer: vote, share it, delete it."""

from __future__ import annotations

import time
from dataclasses import replace

import discord

from bot.delivery import InteractionReply, locale_of, whisper
from bot.desk import Desk
from bot.errors import NotYours
from bot.ledgers.records import AnswerRecord
from bot.rendering import question_of
from bot.renderings.notices import shared_content
from bot.texts.spoken import say
from bot.views.answer_row import answer_row
from bot.views.forms import form
from bot.views.press import Interaction, answer_below, pressed_message

SECOND_HALVES = 10
"""Messages after an answer's first among which its others are looked for when it is deleted."""


async def vote(interaction: Interaction, desk: Desk, helpful: str) -> None:
    """Note a vote; who found an answer not helpful is asked what was wrong, and need not say."""
    message, language = pressed_message(interaction), locale_of(interaction)
    if helpful == "1":
        await whisper(interaction, say(language, "voted helpful"))
    else:
        await interaction.response.send_modal(form(language, "vote", "vote", required=False))
    await desk.note(desk.ledger.vote, message.id, interaction.user.id, helpful == "1", None, time.time())


async def explained(interaction: Interaction, desk: Desk, text: str) -> None:
    """Note what a member found wrong."""
    message = pressed_message(interaction)
    await whisper(interaction, say(locale_of(interaction), "voted not helpful"))
    await desk.note(desk.ledger.vote, message.id, interaction.user.id, False, text or None, time.time())


async def share(interaction: Interaction, desk: Desk, *_: str) -> None:
    """Post a private answer into the channel, with who shares it."""
    message, language = pressed_message(interaction), locale_of(interaction)
    reply = InteractionReply(interaction, private=False)
    await reply.acknowledge()
    record = await answer_below(interaction, desk)
    first, *rest = desk.held.get(message.id, (message.content,))
    contents = [shared_content(first, interaction.user.display_name, language), *rest]
    row = answer_row(language, record.verdict, bool(record.sources), False, in_text_channel(interaction))
    sent = await reply.show(contents, row)
    await desk.note(desk.ledger.save_answer, replace(record, message_id=sent[0].id, private=False, at=time.time()))


def in_text_channel(interaction: Interaction) -> bool:
    """Return whether a thread can begin here."""
    return isinstance(interaction.channel, discord.TextChannel)


async def delete(interaction: Interaction, desk: Desk, *_: str) -> None:
    """Delete an answer with all its messages, when its asker or a moderator wants it."""
    message = pressed_message(interaction)
    await interaction.response.defer()
    record = await desk.note(desk.ledger.answer, message.id)
    if not may_delete(interaction, desk, record):
        raise NotYours
    others = [] if message.flags.ephemeral else await second_halves(interaction, message)
    await interaction.delete_original_response()
    for other in others:
        await other.delete()
    await desk.note(desk.ledger.forget_answer, message.id)
    await whisper(interaction, say(locale_of(interaction), "deleted"))


def may_delete(interaction: Interaction, desk: Desk, record: AnswerRecord | None) -> bool:
    """Return whether the presser asked, or may delete other people's messages here."""
    if interaction.guild_id is not None and interaction.permissions.manage_messages:
        return True
    if record is not None:
        return record.asker == desk.ledger.pseudonym(interaction.user.id)
    asked_by = pressed_message(interaction).interaction_metadata
    return asked_by is not None and asked_by.user.id == interaction.user.id


async def second_halves(interaction: Interaction, message: discord.Message) -> list[discord.Message]:
    """Return the bot's messages that carry on an answer: right after it, without a question of their own or buttons."""
    channel = interaction.channel
    found: list[discord.Message] = []
    if not isinstance(channel, discord.abc.Messageable):
        return found
    try:
        async for after in channel.history(after=message, limit=SECOND_HALVES, oldest_first=True):
            if after.author.id != message.author.id:
                continue
            if after.components or question_of(after.content) is not None:
                break
            found.append(after)
    except discord.HTTPException:
        return found  # without the right to read them there is nothing to find
    return found
