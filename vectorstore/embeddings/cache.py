"""Vectors of passages that were embedded before, in sqlite; imports the seam and errors.

Embedding is 99 % of an ingestion, so a vector is paid for once: the key is the model and the exact text. Each
batch is committed as it comes, so a killed run goes on where it stopped. The file may hold other tables of
the writing side; the cache owns the table `embeddings` and the file's `user_version`.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from vectorstore.embeddings.seam import batch_matrices
from vectorstore.errors import Busy, DiskFull, NoPermission, StoreError

if TYPE_CHECKING:
    from vectorstore.embeddings.seam import Embedder, Matrix

SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS embeddings (
    key BLOB PRIMARY KEY,  -- sha256 of model id, kind and text
    vector BLOB NOT NULL   -- float32, little-endian
) WITHOUT ROWID
"""
_PATIENCE = 30.0  # seconds to wait for another writer
_ASKED = 500  # keys a query; sqlite once took 999 at most

T = TypeVar("T")
Progress = Callable[[int, int], None]


class EmbeddingCache:
    """Keeps passages' vectors in one sqlite file; use it from one thread, and close it.

    All methods raise DiskFull, NoPermission, Busy or StoreError with a sentence when the file fails them.
    """

    def __init__(self, path: Path) -> None:
        """Open or make the file; its folder must exist."""
        self.path = path
        with self._said_plainly():
            self._connection = sqlite3.connect(path, timeout=_PATIENCE)
        try:
            with self._said_plainly():
                self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def embed(
        self,
        embedder: Embedder,
        texts: Sequence[str],
        progress: Progress | None = None,
        batch: int = 32,
    ) -> tuple[Matrix, int]:
        """Return the vectors of `texts` as float32 rows (n, dimensions), and how many were embedded now.

        `progress(done, total)` counts the texts to embed, from (0, total); it is not called when none are. A
        text that stands twice is embedded once. ValueError for an empty text, once its batch is reached.
        """
        keys = [key_of(embedder.model_id, text) for text in texts]
        known = self._read(keys, embedder.dimensions)
        todo = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if progress and todo:
            progress(0, len(todo))
        done, new = 0, list(todo)
        for places, vectors in batch_matrices(embedder, list(todo.values()), batch):
            fresh = {new[at]: vector.tobytes() for at, vector in zip(places, vectors, strict=True)}
            self._keep(fresh)
            known |= fresh
            done += len(places)
            if progress:
                progress(done, len(todo))
        return _matrix(keys, known, embedder.dimensions), done

    def missing(self, model_id: str, texts: Iterable[str]) -> int:
        """Return how many different texts have no vector yet; for estimates, it embeds nothing."""
        keys = {key_of(model_id, text) for text in texts}
        found = 0
        with self._said_plainly():
            for part in _batches(keys, _ASKED):
                query = f"SELECT count(*) FROM embeddings WHERE key IN ({_marks(part)})"
                found += self._connection.execute(query, part).fetchone()[0]
        return len(keys) - found

    def forget(self, texts: Iterable[str], model_id: str) -> None:
        """Delete the vectors of `texts`, so that not even their bytes remain in the file."""
        with self._said_plainly():
            with self._connection:
                keys = [(key_of(model_id, text),) for text in texts]
                self._connection.executemany("DELETE FROM embeddings WHERE key = ?", keys)
            # Pages in the write-ahead log would outlive the deletion.
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file; the cache is of no use after it."""
        self._connection.close()

    def __enter__(self) -> EmbeddingCache:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _prepare(self) -> None:
        """Set the pragmas, and make the table in a new file."""
        connection = self._connection
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found > SCHEMA_VERSION:
            raise StoreError(
                f"{self.path} was written by a newer version of this program (schema {found}, this one knows "
                f"{SCHEMA_VERSION}). Update the program, or set another DATA_DIR."
            )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        if found < SCHEMA_VERSION:
            with connection:
                connection.execute(_SCHEMA)
                connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def _read(self, keys: Iterable[bytes], dimensions: int) -> dict[bytes, bytes]:
        """Return the vectors that are there and have the right width, by key."""
        found: dict[bytes, bytes] = {}
        with self._said_plainly():
            for part in _batches(dict.fromkeys(keys), _ASKED):
                query = f"SELECT key, vector FROM embeddings WHERE key IN ({_marks(part)})"
                found.update(self._connection.execute(query, part))
        return {key: vector for key, vector in found.items() if len(vector) == 4 * dimensions}

    def _keep(self, fresh: dict[bytes, bytes]) -> None:
        with self._said_plainly(), self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO embeddings VALUES (?, ?)", fresh.items())

    @contextmanager
    def _said_plainly(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise plain_error(error, self.path) from error


def key_of(model_id: str, text: str) -> bytes:
    """Return the key of a passage's vector; two texts share it only when they are the same."""
    return hashlib.sha256(f"{model_id}\0passage\0{text}".encode("utf-8", "surrogatepass")).digest()


def plain_error(error: sqlite3.Error, path: Path) -> StoreError:
    """Return the project's error for one of sqlite's on `path`."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return DiskFull(f"The disk that holds {path} is full or failing ({error}). Free space, then run again.")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return NoPermission(f"No permission for {path} ({error}). Change its owner or mode, or set DATA_DIR.")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Busy(f"Another process is writing to {path}. Wait until it has finished, then run again.")
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return StoreError(f"{path} is damaged ({error}). Delete it and run again: its texts are embedded anew.")
    return StoreError(f"{path}: {error}")


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while part := list(islice(iterator, size)):
        yield part


def _marks(part: Sequence[object]) -> str:
    return ",".join("?" * len(part))


def _matrix(keys: Sequence[bytes], known: dict[bytes, bytes], dimensions: int) -> Matrix:
    import numpy as np

    rows = np.empty((len(keys), dimensions), dtype=np.float32)
    for row, key in zip(rows, keys, strict=True):
        row[:] = np.frombuffer(known[key], dtype="<f4")
    return rows
