"""Reads YouTube's json3 captions; imports the steps it joins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from ingest.errors import Unreadable
from ingest.readers.cues import Cue, segments_of
from ingest.readers.inline import without_tags
from ingest.readers.json_values import loads, number, rows
from ingest.transcript import Transcript

FORMAT = "youtube-json3"


def recognises(name: str, head: str) -> bool:
    """Whether the name says json3, or the text is JSON with timed events."""
    return name.lower().endswith(".json3") or ('"events"' in head and '"tStartMs"' in head)


def read(name: str, text: str) -> tuple[Transcript, ...]:
    """Return the one episode of the document.

    Events without "segs" open windows and those that hold white space alone end lines: neither is text.
    """
    events = rows(loads(text), "events")
    cues = [cue for event in events if (cue := _cue(event)).text]
    if not cues:
        raise Unreadable("the JSON holds no events with text")
    return (Transcript(FORMAT, "transcript", segments_of(_without_overlap(cues))),)


def _cue(event: Mapping[str, Any]) -> Cue:
    words = (row.get("utf8") for row in rows(event, "segs"))
    text = without_tags("".join(word for word in words if isinstance(word, str))).strip()
    start, duration = number(event, "tStartMs"), number(event, "dDurationMs")
    begin = None if start is None else start / 1000
    return Cue(begin, None if begin is None or duration is None else begin + duration / 1000, text)


def _without_overlap(cues: Sequence[Cue]) -> list[Cue]:
    """Return the cues, each ending when the next begins: a line stays on screen after it was said."""
    return [_cut(cue, after.start) for cue, after in pairwise(cues)] + [cues[-1]]


def _cut(cue: Cue, next_start: float | None) -> Cue:
    overlaps = cue.end is not None and next_start is not None and (cue.start or 0.0) < next_start < cue.end
    return Cue(cue.start, next_start, cue.text) if overlaps else cue
