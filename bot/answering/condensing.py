"""Makes a follow-up a question of its own, with one request to the model; imports prompts and writing.

Only a question that leans on the one before, by the same rule as without a model, costs that request. Whatever fails
here, the question is understood as it is without a model: with the words of the one before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.prompts import NO_ANSWER, condensing_prompt, tokens_of
from bot.answering.purse import Metered, Share
from bot.answering.question import intent_of
from bot.answering.writing import Writer, WritingFailed
from vectorstore.retrieval.query import Turn, follows_up
from vectorstore.text.folding import squeeze, visible

LONGEST = 400
"""Characters of a condensed question; a longer one is no question."""
SECONDS, REPLY_TOKENS = 8.0, 400
_FOREIGN = re.compile(r"://|www\.|<|@(?:everyone|here)|```", re.IGNORECASE)


def depends(question: str, history: Sequence[Turn]) -> bool:
    """Return whether a question can only be understood with what was said before it."""
    return bool(history) and intent_of(question) == "question" and follows_up(question)


def condense(question: str, history: Sequence[Turn], writer: Writer, allowance: Metered, budget: int) -> str:
    """Return the question in words that stand alone; raises WritingFailed when the model gives none.

    A prompt of more than `budget` tokens is not sent.
    """
    prompt = condensing_prompt(question, history, REPLY_TOKENS)
    tokens = tokens_of(prompt)
    if tokens > budget:
        raise WritingFailed("malformed", "a conversation too long to be condensed")
    allowance.tokens = tokens + REPLY_TOKENS
    try:
        written = writer.write(prompt, Share(allowance, 1, SECONDS))
    except Exception as error:  # whatever it is, what was reserved has to be settled
        allowance.fail(str(getattr(error, "reason", "unexpected")), writer.model)
        raise
    allowance.settle(written)
    return standing_alone(written.text)


def standing_alone(text: str) -> str:
    """Return what a model wrote as a question; WritingFailed when it is something else."""
    lines = [squeeze(line) for line in visible(text).splitlines() if line.strip()]
    line = lines[0].strip("\"“”' ") if len(lines) == 1 else ""
    if not line or len(line) > LONGEST or NO_ANSWER in line or _FOREIGN.search(line):
        raise WritingFailed("malformed", "a condensed question of another shape")
    if intent_of(line) != "question":
        raise WritingFailed("malformed", "a condensed question that is none")
    return line
