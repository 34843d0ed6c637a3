"""Which quotation marks of a text belong together, and which are apostrophes; pure, one pass over the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(r"[“”„‟\"«»‹›‘’‚']")
_CLOSES = {"”": '“„‟”"', "“": "„", "»": "«", "›": "‹", "«": "»", "‹": "›", "’": "‘‚", "‘": "‚", '"': '"“„', "'": "'"}
"""Each closing mark with the opening ones that it may close."""
_OPENING = "“„‟\"«‹‘‚'"
_REVERSED = "»›”"
"""What opens, too, where a word follows ("»so«", "”so”")."""
SINGLE = "‘’‚'"
_ELIDED = re.compile(r"['’‘](?:s|t|n|k|m|r|d|em|cause|til|tis|twas|\d\ds?)(?![^\W_])", re.IGNORECASE)
DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """A quotation: where its marks stand, and how many quotations are around it."""

    begin: int
    end: int
    depth: int


@dataclass(frozen=True, slots=True)
class Marks:
    """The pairs of a text in order of their begins, and the marks that belong to none; `open` is the first unclosed."""

    pairs: tuple[Pair, ...]
    stray: frozenset[int]
    open: int | None


def marks_of(text: str) -> Marks:
    """Return the quotations of a text; an unclosed single mark counts as stray unless it is an apostrophe."""
    stack: list[int] = []
    held: dict[str, int] = {}
    found: list[tuple[int, int]] = []
    stray: set[int] = set()

    def drop() -> int:
        at = stack.pop()
        held[text[at]] -= 1
        return at

    for mark in _MARK.finditer(text):
        at, sign = mark.start(), mark[0]
        openers = _CLOSES.get(sign, "")
        if any(held.get(opener) for opener in openers) and _may_close(text, at):
            while text[stack[-1]] not in openers:
                stray.add(drop())
            found.append((drop(), at))
        elif _may_open(text, at):
            stack.append(at)
            held[sign] = held.get(sign, 0) + 1
        elif sign not in "’'" and not _ELIDED.match(text, at):
            stray.add(at)
    unclosed = [at for at in stack if text[at] != "'"]
    kept = _nested(sorted(found))
    shown = {at for pair in kept for at in (pair.begin, pair.end)}
    stray |= {at for pair in found for at in pair if at not in shown} | set(unclosed)
    return Marks(kept, frozenset(at for at in stray if text[at] not in "'’"), min(unclosed, default=None))


def _may_close(text: str, at: int) -> bool:
    """Return whether a mark stands where a quotation ends: after its words, before no word when it is single."""
    if text[at] == '"':
        return not _word(text, at + 1) or not (at == 0 or text[at - 1].isspace())
    if text[at] not in SINGLE:
        return text[at] not in "“«‹" or not _word(text, at + 1)
    return at > 0 and not text[at - 1].isspace() and not _word(text, at + 1)


def _may_open(text: str, at: int) -> bool:
    """Return whether a mark stands where a quotation begins."""
    sign = text[at]
    if sign in SINGLE:
        follows = at + 1 < len(text) and not text[at + 1].isspace()
        return sign != "’" and follows and not _word(text, at - 1) and not _ELIDED.match(text, at)
    if sign in _REVERSED:
        return not _word(text, at - 1) and _word(text, at + 1)
    return sign in _OPENING


def _word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isalnum()


def _nested(found: list[tuple[int, int]]) -> tuple[Pair, ...]:
    """Return the pairs with their depths, without those that lie too deep."""
    out: list[Pair] = []
    ends: list[int] = []
    for begin, end in found:
        while ends and ends[-1] < begin:
            ends.pop()
        if len(ends) < DEEPEST:
            out.append(Pair(begin, end, len(ends)))
        ends.append(end)
    return tuple(out)
