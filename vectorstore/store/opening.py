"""Opens a generation for those who answer, and finds one that opens; imports the store below the reader.

Before Chroma sees the files they are compared with their checksums, because damaged HNSW files can end the
process.
"""

from __future__ import annotations

from dataclasses import dataclass

from vectorstore.errors import DamagedIndex, IndexMismatch, NoIndex
from vectorstore.store.index import StoredIndex
from vectorstore.store.manifest import Manifest
from vectorstore.store.pointer import number_of
from vectorstore.store.seam import Arrays, Store

__all__ = ["Arrays", "Opener", "PublishedIndex"]


@dataclass(frozen=True, slots=True)
class PublishedIndex:
    """One generation as a lease holds it: its manifest, its collection, and its scoring arrays."""

    manifest: Manifest
    store: StoredIndex
    arrays: Arrays


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens the generations of one store for one embedder; `thorough` lets sqlite read all its pages first."""

    store: Store
    embedder: str
    thorough: bool = False

    def current(self) -> str:
        """Return the name of what is published; NoIndex when nothing is."""
        pointer = self.store.pointer()
        if pointer is None:
            raise NoIndex("Nothing has been ingested yet. Run python -m ingest.")
        return pointer.generation

    def earlier(self) -> list[str]:
        """Return the finished generations before the current one, newest first."""
        number = number_of(self.current())
        names = [manifest.generation for manifest in self.store.history()]
        return [name for name in names if number_of(name) < number]

    def manifest(self, generation: str) -> Manifest:
        """Return a generation's manifest; IndexMismatch when it was built with another embedder."""
        manifest = self.store.manifest(generation)
        if manifest.embedder != self.embedder:
            raise IndexMismatch(
                f"The index was built with {manifest.embedder} and {self.embedder} is configured: "
                "run python -m ingest, or set the embedder back."
            )
        return manifest

    def open(self, generation: str) -> PublishedIndex:
        """Return a generation, opened and warm; IndexMismatch or DamagedIndex when it may not answer."""
        manifest = self.manifest(generation)
        self.store.verify(manifest, self.thorough)
        arrays = self.store.arrays(generation)
        store = self.store.rows(generation)
        try:
            _warm(store, manifest)
        except BaseException:
            store.close()
            raise
        return PublishedIndex(manifest, store, arrays)

    def first_that_opens(self, names: list[str]) -> tuple[PublishedIndex, DamagedIndex | None]:
        """Return the first of these generations that is not damaged, and what ails the first of all."""
        trouble: DamagedIndex | None = None
        for name in names:
            try:
                return self.open(name), trouble
            except DamagedIndex as error:
                trouble = trouble or error
        raise trouble or NoIndex("Nothing has been ingested yet. Run python -m ingest.")


def _warm(store: StoredIndex, manifest: Manifest) -> None:
    """Load HNSW and the first pages now, not at somebody's question, and check the number of rows."""
    import numpy as np

    rows = store.count()
    if rows != manifest.rows:
        raise DamagedIndex(f"{store.place} holds {rows} rows and should hold {manifest.rows}. Run python -m ingest.")
    if rows:
        nearest = store.query(np.ones(manifest.dimensions, dtype=np.float32), 1)
        store.chunks(id_ for id_, _ in nearest)
