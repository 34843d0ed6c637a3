"""Decides which documents tell one episode, and what it is called; imports evidence and the records.

Documents are one episode when they have the same link to one recording, or when show and number agree and
nothing else that both state contradicts it. Episodes told in one document stay apart, and so do two that
state different numbers in one show. No two members of an episode may contradict each other: that is checked
before each union, in the order of the documents' names, so that the order of finding them makes no
difference.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations, count
from pathlib import PurePosixPath

from ingest.evidence import Evidence, difference, named, same_title, title_words, weigh
from ingest.evidence import Told as Told
from ingest.names import is_list_number
from ingest.recordings import host_of, recording_of
from ingest.transcript import Metadata, Transcript
from vectorstore.records import Episode, Note

MOST_PAGE_MEMBERS = 8
"""A page that more documents link to is the show's own, and joins only those with one title."""

Group = list[Evidence]


@dataclass(frozen=True, slots=True)
class Identified:
    """All episodes, in the order of their first documents; `key_of` is by (document, index)."""

    episodes: tuple[Episode, ...]
    key_of: Mapping[tuple[str, int], str]
    warnings: tuple[Note, ...]


def tell(document: str, transcripts: Sequence[Transcript], base: Metadata, weak: frozenset[str]) -> tuple[Told, ...]:
    """Return the episodes that a document tells, `base` laid under what its transcripts state.

    `weak` names the fields of `base` that only a name gives. When the document tells several episodes, its
    sidecars and its name are about all of them, so number, title, date, views and link are not laid under.
    Nor is a number that a name begins with when its words have nothing to do with the title that is stated.
    """
    if len(transcripts) > 1:
        base = replace(base, number=None, title=None, date=None, views=None, link=None)
    return tuple(_told(document, index, one, base, weak) for index, one in enumerate(transcripts))


def _told(document: str, index: int, transcript: Transcript, base: Metadata, weak: frozenset[str]) -> Told:
    metadata = transcript.stated.or_else(base)
    unsaid = frozenset(name for name in weak if getattr(transcript.stated, name) is None)
    if "number" in unsaid and "title" not in unsaid and is_list_number(document, metadata.title):
        metadata = replace(metadata, number=None)
    return Told(document, index, transcript, metadata, unsaid)


def identify(told: Sequence[Told]) -> Identified:
    """Return the episodes that the documents tell.

    Keys stay the same from run to run as long as show and number (else link, else title, else document) do.
    A warning names a document whose number another episode of its show uses too, or whose recording another
    document gives another number.
    """
    members = sorted(map(weigh, told), key=lambda one: one.key)
    disputes = _disputes(members)
    groups = _grouped(members, {one.recording for dispute in disputes for one in dispute})
    episodes: dict[str, Episode] = {}
    key_of: dict[tuple[str, int], str] = {}
    for group in groups:
        episode = _episode(group, episodes)
        episodes[episode.key] = episode
        key_of.update({one.key: episode.key for one in group})
    told_episodes = tuple(episodes.values())
    warnings = (*_numbers_used_twice(groups, told_episodes), *map(_dispute, disputes))
    return Identified(told_episodes, key_of, warnings)


def _disputes(members: Sequence[Evidence]) -> list[Group]:
    """Return the members that state a number, by show and recording, where these are several numbers."""
    numbered = [one for one in members if one.stated_number is not None]
    shared = _by(numbered, lambda one: (one.show, one.recording) if one.recording else None)
    return [together for together in shared if len({one.stated_number for one in together}) > 1]


def _grouped(members: Sequence[Evidence], disputed: Container[str | None]) -> list[Group]:
    """Return the members by episode: joined by recording first, then by number, last by page.

    A `disputed` recording, to which one show gives several numbers (a placeholder, or a link that was copied
    along), joins only members with one title.
    """
    members = [replace(one, recording=None) if one.recording in disputed else one for one in members]
    groups = {one.key: [one] for one in members}
    for together in _by(members, lambda one: one.recording):
        _join(groups, together, _may_be_one)
    for together in _by(members, lambda one: (one.show, one.number) if one.number is not None else None):
        _join(groups, together, same_title)
        _join(groups, together, _may_be_one)
    for together in _by(members, lambda one: (one.show, one.page) if one.page else None):
        is_disputed = recording_of(together[0].told.stated.link or "") in disputed
        if is_disputed or len(together) <= MOST_PAGE_MEMBERS:
            _join(groups, together, same_title)
        if not is_disputed and len(together) <= MOST_PAGE_MEMBERS:
            _join(groups, together, lambda one, other: not (named(one) and named(other)))
    unique = {id(group): group for group in groups.values()}.values()
    return sorted((sorted(group, key=lambda one: one.key) for group in unique), key=lambda group: group[0].key)


