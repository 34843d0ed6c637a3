"""One generation's Chroma collection, opened for reading or for building; imports chromadb, rows, records,
errors.

chromadb is imported inside the methods that need it (it costs a second). Readers never create anything:
Chroma makes a folder and a database for any path it is given, so what is missing is said before Chroma sees
the path. A StoredIndex is safe for many reading threads; adding and removing is for one thread of the
building process.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vectorstore.errors import DamagedIndex, StoreError
from vectorstore.records import Chunk, Episode
from vectorstore.store.chroma_errors import chroma_said_plainly
from vectorstore.store.quick_import import unchecked_overrides
from vectorstore.store.rows import chunk_of, metadata_of

if TYPE_CHECKING:
    import numpy as np

COLLECTION = "chunks"
DATABASE = "chroma.sqlite3"
# More than 5,461 rows in one call raise; a thousand keep a call below a second.
BATCH = 1_000
# recall@10 on 100,000 rows for real questions: .975 with half of these, .997 with these, for 1.5 to 3 ms more a query
# and twice the time of building (docs/decisions/0009-speed.md).
HNSW = {"space": "cosine", "max_neighbors": 48, "ef_construction": 400, "ef_search": 400}
# Chroma's own default: HNSW is written to disk once for this many rows.
_SYNC_THRESHOLD = 1_000

# Chroma keeps one client a path in a table of the process, and fills that table without a lock.
_TABLE = threading.Lock()


class StoredIndex:
    """The rows and vectors of one generation. `place` is where they lie, for sentences."""

    batch = BATCH

    def __init__(self, place: Path | str, client: Any, collection: Any) -> None:
        self.place = place
        self._client = client
        self._rows = collection

    @property
    def folder(self) -> Path:
        """Where the collection of a folder lies."""
        return Path(self.place)

    @classmethod
    def open(cls, folder: Path) -> StoredIndex:
        """Open an existing collection; DamagedIndex when there is none or it does not open."""
        if not (folder / DATABASE).is_file():
            raise DamagedIndex(f"{folder / DATABASE} is missing. Run python -m ingest.")
        with _TABLE, chroma_said_plainly(folder):
            client = _client(folder)
            try:
                return cls(folder, client, client.get_collection(COLLECTION, embedding_function=None))
            except BaseException:
                client.close()
                raise

    @classmethod
    def create(cls, folder: Path) -> StoredIndex:
        """Make an empty collection in a folder that holds none yet."""
        with _TABLE, chroma_said_plainly(folder):
            client = _client(folder)
            try:
                rows = client.create_collection(COLLECTION, embedding_function=None, schema=_schema())
            except BaseException:
                client.close()
                raise
            return cls(folder, client, rows)

    def add(self, chunks: Sequence[Chunk], episodes: Mapping[str, Episode], vectors: np.ndarray) -> None:
        """Add new rows; `vectors` is (n, d) float32 in the order of the chunks, `episodes` holds their
        episodes.

        An id that is already there must have been removed before: Chroma passes over it without a word.
        """
        if len(chunks) != len(vectors):
            raise ValueError(f"{len(chunks)} chunks and {len(vectors)} vectors")
        for first in range(0, len(chunks), self.batch):
            batch = chunks[first : first + self.batch]
            with self._said_plainly():
                self._collection().add(
                    ids=[chunk.id for chunk in batch],
                    embeddings=vectors[first : first + self.batch],
                    documents=[chunk.text for chunk in batch],
                    metadatas=[metadata_of(chunk, episodes[chunk.episode]) for chunk in batch],
                )

    def remove(self, ids: Iterable[str]) -> None:
        """Remove rows; ids that are not there are passed over."""
        for batch in batches(dict.fromkeys(ids), self.batch):
            with self._said_plainly():
                self._collection().delete(ids=batch)

    def count(self) -> int:
        """Return the number of rows."""
        with self._said_plainly():
            return int(self._collection().count())

    def query(self, vector: np.ndarray, limit: int) -> list[tuple[str, float]]:
        """Return up to `limit` ids with their cosine similarity to `vector` (d,), best first."""
        with self._said_plainly():
            found = self._collection().query(query_embeddings=[vector], n_results=limit, include=["distances"])
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [(id_, min(1.0, 1.0 - float(distance))) for id_, distance in pairs]

    def ids(self) -> list[str]:
        """Return all ids, sorted: documents together, their chunks in order."""
        with self._said_plainly():
            return sorted(self._collection().get(include=[])["ids"])

    def chunks(self, ids: Iterable[str]) -> dict[str, Chunk]:
        """Return the chunks with these ids, in the order asked; ids that are not there are left out."""
        wanted = list(ids)
        found: dict[str, Chunk] = {}
        for batch in batches(dict.fromkeys(wanted), self.batch):
            rows = self._get(batch, ["documents", "metadatas"])
            found.update(self._decoded(rows))
        return {id_: found[id_] for id_ in wanted if id_ in found}

    def vectors(self, ids: Iterable[str]) -> np.ndarray:
        """Return the vectors (n, d) float32 in the order asked; DamagedIndex when one is missing."""
        import numpy as np

        wanted = list(ids)
        found: dict[str, np.ndarray] = {}
        for batch in batches(dict.fromkeys(wanted), self.batch):
            rows = self._get(batch, ["embeddings"])
            found.update(zip(rows["ids"], rows["embeddings"], strict=True))
        missing = [id_ for id_ in wanted if id_ not in found]
        if missing:
            raise DamagedIndex(f"{self.place}: no vector for {missing[0]}. Run python -m ingest.")
        ordered = [found[id_] for id_ in wanted]
        return np.asarray(ordered, dtype=np.float32) if ordered else np.empty((0, 0), dtype=np.float32)

    def scan(self, batch: int = 500) -> Iterator[tuple[list[Chunk], np.ndarray]]:
        """Yield all chunks with their vectors (n, d), `batch` at a time, sorted by id."""
        for ids in batches(self.ids(), batch):
            chunks = self.chunks(ids)
            if len(chunks) != len(ids):
                raise DamagedIndex(f"{self.place}: a row is missing its text. Run python -m ingest.")
            yield list(chunks.values()), self.vectors(ids)

    @classmethod
    def settle(cls, folder: Path) -> None:
        """Write every row that Chroma still holds in its log into HNSW; nobody may have the folder open.

        Chroma leaves up to 999 rows there, which every process replays at its first query (0.4 s for 900
        rows). A lower threshold makes a client that has just been opened write them; then it goes back, for
        whoever builds on this folder.
        """
        store = cls.open(folder)
        try:
            with chroma_said_plainly(folder):
                rows = store._collection()
                rows.modify(configuration={"hnsw": {"sync_threshold": 2}})
                rows.count()
                rows.modify(configuration={"hnsw": {"sync_threshold": _SYNC_THRESHOLD}})
        finally:
            store.close()

    def close(self) -> None:
        """Let go of the files and the memory; safe to call twice."""
        client, self._client, self._rows = self._client, None, None
        if client is not None:
            with _TABLE:
                client.close()

    def _said_plainly(self) -> AbstractContextManager[None]:
        """Turn what Chroma raises into the project's errors."""
        return chroma_said_plainly(self.folder)

    def _collection(self) -> Any:
        """Return the open collection."""
        if self._rows is None:
            raise StoreError(f"{self.place} has been closed.")
        return self._rows

    def _get(self, ids: list[str], include: list[str]) -> Any:
        """Return Chroma's answer for some ids."""
        with self._said_plainly():
            return self._collection().get(ids=ids, include=include)

    def _decoded(self, rows: Any) -> Iterator[tuple[str, Chunk]]:
        """Yield the chunks of Chroma's answer by their ids."""
        for id_, text, metadata in zip(rows["ids"], rows["documents"], rows["metadatas"], strict=True):
            try:
                yield id_, chunk_of(text, metadata)
            except (KeyError, TypeError, ValueError) as error:
                raise DamagedIndex(f"{self.place}: row {id_} is not readable. Run python -m ingest.") from error


def _client(folder: Path) -> Any:
    """Return Chroma's client for a folder, without telemetry and without reading any .env file."""
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    with unchecked_overrides():
        import chromadb
        from chromadb.config import Settings

        settings = Settings(_env_file=None, anonymized_telemetry=False)  # type: ignore[call-arg]
        return chromadb.PersistentClient(str(folder), settings=settings)


def _schema() -> Any:
    """Return the schema of a collection in a folder: cosine, HNSW as above, and no full text index."""
    from chromadb.api.types import FtsIndexConfig, HnswIndexConfig, Schema, VectorIndexConfig

    options: dict[str, Any] = {name: value for name, value in HNSW.items() if name != "space"}
    vectors = VectorIndexConfig(space="cosine", embedding_function=None, hnsw=HnswIndexConfig(**options))
    return Schema().delete_index(config=FtsIndexConfig(), key="#document").create_index(config=vectors)


def batches(ids: Iterable[str], size: int) -> Iterator[list[str]]:
    """Yield lists of up to `size` ids."""
    rest = iter(ids)
    while batch := list(islice(rest, size)):
        yield batch
