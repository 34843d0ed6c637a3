"""What can be wrong with an installation and how to mend it, one function a cause; imports the store alone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vectorstore.errors import DamagedIndex, IndexMismatch, NoPermission, StoreError
from vectorstore.layout import Layout, Server, read_json
from vectorstore.store.manifest import Manifest
from vectorstore.store.seam import open_store

LEAST_FREE = 200_000_000
"""Bytes; a first ingestion of a small show takes about this with its caches and the copy it builds."""
COPIES = 3
"""Generations that must fit beside the published one: a copy being built, its log, and one kept for rollback."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and what to do about it."""

    what: str
    mend: str


NO_INDEX = Problem("Nothing has been ingested yet.", "Run `python -m ingest PATH` with your episodes.")


def of_folder(layout: Layout) -> Iterator[Problem]:
    """Yield what is wrong with DATA_DIR itself; a folder that is not there yet is made by the first ingestion."""
    place = existing(layout.root)
    if not place.is_dir():
        yield Problem(f"DATA_DIR is {layout.root}, and {place} is not a folder.", "Set DATA_DIR to another folder.")
    elif not os.access(place, os.W_OK | os.X_OK):
        yield Problem(
            f"DATA_DIR is not writable: {place} denies it.", "Change its owner or mode, or set DATA_DIR to a folder."
        )


def of_trouble(error: StoreError, layout: Layout, previous: str | None) -> Iterator[Problem]:
    """Yield what an error says that kept the index from being read."""
    if layout.server is not None and not isinstance(error, IndexMismatch):
        yield of_server(error, layout.server)
    elif isinstance(error, NoPermission):
        yield Problem(without_advice(error), f"Give this user access to {layout.root}, or set DATA_DIR.")
    elif isinstance(error, IndexMismatch):
        yield Problem(without_advice(error), "Upgrade this installation, or build anew with `python -m ingest --full`.")
    elif previous is None and not layout.generations():
        yield Problem(without_advice(error), f"Delete {layout.current}, then run `python -m ingest`.")
    else:
        yield damaged(error, previous)


def of_index(layout: Layout, manifest: Manifest, model: str, previous: str | None) -> Iterator[Problem]:
    """Yield what is wrong with a generation whose manifest can be read; it is opened in a child process."""
    if manifest.embedder != model:
        yield Problem(
            f"The index was built with {manifest.embedder}, and {model} is configured.",
            "Set EMBEDDINGS and EMBED_MODEL back, or run `python -m ingest` to build it with the new model.",
        )
    try:
        open_store(layout).examine(manifest.generation)
        complete(layout, manifest)
    except IndexMismatch as error:
        yield Problem(str(error), "Run `python -m ingest --full`.")
    except DamagedIndex as error:
        yield damaged(error, previous)
    if not manifest.rows:
        yield Problem("The index holds no passages.", "Run `python -m ingest PATH` with your episodes.")


def complete(layout: Layout, manifest: Manifest) -> None:
    """Raise IndexMismatch when a whole generation lacks what ranking reads: another version's recipe built it."""
    from vectorstore.retrieval.scoring import Scoring

    try:
        Scoring(open_store(layout).arrays(manifest.generation), manifest.documents, manifest.episodes)
    except KeyError as error:
        raise IndexMismatch(
            f"The index was built with the recipe {manifest.recipe} of another version: it has no {error}."
        ) from error


def of_server(error: StoreError, server: Server) -> Problem:
    """Return the problem of a shared store that cannot be read."""
    what, _, mend = str(error).partition(". ")
    return Problem(f"{what}.", mend or f"Look after the Chroma server at {server.url}.")


def damaged(error: StoreError, previous: str | None) -> Problem:
    """Return the problem of a generation that does not open."""
    until = f" Until then {previous} answers." if previous else ""
    return Problem(without_advice(error), f"Run `python -m ingest --full`; vectors come from the cache.{until}")


