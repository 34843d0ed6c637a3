"""What two documents say of their episodes, compared: may they be one?

Imports names, recordings, folding and the transcript's types; ingest/episodes.py decides from it. A field
that only a file's name gives is weak and contradicts nothing that is stated; names are compared with names
alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from ingest.names import series_of
from ingest.recordings import host_of, page_of, recording_of
from ingest.transcript import Metadata, Transcript
from vectorstore.text.folding import fold

Difference = Literal["document", "number", "title", "date", "link", "name"]
_MARKERS = frozenset(("episode", "ep", "aflevering", "afl", "nr", "number", "nummer", "folge", "podcast"))


@dataclass(frozen=True, slots=True)
class Told:
    """One episode as one document tells it: the `index`th of the document's transcripts.

    `metadata` is what the transcript states laid over what its sidecars and its name say. `weak` holds the
    names of the fields that only a name gives.
    """

    document: str
    index: int
    transcript: Transcript
    metadata: Metadata
    weak: frozenset[str]

    @property
    def stated(self) -> Metadata:
        """The metadata without its weak fields."""
        kept = {name: getattr(self.metadata, name) for name in Metadata.__slots__ if name not in self.weak}
        return Metadata(**kept)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What counts when episodes are compared; titles as folded words, None for what is not stated.

    `number` may be weak, `stated_number` never is. `recording`, `page` and `host` come from a stated link;
    the front page of a site is no page of an episode.
    """

    told: Told
    show: str
    number: int | None
    stated_number: int | None
    title: tuple[str, ...] | None
    named_title: tuple[str, ...] | None
    date: str | None
    recording: str | None
    page: str | None
    host: str | None
    series: str
    folder: str

    @property
    def key(self) -> tuple[str, int]:
        """The document and the index in it, which is also the order of episodes."""
        return self.told.document, self.told.index


def weigh(told: Told) -> Evidence:
    """Return what counts of one episode as one document tells it."""
    stated, metadata = told.stated, told.metadata
    link, show = stated.link, fold(metadata.show or "")
    named = metadata.title if "title" in told.weak else None
    return Evidence(
        told=told,
        show=show,
        number=metadata.number,
        stated_number=stated.number,
        title=title_words(stated.title, show, metadata.number),
        named_title=title_words(named, show, metadata.number),
        date=stated.date,
        recording=recording_of(link) if link else None,
        page=page_of(link) if link and page_of(link) != host_of(link) else None,
        host=host_of(link) if link else None,
        series=series_of(told.document) if "number" in told.weak else "",
        folder=str(PurePosixPath(told.document).parent),
    )


def title_words(title: str | None, show: str, number: int | None) -> tuple[str, ...] | None:
    """Return a title's folded words; None when they say no more than show and number ("Python Bytes 280")."""
    words = tuple(re.findall(r"\w+", fold(title or "")))
    rest = "".join(word for word in words if word not in _MARKERS)
    for known in ("".join(re.findall(r"\w+", show)), "" if number is None else str(number)):
        rest = rest.replace(known, "", 1) if known else rest
    return words if rest.strip("0") else None


def difference(one: Evidence, other: Evidence) -> Difference | None:
    """Return what keeps two apart, None when they may be one episode.

    Two episodes of one document are two, and so are two that state different numbers in one show. The same
    recording settles everything else. Otherwise title, date or link must not contradict each other.
    """
    if one.told.document == other.told.document:
        return "document"
    numbers = {one.stated_number, other.stated_number} - {None}
    if len(numbers) > 1 and one.show == other.show:
        return "number"
    if one.recording and one.recording == other.recording:
        return None
    if one.title and other.title and not alike(one.title, other.title):
        return "title"
    if one.date and other.date and one.date != other.date:
        return "date"
    if _links_differ(one, other):
        return "link"
    return "name" if _names_differ(one, other) else None


def alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two titles are loosely the same: one holds all the words of the other in a row."""
    short, long = sorted((" ".join(one), " ".join(other)), key=len)
    return f" {short} " in f" {long} "


def same_title(one: Evidence, other: Evidence) -> bool:
    """Whether both have titles, stated or from their names, that are loosely the same."""
    mine, theirs = named(one), named(other)
    return bool(mine and theirs and alike(mine, theirs))


def named(one: Evidence) -> tuple[str, ...] | None:
    """Return the words of the title, stated or from the name."""
    return one.title or one.named_title


def _links_differ(one: Evidence, other: Evidence) -> bool:
    """Whether two links contradict each other.

    A video and the show's own page on it are two links to one episode, so links of different kinds or sites
    contradict only where neither title nor date confirms the number.
    """
    if not one.page or not other.page or one.page == other.page:
        return False
    if one.host == other.host and bool(one.recording) == bool(other.recording):
        return True
    confirmed = (one.title and other.title) or (one.date and one.date == other.date)
    return not confirmed


def _names_differ(one: Evidence, other: Evidence) -> bool:
    """Whether two numbers that come from names count different things.

    "practical-ai-12" and "the-changelog-12" are of two series. In different folders ("2023/12-a",
    "2024/12-b") the titles in the names must agree too; side by side they need not ("305-discord",
    "305-at-python-discord").
    """
    if one.series and other.series and one.series != other.series:
        return True
    both_weak = one.stated_number is None and other.stated_number is None and one.number is not None
    if not both_weak or one.number != other.number or one.folder == other.folder:
        return False
    return bool(one.named_title and other.named_title and not alike(one.named_title, other.named_title))
