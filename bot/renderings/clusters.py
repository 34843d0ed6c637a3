"""Where a text may be cut without breaking what the eye sees as one character; imports nothing of the project.

A careful reading of Unicode's rules for grapheme clusters (UAX 29): it may join more than they do, never less, and a
place that is cut between two emoji of a family, two halves of a flag or a letter and its accent is never offered.
"""

from __future__ import annotations

import unicodedata

JOINER = "\u200d"
_VIRAMA = 9
_PREPENDED = frozenset(
    [*map(chr, range(0x600, 0x606)), *"\u06dd\u070f\u0890\u0891\u08e2\u0d4e"]
    + [chr(n) for n in (0x110BD, 0x110CD, 0x111C2, 0x111C3, 0x1193F, 0x11941, 0x11A3A, 0x11D46, 0x11F02)]
    + [chr(n) for n in range(0x11A84, 0x11A8A)]
)
_EXTENDING = frozenset("\u200c\u200d\u0e33\u0eb3\uff9e\uff9f") | frozenset(map(chr, range(0x1F3FB, 0x1F400)))

_JAMO = (("\u1100", "\u11ff"), ("\ua960", "\ua97c"), ("\ud7b0", "\ud7fb"))


def breakable(text: str, at: int) -> bool:
    """Return whether `text` may be cut before index `at`."""
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if (before, after) == ("\r", "\n"):
        return False
    if extends(after) or before == JOINER or before in _PREPENDED:
        return False
    if is_regional(before) and is_regional(after):
        return not halves_a_flag(text, at)
    return not (joins_hangul(before, after) or joins_conjunct(text, at))


def extends(character: str) -> bool:
    """Return whether a character belongs to the one before it: accents, skin tones, selectors, tags."""
    if character in _EXTENDING or "\U000e0020" <= character <= "\U000e007f":
        return True
    return unicodedata.category(character) in ("Mn", "Mc", "Me")


def is_regional(character: str) -> bool:
    """Return whether a character is half a flag."""
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def halves_a_flag(text: str, at: int) -> bool:
    """Return whether an odd number of halves stands before `at`."""
    first = at
    while first > 0 and is_regional(text[first - 1]):
        first -= 1
    return (at - first) % 2 == 1


def joins_hangul(before: str, after: str) -> bool:
    """Return whether two characters may be parts of one Korean syllable."""
    if is_jamo(after):
        return is_jamo(before) or "\uac00" <= before <= "\ud7a3"
    return is_jamo(before) and "\uac00" <= after <= "\ud7a3"


def is_jamo(character: str) -> bool:
    """Return whether a character is a Korean letter that makes syllables with its neighbours."""
    return any(
        low <= character <= high for low, high in (("\u1100", "\u11ff"), ("\ua960", "\ua97c"), ("\ud7b0", "\ud7fb"))
    )


def joins_conjunct(text: str, at: int) -> bool:
    """Return whether an Indic virama before `at` joins two consonants."""
    if unicodedata.category(text[at]) != "Lo":
        return False
    place = at - 1
    while place >= 0 and extends(text[place]):
        if unicodedata.combining(text[place]) == _VIRAMA:
            return True
        place -= 1
    return False
