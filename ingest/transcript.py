"""What a reader makes of a document: a Transcript for each episode in it; imports records alone.

Text is what was said or written: without markup, times, cue settings or speaker labels, entities decoded.
Times are seconds, None where the source holds none.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from vectorstore.records import Kind


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text with one speaker: a cue, a paragraph, a list item.

    Segments that share `turn` belong to one turn of one speaker. A reader that knows no speakers gives each
    paragraph its own turn, and lets cues that run on share one.
    """

    text: str
    turn: int = 0
    section: str | None = None
    speaker: str | None = None
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a source states of an episode; None is "not stated". `date` is YYYY-MM-DD, `views` a count."""

    number: int | None = None
    title: str | None = None
    date: str | None = None
    views: int | None = None
    link: str | None = None
    show: str | None = None
    language: str | None = None
    license: str | None = None
    attribution: str | None = None
    kind: Kind | None = None

    def or_else(self, other: Metadata) -> Metadata:
        """Return this metadata with what it does not state taken from `other`."""
        missing = {name: getattr(other, name) for name in self.__slots__ if getattr(self, name) is None}
        return replace(self, **missing)


@dataclass(frozen=True, slots=True)
class Transcript:
    """One episode as one document tells it.

    `heading` holds the episode's heading lines as they stand in the document (title line without its "#",
    "Views: ..." line), empty where it has none. `warnings` are sentences without the file's name.
    `stated` is what the document's body and front matter say; sidecars and file names are laid under it later.
    """

    format: str
    kind: Kind
    segments: tuple[Segment, ...]
    stated: Metadata = field(default_factory=Metadata)
    heading: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def timed(self) -> bool:
        """Whether any segment holds a time."""
        return any(segment.start is not None for segment in self.segments)

    @property
    def speakers(self) -> tuple[str, ...]:
        """The speakers' names in order of appearance."""
        return tuple(dict.fromkeys(segment.speaker for segment in self.segments if segment.speaker))


FrontMatter = dict[str, Any]
