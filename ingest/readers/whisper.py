"""Reads what Whisper and its relatives write as JSON; imports the steps it joins.

Segments stand under "segments" (Whisper, WhisperX, transcription services), "transcription" (whisper.cpp), or
in a bare list of text, start and duration (youtube-transcript-api). On silence Whisper writes the subtitlers'
credits that it was trained on; those are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ingest.errors import Unreadable
from ingest.readers.cues import Cue, segments_of
from ingest.readers.inline import decoded
from ingest.readers.json_values import loads, number, rows, string
from ingest.readers.mapping import stated_by_mapping
from ingest.readers.timecode import seconds
from ingest.transcript import Transcript

FORMAT = "whisper-json"
CREDIT = re.compile(
    r"amara\.org|^(?:ondertitel(?:d|ing|s)\b|subtitles? by\b|sous-titr|untertitel|subt[ií]tulos (?:por|real))"
    r"|^TV GELDERLAND \d{4}|^thanks? (?:you )?for watching[.!]*$",
    re.IGNORECASE,
)
SILENT = 0.5
"""A credit goes when Whisper itself took the stretch for silence, or says nothing of it and names Amara."""
SURELY_SILENT = 0.6
UNSURE = -1.0
"""Whisper's own rule: probably no speech, and an average log probability below this."""


def recognises(name: str, head: str) -> bool:
    """Whether this is JSON at all: it is asked after the other JSON readers."""
    return name.lower().endswith(".json") or re.match(r"\s*(?:\{|\[\s*\{)", head) is not None


def read(name: str, text: str) -> tuple[Transcript, ...]:
    """Return the one episode of the document; raise Unreadable for JSON of another shape."""
    value = loads(text)
    found = rows(value, "segments") or rows(value, "transcription") or rows({"list": value}, "list")
    spoken = [row for row in found if string(row, "text")]
    if not spoken:
        raise Unreadable("the JSON holds no segments with text (Whisper, Podcasting 2.0 and YouTube json3 are read)")
    kept = [row for row in spoken if not _is_hallucinated(row)]
    dropped = len(spoken) - len(kept)
    warnings = (f"{dropped} segment(s) that Whisper wrote on silence were dropped",) if dropped else ()
    stated, doubts = stated_by_mapping(value if isinstance(value, dict) else {})
    return (
        Transcript(
            FORMAT,
            "transcript",
            segments_of([_cue(row) for row in kept]),
            stated,
            warnings=(*warnings, *doubts),
        ),
    )


def _cue(row: Mapping[str, Any]) -> Cue:
    start, end = number(row, "start", "startTime"), number(row, "end", "endTime")
    duration = number(row, "duration", "dur")
    if end is None and start is not None and duration is not None:
        end = start + duration
    if start is None and isinstance(offsets := row.get("offsets"), dict):
        start, end = (_thousandth(number(offsets, name)) for name in ("from", "to"))
    if start is None and isinstance(stamps := row.get("timestamps"), dict):
        start, end = (seconds(string(stamps, name) or "") for name in ("from", "to"))
    return Cue(start, end, decoded(string(row, "text") or ""), string(row, "speaker"))


def _thousandth(value: float | None) -> float | None:
    return None if value is None else value / 1000


def _is_hallucinated(row: Mapping[str, Any]) -> bool:
    text, silence = string(row, "text") or "", number(row, "no_speech_prob")
    if CREDIT.search(text):
        return silence >= SILENT if silence is not None else "amara" in text.lower()
    return (silence or 0.0) > SURELY_SILENT and (number(row, "avg_logprob") or 0.0) < UNSURE