def without_package(sentence: str) -> Problem:
    """Return what is wrong when the package of the model's provider is not installed."""
    what, _, mend = sentence.partition(". ")
    return Problem(f"{what}.", mend)


def pinned(generation: str) -> Problem:
    """Return the problem of an index that stays behind on purpose."""
    return Problem(
        f"{generation} is pinned since a rollback: scheduled ingestions leave it as it is.",
        "Run `python -m ingest` by hand when the cause of the rollback is mended.",
    )


def of_library(layout: Layout) -> Iterator[Problem]:
    """Yield the roots of the library that are gone, or that library.json cannot be read."""
    try:
        library = read_json(layout.library)
        lost = [path for path in paths_of(library) if not path.exists()]
    except StoreError as error:
        yield Problem(str(error), f"Restore {layout.library} from a backup, or delete it and add your folders again.")
        return
    except (KeyError, TypeError, ValueError, AttributeError):
        yield Problem(
            f"{layout.library} does not hold a library.", "Restore it from a backup, or delete it and add again."
        )
        return
    for path in lost:
        yield Problem(
            f"{path} is part of the library and cannot be found. What was read from it is still answered from.",
            f"Mount or restore it, or drop it with `python -m ingest --forget {path}`.",
        )


def paths_of(library: Any) -> list[Path]:
    """Return the paths of the roots in library.json; raises like indexing for anything that is no library."""
    return [] if library is None else [Path(root["path"]) for root in library["roots"]]


def of_settings(layout: Layout, manifest: Manifest | None) -> Iterator[Problem]:
    """Yield the servers whose moderators have chosen shows that the index does not hold; it only looks."""
    from bot.house_rules import DAMAGES, held

    try:
        value = read_json(layout.settings_file)
        guilds = {} if value is None else held(layout.settings_file, value)
    except StoreError as error:
        yield Problem(str(error), f"Restore {layout.settings_file} from a backup, or move it away and set it again.")
        return
    except DAMAGES as error:
        yield Problem(
            f"{layout.settings_file} does not hold settings ({error}).",
            "Restore it from a backup. The bot moves it aside at its next start, and then nothing is set any more.",
        )
        return
    known = {episode.show for episode in manifest.episodes} if manifest else set()
    for guild, values in guilds.items() if manifest else ():
        chosen: Any = values.get("shows") or ()
        missing = [show for show in chosen if show not in known]
        if missing:
            yield unknown_shows(guild, missing, len(missing) == len(chosen))


def unknown_shows(guild: int | None, missing: list[Any], all_of_them: bool) -> Problem:
    """Return the problem of a server that has chosen shows which the index does not hold."""
    names = ", ".join(f"“{show}”" for show in missing)
    so = " Of the shows that it chose none is there, so it answers nothing there." if all_of_them else ""
    return Problem(
        f"The moderators of server {guild} chose shows that are not in the index: {names}.{so}",
        "Ingest them under these very names, or let the moderators choose again in `/library settings`.",
    )


def of_disk(layout: Layout, manifest: Manifest | None) -> Iterator[Problem]:
    """Yield that the disk has less room than the next ingestion may need."""
    from vectorstore.store.folders import folder_bytes

    try:
        size = folder_bytes(layout.generation(manifest.generation)) if manifest and layout.server is None else 0
        free = shutil.disk_usage(existing(layout.root)).free
    except (OSError, StoreError):
        return
    needed = max(LEAST_FREE, COPIES * size)
    if free < needed:
        yield Problem(
            f"The disk of {layout.root} has {free / 1e6:,.0f} MB free; an ingestion may need {needed / 1e6:,.0f} MB.",
            "Free space, or set DATA_DIR to a folder on another disk.",
        )


def existing(path: Path) -> Path:
    """Return the path, or the nearest place above it that exists."""
    place = path.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    return place


def without_advice(error: StoreError) -> str:
    """Return an error's sentence without its closing advice, which `mend` gives better."""
    return str(error).replace(" Run python -m ingest.", "").replace(" Then run python -m ingest.", "").strip()
