"""What is known of a document before it is read: its digest, and what its neighbours and its name say of it.

Imports sidecars, names and the transcript's types. Each sidecar is read once in a run, however many documents
it describes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import tzinfo
from pathlib import Path

from ingest.names import metadata_from_name
from ingest.sidecars import Stated, read_show, read_sidecar
from ingest.transcript import Metadata


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document lies: `folder`/`below` is its path, `root`/`below` its name.

    `sidecars` and `show` (the nearest show.toml) are paths below the folder as well.
    """

    root: str
    folder: Path
    below: str
    sidecars: tuple[str, ...] = ()
    show: str | None = None

    @property
    def name(self) -> str:
        """The document's name."""
        return f"{self.root}/{self.below}"

    @property
    def path(self) -> Path:
        """The document's path."""
        return self.folder / self.below

    def default_show(self) -> str:
        """Return the show where none is stated: the first folder below the root, else the root's name."""
        first, separator, _ = self.below.partition("/")
        return first if separator else self.root


@dataclass(frozen=True, slots=True)
class Description:
    """A document's digest, the metadata laid under its own, and which fields of that are weak."""

    digest: str
    base: Metadata
    weak: frozenset[str]


@dataclass(slots=True)
class Describer:
    """Describes the documents of one run; `warnings` collects (file, sentence) about their sidecars."""

    warnings: dict[tuple[str, str], None] = field(default_factory=dict)
    _read: dict[tuple[Path, tzinfo | None], Stated] = field(default_factory=dict)

    def describe(self, place: Place, content: bytes) -> Description:
        """Return what is known of the document at `place`, which holds `content`."""
        show = self._stated(place, place.show, None) if place.show else Stated()
        sidecars = [self._stated(place, path, show.zone) for path in place.sidecars]
        parts = [(path, one.content) for path, one in zip(place.sidecars, sidecars, strict=True)]
        base, weak = _layers(place, [one.metadata for one in sidecars], show.metadata)
        digest = _digest([(place.name, content), *parts, (place.show or "", show.content)])
        return Description(digest, base, weak)

    def _stated(self, place: Place, below: str, zone: tzinfo | None) -> Stated:
        path = place.folder / below
        if (path, zone) not in self._read:
            is_show = below == place.show
            self._read[path, zone] = stated = read_show(path) if is_show else read_sidecar(path, zone)
            self.warnings.update({(f"{place.root}/{below}", sentence): None for sentence in stated.warnings})
        return self._read[path, zone]


def _layers(place: Place, sidecars: Sequence[Metadata], show: Metadata) -> tuple[Metadata, frozenset[str]]:
    """Lay sidecars over show.toml over the name; return the whole and the fields that are weak in it.

    A language in the name ("x.es.md") goes before the show's, because a translation names its own. The link
    of a show.toml is weak: it is no recording, and many documents share it.
    """
    stated = Metadata()
    for sidecar in sidecars:
        stated = stated.or_else(sidecar)
    named = metadata_from_name(place.below)
    sure = stated.or_else(replace(show, link=None, language=None if named.language else show.language))
    base = sure.or_else(named).or_else(Metadata(show=place.default_show(), link=show.link))
    weak = {one.name for one in fields(Metadata) if getattr(sure, one.name) is None}
    return base, frozenset(name for name in weak if getattr(base, name) is not None)


def _digest(parts: Sequence[tuple[str, bytes]]) -> str:
    """Return the sha256 (hex) over names and contents, each with its length, so that nothing can shift."""
    whole = hashlib.sha256()
    for name, content in parts:
        for piece in (name.encode("utf-8", "replace"), content):
            whole.update(len(piece).to_bytes(8, "big"))
            whole.update(piece)
    return whole.hexdigest()
