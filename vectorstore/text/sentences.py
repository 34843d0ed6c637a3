"""Sentences of a text as offsets; imports the list of abbreviations alone.

A wrong join costs little and a wrong cut makes a quotation that breaks off, so doubtful stops do not cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from vectorstore.text.abbreviations import (
    ABBREVIATIONS,
    CLOSING_ABBREVIATIONS,
    MONTHS,
    NUMBERED,
    OPENERS,
)

_CLOSERS = "\"'”’“»›)\\]}*_"
_STOP = re.compile(rf"(?:(?<![.!?…])[.!?…]+[{_CLOSERS}]*(?:\[\d{{1,3}}\])?(?=\s|$))|[。！？]+[」』）]?")
_WORD_BEFORE = re.compile(r"[^\s(\[\"“”„'‘’«]+$")
_WORD_AFTER = re.compile(r"[^\W_]+")
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*•–—‣▪◦][ \t]|\d{1,3}[.)][ \t]|#{1,6}[ \t]|>|\|)")
_LINE_END = re.compile(r"\r\n|[\n\r\u2028\u2029\x0b\x0c\x85]")
_BLANK_LINE = re.compile(r"(?:\r\n|[\n\r\u2028\x0b\x0c\x85])[ \t]*[\n\r\u2028\x0b\x0c\x85]|\u2029")
_REST = 80  # characters after a stop that are looked at
_TERMINATED = re.compile(rf"[.!?…。！？:;][{_CLOSERS}]*$")

_WINDOW = 25  # words; about what is said in ten seconds
_UNBROKEN = 40  # words without a stop at the end from which a text is taken for automatic captions
_TOO_LONG = 120  # words from which even a text with a stop at its end is cut


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the sentences of `text` in order, without surrounding white space, none empty.

    A paragraph, a heading and a list item end a sentence; a single line break inside a paragraph does not.
    Text without punctuation is cut into windows of about 25 words.
    """
    lowercase = not any(character.isupper() for character in text)
    found: list[tuple[int, int]] = []
    for begin, end in _blocks(text):
        for span in _stops(text, begin, end, lowercase):
            found.extend(_windows(text, *span))
    return found


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield stretches that no sentence crosses: paragraphs, headings, list items."""
    begin = line = 0
    for line_end in _LINE_END.finditer(text):
        if _ends_block(text[line : line_end.start()], text, line_end):
            yield begin, line_end.start()
            begin = line_end.end()
        line = line_end.end()
    yield begin, len(text)


def _ends_block(line: str, text: str, line_end: re.Match[str]) -> bool:
    """Return whether a line break ends the paragraph, heading or list item that `line` belongs to."""
    if _BLANK_LINE.match(text, line_end.start()) or _LIST_ITEM.match(text, line_end.end()):
        return True
    if line.lstrip().startswith("#"):
        return True
    after = text[line_end.end() : line_end.end() + 1]
    return bool(_LIST_ITEM.match(line)) and not (after.islower() or after in (" ", "\t"))


def _stops(text: str, begin: int, end: int, lowercase: bool) -> Iterator[tuple[int, int]]:
    """Yield the trimmed sentences of one block."""
    start = begin
    for stop in _STOP.finditer(text, begin, end):
        if _is_end(text, start, stop, end, lowercase):
            yield from _trimmed(text, start, stop.end())
            start = stop.end()
    yield from _trimmed(text, start, end)


def _is_end(text: str, start: int, stop: re.Match[str], end: int, lowercase: bool) -> bool:
    """Return whether the stop ends the sentence begun at `start`; `lowercase`: the text has no capitals."""
    mark = stop[0]
    rest = text[stop.end() : min(end, stop.end() + _REST)].lstrip(" \t\n\r\"'“”„‘’«([*_-–—")
    if not rest:
        return True
    small = rest[0].islower() and not lowercase
    if mark[0] in "!?。！？" or "?" in mark or "!" in mark:
        # "Really?" he said: a closing quotation mark and a small letter go on.
        return not (small and mark[-1] not in "!?。！？")
    if small:
        return False
    return mark[0] != "." or mark.startswith("..") or not _is_abbreviation(text, start, stop.start(), rest)


def _is_abbreviation(text: str, start: int, dot: int, rest: str) -> bool:
    """Return whether the dot at `dot` belongs to the word before it and `rest` goes on with the sentence."""
    found = _WORD_BEFORE.search(text, max(start, dot - 30), dot)
    if found is None:
        return False
    word = found[0].casefold()
    after = _WORD_AFTER.match(rest)
    next_word = after[0].casefold() if after else ""
    if word.isdecimal():
        numbers_item = found.start() - start < 10 and not text[start : found.start()].strip(" \t\n\r#*->")
        return numbers_item or (len(word) <= 2 and next_word in MONTHS)
    if word in ABBREVIATIONS or (word in NUMBERED and rest[0].isdecimal()):
        return True
    if word in CLOSING_ABBREVIATIONS or re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", word):
        return next_word not in OPENERS
    initial = len(word) == 1 and found[0].isupper()
    return initial and next_word not in OPENERS


def _trimmed(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the span without surrounding white space, nothing when nothing is left."""
    piece = text[begin:end]
    left = begin + len(piece) - len(piece.lstrip())
    right = begin + len(piece.rstrip())
    if left < right:
        yield left, right


def _windows(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the span whole, or in equal windows of about 25 words when it is a run without punctuation."""
    piece = text[begin:end]
    words = list(re.finditer(r"\S+", piece))
    limit = _TOO_LONG if _TERMINATED.search(piece) else _UNBROKEN
    count = round(len(words) / _WINDOW) if len(words) > limit else 1
    cuts = [len(words) * number // count for number in range(count + 1)]
    for first, last in pairwise(cuts):
        yield begin + words[first].start(), begin + words[last - 1].end()
