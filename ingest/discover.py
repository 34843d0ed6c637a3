"""Finds the documents of the library; imports roots, walk, sidecars, describe and the records.

Runs at each ingestion and reads every byte once, to hash it; nothing heavy may be imported here.

A document's name is its root's name, "/", and its path below the root. Its show is the one that its sidecar
states, else the nearest show.toml up to the root, else the first folder below the root, else the root's name.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.describe import Describer, Place
from ingest.passing import is_passed_over
from ingest.roots import INBOX, Root
from ingest.sidecars import Assignment, assign, is_show_file, may_be_sidecar
from ingest.transcript import Metadata
from ingest.walk import Walk, walk
from vectorstore.records import Note


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document as it lies there; it has not been read as a document yet.

    `digest` is the sha256 (hex) of its name, its bytes, its sidecars and its show.toml. `base` is what the
    sidecars state, laid over show.toml, laid over what the name says; `base.show` is always set. `weak`
    names the fields of `base` that only a name gives, and the link of a show.toml, which is the show's page
    and no recording.
    """

    name: str
    path: Path
    root: str
    digest: str
    base: Metadata
    weak: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Inventory:
    """What lies in the library, everything sorted by name.

    `lost` are roots that cannot be found or have become empty; their documents are to be kept. `lost_roots`
    are their names: a folder root's own, a file root's document. Notes of `skipped` and `warnings` name
    files in the same way as documents.
    """

    documents: tuple[FoundDocument, ...] = ()
    skipped: tuple[Note, ...] = ()
    lost: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()
    lost_roots: tuple[str, ...] = ()

    def is_lost(self, document: str) -> bool:
        """Whether a document of an earlier run lies below a lost root and so is to be kept."""
        return any(document == lost or document.startswith(f"{lost}/") for lost in self.lost_roots)


def discover(
    roots: Sequence[Root], excluded: Collection[str], max_bytes: int, data_dir: Path | None = None
) -> Inventory:
    """Return what lies below the roots.

    Files over `max_bytes` are skipped; documents in `excluded` are neither found nor skipped. With
    `data_dir`, that folder is not entered from a root above it (DATA_DIR may lie inside a show's folder).
    """
    apart = {Path(os.path.realpath(data_dir))} if data_dir else set()
    search = _Search(frozenset(excluded), max_bytes, apart)
    for root in roots:
        if root.file:
            search.file_root(root)
        else:
            search.folder_root(root)
    return search.inventory()


