"""Files that describe their neighbours: which describes which, and what they state.

Imports what readers make of a mapping, names and the transcript's types. A sidecar is `NAME.meta.json` or
`NAME.toml`, where NAME is a document's name with or without its extension, or `PREFIX_meta.json` beside
`PREFIX.*` and `PREFIX_*`. A `show.toml` describes its folder and the folders below it. One that cannot be
read is a warning; the document is read all the same.
"""

from __future__ import annotations

import json
import os
import tomllib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from ingest.names import looks_like_video_id
from ingest.readers.links import clean_link
from ingest.readers.mapping import stated_by_mapping
from ingest.transcript import Metadata

SHOW_FILE = "show.toml"
MAX_BYTES = 1_000_000  # a sidecar is a page of text; the largest real one seen has 712 bytes

_META, _PREFIXED, _TOML = ".meta.json", "_meta.json", ".toml"


@dataclass(frozen=True, slots=True)
class Assignment:
    """What the files of one folder are to each other, by their names.

    `of` holds the sidecars of a document, the most specific first. `orphans` can be nothing but sidecars and
    describe nothing here; a PREFIX_meta.json without such a neighbour is a document like any other. `shows`
    holds the show.toml, if there is one.
    """

    of: dict[str, tuple[str, ...]]
    documents: tuple[str, ...]
    orphans: tuple[str, ...]
    shows: tuple[str, ...]

    @property
    def sidecars(self) -> frozenset[str]:
        """All files that describe a document."""
        return frozenset(name for names in self.of.values() for name in names)


@dataclass(frozen=True, slots=True)
class Stated:
    """What one sidecar or show.toml states; `content` is its bytes, `warnings` do not name the file."""

    content: bytes = b""
    metadata: Metadata = field(default_factory=Metadata)
    zone: tzinfo | None = None
    warnings: tuple[str, ...] = ()


def is_show_file(name: str) -> bool:
    """Whether this is the name of a show's description."""
    return name.lower() == SHOW_FILE


def may_be_sidecar(name: str) -> bool:
    """Whether a file of this name is a sidecar if it has a neighbour to describe, or a show.toml."""
    return name.lower().endswith((_META, _PREFIXED, _TOML))


def is_sidecar(path: Path) -> bool:
    """Whether the file describes its neighbours, or can be nothing but a sidecar, and so is no document."""
    if not may_be_sidecar(path.name):
        return False
    try:
        found = assign(os.listdir(path.parent))
    except OSError:
        found = assign([path.name])
    return is_show_file(path.name) or path.name in found.sidecars or path.name in found.orphans


def assign(names: Sequence[str]) -> Assignment:
    """Return which sidecars describe which documents among the names of one folder's files."""
    shows = tuple(sorted(name for name in names if is_show_file(name)))
    maybe = sorted(name for name in names if may_be_sidecar(name) and not is_show_file(name))
    plain = sorted(name for name in names if not may_be_sidecar(name))
    prefixed = [name for name in maybe if name.lower().endswith(_PREFIXED)]
    whole = [name for name in maybe if name not in set(prefixed)]

    ranked: list[tuple[str, int, int, str]] = []  # document, rank of the sidecar (2), sidecar
    for sidecar in prefixed:
        described = _with_prefix(sidecar[: -len(_PREFIXED)], plain)
        ranked += [(name, 2, -len(sidecar), sidecar) for name in described]
    used = {sidecar for *_, sidecar in ranked}
    documents = sorted([*plain, *(name for name in prefixed if name not in used)])
    ranked += _with_name(whole, documents)
    used |= {sidecar for *_, sidecar in ranked}

    of: dict[str, tuple[str, ...]] = {}
    for document, _, _, sidecar in sorted(ranked):
        of[document] = (*of.get(document, ()), sidecar)
    return Assignment(of, tuple(documents), tuple(name for name in whole if name not in used), shows)


