"""Reads plain text: lines that begin with times or speakers, or paragraphs; imports what it joins."""

from __future__ import annotations

from ingest.readers.blocks import plain_blocks
from ingest.readers.markdown import SPOKEN_CHARACTERS
from ingest.readers.prose import tell
from ingest.readers.titles import is_metadata, stated_by_heading
from ingest.transcript import Transcript
from vectorstore.records import Kind

FORMAT = "text"


def recognises(name: str, head: str) -> bool:
    """Whether this is text at all: it is asked last."""
    return bool(head.strip())


def read(name: str, text: str) -> tuple[Transcript, ...]:
    """Return the one episode of the document."""
    blocks = plain_blocks(text)
    metadata = blocks[0].lines[0] if blocks and is_metadata(blocks[0].lines[0]) else None
    stated, warnings = stated_by_heading(None, metadata)
    prose = tell(blocks, stated.link, markdown=False)
    spoken = prose.cued or any(segment.speaker for segment in prose.segments)
    long = sum(len(segment.text) for segment in prose.segments) >= SPOKEN_CHARACTERS
    kind: Kind = "transcript" if spoken or long else "summary"
    return (Transcript(FORMAT, kind, prose.segments, stated, (metadata,) if metadata else (), warnings),)
