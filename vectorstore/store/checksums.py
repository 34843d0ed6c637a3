"""Checksums of a generation's files, so that damage is found before Chroma loads it; imports layout and
errors.

A damaged HNSW file can end the process with SIGSEGV or give wrong hits without an error, so it must not be
opened to find out. Reading it once costs about a millisecond a megabyte. The sqlite database changes a few
bytes whenever anybody opens it (Chroma tries its write lock), so of that file only the smallest size is kept;
its pages are checked by `database.check_database`, and at question time by sqlite itself.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vectorstore.errors import DamagedIndex
from vectorstore.layout import plain_error, said_plainly, write_json
from vectorstore.store.index import DATABASE

CHECKSUMS_FILE = "checksums.json"
_PIECE = 4 * 1024 * 1024


def write_checksums(folder: Path) -> None:
    """Write down size and CRC-32 of each file of a closed generation."""
    with said_plainly(folder):
        sums = {name: [path.stat().st_size, _crc(path)] for name, path in _files(folder)}
        least = (folder / DATABASE).stat().st_size
    write_json(folder / CHECKSUMS_FILE, {"files": sums, "database": least})


def verify(folder: Path) -> None:
    """Compare a generation's files with their checksums; DamagedIndex names the first that differs."""
    expected = _expected(folder)
    try:
        if (folder / DATABASE).stat().st_size < expected["database"]:
            raise DamagedIndex(f"{folder / DATABASE} has been cut short. Run python -m ingest.")
        for name, (size, crc) in expected["files"].items():
            path = folder / name
            if path.stat().st_size != size or _crc(path) != crc:
                raise DamagedIndex(f"{path} is damaged. Run python -m ingest.")
    except PermissionError as error:
        raise plain_error(error, folder) from error
    except OSError as error:
        raise DamagedIndex(f"{error.filename or folder}: {error.strerror}. Run python -m ingest.") from error


def _expected(folder: Path) -> dict[str, Any]:
    """Return the checked content of the checksum file."""
    path = folder / CHECKSUMS_FILE
    try:
        value = json.loads(path.read_bytes())
        return {
            "files": {str(k): (int(s), int(c)) for k, (s, c) in value["files"].items()},
            "database": int(value["database"]),
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DamagedIndex(f"{path} is missing or unreadable. Run python -m ingest.") from error


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files that nobody changes once a generation is closed, by their names in the folder."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(DATABASE) and name != CHECKSUMS_FILE:
            yield name, path


def _crc(path: Path) -> int:
    """Return the CRC-32 of a file."""
    crc = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            crc = zlib.crc32(piece, crc)
    return crc
