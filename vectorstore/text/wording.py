"""How a misheard word is found in a text, by ingestion, which puts it right, and by whoever counts it; imports folding.

A word is found whole. In small letters it is found however it is written; with a capital in it, as it stands or all in
capitals.
"""

from __future__ import annotations

import re
from functools import lru_cache

from vectorstore.text.folding import squeeze


@lru_cache(maxsize=256)
def pattern_of(wrong: str) -> re.Pattern[str]:
    """Return what finds a word: in small letters however it is written, else as it is or all in capitals."""
    body = words_of(wrong)
    if wrong == wrong.lower():
        return re.compile(rf"(?<!\w){body}(?!\w)", re.IGNORECASE)
    return re.compile(rf"(?<!\w)(?:{body}|{words_of(wrong.upper())})(?!\w)")


@lru_cache(maxsize=256)
def pattern_of_right(right: str) -> re.Pattern[str]:
    """Return what finds a word where it was put right: as it is, with a first capital, or all in capitals."""
    written = dict.fromkeys((right, right[:1].upper() + right[1:], right.upper()))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(words_of, written))})(?!\w)")


def words_of(text: str) -> str:
    """Return the expression for words in a row, whatever blanks and apostrophes are between and in them."""
    words = (re.sub("['’]", "['’]", re.escape(word)) for word in squeeze(text).split(" "))
    return r"\s+".join(words)
