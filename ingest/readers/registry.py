"""All readers, and the one way to read a document; imports every reader, encoding and the doctor."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, Protocol

from ingest.doctor import examine
from ingest.errors import Unreadable
from ingest.readers import (
    json3,
    markdown,
    plain,
    podcast_html,
    podcast_json,
    subrip,
    timedtext,
    webvtt,
    whisper,
)
from ingest.readers.encoding import decode, scrub
from ingest.transcript import Metadata, Segment, Transcript


class Reader(Protocol):
    """What a reader module offers."""

    def recognises(self, name: str, head: str) -> bool:
        """Whether this reader is for a document of that name whose text begins with `head`."""

    def read(self, name: str, text: str) -> tuple[Transcript, ...]:
        """Return a transcript for each episode in the text; raise Unreadable for what it cannot read."""


READERS: tuple[Reader, ...] = (
    json3,
    podcast_json,
    whisper,
    timedtext,
    podcast_html,
    webvtt,
    subrip,
    markdown,
    plain,
)
"""Asked in this order; the first that recognises a document reads it."""

HEAD = 65536
"""Characters that a reader sees before it says whether a document is its own."""

REFUSED = {
    **dict.fromkeys((".docx", ".doc", ".odt", ".rtf", ".pages"), "a word processor's document; save it as text"),
    **dict.fromkeys((".pdf", ".epub"), "a PDF or e-book; save it as text"),
    **dict.fromkeys((".mp3", ".m4a", ".wav", ".ogg", ".opus", ".flac", ".aac"), "a recording; add its transcript"),
    **dict.fromkeys((".mp4", ".mkv", ".webm", ".mov"), "a recording; add its transcript"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"), "a picture"),
    **dict.fromkeys((".zip", ".gz", ".tar", ".7z", ".bz2", ".xz"), "an archive; unpack it"),
    **dict.fromkeys((".xlsx", ".xls", ".ods", ".csv", ".tsv", ".pptx", ".ppt"), "a table or slides"),
    **dict.fromkeys((".py", ".sh", ".js", ".ts", ".css", ".bat", ".rb", ".go", ".rs", ".c", ".java"), "a program"),
    **dict.fromkeys((".toml", ".ini", ".cfg", ".yaml", ".yml", ".lock", ".sqlite", ".db"), "settings or data"),
    **dict.fromkeys(
        (".ass", ".ssa", ".sbv", ".lrc", ".sub"), "a subtitle format that is not read; convert it to WebVTT"
    ),
}
"""Endings that no reader is for, with what such a file is."""


def read_document(name: str, data: bytes) -> tuple[Transcript, ...]:
    """Return a transcript for each episode in a document, times examined and nothing unsound in its text.

    `name` is the document's name with its ending. Raises Unreadable, with a reason for people, for what is
    empty, binary, malformed or of a format that is not read; what was odd but readable is in the warnings.
    """
    text, notes = decode(data)
    try:
        return _read(name, text, notes)
    except Unreadable as error:
        raise Unreadable("; ".join((str(error), *notes))) from error


def _read(name: str, text: str, notes: tuple[str, ...]) -> tuple[Transcript, ...]:
    if what := REFUSED.get(PurePosixPath(name.lower()).suffix):
        raise Unreadable(f"the file is {what}")
    if not text.strip():
        raise Unreadable("the file is empty")
    head = text[:HEAD]
    reader = next(reader for reader in READERS if reader.recognises(name, head))
    transcripts = [_scrubbed(transcript) for transcript in reader.read(name, text)]
    told = [transcript for transcript in transcripts if transcript.segments or transcript.heading]
    if not told:
        raise Unreadable("the file holds no text that was said or written")
    noted = replace(told[0], warnings=(*notes, *told[0].warnings))
    return tuple(examine(transcript) for transcript in (noted, *told[1:]))


def _scrubbed(transcript: Transcript) -> Transcript:
    """Return the transcript without empty segments, NULs and lone surrogates, which escapes bring in."""
    segments = (_scrubbed_segment(segment) for segment in transcript.segments)
    return replace(
        transcript,
        segments=tuple(segment for segment in segments if segment.text),
        stated=_scrubbed_metadata(transcript.stated),
        heading=tuple(scrub(line) for line in transcript.heading),
    )


def _scrubbed_metadata(stated: Metadata) -> Metadata:
    names = ("title", "link", "show", "language", "license", "attribution")
    clean: dict[str, Any] = {name: scrub(value) for name in names if (value := getattr(stated, name))}
    return replace(stated, **clean)


def _scrubbed_segment(segment: Segment) -> Segment:
    return replace(
        segment,
        text=scrub(segment.text).strip(),
        section=scrub(segment.section) if segment.section else None,
        speaker=scrub(segment.speaker) if segment.speaker else None,
    )
