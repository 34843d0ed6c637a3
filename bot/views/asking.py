"""The one way in which every question is answered, wherever it was asked; imports delivery, the desk, rendering.

allowed? -> acknowledge -> allowed by the ledger too? -> what was said before -> answer -> messages -> record
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

import discord

from bot.answering.answer import Answer
from bot.answering.answerer import Asked
from bot.answering.seams import Spender
from bot.delivery import Reply, give_up
from bot.desk import Desk
from bot.errors import Stopping
from bot.guards import AskFacts, Refusal, question_in
from bot.ledgers.records import AnswerRecord, sources_of
from bot.rendering import answer_messages, fits
from bot.renderings.notices import refusal_text
from bot.texts.reporting import report
from bot.texts.spoken import say
from bot.views.answer_row import answer_row
from bot.views.drafts import Drafts
from bot.views.history import Conversation
from bot.views.recording import noted
from bot.views.waiting import scope_below


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question as it comes from Discord.

    `locale` is the language of the buttons; `manages` whether the asker is a moderator, who is told how to fill an
    empty library. `before` reads what was said earlier; it is called once the question has been acknowledged. `at` is
    when the question came, by time.monotonic.
    """

    question: str
    facts: AskFacts
    locale: str
    manages: bool = False
    show: str | None = None
    episode: str | None = None
    can_open_thread: bool = False
    before: Callable[[], Awaitable[Conversation]] | None = None
    at: float = field(default_factory=time.monotonic)


def inquiry_of(interaction: discord.Interaction[Any], question: str, locale: str) -> Inquiry:
    """Return the inquiry of a command, a button or a form."""
    channel = interaction.channel
    asked = question_in(question)
    parent = channel.parent_id if isinstance(channel, discord.Thread) else None
    facts = AskFacts(interaction.user.id, interaction.channel_id or 0, interaction.guild_id, parent, len(asked))
    manages = interaction.guild_id is not None and interaction.permissions.manage_guild
    return Inquiry(asked, facts, locale, manages, can_open_thread=isinstance(channel, discord.TextChannel))


async def ask(desk: Desk, inquiry: Inquiry, reply: Reply) -> None:
    """Answer a question, or say why not; never raises, as nobody above could tell the member."""
    try:
        if desk.closing:
            raise Stopping
        if refusal := refused(desk, inquiry):
            await reply.tell(refusal_words(refusal, inquiry))
            return
        facts = inquiry.facts
        with desk.seat(facts.member_id, lambda: reply.tell(report(Stopping(), inquiry.locale)), facts.guild_id):
            await reply.acknowledge()
            await answered(desk, inquiry, reply)
    except Exception as error:  # the edge towards the member: every failure becomes a sentence with an id
        await give_up(reply, error, inquiry.locale)


def refused(desk: Desk, inquiry: Inquiry) -> Refusal | None:
    """Return why a question is refused before anything is looked up."""
    refusal = desk.refused(inquiry.facts)
    if refusal is None and not fits(inquiry.question):
        return Refusal("too long", limit=desk.rules.limits.question_characters)
    return refusal


def refusal_words(refusal: Refusal, inquiry: Inquiry) -> str:
    """Return why a question is not taken; a moderator hears how to fill an empty library."""
    if refusal.reason == "empty library" and inquiry.manages:
        return say(inquiry.locale, "empty library moderator")
    return refusal_text(refusal, inquiry.locale)


async def answered(desk: Desk, inquiry: Inquiry, reply: Reply) -> None:
    """Answer a question that has been acknowledged."""
    if refusal := await desk.admitted(inquiry.facts):
        await reply.tell(refusal_words(refusal, inquiry))
        return
    before = await inquiry.before() if inquiry.before else Conversation()
    language = await desk.language(inquiry.facts.member_id, inquiry.facts.guild_id)
    facts = inquiry.facts
    spender = Spender(facts.member_id, facts.guild_id)
    where = (inquiry.show, inquiry.episode, inquiry.locale, language)
    asked = Asked(inquiry.question, before.turns, *where, spender, inquiry.at, desk.house.shows(facts.guild_id))
    async with Drafts(reply, inquiry.question) as drafts:
        answer = await desk.think(asked, drafts.offer)
    contents = answer_messages(answer, inquiry.locale)
    scope = scope_below(inquiry.question, answer.verdict, inquiry.show, inquiry.episode)
    found, threadable = bool(sources_of(answer)), inquiry.can_open_thread
    row = answer_row(inquiry.locale, answer.verdict, found, reply.private, threadable, scope)
    sent = await reply.show(contents, row)
    record = record_of(desk, inquiry, answer, sent[0], before.previous, reply.private)
    if reply.private:
        desk.hold(record.message_id, contents)
    await desk.note(desk.ledger.save_answer, record)
    await noted(desk, facts, record, answer, time.monotonic() - inquiry.at)


def record_of(
    desk: Desk, inquiry: Inquiry, answer: Answer, message: discord.Message, previous: int | None, private: bool
) -> AnswerRecord:
    """Return what the buttons below an answer will need."""
    return AnswerRecord(
        message_id=message.id,
        channel_id=message.channel.id,
        guild_id=inquiry.facts.guild_id,
        asker=desk.ledger.pseudonym(inquiry.facts.member_id),
        generation=answer.generation,
        language=answer.language,
        verdict=answer.verdict,
        sources=sources_of(answer),
        previous=previous,
        private=private,
        at=time.time(),
    )


def about(inquiry: Inquiry, show: str | None, episode: str | None) -> Inquiry:
    """Return an inquiry that stays in one show or one episode (its key)."""
    return replace(inquiry, show=show, episode=episode)
