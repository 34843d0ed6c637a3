"""Deletes the text of questions as the moderators' settings say; imports the ledger and house rules.

A server that has switched log_questions off loses all of it with the next look, within a minute, and from the disk:
the ledger's log is cleared with it.
"""

from __future__ import annotations

import logging

from bot.house_rules import HouseRules
from bot.ledger import Ledger
from bot.ledgers.outcomes import drop_questions, logging_guilds
from bot.ledgers.tables import DAY

log = logging.getLogger(__name__)

EVERYTHING = float("inf")


def keeps_text(house: HouseRules, guild_id: int | None) -> bool:
    """Return whether the text of a server's questions may be kept; that of direct messages never is."""
    return guild_id is not None and bool(house.value("log_questions", guild_id))


def drop_text(ledger: Ledger, house: HouseRules, now: float) -> int:
    """Delete what may not be kept any longer, and return how many questions that were; `now` is in unix seconds."""
    before = {
        guild: now - house.value("log_days", guild) * DAY if keeps_text(house, guild) else EVERYTHING
        for guild in logging_guilds(ledger)
    }
    dropped = drop_questions(ledger, before) if before else 0
    if dropped:
        ledger.purge(now)
        log.info("the text of %d questions was deleted", dropped)
    return dropped
