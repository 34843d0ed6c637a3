"""Generations: built aside, checked, flushed, and published by replacing one pointer; imports the store
alone.

Everything here is for the one process that holds the writer's lock. Nobody writes to a generation once it is
published; a kill at any moment leaves either the old one published or the new one, and leftovers for `sweep`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.errors import StoreError
from vectorstore.layout import Layout, said_plainly, write_json
from vectorstore.records import Chunk, Episode
from vectorstore.store.arrays import save_arrays
from vectorstore.store.checksums import write_checksums
from vectorstore.store.database import compact, drop_unused
from vectorstore.store.folders import (
    copy_collection,
    delete_generation,
    folder_bytes,
    need_space,
    sync_tree,
)
from vectorstore.store.hnsw_files import clear_reserves
from vectorstore.store.index import StoredIndex
from vectorstore.store.manifest import MANIFEST_FILE, Manifest, to_json
from vectorstore.store.pointer import (
    Pointer,
    highest_published,
    history,
    number_of,
    read_pointer,
    write_pointer,
)
from vectorstore.store.probe import probe

if TYPE_CHECKING:
    import numpy as np

# A copied generation and the journal of its changes; a fresh one is estimated by whoever knows its size.
COPY_FACTOR = 1.5


class GenerationBuilder:
    """One unpublished generation: add and remove, seal, then publish or abandon."""

    def __init__(self, layout: Layout, name: str, store: StoredIndex, check: Callable[[Path], None] = probe) -> None:
        self.name = name
        self._check = check
        self._layout = layout
        self._folder = layout.generation(name)
        self._store: StoredIndex | None = store
        self._sealed = False

    @classmethod
    def begin(cls, layout: Layout, base: str | None, check: Callable[[Path], None] = probe) -> GenerationBuilder:
        """Start the next generation, as a copy of `base` or afresh; `check` examines it before it is published.

        Removed rows leave traces in a copy (vectors in HNSW, words in the full text index): what must be
        erased, must be built afresh. Raises DamagedIndex when the base is damaged, DiskFull when a copy has
        no room.
        """
        name = _next_name(layout)
        folder = layout.generation(name)
        if base is not None:
            need_space(layout, int(folder_bytes(layout.generation(base)) * COPY_FACTOR))
        try:
            with said_plainly(folder):
                folder.mkdir(parents=True)
            if base is None:
                return cls(layout, name, StoredIndex.create(folder), check)
            copy_collection(layout.generation(base), folder)
            return cls(layout, name, StoredIndex.open(folder), check)
        except BaseException:
            delete_generation(layout, name)
            raise

    def remove(self, ids: Iterable[str]) -> None:
        """Remove rows; ids that are not there are passed over."""
        self._building().remove(ids)

    def add(self, chunks: Sequence[Chunk], episodes: Mapping[str, Episode], vectors: np.ndarray) -> None:
        """Add rows; `vectors` is (n, d) float32. An id that is already there must be removed first."""
        self._building().add(chunks, episodes, vectors)

    def seal(self) -> StoredIndex:
        """End the writing and return the unpublished generation, opened for reading."""
        self._building().close()
        StoredIndex.settle(self._folder)
        clear_reserves(self._folder)
        drop_unused(self._folder)
        compact(self._folder)
        self._store, self._sealed = StoredIndex.open(self._folder), True
        return self._store

    def publish(
        self,
        manifest: Manifest,
        arrays: Mapping[str, np.ndarray],
        *,
        check: Callable[[Path], None] | None = None,
        decided: Callable[[], None] = lambda: None,
    ) -> None:
        """Check the generation (in a child process), call `decided`, flush it to the disk, and make it the current one.

        `arrays` holds an array "ids" with an entry a row. When this raises before CURRENT was replaced,
        nothing has changed for readers; call `abandon` then.
        """
        if manifest.generation != self.name:
            raise ValueError(f"a manifest of {manifest.generation} for {self.name}")
        if not self._sealed:
            self.seal()
        self._close()
        save_arrays(self._folder, arrays)
        write_json(self._folder / MANIFEST_FILE, to_json(manifest))
        write_checksums(self._folder)
        (check or self._check)(self._folder)
        decided()
        sync_tree(self._folder)
        before = read_pointer(self._layout)
        write_pointer(self._layout, Pointer(self.name))
        with suppress(StoreError):  # it is published; what cannot be deleted now is swept by the next run
            _keep(self._layout, {self.name, before.generation if before else self.name})

    def abandon(self) -> None:
        """Delete the unpublished generation; safe to call twice, and without effect once it is published."""
        self._close()
        current = read_pointer(self._layout)
        if current is None or current.generation != self.name:
            delete_generation(self._layout, self.name)

    def _building(self) -> StoredIndex:
        """Return the store while it may be written to."""
        if self._sealed or self._store is None:
            raise StoreError(f"{self.name} is closed for writing.")
        return self._store

    def _close(self) -> None:
        """Close whatever is open."""
        store, self._store = self._store, None
        if store is not None:
            store.close()


def sweep(layout: Layout) -> list[str]:
    """Delete every generation but the current and the newest finished one before it; return their names."""
    current = read_pointer(layout)
    keep = set()
    if current is not None:
        keep = {current.generation, *(one.generation for one in _before(layout, current)[:1])}
    return _keep(layout, keep)


def rollback(layout: Layout, *, check: Callable[[Path], None] = probe) -> Manifest:
    """Make the finished generation before the current one current, pinned; StoreError when there is none.

    It is checked first: a rollback never leads to an index that does not open.
    """
    current = read_pointer(layout)
    earlier = _before(layout, current) if current else []
    if not earlier:
        raise StoreError("There is no earlier generation to go back to.")
    check(layout.generation(earlier[0].generation))
    write_pointer(layout, Pointer(earlier[0].generation, pinned=True))
    return earlier[0]


def erase_older(layout: Layout) -> list[str]:
    """Delete every generation but the current one; return their names."""
    current = read_pointer(layout)
    return _keep(layout, {current.generation} if current else set())


def _before(layout: Layout, current: Pointer) -> list[Manifest]:
    """Return the finished generations before the current one, newest first."""
    number = number_of(current.generation)
    return [one for one in history(layout) if number_of(one.generation) < number]


def _keep(layout: Layout, keep: set[str]) -> list[str]:
    """Delete all other generations; return their names."""
    gone = [name for name in layout.generations() if name not in keep]
    for name in gone:
        delete_generation(layout, name)
    return gone


def _next_name(layout: Layout) -> str:
    """Return a name that was never published and that no folder has."""
    taken = [number_of(name) for name in layout.generations()]
    return f"gen-{max([highest_published(layout), *taken], default=0) + 1:06d}"