def _with_name(sidecars: Sequence[str], documents: Sequence[str]) -> list[tuple[str, int, int, str]]:
    """Return which of the sidecars name a document: with its extension (rank 0), or without (rank 1)."""
    known = set(documents)
    stems: dict[str, list[str]] = {}
    for document in documents:
        stems.setdefault(os.path.splitext(document)[0], []).append(document)
    found = []
    for sidecar in sidecars:
        named = sidecar[: -len(_META if sidecar.lower().endswith(_META) else _TOML)]
        found += [(named, 0, 0, sidecar)] if named in known else []
        found += [(document, 1, 0, sidecar) for document in stems.get(named, ()) if document != named]
    return found


def _with_prefix(prefix: str, subjects: Sequence[str]) -> list[str]:
    """Return the subjects, which are sorted, that are called PREFIX.* or PREFIX_*."""
    found = []
    for start in (f"{prefix}.", f"{prefix}_") if prefix else ():
        for subject in subjects[bisect_left(subjects, start) :]:
            if not subject.startswith(start):
                break
            found.append(subject)
    return found


def read_sidecar(path: Path, zone: tzinfo | None = None) -> Stated:
    """Return what a sidecar states; `zone` tells to which day a moment in it belongs."""
    content, values, warning = _load(path)
    if values is None:
        return Stated(content, warnings=(warning,))
    metadata, warnings = stated_by_mapping(_with_local_day(values, zone))
    video = values.get("id")
    if metadata.link is None and isinstance(video, str) and looks_like_video_id(video):
        metadata = replace(metadata, link=f"https://www.youtube.com/watch?v={video}")
    return Stated(content, metadata, zone, warnings)


def read_show(path: Path) -> Stated:
    """Return what a show.toml states: the show (its `name`, else its `title`), language, link and time zone.

    The link is the show's own page, not that of a recording.
    """
    content, values, warning = _load(path)
    if values is None:
        return Stated(content, warnings=(warning,))
    show = values.get("name") or values.get("title")
    said, _ = stated_by_mapping({"show": show, "language": values.get("language")})
    page, place = values.get("link"), values.get("timezone")
    link = clean_link(page) if isinstance(page, str) else None
    zone = _zone(place) if place else None
    odd = [f'the link "{page}" is no page on the web; it was left out'] if page and link is None else []
    odd += [f'the time zone "{place}" is not known; days are those of UTC'] if place and zone is None else []
    return Stated(content, replace(said, link=link), zone, tuple(odd))


def _with_local_day(values: dict[str, Any], zone: tzinfo | None) -> dict[str, Any]:
    """Return the values with a moment under "date" as the day that it was in the show's time zone."""
    moment = values.get("date")
    try:
        moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    except ValueError:
        return values
    if zone is None or not isinstance(moment, datetime) or moment.tzinfo is None:
        return values
    return {**values, "date": moment.astimezone(zone).date().isoformat()}


def _zone(value: Any) -> tzinfo | None:
    from zoneinfo import ZoneInfo  # most libraries name no time zone

    try:
        return ZoneInfo(value)
    except (LookupError, ValueError, TypeError, OSError):
        return None


def _load(path: Path) -> tuple[bytes, dict[str, Any] | None, str]:
    """Return a sidecar's bytes and values, or None and why there are none."""
    content = b""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            return content, None, f"is larger than a sidecar may be ({MAX_BYTES} bytes), so it is left out"
        text = content.decode("utf-8-sig")
        values = tomllib.loads(text) if path.name.lower().endswith(_TOML) else json.loads(text)
    except OSError as error:
        return content, None, f"cannot be read ({error.strerror or error}), so it is left out"
    except (ValueError, RecursionError) as error:
        return content, None, f"is malformed ({error}), so it is left out"
    if not isinstance(values, dict):
        return content, None, "is malformed (it does not hold names with values), so it is left out"
    return content, values, ""
