"""The files of HNSW on disk: clears what Chroma leaves in them unasked; imports layout alone.

HNSW reserves room for rows to come and writes that room to disk as it found it: whatever the process had in
that memory before, a text that was just deleted or a key, stands in data_level0.bin and length.bin. The
format is hnswlib's: a header of 100 bytes, then in other files one record of equal size a row.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

from vectorstore.layout import said_plainly

HEADER_FILE = "header.bin"
# version; level 0 offset, rows reserved, rows used, bytes a row, label and data offsets; then what is not
# needed.
_HEADER = struct.Struct("<iQQQQQQ")
_VERSION = 1
_PIECE = 1024 * 1024


def clear_reserves(folder: Path) -> None:
    """Overwrite the reserved room of a closed collection's HNSW files with zeros.

    A format that this does not know is left alone; a test on the pinned version of Chroma notices.
    """
    with said_plainly(folder):
        for header in folder.rglob(HEADER_FILE):
            for path, used, reserved in _records(header):
                if path.is_file() and path.stat().st_size == reserved:
                    _clear(path, used, reserved)


def _records(header: Path) -> list[tuple[Path, int, int]]:
    """Return the files of records beside a header, with their bytes in use and in all."""
    content = header.read_bytes()[: _HEADER.size]
    if len(content) < _HEADER.size:
        return []
    version, _, reserved, used, size, _, _ = _HEADER.unpack(content)
    if version != _VERSION or used > reserved:
        return []
    return [
        (header.with_name("data_level0.bin"), used * size, reserved * size),
        (header.with_name("length.bin"), used * 4, reserved * 4),
    ]


def _clear(path: Path, begin: int, end: int) -> None:
    """Overwrite a stretch of a file with zeros."""
    with path.open("r+b") as file:
        file.seek(begin, os.SEEK_SET)
        for place in range(begin, end, _PIECE):
            file.write(bytes(min(_PIECE, end - place)))