@dataclass(slots=True)
class _Search:
    """One run over all roots: what was asked for, and what was found."""

    excluded: frozenset[str]
    max_bytes: int
    apart: set[Path]
    describer: Describer = field(default_factory=Describer)
    documents: dict[str, FoundDocument] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    lost: dict[str, Note] = field(default_factory=dict)
    listings: dict[Path, Assignment] = field(default_factory=dict)

    def inventory(self) -> Inventory:
        """Return all that was found, sorted."""
        return Inventory(
            documents=tuple(self.documents[name] for name in sorted(self.documents)),
            skipped=tuple(Note(*pair) for pair in sorted(self.skipped.items())),
            lost=tuple(self.lost[name] for name in sorted(self.lost)),
            warnings=tuple(Note(*pair) for pair in sorted(self.describer.warnings)),
            lost_roots=tuple(sorted(self.lost)),
        )

    def folder_root(self, root: Root) -> None:
        """Find the documents of a folder; one that is gone, unreadable or empty is lost, save the inbox."""
        may_be_empty = root.name == INBOX
        try:
            found = walk(root.path, self.apart - {root.real})
        except (FileNotFoundError, NotADirectoryError):
            if not may_be_empty:
                self._lose(root, root.name, "This root cannot be found")
            return
        except OSError as error:
            self._lose(root, root.name, f"This root cannot be listed ({error.strerror or error})")
            return
        if not self._sort(root, found) and not may_be_empty:
            self._lose(root, root.name, "This root has become empty")

    def file_root(self, root: Root) -> None:
        """Find the document that a file is, with the sidecars beside it and the show.toml of its folder."""
        folder, name = root.path.parent, root.path.name
        if not os.path.isfile(root.path):
            self._lose(root, f"{root.name}/{name}", "This root cannot be found")
            return
        if folder not in self.listings:
            self.listings[folder] = assign(_listable(folder))
        assigned = self.listings[folder]
        if name not in assigned.sidecars and not is_show_file(name):
            show = assigned.shows[0] if assigned.shows else None
            self._take(Place(root.name, folder, name, assigned.of.get(name, ()), show))

    def _lose(self, root: Root, name: str, what: str) -> None:
        mend = f"Bring it back, or drop it with --forget {root.path}"
        self.lost[name] = Note(str(root.path), f"{what}; what the index holds of it is kept. {mend}")

    def _sort(self, root: Root, found: Walk) -> bool:
        """Sort what a walk found into documents and skipped files; return whether there was anything."""
        for path, reason in found.refused.items():
            self._skip(f"{root.name}/{path}", reason)
        anything = bool(found.refused)
        shows: dict[str, str] = {}
        for folder, names in _by_folder(found.files):
            assigned = assign(names)
            if assigned.shows:
                shows[folder] = folder + assigned.shows[0]
            show = _nearest(shows, folder)
            for name in assigned.orphans:
                self._skip(f"{root.name}/{folder}{name}", "a sidecar without the document that it describes")
            for name in assigned.documents:
                sidecars = tuple(folder + sidecar for sidecar in assigned.of.get(name, ()))
                self._take(Place(root.name, root.path, folder + name, sidecars, show))
            anything = anything or bool(assigned.documents or assigned.orphans)
        return anything

    def _take(self, place: Place) -> None:
        """Read and describe one document, or skip it with a reason."""
        if place.name in self.excluded:
            return
        try:
            with place.path.open("rb") as file:
                content = file.read(self.max_bytes + 1)
                size = os.fstat(file.fileno()).st_size
        except OSError as error:
            self._skip(place.name, f"the file cannot be read ({error.strerror or error})")
            return
        if len(content) > self.max_bytes:
            allowed = f"INGEST_MAX_FILE_MB allows ({self.max_bytes / 1_000_000:.3g})"
            self._skip(place.name, f"{size / 1_000_000:.3g} MB is more than {allowed}")
            return
        known = self.describer.describe(place, content)
        self.documents[place.name] = FoundDocument(
            place.name, place.path, place.root, known.digest, known.base, known.weak
        )

    def _skip(self, name: str, reason: str) -> None:
        if name not in self.excluded:
            self.skipped[name] = reason


def _listable(folder: Path) -> list[str]:
    """Return the names beside a file root; sidecars that are links out of the folder are left out."""
    try:
        names = [name for name in os.listdir(folder) if not is_passed_over(name, folder=False)]
    except OSError:
        return []  # a file may be readable in a folder that cannot be listed
    real = Path(os.path.realpath(folder))
    inside = (real in Path(os.path.realpath(folder / name)).parents for name in names)
    return [name for name, is_inside in zip(names, inside, strict=True) if is_inside or not may_be_sidecar(name)]


def _nearest(shows: Mapping[str, str], folder: str) -> str | None:
    """Return the show.toml of the folder ("a/b/"), or else of the next one above it that has one."""
    while folder not in shows and folder:
        folder = folder[: folder.rstrip("/").rfind("/") + 1]
    return shows.get(folder)


def _by_folder(files: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Return the names of files by folder ("" or "a/b/"), a folder before those below it."""
    folders: dict[str, list[str]] = {}
    for file in files:
        folder, slash, name = file.rpartition("/")
        folders.setdefault(folder + slash, []).append(name)
    return sorted(folders.items())
