"""What the index holds: episodes, chunks and their spans; imports nothing of the project.

All times are seconds from the start of the recording, and None where the source holds none.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

Kind = Literal["transcript", "summary"]


@dataclass(frozen=True, slots=True)
class Episode:
    """One episode; several documents (a summary, a transcript) may belong to it.

    `key` is its identity inside one generation. `date` is YYYY-MM-DD.
    """

    key: str
    show: str
    title: str
    number: int | None = None
    date: str | None = None
    url: str | None = None
    language: str | None = None
    views: int | None = None
    license: str | None = None
    attribution: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch `text[begin:end]` of a chunk with one speaker and one time.

    Spans with the same `turn` belong to one uninterrupted turn of one speaker (or to one paragraph of a
    summary); a quotation never crosses from one turn into the next.
    """

    begin: int
    end: int
    turn: int
    speaker: str | None = None
    start: float | None = None
    stop: float | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage of one document as it is embedded and kept.

    `ordinal` counts a document's chunks from 0, so neighbours are `ordinal - 1` and `ordinal + 1`.
    `role` is "heading" for the episode's own heading lines. `speaker` is None when several speak.
    `quotable` is False when the text was put together from metadata and does not stand in the document.
    """

    document: str
    ordinal: int
    episode: str
    role: Literal["heading", "body"]
    text: str
    spans: tuple[Span, ...]
    section: str | None = None
    speaker: str | None = None
    start: float | None = None
    end: float | None = None
    language: str | None = None
    quotable: bool = True

    @property
    def id(self) -> str:
        """The chunk's id in the index."""
        return chunk_id(self.document, self.ordinal)


def chunk_id(document: str, ordinal: int) -> str:
    """Return the id of a document's chunk: 16 hex digits of the name's sha256, and the ordinal."""
    return f"{hashlib.sha256(document.encode('utf-8', 'replace')).hexdigest()[:16]}-{ordinal:05d}"


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction that is laid over a document; `field` is "word", or what it edits ("title", "speaker" ...).

    A word stands in the text as `right`, also with a capital or in capitals.
    """

    id: str
    wrong: str
    right: str
    field: str = "word"


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """What the manifest keeps of a document.

    `digest` covers everything its file brings (bytes, sidecars, show.toml, name), `corrections` are laid over that.
    `chunks` counts its chunks, `episodes` holds the keys of its episodes in order of appearance.
    """

    name: str
    digest: str
    format: str
    kind: Kind
    chunks: int
    episodes: tuple[str, ...]
    timed: bool = False
    speakers: tuple[str, ...] = ()
    language: str | None = None
    corrections: tuple[Corrected, ...] = ()

    def chunk_ids(self) -> list[str]:
        """Return the ids of all chunks of this document."""
        return [chunk_id(self.name, ordinal) for ordinal in range(self.chunks)]


@dataclass(frozen=True, slots=True)
class Note:
    """A file and what is to be said of it: a reason it was skipped, or a warning."""

    file: str
    reason: str
