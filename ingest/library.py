"""The library: which roots are ingested and which documents are kept out; imports roots and the layout.

It stands in DATA_DIR/library.json. Everything but `load_library` and `save_library` is pure, apart from
looking at the file system, so that a command which fails has changed nothing.

Roots come from four places, see `effective_roots`: EPISODES_DIR when it is set; the paths that somebody
added; DATA_DIR/inbox, always; and the shipped sample show, which stands in only while the library never had
anything of its own. It gives way at once to EPISODES_DIR, to an added path and to any file in the inbox,
and `own` remembers that, so that it never comes back: not after the last root was forgotten, not after
EPISODES_DIR was unset.

The roots of the settings can be dropped too (`--only`, `--forget`); `dropped` remembers their paths until
somebody adds them again. An exclusion moves along when a root's documents get other names.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.errors import IngestError, RootProblem
from ingest.passing import is_passed_over
from ingest.roots import INBOX, absolute, covers, highest_first, join, name_taken, parse_root
from ingest.roots import Root as Root
from ingest.sidecars import is_sidecar
from vectorstore.layout import Layout, read_json, refuse_newer, write_json

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Library:
    """What is ingested. `own` is True once the library had a root or a document of its own.

    `excluded` holds names of documents, `dropped` paths of settings' roots that somebody dropped; both
    sorted.
    """

    roots: tuple[Root, ...] = ()
    excluded: tuple[str, ...] = ()
    own: bool = False
    dropped: tuple[str, ...] = ()


def load_library(layout: Layout) -> Library:
    """Return the library of this DATA_DIR, an untouched one when there is none yet.

    Raises NewerVersion for a file that a newer version wrote, IngestError for one that does not hold a library.
    """
    value = read_json(layout.library)
    if value is None:
        return Library()
    schema = value.get("schema") if isinstance(value, dict) else None
    refuse_newer(layout.library, schema, SCHEMA)
    try:
        return _library_from(value)
    except (KeyError, TypeError, ValueError) as error:
        raise IngestError(
            f"{layout.library} does not hold a library. Restore it from a backup, or delete it."
        ) from error


def _library_from(value: Any) -> Library:
    if value["schema"] != SCHEMA:
        raise ValueError(value["schema"])
    roots = tuple(Root(str(root["name"]), Path(root["path"]), bool(root["file"])) for root in value["roots"])
    excluded, dropped = ([str(item) for item in list(value.get(key, ()))] for key in ("excluded", "dropped"))
    return Library(roots, tuple(excluded), bool(value.get("own", False)), tuple(dropped))


def save_library(layout: Layout, library: Library) -> None:
    """Write the library, whole or not at all."""
    roots = [{"name": root.name, "path": str(root.path), "file": root.file} for root in library.roots]
    lists = {"roots": roots, "excluded": list(library.excluded), "dropped": list(library.dropped)}
    write_json(layout.library, {"schema": SCHEMA, "own": library.own, **lists})


def add_paths(library: Library, paths: Sequence[str], only: bool = False, episodes_dir: Path | None = None) -> Library:
    """Return the library with each PATH or NAME=PATH as a root; with `only`, without every other root.

    Raises RootProblem, and then nothing is to be saved: a path that does not exist, a name that another
    living root has. Hidden files, editor backups and sidecars (a `show/*` holds them) are no roots; nothing
    but such is a RootProblem. With `episodes_dir`, `only` drops EPISODES_DIR too unless it is among the
    paths.
    """
    if not paths:
        return library
    given = [parse_root(path) for path in paths]
    wanted = [(root, named) for root, named in given if not (root.file and _is_no_document(root.path))]
    if not wanted:
        raise RootProblem(f"{given[0][0].path} is no document: it is hidden, a backup, or describes its neighbours.")
    known = library.roots
    if only:
        known = tuple(root for root in known if any(root.real == one.real for one, _ in wanted))
    before = [*library.roots, *_settings_root(library, episodes_dir)]
    for root, named in highest_first(wanted):
        known = join(known, root, named)
    dropped = set(library.dropped) - {str(root.real) for root, _ in wanted}
    if only and episodes_dir and not any(covers(root, _folder(episodes_dir)) for root in known):
        dropped.add(str(_folder(episodes_dir).real))
    moved = {name for old in library.excluded if (name := _moved(old, before, known))}
    return replace(
        library,
        roots=known,
        own=library.own or bool(known),
        excluded=tuple(sorted({*library.excluded, *moved})),
        dropped=tuple(sorted(dropped)),
    )


def _is_no_document(path: Path) -> bool:
    return is_passed_over(path.name, folder=False) or is_sidecar(path)


def forget(library: Library, path: str, episodes_dir: Path | None = None, sample: Path | None = None) -> Library:
    """Return the library without one root, given by path or name; of the last an empty library remains.

    With `episodes_dir` and `sample` these two can be forgotten as well. Raises RootProblem for anything
    else, also for the inbox, and names the roots there are.
    """
    added = _named(library.roots, path)
    settings = _settings_root(library, episodes_dir)
    if not (library.own or library.roots or episodes_dir or sample is None):
        settings = [_folder(sample)]
    lent = _named(settings, path)
    if not added and not lent:
        known = ", ".join(f"{root.path} ({root.name})" for root in (*library.roots, *settings))
        raise RootProblem(f"{path} is not a root of the library. Its roots are: {known or 'none'}.")
    roots = tuple(root for root in library.roots if root not in added)
    dropped = {*library.dropped, *(str(root.real) for root in lent if episodes_dir)}
    return replace(library, roots=roots, own=True, dropped=tuple(sorted(dropped)))


def _named(roots: Iterable[Root], text: str) -> list[Root]:
    """Return the roots that a path leads to (or files given of that folder), else those of that name."""
    roots, path = list(roots), absolute(text)
    places = {path, Path(os.path.realpath(path))}
    by_path = [root for root in roots if not places.isdisjoint({root.path, root.real, root.family})]
    return by_path or [root for root in roots if root.name == text]


def exclude(library: Library, document: str) -> Library:
    """Return the library that keeps a document out while its file still lies there."""
    return replace(library, excluded=tuple(sorted({*library.excluded, document})))


def restore(library: Library, document: str) -> Library:
    """Return the library that lets an excluded document in again; IngestError when it is not excluded."""
    if document not in library.excluded:
        known = ", ".join(library.excluded) or "none"
        raise IngestError(f"{document} is not excluded from the library. Excluded documents: {known}.")
    return replace(library, excluded=tuple(name for name in library.excluded if name != document))


def mark_own(library: Library) -> Library:
    """Return the library that remembers a document of its own, so that the sample show never comes back."""
    return replace(library, own=True)


def sample_stands_in(library: Library, layout: Layout, episodes_dir: Path | None) -> bool:
    """Whether the shipped sample show is all there is: nothing else was ever set, added or published."""
    return not (library.own or library.roots or episodes_dir or _holds_files(layout.inbox))


def effective_roots(library: Library, layout: Layout, episodes_dir: Path | None, sample: Path) -> tuple[Root, ...]:
    """Return what a run ingests: the added roots, EPISODES_DIR or what stands in for it, and last the inbox.

    Call it before `save_library`: RootProblem when EPISODES_DIR or the inbox clashes with an added root's
    name, and when DATA_DIR itself is a root.
    """
    roots = library.roots
    lent = (
        [_folder(sample)] if sample_stands_in(library, layout, episodes_dir) else _settings_root(library, episodes_dir)
    )
    for root in lent:
        roots = join(roots, root)
    inbox = Root(INBOX, Path(os.path.abspath(layout.inbox)), file=False)
    roots = tuple(root for root in roots if not covers(inbox, root))
    if any(root.real == inbox.real.parent for root in roots):
        raise RootProblem(f"{layout.root} is DATA_DIR, which holds the index; it cannot be a root.")
    if clash := next((root for root in roots if root.name == INBOX), None):
        raise RootProblem(name_taken(clash, inbox))
    return (*roots, inbox)


def _settings_root(library: Library, episodes_dir: Path | None) -> list[Root]:
    """Return EPISODES_DIR as a root, unless somebody dropped it."""
    root = _folder(episodes_dir) if episodes_dir else None
    return [root] if root and str(root.real) not in library.dropped else []


def _folder(path: Path) -> Root:
    """Return the root at a path of the settings; one that does not exist is taken for a folder."""
    place = absolute(str(path))
    is_file = os.path.isfile(place)
    return Root(place.parent.name if is_file else place.name, place, is_file)


def _holds_files(folder: Path) -> bool:
    """Whether any file that is not passed over lies in the folder or below it."""
    for _, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not is_passed_over(name, folder=True)]
        if any(not is_passed_over(name, folder=False) for name in files):
            return True
    return False


def _moved(document: str, before: Sequence[Root], after: Sequence[Root]) -> str | None:
    """Return the name that an excluded document has under other roots, None when it is not below one.

    Its file is looked for where its name says it lies, so that absorbing or renaming a root lets nothing in.
    """
    for root in before:
        if not document.startswith(f"{root.name}/"):
            continue
        below = document[len(root.name) + 1 :]
        file = root.family / below
        for other in after:
            if not other.file and other.family in file.parents:
                return f"{other.name}/{file.relative_to(other.family).as_posix()}"
            if other.file and other.family / other.path.name == file:
                return f"{other.name}/{other.path.name}"
    return None
