"""An error becomes a sentence for the member and a line in the log, under one id; imports errors and the sentences."""

from __future__ import annotations

import logging

from bot.errors import BotError, expected, key_of, new_id
from bot.texts.spoken import say

log = logging.getLogger(__name__)


def report(error: BaseException, locale: str) -> str:
    """Log an error under a new id, and return the sentence for the member, with that id; never the error's own text.

    An error that nobody expected is logged with its traceback.
    """
    error_id = new_id()
    trace = None if expected(error) else error
    log.error("error %s: %s: %s", error_id, type(error).__name__, error, exc_info=trace)
    return sentence_of(error, locale, error_id)


def sentence_of(error: BaseException, locale: str, error_id: str) -> str:
    """Return the sentence for an error in a member's language, with its id."""
    fields = error.fields if isinstance(error, BotError) else {}
    return say(locale, "error id", sentence=say(locale, key_of(error), **fields), id=error_id)
