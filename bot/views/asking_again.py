"""After a publication: the questions that wait are asked again, and who waits for one is told once; imports the desk.

Each is first asked of the index alone, which costs nothing; only what that answers is put to a model, on the account
of the member who waits, and counts when the model agrees.
"""

from __future__ import annotations

import logging
import time
from typing import Any

import discord

from bot.answering.answer import Answer
from bot.answering.answerer import Answerer, Asked
from bot.answering.seams import Spender
from bot.delivery import ChannelReply
from bot.desk import Desk
from bot.errors import MissingPermissions
from bot.guards import AskFacts, in_allowed_channel
from bot.ledgers.waiting import Waiting, done_waiting, longest_waiting, still_waits, tried
from bot.views.moderating.board import TROUBLE
from bot.views.notice import notice_text
from vectorstore.errors import StoreError
from vectorstore.retrieval.query import Turn

log = logging.getLogger(__name__)

MOST = 200
"""Questions that are asked again after one publication; the others come first after the next."""


async def ask_again(client: discord.Client, desk: Desk, published: float) -> int:
    """Ask what waits since before a publication (unix seconds), tell who can be told, and return how many were.

    One at a time, so that members who ask meanwhile are served. What is left when the bot ends is asked again at its
    next start: each question keeps when it was tried.
    """
    told = 0
    for one in await desk.note(longest_waiting, desk.ledger, MOST, published):
        if desk.closing:
            break
        try:
            answer = await answer_now(desk, one)
        except StoreError as error:
            log.warning("the questions that wait cannot be asked now: %s", error)
            break
        except Exception:  # the edge of one question: the others have to be asked as well
            log.exception("a question that waits could not be asked")
            answer = None
        # It may have been withdrawn while it was being answered.
        if (
            answer is not None
            and await desk.note(still_waits, desk.ledger, one.id)
            and await tell(client, desk, one, answer)
        ):
            await desk.note(done_waiting, desk.ledger, [one.id])
            told += 1
        else:
            await desk.note(tried, desk.ledger, one.id, time.time())
    if told:
        log.info("%d members were told that their question is answered now", told)
    return told


async def answer_now(desk: Desk, one: Waiting) -> Answer | None:
    """Return the answer to a question that waits; None while there is none."""
    if desk.house.is_blocked(one.guild_id, one.member_id):
        return None
    language = await desk.language(one.member_id, one.guild_id)
    before = tuple(Turn(question) for question in one.before)
    spender = Spender(one.member_id, one.guild_id)
    where = (one.show, one.episode, one.locale, language)
    asked = Asked(one.question, before, *where, spender, shows=desk.house.shows(one.guild_id))
    answer = await desk.look(without_model(desk.brain).answer, asked)
    if answer.answered and desk.brain.generation is not None:
        answer = await desk.think(asked)
    # Of a model that could not be asked nobody knows whether it agrees: it may have refused this question before.
    return answer if answer.answered and not answer.degraded else None


def without_model(brain: Answerer) -> Answerer:
    """Return a brain that answers in the episodes' own words from the same index."""
    return brain if brain.generation is None else Answerer(brain.index, brain.today, brain.bands)


async def tell(client: discord.Client, desk: Desk, one: Waiting, answer: Answer) -> bool:
    """Tell the member directly, else, unless it was private, where they asked; return whether it arrived."""
    content = notice_text(answer, one.locale, link_to(one))
    try:
        member = await client.create_dm(discord.Object(one.member_id))
        await ChannelReply(member).show([content])
        return True
    except (MissingPermissions, *TROUBLE) as error:
        log.info("a member could not be told directly (%s)", type(error).__name__)
    return not one.private and one.guild_id is not None and await told_in_channel(client, desk, one, content)


async def told_in_channel(client: discord.Client, desk: Desk, one: Waiting, content: str) -> bool:
    """Answer the message of the refusal, without a ping; return whether Discord took it."""
    try:
        channel = client.get_channel(one.channel_id) or await client.fetch_channel(one.channel_id)
        parent = channel.parent_id if isinstance(channel, discord.Thread) else None
        facts = AskFacts(one.member_id, one.channel_id, one.guild_id, parent, len(one.question))
        allowed = in_allowed_channel(facts, desk.rules_for(one.guild_id).limits)
        if not allowed or not isinstance(channel, discord.abc.Messageable):
            return False
        await ChannelReply(channel, refusal_in(channel, one.message_id)).show([content])
        return True
    except (MissingPermissions, *TROUBLE) as error:
        log.info("a notice was not taken (%s)", type(error).__name__)
        return False


def refusal_in(channel: Any, message_id: int) -> Any:
    """Return the message to reply to, without asking Discord for it; it may be gone, which a reply allows for."""
    return channel.get_partial_message(message_id)


def link_to(one: Waiting) -> str:
    """Return where the question was asked; a message that only its asker saw cannot be linked to."""
    place = f"https://discord.com/channels/{one.guild_id or '@me'}/{one.channel_id}"
    return place if one.private else f"{place}/{one.message_id}"
