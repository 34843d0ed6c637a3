"""Reads SRT; imports the steps it joins."""

from __future__ import annotations

import re

from ingest.readers.cues import Cue, segments_of
from ingest.readers.inline import without_tags
from ingest.readers.rolling import unrolled
from ingest.readers.subtitles import parse_subtitles
from ingest.transcript import Transcript

FORMAT = "srt"
BEGINS = re.compile(r"\A\s*(?:\d+[ \t]*\n)?[ \t]*\d+:\d+:\d+[.,]\d+[ \t]*-->")


def recognises(name: str, head: str) -> bool:
    """Whether the name says SRT, or the text begins with a numbered or bare time line."""
    return name.lower().endswith(".srt") or BEGINS.match(head) is not None


def read(name: str, text: str) -> tuple[Transcript, ...]:
    """Return the one episode of the document; a label ("Bekah: ") names the speaker until the next one."""
    found = parse_subtitles(text, names=False)
    lines = unrolled([tuple(without_tags(line) for line in cue.lines) for cue in found.cues])
    cues = [Cue(cue.start, cue.end, "\n".join(added)) for cue, added in zip(found.cues, lines, strict=True) if added]
    return (Transcript(FORMAT, "transcript", segments_of(cues), warnings=found.warnings),)
