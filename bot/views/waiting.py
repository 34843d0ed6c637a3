"""The button "Tell me" below an answer that was none, and "Never mind"; imports history and the ledger.

Pressing it is the consent to keep that one question until it is answered or withdrawn, so it is the asker's alone.
"""

from __future__ import annotations

import time
from base64 import urlsafe_b64decode, urlsafe_b64encode

from bot.answering.condensing import depends
from bot.answering.question import intent_of
from bot.delivery import Row, acknowledged, locale_of
from bot.desk import Desk
from bot.errors import AnswerForgotten, NotYours
from bot.ledgers.outcomes import UNANSWERED
from bot.ledgers.records import AnswerRecord
from bot.ledgers.waiting import MOST, Waiting, begin_waiting, withdraw
from bot.rendering import question_of
from bot.texts.spoken import say
from bot.views.history import leading_to
from bot.views.press import Interaction, answer_below, button, pressed_message

EVERYWHERE: tuple[str, ...] = ()
LONGEST = 60
"""Bytes of a show's name that a custom id can hold."""

Scope = tuple[str, ...]
"""What a question was restricted to, as the arguments of a custom id: nothing, an episode's key, or a show."""


def scope_below(question: str, verdict: str, show: str | None, episode: str | None) -> Scope | None:
    """Return what "Tell me" has to know of a question; None where it makes no sense to offer it."""
    if verdict not in UNANSWERED or intent_of(question) != "question":
        return None
    if episode is not None:
        return ("episode", episode)
    if not show:
        return EVERYWHERE
    name = show.encode()
    return ("show", urlsafe_b64encode(name).decode().rstrip("=")) if len(name) <= LONGEST else None


def read_scope(scope: Scope) -> tuple[str | None, str | None]:
    """Return show and episode of a scope; AnswerForgotten for one that no button of ours has."""
    try:
        if scope == EVERYWHERE:
            return None, None
        kind, value = scope
        if kind == "episode":
            return None, value
        return urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode(), None
    except ValueError as error:
        raise AnswerForgotten("a button with an odd scope") from error


async def tell_me(interaction: Interaction, desk: Desk, *scope: str) -> None:
    """Keep the question of the pressed answer until it can be answered."""
    await acknowledged(interaction, private=True)
    language = locale_of(interaction)
    record = await answer_below(interaction, desk)
    if record.asker != desk.ledger.pseudonym(interaction.user.id):
        raise NotYours
    if not await desk.note(begin_waiting, desk.ledger, await waiting_below(interaction, desk, record, scope)):
        await interaction.edit_original_response(content=say(language, "tell me full", most=MOST))
        return
    row = Row(button(language, "never mind", "nevermind", record.message_id))
    kept = say(language, "tell me kept", forget=say(language, "button forget"), privacy=privacy_in(desk, language))
    await interaction.edit_original_response(content=kept, view=row)


async def waiting_below(interaction: Interaction, desk: Desk, record: AnswerRecord, scope: Scope) -> Waiting:
    """Return what is to be kept of the pressed answer's question; a follow-up needs the question before it."""
    message = pressed_message(interaction)
    question = question_of(message.content)
    if question is None:
        raise AnswerForgotten("no question in the pressed message")
    show, episode = read_scope(scope)
    said = await leading_to(desk, interaction.channel, message, interaction.client.user.id)
    earlier = said.turns[-2:-1] if depends(question, said.turns[:-1]) else ()
    return Waiting(
        message_id=message.id,
        member_id=interaction.user.id,
        guild_id=interaction.guild_id,
        channel_id=interaction.channel_id or 0,
        private=record.private,
        question=question,
        before=tuple(turn.question for turn in earlier),
        locale=locale_of(interaction),
        at=time.time(),
        show=show,
        episode=episode,
    )


def privacy_in(desk: Desk, language: str) -> str:
    """Return a clickable mention of /privacy, or its name."""
    id_ = desk.command_ids.get("privacy")
    return f"</privacy:{id_}>" if id_ is not None else f"`/{say(language, 'command privacy name')}`"


async def never_mind(interaction: Interaction, desk: Desk, message_id: str = "0") -> None:
    """Take a question back."""
    await interaction.response.defer()
    withdrawn = await desk.note(withdraw, desk.ledger, int(message_id), interaction.user.id)
    key = "tell me withdrawn" if withdrawn else "tell me gone"
    await interaction.edit_original_response(content=say(locale_of(interaction), key), view=None)
