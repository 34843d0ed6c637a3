"""A passage in a message: its words in a block quote, and where they stand; pure, imports the neighbouring modules."""

from __future__ import annotations

from bot.answering.answer import Citation
from bot.renderings.corrected import sign_of
from bot.renderings.cutting import shortened
from bot.renderings.labels import place_label
from bot.renderings.markdown import inline
from vectorstore.text.folding import squeeze, visible


def quoted_line(citation: Citation, longest: int | None = None) -> str:
    """Return `> “quotation” [n]` on one line, shortened at a word's end to `longest` characters."""
    return f"> {quotation(citation.quote, longest)}{sign_of(citation)} [{citation.n}]"


def quotation(quote: str, longest: int | None = None) -> str:
    """Return a quotation on one line in quotation marks, escaped."""
    words = squeeze(visible(quote))
    return f"“{inline(shortened(words, longest) if longest else words)}”"


def passage_block(citation: Citation, language: str, longest: int | None = None) -> str:
    """Return where a passage stands, and below it its words."""
    words = quotation(citation.quote, longest) + sign_of(citation)
    return f"[{citation.n}] {place_label(citation, language)}\n> {words}"
