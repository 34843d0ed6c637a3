"""Whom a sentence names as the speaker of a quotation, and whether that is who speaks; imports names and folding."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.answering.checking.evidence import stems
from bot.answering.checking.names import SAYS
from bot.answering.checking.numbers import unaccented
from vectorstore.text.stopwords import STOP_WORDS

_LETTERS = r"[^\s,;:.!?“”„\"«»()\[\]]*"
_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_NAME = rf"(?<![^\W_]){_CAPITAL}{_LETTERS}(?:[ ](?:(?:van|de|der|den|la|ten|ter)(?=[ ])|{_CAPITAL}{_LETTERS})){{0,4}}"
_SAID = re.compile(
    rf"(?P<before>{_NAME})[ ](?:\w{{1,20}}[ ])?{SAYS}\b"
    rf"|\b(?:according to|volgens|aldus|{SAYS})[ ](?P<after>{_NAME})"
    rf"|(?P<colon>{_NAME})[ ]?:",
)
_GENERIC = re.compile(
    r"^(?:host|co-?host|guest|gast|speaker|spreker|interviewer|presentator|presentatrice|moderator|narrator|unknown|"
    r"onbekend|voice|stem|audience|publiek|caller)?[\s_#]*\d*$"
    r"|^[A-Z]?\d*$",
    re.IGNORECASE,
)
_SMALL = STOP_WORDS["en"] | STOP_WORDS["nl"]
_BESIDE = 4
"""Characters between a quotation and a "says Jelle" that belongs to it."""


@dataclass(frozen=True, slots=True)
class Said:
    """A place of a sentence that names a speaker."""

    at: int
    names: frozenset[str]


def attributions(text: str) -> list[Said]:
    """Return where a text says that somebody says something, in order."""
    out = []
    for found in _SAID.finditer(text):
        name = found["before"] or found["after"] or found["colon"]
        tokens = name_tokens(name)
        if tokens:
            out.append(Said(found.start(), tokens))
    return out


def is_real(speaker: str) -> bool:
    """Return whether a speaker has a name, not a mere part to play ("Host", "Speaker 2")."""
    return not _GENERIC.match(speaker)


def name_tokens(name: str) -> frozenset[str]:
    """Return the words of a name that tell it from others."""
    return frozenset(word for word in re.findall(r"[^\W_]+", unaccented(name)) if word not in _SMALL and len(word) > 1)


def meant(said: Sequence[Said], before: int, begin: int, end: int, after: int) -> frozenset[str]:
    """Return the names of who speaks in the quotation `begin:end`, between its neighbours' ends and begins."""
    said = said[bisect_left(said, before, key=_at) : bisect_left(said, after + 1, key=_at)]
    close = [one for one in said if end <= one.at <= min(end + _BESIDE, after)]
    ahead = [one for one in said if (before + _BESIDE < one.at or before == 0) and one.at < begin]
    behind = [one for one in said if end < one.at < after]
    return frozenset(name for one in close or ahead or behind for name in one.names)


def _at(one: Said) -> int:
    return one.at


@lru_cache(4096)
def is_speaker(names: frozenset[str], speaker: str | None) -> bool:
    """Return whether one of these names is the speaker's; a speaker without a real name may be anybody."""
    if not names or not speaker or not is_real(speaker):
        return True
    theirs = frozenset(stem for token in name_tokens(speaker) for stem in stems(token))
    return any(stems(name) & theirs for name in names)


def named_among(speakers: Sequence[str], text: str) -> frozenset[str]:
    """Return the names of those speakers that a text names."""
    words = frozenset(re.findall(r"[^\W_]+", unaccented(text)))
    real = [speaker for speaker in speakers if is_real(speaker)]
    return frozenset(token for speaker in real for token in name_tokens(speaker) if stems(token) & words)
