"""Generation folders as files: copy, measure, flush, delete; imports checksums and database."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from vectorstore.errors import DiskFull
from vectorstore.layout import Layout, said_plainly, sync_folder
from vectorstore.store.checksums import verify
from vectorstore.store.database import copy_database
from vectorstore.store.manifest import MANIFEST_FILE

_DELETE_TRIES = 5
_DELETE_WAIT_SECONDS = 0.05


def need_space(layout: Layout, needed: int, budget: int | None = None) -> None:
    """Raise DiskFull with the figures when DATA_DIR's disk has fewer than `needed` bytes free.

    With a `budget` in bytes, too, when DATA_DIR would hold more than that.
    """
    if budget is not None and (held := folder_bytes(layout.root)) + needed > budget:
        raise DiskFull(
            f"{layout.root} holds {held / 1e6:,.0f} MB, and about {needed / 1e6:,.0f} MB more are needed: that is over "
            f"the budget of {budget / 1e6:,.0f} MB. Raise INGEST_DISK_BUDGET_MB, or take documents out, then run again."
        )
    place = layout.root.absolute()
    while not place.exists():
        place = place.parent
    with said_plainly(place):
        free = shutil.disk_usage(place).free
    if free < needed:
        raise DiskFull(
            f"The disk that holds {layout.root} has {free / 1e6:,.0f} MB free and about "
            f"{needed / 1e6:,.0f} MB are needed. Free space, then run again."
        )


def folder_bytes(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    with said_plainly(folder):
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def copy_collection(source: Path, target: Path) -> None:
    """Copy a finished generation's collection (not its manifest or arrays) into an existing folder.

    The source is compared with its checksums first, so damage is never inherited.
    """
    verify(source)
    with said_plainly(target):
        for part in source.iterdir():
            if part.is_dir():
                shutil.copytree(part, target / part.name)
    copy_database(source, target)


def sync_tree(folder: Path) -> None:
    """Flush every file and folder of a tree to the disk, leaves first, then the folder that names it."""
    with said_plainly(folder):
        for place, _, files in os.walk(folder, topdown=False):
            for name in files:
                sync_folder(Path(place, name))
            sync_folder(Path(place))
        sync_folder(folder.parent)


def delete_generation(layout: Layout, name: str) -> None:
    """Delete a generation; a kill halfway leaves it unfinished, never half and finished.

    A process that is just dying may still write into it, so "not empty" is tried again.
    """
    folder = layout.generation(name)
    with said_plainly(folder):
        (folder / MANIFEST_FILE).unlink(missing_ok=True)
        for left in reversed(range(_DELETE_TRIES)):
            shutil.rmtree(folder, ignore_errors=left > 0)
            if not folder.exists():
                return
            time.sleep(_DELETE_WAIT_SECONDS)
