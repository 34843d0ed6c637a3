"""One unpublished generation on a Chroma server: built aside, examined, published by one write; imports server, papers.

For the one process that holds the writer's lock of the DATA_DIR that owns the store.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from vectorstore.errors import DamagedIndex, StoreError
from vectorstore.records import Chunk, Episode
from vectorstore.store.arrays import to_bytes
from vectorstore.store.manifest import Manifest, to_json
from vectorstore.store.papers import save_papers
from vectorstore.store.pointer import Pointer, number_of
from vectorstore.store.server import ChromaServer, ServedIndex

if TYPE_CHECKING:
    import numpy as np

    from vectorstore.store.served import ServerStore


def rows_of(generation: str) -> str:
    """Return "episodes-000054" for "gen-000054"."""
    return f"episodes-{number_of(generation):06d}"


def papers_of(generation: str) -> str:
    """Return the name of the collection of a generation's manifest and arrays."""
    return f"{rows_of(generation)}-papers"


class ServedBuilder:
    """One unpublished generation: add and remove, seal, then publish or abandon."""

    def __init__(self, store: ServerStore, server: ChromaServer, name: str, rows: ServedIndex) -> None:
        self.name = name
        self._store = store
        self._server = server
        self._rows = rows
        self._sealed = False

    @classmethod
    def begin(cls, store: ServerStore, server: ChromaServer, name: str, base: str | None) -> ServedBuilder:
        """Make the collection, with all rows of `base` or none; DamagedIndex when the base lacks some."""
        builder = cls(store, server, name, server.create_index(rows_of(name)))
        try:
            if base is not None:
                builder._rows.copy_from(server.index(rows_of(base)))
                if builder._rows.count() != store.manifest(base).rows:
                    raise DamagedIndex(f"{rows_of(base)} lacks rows. Run python -m ingest --full.")
        except BaseException:
            builder.abandon()
            raise
        return builder

    def remove(self, ids: Iterable[str]) -> None:
        """Remove rows; ids that are not there are passed over."""
        self._building().remove(ids)

    def add(self, chunks: Sequence[Chunk], episodes: Mapping[str, Episode], vectors: np.ndarray) -> None:
        """Add rows; `vectors` is (n, d) float32. An id that is already there must be removed first."""
        self._building().add(chunks, episodes, vectors)

    def seal(self) -> ServedIndex:
        """End the writing and return the unpublished generation, opened for reading."""
        rows = self._building()
        self._sealed = True
        return rows

    def publish(
        self, manifest: Manifest, arrays: Mapping[str, np.ndarray], *, decided: Callable[[], None] = lambda: None
    ) -> None:
        """Write the papers, examine the generation, call `decided`, and point at it.

        When this raises before the pointer was replaced, nothing has changed for readers; call `abandon` then.
        """
        if manifest.generation != self.name:
            raise ValueError(f"a manifest of {manifest.generation} for {self.name}")
        self._sealed = True
        told = json.dumps(to_json(manifest), ensure_ascii=False, separators=(",", ":")).encode()
        save_papers(self._server, papers_of(self.name), {"manifest": told, "arrays": to_bytes(arrays)})
        self._store.examine(self.name)
        decided()
        before = self._store.pointer()
        self._store.point(Pointer(self.name))
        with suppress(StoreError):  # it is published; what cannot be deleted now is swept by the next run
            self._store.keep(self.name, before.generation if before else None)

    def abandon(self) -> None:
        """Delete the unpublished generation; safe to call twice, and without effect once it is published.

        What a server that is away still holds is swept by the next run.
        """
        with suppress(StoreError):
            pointer = self._store.pointer()
            if pointer is None or pointer.generation != self.name:
                self._server.delete(papers_of(self.name))
                self._server.delete(rows_of(self.name))

    def _building(self) -> ServedIndex:
        """Return the rows while they may be written."""
        if self._sealed:
            raise StoreError(f"{self.name} is closed for writing.")
        return self._rows
