"""Reads WebVTT, with voices, tags, notes and YouTube's rolling captions; imports the steps it joins."""

from __future__ import annotations

import re

from ingest.readers.cues import Cue, segments_of
from ingest.readers.inline import without_tags
from ingest.readers.rolling import unrolled
from ingest.readers.subtitles import RawCue, parse_subtitles
from ingest.transcript import Metadata, Transcript

FORMAT = "webvtt"
VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>]+)>")
HEADER_LANGUAGE = re.compile(r"^language:\s*([A-Za-z]{2,3})\b", re.IGNORECASE | re.MULTILINE)


def recognises(name: str, head: str) -> bool:
    """Whether the name or the first line says WebVTT."""
    return name.lower().endswith(".vtt") or head.lstrip().startswith("WEBVTT")


def read(name: str, text: str) -> tuple[Transcript, ...]:
    """Return the one episode of the document."""
    found = parse_subtitles(text, names=True)
    voiced = any(VOICE.search(line) for cue in found.cues for line in cue.lines)
    cues = [part for cue in found.cues for part in _voices(cue)] if voiced else _plain(found.cues)
    header = HEADER_LANGUAGE.search(text.split("-->", 1)[0])
    stated = Metadata(language=header[1].lower() if header else None)
    return (Transcript(FORMAT, "transcript", segments_of(cues), stated, warnings=found.warnings),)


def _plain(cues: tuple[RawCue, ...]) -> list[Cue]:
    lines = unrolled([tuple(without_tags(line) for line in cue.lines) for cue in cues])
    return [Cue(cue.start, cue.end, "\n".join(added)) for cue, added in zip(cues, lines, strict=True) if added]


def _voices(cue: RawCue) -> list[Cue]:
    """Return a cue for each voice in `cue`; what stands before the first voice has none."""
    parts = VOICE.split("\n".join(cue.lines))
    named = zip([None, *parts[1::2]], parts[0::2], strict=True)
    return [
        Cue(cue.start, cue.end, spoken, " ".join(without_tags(voice).split()) if voice else None)
        for voice, text in named
        if (spoken := without_tags(text).strip())
    ]
