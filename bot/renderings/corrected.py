"""How a quotation with a corrected word is marked: a sign behind it, and one line that names the words; pure.

Imports answering, texts and the neighbouring modules. Only what is shown is marked: the answer's text and its JSON hold
the corrected words as they are.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.answering.answer import Answer, Citation
from bot.renderings.labels import listed, short
from bot.texts.spoken import say

SIGN = "✎"
WORD, MOST = 60, 5
"""Characters of a word in the line, and words that it names."""


def sign_of(citation: Citation) -> str:
    """Return what stands behind a quotation: a blank and the sign where a word of it was corrected, else nothing."""
    return f" {SIGN}" if citation.corrected else ""


def signed(answer: Answer) -> str:
    """Return an answer's text with the sign behind each quotation of which a word was corrected."""
    text = answer.text
    for one in answer.citations:
        if one.corrected:
            text = text.replace(f"“{one.quote}” [{one.n}]", f"“{one.quote}”{sign_of(one)} [{one.n}]")
    return text


def corrected_line(citations: Iterable[Citation], language: str) -> str:
    """Return which words were corrected, unescaped on one line; "" when none was."""
    words = dict.fromkeys(word for one in citations for word in one.corrected)
    if not words:
        return ""
    return say(language, "corrected", sign=SIGN, words=listed([short(word, WORD) for word in words], MOST, language))
