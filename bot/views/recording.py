"""Counts how each answered question of a server went, and keeps its text where the moderators want that; no discord."""

from __future__ import annotations

import logging

from bot.answering.answer import Answer
from bot.desk import Desk
from bot.guards import AskFacts
from bot.ledgers.outcomes import Logged, Outcome, record_outcome
from bot.ledgers.records import AnswerRecord
from bot.retention import keeps_text
from vectorstore.errors import StoreError

log = logging.getLogger(__name__)


async def noted(desk: Desk, facts: AskFacts, record: AnswerRecord, answer: Answer, seconds: float) -> None:
    """Count an answer that was sent, `seconds` after it was asked for; never raises, as the member has it already.

    Direct messages are nobody's to look at, and a greeting is no question. The words of a private question are not
    kept: who asks so that nobody else sees it means the moderators too.
    """
    guild = facts.guild_id
    if guild is None or answer.verdict == "chat":
        return
    channel = facts.parent_id or facts.channel_id
    cost = 0.0 if answer.spent is None else answer.spent.cost_usd
    sources = tuple(dict.fromkeys(citation.chunk for citation in answer.citations if citation.chunk))
    how = (answer.verdict, answer.mode, answer.degraded, seconds, cost, sources, record.at)
    logged = None
    if keeps_text(desk.house, guild) and not record.private:
        asked = (record.asker, answer.question, answer.verdict, record.at)
        logged = Logged(record.message_id, guild, channel, *asked)
    try:
        await desk.note(record_outcome, desk.ledger, Outcome(guild, channel, *how), logged)
    except StoreError as error:
        log.warning("an answer was not counted: %s", error)
