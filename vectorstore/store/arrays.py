"""The scoring arrays of a generation, scoring.npz: numpy without pickles; imports layout and errors."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING

from vectorstore.errors import DamagedIndex
from vectorstore.layout import said_plainly

if TYPE_CHECKING:
    import numpy as np

ARRAYS_FILE = "scoring.npz"


def save_arrays(folder: Path, arrays: Mapping[str, np.ndarray]) -> None:
    """Write the arrays; ValueError for one of objects, which only a pickle could hold."""
    with said_plainly(folder / ARRAYS_FILE), (folder / ARRAYS_FILE).open("wb") as file:
        _write(file, arrays)


def load_arrays(folder: Path) -> dict[str, np.ndarray]:
    """Return the arrays; DamagedIndex when the file is missing or unreadable."""
    return _read(folder / ARRAYS_FILE, folder / ARRAYS_FILE)


def to_bytes(arrays: Mapping[str, np.ndarray]) -> bytes:
    """Return what `save_arrays` would write."""
    file = io.BytesIO()
    _write(file, arrays)
    return file.getvalue()


def from_bytes(content: bytes, place: str) -> dict[str, np.ndarray]:
    """Return the arrays in what `to_bytes` gave; DamagedIndex names `place` when they are none."""
    return _read(io.BytesIO(content), place)


def _write(file: IO[bytes], arrays: Mapping[str, np.ndarray]) -> None:
    """Write the arrays into an open file."""
    import numpy as np

    for name, array in arrays.items():
        if array.dtype.hasobject:
            raise ValueError(f"array {name!r} holds Python objects; use fixed-width text or bytes")
    np.savez(file, allow_pickle=False, **arrays)


def _read(source: Path | IO[bytes], place: Path | str) -> dict[str, np.ndarray]:
    """Return the arrays in a file."""
    import numpy as np

    try:
        with np.load(source, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile) as error:
        raise DamagedIndex(f"{place} is missing or damaged ({error}). Run python -m ingest.") from error
