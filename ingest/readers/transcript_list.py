"""Reads a transcript kept as a list in front matter (header, line, sec, time, who); imports what it joins."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from ingest.readers.cues import Cue, segments_of
from ingest.readers.inline import plain
from ingest.readers.timecode import seconds
from ingest.transcript import Segment


def segments(values: Mapping[str, Any]) -> tuple[Segment, ...]:
    """Return the segments of the list under "transcript"; none when there is no such list.

    An entry with `header` begins a section, one with `line` is said by `who` at `sec` (or `time`), until the
    next line begins.
    """
    entries = values.get("transcript")
    rows = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    cues: list[Cue] = []
    section: str | None = None
    for row in rows:
        if header := _text(row, "header"):
            section = plain(header)
        if line := _text(row, "line") or _text(row, "text"):
            who = _text(row, "who") or _text(row, "speaker")
            cues.append(Cue(_start(row), None, plain(line), who, section))
    return segments_of([_until(cue, after) for cue, after in zip_longest(cues, cues[1:])])


def _until(cue: Cue, after: Cue | None) -> Cue:
    later = after is not None and after.start is not None and cue.start is not None and after.start >= cue.start
    return Cue(cue.start, after.start if after and later else None, cue.text, cue.speaker, cue.section)


def _start(row: Mapping[str, Any]) -> float | None:
    """Return `sec`, else `time`, in seconds."""
    written = _text(row, "sec") or ""
    try:
        return float(written)
    except ValueError:
        return seconds(_text(row, "time") or written)


def _text(row: Mapping[str, Any], name: str) -> str | None:
    value = row.get(name)
    return value.strip() or None if isinstance(value, str) else None
