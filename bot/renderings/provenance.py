"""Who wrote an answer, and whether it speaks another language than its sources; pure, imports answering and texts."""

from __future__ import annotations

from bot.answering.answer import Answer, Citation
from bot.texts.spoken import say, spoken
from vectorstore.text.language import language_of

REASONS = {"over budget": "over budget", "timeout": "slow", "unsupported": "unsupported"}
"""The last word of the text for a reason of `Answer.degraded`; all others are one to a reader: not available."""


def in_another_language(citation: Citation, answer: Answer) -> bool:
    """Return whether a source speaks another language than the answer, and its words do not stand in the answer."""
    return citation.quote not in answer.text and spoken(language_of(citation.quote, answer.language)) != answer.language


def provenance(answer: Answer) -> str:
    """Return who wrote an answer in one sentence; "" where there is nothing to say: the episodes' own words."""
    if answer.degraded:
        why = say(answer.language, f"degraded {REASONS.get(answer.degraded, 'unavailable')}")
        return say(answer.language, "degraded", why=why)
    if answer.mode != "model" or answer.verdict != "answered":
        return ""
    translated = any(in_another_language(citation, answer) for citation in answer.citations)
    return say(answer.language, "model translation" if translated else "model summary")
