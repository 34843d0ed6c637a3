"""The scoring arrays of a generation, scoring.npz: numpy without pickles; imports layout and errors."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.errors import DamagedIndex
from vectorstore.layout import said_plainly

if TYPE_CHECKING:
    import numpy as np

ARRAYS_FILE = "scoring.npz"


def save_arrays(folder: Path, arrays: Mapping[str, np.ndarray]) -> None:
    """Write the arrays; ValueError for one of objects, which only a pickle could hold."""
    import numpy as np

    for name, array in arrays.items():
        if array.dtype.hasobject:
            raise ValueError(f"array {name!r} holds Python objects; use fixed-width text or bytes")
    with said_plainly(folder / ARRAYS_FILE), (folder / ARRAYS_FILE).open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)


def load_arrays(folder: Path) -> dict[str, np.ndarray]:
    """Return the arrays; DamagedIndex when the file is missing or unreadable."""
    import numpy as np

    path = folder / ARRAYS_FILE
    try:
        with np.load(path, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile) as error:
        raise DamagedIndex(f"{path} is missing or damaged ({error}). Run python -m ingest.") from error
