"""Does a finished index open, and hold what it should? Asked in a child process; imports the store alone.

`python -m vectorstore.store.probe FOLDER` exits with 0, or with 1 and one line that says what is wrong. A
child, because damaged HNSW files can end the process that opens them: `probe` survives that and raises
DamagedIndex.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.errors import DamagedIndex, StoreError
from vectorstore.layout import Layout
from vectorstore.store.arrays import load_arrays
from vectorstore.store.checksums import verify
from vectorstore.store.database import check_database
from vectorstore.store.index import BATCH, StoredIndex
from vectorstore.store.manifest import Manifest
from vectorstore.store.pointer import read_manifest

if TYPE_CHECKING:
    import numpy as np

_PARENT = "PROBE_PARENT"
_TIMEOUT_SECONDS = 600.0
# Chroma's first call after a crash can fail once and then work.
_PASSING = "Failed to apply logs"
# Two chunks with the same text have the same vector: any of them counts as found.
_SAME = 0.9999
# An approximate index of 100,000 healthy rows passes over one row in five hundred; a torn one over many.
_PASSED_OVER = 100


def probe(folder: Path, timeout: float = _TIMEOUT_SECONDS) -> None:
    """Check a generation in a child process; DamagedIndex says what is wrong with it."""
    problem = _ask_a_child(folder, timeout)
    if problem is not None and _PASSING in problem:
        problem = _ask_a_child(folder, timeout)
    if problem is not None:
        raise DamagedIndex(f"{folder} failed its check: {problem}")


def _ask_a_child(folder: Path, timeout: float) -> str | None:
    """Return what a child process finds wrong, None when nothing."""
    home = str(Path(__file__).resolve().parents[2])
    paths = [home, *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths), _PARENT: str(os.getpid())}
    command = [sys.executable, "-m", "vectorstore.store.probe", str(folder.absolute())]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        return f"no answer within {timeout:.0f} seconds"
    if done.returncode == 0:
        return None
    lines = (done.stdout + done.stderr).strip().splitlines()
    said = lines[-1] if lines else "nothing said"
    return said if done.returncode == 1 else f"the checking process ended with {done.returncode} ({said})"


def examine(folder: Path) -> None:
    """Check a generation in this process; StoreError says what is wrong."""
    manifest = read_manifest(Layout(folder.parent), folder.name)
    verify(folder)
    check_database(folder, "integrity_check")
    check_arrays(load_arrays(folder), manifest)
    store = StoredIndex.open(folder)
    try:
        check_rows(store, manifest)
    finally:
        store.close()


def check_arrays(arrays: Mapping[str, np.ndarray], manifest: Manifest) -> None:
    """Check that the scoring arrays are as long as the index."""
    entries = len(arrays["ids"]) if "ids" in arrays else None
    if entries != manifest.rows:
        raise DamagedIndex(f"the scoring arrays hold {entries} ids and the manifest says {manifest.rows} rows")


def check_rows(store: StoredIndex, manifest: Manifest) -> None:
    """Check the number of rows, and that episodes are found by their own vectors: all but one in a hundred."""
    rows = store.count()
    if rows != manifest.rows:
        raise DamagedIndex(f"{rows} rows, and the manifest says {manifest.rows}")
    samples = _samples(store, manifest)
    for episode in _episodes_with_chunks(manifest):
        if episode not in samples:
            raise DamagedIndex(f"no row of episode {episode!r}")
    ids = list(samples.values())
    lost = [id_ for id_, vector in zip(ids, store.vectors(ids), strict=True) if not _is_found(store, id_, vector)]
    if len(lost) > len(ids) // _PASSED_OVER:
        raise DamagedIndex(f"{len(lost)} of {len(ids)} rows are not found by their own vectors, {lost[0]} among them")


def _samples(store: StoredIndex, manifest: Manifest) -> dict[str, str]:
    """Return the id of one chunk of each episode, reading no more than needed."""
    samples: dict[str, str] = {}
    wanted = list(_telling_ids(manifest))
    for first in range(0, len(wanted), BATCH):
        for id_, chunk in store.chunks(wanted[first : first + BATCH]).items():
            samples.setdefault(chunk.episode, id_)
    return samples


def _telling_ids(manifest: Manifest) -> Iterator[str]:
    """Yield the first chunk of each document of one episode, and all chunks of a document of several."""
    for document in manifest.documents:
        ids = document.chunk_ids()
        yield from ids if len(document.episodes) > 1 else ids[:1]


def _episodes_with_chunks(manifest: Manifest) -> set[str]:
    """Return the keys of the episodes that have at least one chunk by the documents' records."""
    return {key for document in manifest.documents if document.chunks for key in document.episodes}


def _is_found(store: StoredIndex, id_: str, vector: np.ndarray) -> bool:
    """Return whether a vector finds its own row, or one with the same vector."""
    hits = store.query(vector, 10)
    return any(hit == id_ or similarity >= _SAME for hit, similarity in hits)


def _die_with_parent() -> None:
    """Ask the kernel (Linux) to end this process with the one that started it, so nothing writes after a
    kill.
    """
    if sys.platform != "linux":
        return
    import ctypes
    import signal

    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.environ.get(_PARENT, str(os.getppid())) != str(os.getppid()):
        sys.exit(1)


def main(arguments: list[str]) -> int:
    """Check the folder named in the arguments; return the exit code."""
    if len(arguments) != 1:
        print("usage: python -m vectorstore.store.probe FOLDER", file=sys.stderr)
        return 2
    _die_with_parent()
    try:
        examine(Path(arguments[0]))
    except StoreError as error:
        print(" ".join(str(error).split()))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
