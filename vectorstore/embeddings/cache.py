"""Vectors of passages that were embedded before, in sqlite; imports uses, the seam and errors.

Embedding is 99 % of an ingestion, so a vector is paid for once: the key is the model and the exact text. Each
batch is committed as it comes, so a killed run goes on where it stopped. What no index and no recent run needs is
dropped at the end of a run. The file may hold other tables of the writing side; the cache owns the tables
`embeddings`, `uses` and `clock`, and the file's `user_version`.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from vectorstore.embeddings import uses
from vectorstore.embeddings.seam import batch_matrices
from vectorstore.errors import Busy, DiskFull, NoPermission, StoreError
from vectorstore.layout import refuse_newer

if TYPE_CHECKING:
    from vectorstore.embeddings.seam import Embedder, Matrix

MIGRATIONS = (
    """
    CREATE TABLE IF NOT EXISTS embeddings (
        key BLOB PRIMARY KEY,  -- sha256 of model id, kind and text
        vector BLOB NOT NULL   -- float32, little-endian
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE vectors (key BLOB NOT NULL UNIQUE, vector BLOB NOT NULL);
    INSERT INTO vectors SELECT key, vector FROM embeddings ORDER BY key;
    DROP TABLE embeddings;
    ALTER TABLE vectors RENAME TO embeddings;
    """
    + uses.SCHEMA,
)
"""The script at index n brings a file from version n to n + 1; only ever add one at the end.

The second one lets the vectors have row numbers: without them sqlite took 4.6 KB for each 1.5 KB.
"""
_PAGE = 16_384
"""Bytes of a page in a new file: ten vectors fit, and in sqlite's usual 4,096 two."""
SCHEMA_VERSION = len(MIGRATIONS)
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
        self._used: set[bytes] = set()
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
        self._used.update(keys)
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
                self._used.difference_update(key for (key,) in keys)
                for table in ("embeddings", "uses"):
                    self._connection.executemany(f"DELETE FROM {table} WHERE key = ?", keys)
            # Pages in the write-ahead log would outlive the deletion.
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def end_run(self, needed: int, kept: Callable[[], Iterable[tuple[str, str]]], worth: int = uses.WORTH) -> int:
        """Count this run, and drop what no index and no recent run needs; return how many vectors that were.

        The indexes that are kept have `needed` passages, a passage that two of them have counted twice; `kept` gives
        the model's id and the text of each, and is asked only when at least `worth` vectors can go.
        """
        self._note_uses()
        dropped = 0
        with self._said_plainly():
            if uses.is_worth_it(self._connection, needed, worth):
                keys = {key_of(model_id, text) for model_id, text in kept()}
                with self._connection:
                    dropped = uses.drop(self._connection, keys)
                uses.give_back(self._connection)
            with self._connection:
                uses.go_on(self._connection)
        return dropped

    def close(self) -> None:
        """Close the file; the cache is of no use after it."""
        with suppress(StoreError):  # what is not noted is dropped earlier, and costs its embedding
            self._note_uses()
        self._connection.close()

    def __enter__(self) -> EmbeddingCache:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _prepare(self) -> None:
        """Set the pragmas, and make the table in a new file."""
        connection = self._connection
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        refuse_newer(self.path, found, SCHEMA_VERSION, "move the file away: its texts are then embedded anew")
        if not found:
            connection.execute(f"PRAGMA page_size = {_PAGE}")  # without effect once the file holds something
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        for version in range(found, SCHEMA_VERSION):
            self._migrate(version)
        if 0 < found < SCHEMA_VERSION:
            connection.execute("VACUUM")

    def _migrate(self, version: int) -> None:
        """Bring the file to the next version, whole or not at all, unless another process just did."""
        connection = self._connection
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("PRAGMA user_version").fetchone()[0] == version:
                for statement in MIGRATIONS[version].split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {version + 1}")

    def _note_uses(self) -> None:
        """Write down what this run has used so far."""
        used, self._used = self._used, set()
        if used:
            with self._said_plainly(), self._connection:
                uses.note(self._connection, self._there(used))

    def _there(self, keys: Iterable[bytes]) -> Iterator[bytes]:
        """Yield those keys that have a vector."""
        for part in _batches(keys, _ASKED):
            query = f"SELECT key FROM embeddings WHERE key IN ({_marks(part)})"
            yield from [key for (key,) in self._connection.execute(query, part)]

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
            uses.note(self._connection, fresh)

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
