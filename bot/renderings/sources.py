"""The numbered sources below an answer, and the related passages apart from them; pure.

Imports answering, texts and the neighbouring modules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.answer import Answer, Citation
from bot.renderings.corrected import sign_of
from bot.renderings.cutting import shortened
from bot.renderings.labels import credit_lines, place_label
from bot.renderings.markdown import LIMIT, units
from bot.renderings.passages import quotation
from bot.renderings.provenance import in_another_language
from bot.texts.spoken import say


@dataclass(frozen=True, slots=True)
class Width:
    """How much of each source is shown, in characters; without `address` it is no link."""

    title: int = 90
    section: int = 60
    original: int = 240
    address: bool = True


WIDTHS = (Width(), Width(60, 40, 120), Width(40, 24, 60), Width(40, 0, 0), Width(24, 0, 0, address=False))
"""Tried in this order until all sources fit one message."""


def sources_block(answer: Answer, room: int = LIMIT) -> str:
    """Return the sources under their heading, a line for each place, in at most `room` units; "" without any."""
    if not answer.citations:
        return ""
    heading = f"**{say(answer.language, 'sources')}**"
    credits = credit_lines((citation.episode for citation in answer.citations), answer.language)
    for width in WIDTHS:
        block = "\n".join([heading, *source_lines(answer, width), credits]).strip()
        if units(block) <= room:
            return block
    numbers = " ".join(f"[{citation.n}]" for citation in answer.citations)
    return shortened(f"{heading} {numbers}", room)


def source_lines(answer: Answer, width: Width) -> list[str]:
    """Return `[n] label` for each place; marks of one place share a line, unless an original follows it."""

    def label(citation: Citation) -> str:
        return place_label(citation, answer.language, width.title, width.section, width.address)

    lines: dict[str, list[int]] = {}
    originals: dict[str, list[str]] = {}
    for citation in answer.citations:
        shown = label(citation)
        lines.setdefault(shown, []).append(citation.n)
        if width.original and in_another_language(citation, answer):
            originals.setdefault(shown, []).append(f"> {original(citation, answer, width.original)}")
    return [
        "\n".join([f"{' '.join(f'[{n}]' for n in numbers)} {shown}", *originals.get(shown, ())])
        for shown, numbers in lines.items()
    ]


def original(citation: Citation, answer: Answer, longest: int) -> str:
    """Return the words of a source; below a model's text they are said to be the original of which sentence."""
    words = quotation(citation.quote, longest) + sign_of(citation)
    return f"{say(answer.language, 'model original')} {words} [{citation.n}]" if answer.mode == "model" else words


def related_block(citations: Sequence[Citation], language: str) -> str:
    """Return related passages in small print under their own heading; "" without any."""
    if not citations:
        return ""
    lines = [f"-# [{citation.n}] {place_label(citation, language, 60, 40)}" for citation in citations]
    return "\n".join([f"-# {say(language, 'related heading')}", *lines])


def near_credits(answer: Answer) -> str:
    """Return the credits of passages that are shown without being cited."""
    return credit_lines((citation.episode for citation in answer.related), answer.language)
