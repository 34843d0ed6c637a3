"""Reads the JSON transcripts of Podcasting 2.0; imports the steps it joins.

Their segments are often single words; those are joined into phrases, which end with a sentence, a speaker, a
silence or a length.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from ingest.errors import Unreadable
from ingest.readers.cues import Cue, segments_of
from ingest.readers.inline import without_tags
from ingest.readers.json_values import loads, number, rows, string
from ingest.readers.mapping import stated_by_mapping
from ingest.transcript import Transcript

FORMAT = "podcast-json"
WORD_SIZED = 2
"""Segments of two words or fewer in the middle of the file are joined."""
LONGEST_PHRASE = 200
SILENCE = 2.0
"""Seconds between two words that end a phrase."""


def recognises(name: str, head: str) -> bool:
    """Whether the text is JSON with segments that have a startTime."""
    return head.lstrip().startswith("{") and '"startTime"' in head and '"body"' in head


def read(name: str, text: str) -> tuple[Transcript, ...]:
    """Return the one episode of the document."""
    value = loads(text)
    cues = [_cue(row) for row in rows(value, "segments") if string(row, "body")]
    if not cues:
        raise Unreadable("the JSON holds no segments with a body")
    if median(len(cue.text.split()) for cue in cues) <= WORD_SIZED:
        cues = _phrases(cues)
    stated, doubts = stated_by_mapping(value)
    return (Transcript(FORMAT, "transcript", segments_of(cues), stated, warnings=doubts),)


def _cue(row: Mapping[str, Any]) -> Cue:
    text = without_tags(string(row, "body") or "")
    return Cue(number(row, "startTime"), number(row, "endTime"), text, string(row, "speaker"))


def _phrases(words: Sequence[Cue]) -> list[Cue]:
    phrases: list[Cue] = []
    for word in words:
        if phrases and _goes_on(phrases[-1], word):
            last = phrases[-1]
            blank = "" if word.text[0] in ",.!?;:…" else " "
            phrases[-1] = Cue(last.start, word.end or last.end, f"{last.text}{blank}{word.text}", last.speaker)
        else:
            phrases.append(word)
    return phrases


def _goes_on(phrase: Cue, word: Cue) -> bool:
    """Whether `word` belongs to the phrase before it."""
    if phrase.speaker != word.speaker or len(phrase.text) + len(word.text) > LONGEST_PHRASE:
        return False
    if word.text[0] not in ",.!?;:…" and phrase.text.rstrip("\"'”’)").endswith((".", "!", "?", "…")):
        return False
    return phrase.end is None or word.start is None or word.start - phrase.end <= SILENCE
