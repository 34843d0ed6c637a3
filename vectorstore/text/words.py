"""Words of a text for lexical matching; imports folding, language and the word lists.

A compound is one token and its parts are others: "GPT-4" gives "gpt-4", "gpt" and "4", so that "GPT 4" and
"AI-systemen" meet what people type. A number is one token without its thousands separators and with a decimal
point: "54,000" and "54.000" are "54000", "3,5" is "3.5".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vectorstore.text.folding import fold
from vectorstore.text.language import language_of
from vectorstore.text.stopwords import CARRIERS as CARRIERS
from vectorstore.text.stopwords import STOP_WORDS as STOP_WORDS

_LETTERS = r"[^\W_]+(?:\+\+|#(?!\w))?"
_TOKEN = re.compile(rf"\d+(?:[.,]\d+)+(?![^\W_])|{_LETTERS}(?:['.\-_]{_LETTERS})*|(?<!\w)'[a-z](?!\w)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)+")
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_HYPHENS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "‐": "-", "‑": "-", "–": "-"})
_ALL_STOP_WORDS = frozenset[str]().union(*STOP_WORDS.values())


def tokenize(text: str) -> list[str]:
    """Return the folded words of `text` in order, each compound followed by its parts."""
    return [token for whole in _wholes(text) for token in (whole, *_parts(whole))]


def content_words(text: str, language: str | None) -> list[str]:
    """Return what a question is about: its words in order, each once, without stop words and carriers.

    Stop words are those of `language`, or of all languages when it is None or unknown. A compound of words
    gives its parts ("open-source": open, source); one with a digit or a letter in it stays whole beside its
    longer parts ("gpt-4", gpt). Where nothing but carriers is left ("What is a podcast?") they are returned.
    """
    stop = STOP_WORDS.get(language or "", _ALL_STOP_WORDS)
    wholes = [whole for whole in _wholes(text) if whole not in stop]
    words = dict.fromkeys(word for whole in wholes for word in _asked(whole) if word not in stop)
    return [word for word in words if word not in CARRIERS] or list(words)


def word_set(text: str, language: str | None = None) -> set[str]:
    """Return the words of a passage, compounds and their parts, without the stop words of its own language.

    `language` is the passage's; None means that it is recognised here (an English "war" must survive, though
    it is a stop word in German).
    """
    stop = STOP_WORDS.get(language or language_of(text) or "", frozenset())
    return {token for whole in _wholes(text) if whole not in stop for token in (whole, *_parts(whole))} - stop


def _wholes(text: str) -> Iterator[str]:
    for token in _TOKEN.findall(fold(text).translate(_HYPHENS)):
        yield _number(token) if _NUMBER.fullmatch(token) else token


def _number(token: str) -> str:
    if _THOUSANDS.fullmatch(token):
        return token.replace(",", "").replace(".", "")
    return token.replace(",", ".")


def _parts(whole: str) -> list[str]:
    """Return the parts of a compound; of "thema's" and "l'art" the longer side alone."""
    if _NUMBER.fullmatch(whole):
        return []
    if "'" in whole:
        longest = max(whole.split("'"), key=len)
        return [longest, *_parts(longest)] if longest != whole and len(longest) > 2 else []
    parts = [part for part in re.split(r"[.\-_]", whole) if part]
    return parts if len(parts) > 1 else []


def _asked(whole: str) -> list[str]:
    """Return the words a question's token stands for."""
    parts = _parts(whole)
    if not parts:
        return [whole]
    if "'" in whole:
        return _asked(parts[0])
    if "." in whole or any(len(part) == 1 or not part.isalpha() for part in parts):
        return [whole, *(part for part in parts if len(part) > 2 and part.isalpha())]
    return parts
