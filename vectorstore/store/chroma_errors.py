"""What Chroma raises, in the project's words; knows its errors by name and so imports none of it.

a panic of its Rust side                 DamagedIndex
disk full, input/output error            DiskFull, also when Chroma hides it behind "Failed to apply logs"
read-only, permission denied             NoPermission
a vector of another length               IndexMismatch
any other ChromaError                    DamagedIndex
DuplicateIDError, and all that is not Chroma's   passed on: a caller's mistake
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vectorstore.errors import DamagedIndex, DiskFull, IndexMismatch, NoPermission, StoreError
from vectorstore.layout import plain_error

# What sqlite and the operating system say, as Chroma passes it on.
_FULL = ("disk is full", "no space left", "disk i/o error", "file too large")
_FORBIDDEN = ("readonly", "read-only", "permission denied", "unable to open database")
# Room for a thousand rows and their journal: less than this is a full disk.
_ROOM = 8 * 1024 * 1024


@contextmanager
def chroma_said_plainly(folder: Path) -> Iterator[None]:
    """Turn what Chroma raises about a folder into the project's errors."""
    try:
        yield
    except BaseException as error:
        plain = _plain(error, folder)
        if plain is None:
            raise
        raise plain from error


def _plain(error: BaseException, folder: Path) -> StoreError | None:
    """Return the project's error for what Chroma raised, None for what is to be passed on."""
    names = {kind.__name__ for kind in type(error).__mro__}
    text = str(error).strip() or type(error).__name__
    if "PanicException" not in names and ("ChromaError" not in names or "DuplicateIDError" in names):
        return None
    if _has(text, _FULL):
        return DiskFull(f"The disk that holds {folder} is full or failing. Free space, then run again.")
    if _has(text, _FORBIDDEN):
        return NoPermission(f"No permission for {folder}. Change its owner or mode, or set DATA_DIR.")
    if names & {"InvalidArgumentError", "InvalidDimensionException"} and "dimension" in text:
        return IndexMismatch(f"{folder} holds other vectors ({text}). Run python -m ingest.")
    return _hidden(text, folder) or DamagedIndex(f"{folder} does not open ({text}). Run python -m ingest.")


def _hidden(text: str, folder: Path) -> StoreError | None:
    """Return DiskFull when Chroma failed to write and there is no room behind the end of its largest file."""
    if not _has(text, ("failed to apply logs", "compaction")) or not folder.is_dir():
        return None
    largest = max((path.stat().st_size for path in folder.rglob("*") if path.is_file()), default=0)
    try:
        with tempfile.TemporaryFile(dir=folder) as scratch:
            os.posix_fallocate(scratch.fileno(), largest, _ROOM)
    except OSError as error:
        plain = plain_error(error, folder)
        return plain if isinstance(plain, DiskFull | NoPermission) else None
    return None


def _has(text: str, marks: tuple[str, ...]) -> bool:
    """Return whether one of the marks stands in the text, in any case."""
    return any(mark in text.casefold() for mark in marks)