def _may_be_one(one: Evidence, other: Evidence) -> bool:
    return difference(one, other) is None


def _by(members: Iterable[Evidence], name: Callable[[Evidence], Hashable]) -> list[Group]:
    """Return the members that have the same name, which is not None, where there are at least two."""
    found: dict[Hashable, Group] = {}
    for one in members:
        if (value := name(one)) is not None:
            found.setdefault(value, []).append(one)
    return [together for together in found.values() if len(together) > 1]


def _join(groups: dict[tuple[str, int], Group], together: Group, wanted: Callable[[Evidence, Evidence], bool]) -> None:
    """Join the groups of each two that are wanted, if no member of one contradicts a member of the other."""
    for one, other in combinations(together, 2):
        mine, theirs = groups[one.key], groups[other.key]
        if mine is theirs or not wanted(one, other):
            continue
        if all(_may_be_one(left, right) for left in mine for right in theirs):
            mine += theirs
            groups.update({member.key: mine for member in theirs})


def _episode(group: Group, taken: Container[str]) -> Episode:
    """Return the episode that a group tells: what is stated before what names say, first documents first."""
    order = [one.told.stated for one in group] + [one.told.metadata for one in group]
    best = Metadata()
    for metadata in order:
        best = best.or_else(metadata)
    show, number = best.show or "", best.number
    telling = [one.title for one in order if title_words(one.title, show, number)]
    title = next(iter(telling), best.title) or _fallback_title(group[0].told, show, number)
    links = [link for one in order if (link := one.link)]
    url = next((link for link in links if host_of(link) == "youtube.com"), best.link)
    return Episode(
        key=_key(group, best, taken),
        show=show,
        title=title,
        number=number,
        date=best.date,
        url=url,
        language=best.language,
        views=best.views,
        license=best.license,
        attribution=best.attribution,
    )


def _fallback_title(told: Told, show: str, number: int | None) -> str:
    if number is not None and show:
        return f"{show} {number}"
    stem = PurePosixPath(told.document).stem
    return f"{stem} ({told.index + 1})" if told.index else stem


def _key(group: Group, best: Metadata, taken: Container[str]) -> str:
    """Return twelve hex digits that are not taken; a clash adds the first document to what is hashed."""
    first = group[0]
    place = f"document\0{first.told.document}\0{first.told.index}"
    recording = min((one.recording for one in group if one.recording), default=None)
    if best.number is not None:
        basis = f"number\0{best.number}"
    elif recording:
        basis = f"recording\0{recording}"
    else:
        basis = "title\0" + " ".join(first.title) if first.title else place
    tries = (f"{first.show}\0{basis}\0{again}" for again in chain(("", place), count()))
    keys = (hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12] for text in tries)
    return next(key for key in keys if key not in taken)


def _numbers_used_twice(groups: Sequence[Group], episodes: Sequence[Episode]) -> list[Note]:
    notes = []
    numbered: dict[tuple[str, int], Group] = {}
    for group, episode in zip(groups, episodes, strict=True):
        if episode.number is None:
            continue
        first = numbered.setdefault((group[0].show, episode.number), group)
        if first is not group:
            notes.append(Note(group[0].told.document, _used_twice(group, first, episode)))
    return notes


def _used_twice(group: Group, first: Group, episode: Episode) -> str:
    differences = (difference(one, other) for one in group for other in first)
    what = next((found for found in differences if found), "name")
    where = "this document" if what == "document" else first[0].told.document
    why = "" if what == "document" else f"their {what}s differ, so "
    number = f'number {episode.number} of "{episode.show}"'
    return f"{number} is used twice, also in {where}; {why}they are two episodes"


def _dispute(together: Group) -> Note:
    """Return one warning for a recording to which one show gives several numbers."""
    first = together[0]
    others = [one for one in together if one.stated_number != first.stated_number]
    numbers = list(dict.fromkeys(str(one.stated_number) for one in others))
    more = f" and {len(numbers) - 3} more" if len(numbers) > 3 else ""
    return Note(
        others[0].told.document,
        f"links to the same recording as {first.told.document}, which is number {first.stated_number} "
        f"and not {', '.join(numbers[:3])}{more}; they stay apart, and the link alone joins no documents",
    )
