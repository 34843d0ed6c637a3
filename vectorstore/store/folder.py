"""Generations in folders below DATA_DIR, as the seam has it; imports generations, pointer and what opens them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vectorstore.layout import Layout, plain_error
from vectorstore.store import pointer as pointers
from vectorstore.store.manifest import Manifest
from vectorstore.store.pointer import Pointer

if TYPE_CHECKING:
    from vectorstore.store.generations import GenerationBuilder
    from vectorstore.store.index import StoredIndex

BYTES_A_ROW = 12_000
"""Room that a fresh generation takes a row, with its log, generously (measured: 6 to 8 KB)."""


def in_a_child(folder: Path) -> None:
    """Examine a generation in a child process, which damaged files may end."""
    from vectorstore.store.probe import probe

    probe(folder)


class FolderStore:
    """The generations of one DATA_DIR; nothing is opened, and nothing heavy imported, before it is asked for."""

    def __init__(self, layout: Layout, check: Callable[[Path], None] | None = None) -> None:
        self._layout = layout
        self._check = check or in_a_child

    def stamp(self, fresh: bool = False) -> object:
        """Return what changes when CURRENT is replaced, None when there is none; microseconds."""
        try:
            found = self._layout.current.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise plain_error(error, self._layout.current) from error
        return found.st_ino, found.st_mtime_ns, found.st_size

    def pointer(self) -> Pointer | None:
        """Return what CURRENT names."""
        return pointers.read_pointer(self._layout)

    def manifest(self, generation: str) -> Manifest:
        """Return what manifest.json says."""
        return pointers.read_manifest(self._layout, generation)

    def history(self) -> list[Manifest]:
        """Return the manifests of the finished generations on disk, newest first."""
        return pointers.history(self._layout)

    def rows(self, generation: str) -> StoredIndex:
        """Open the collection in a generation's folder."""
        from vectorstore.store.index import StoredIndex

        return StoredIndex.open(self._layout.generation(generation))

    def arrays(self, generation: str) -> dict[str, Any]:
        """Return what scoring.npz holds."""
        from vectorstore.store.arrays import load_arrays

        return load_arrays(self._layout.generation(generation))

    def verify(self, manifest: Manifest, thorough: bool = False) -> None:
        """Compare the files with their checksums, because damaged ones can end the process that opens them."""
        from vectorstore.store.checksums import verify
        from vectorstore.store.database import check_database

        folder = self._layout.generation(manifest.generation)
        verify(folder)
        if thorough:
            check_database(folder)

    def examine(self, generation: str) -> None:
        """Examine a generation, in a child process as a rule."""
        self._check(self._layout.generation(generation))

    def claim(self, take_over: bool = False, only_look: bool = False) -> None:
        """Whoever holds the writer's lock of a folder owns it."""

    def owner(self) -> str | None:
        """A folder belongs to its machine."""
        return None

    def room_for(self, rows: int, base: str | None, budget: int | None = None) -> None:
        """Raise DiskFull when there is no room, or the budget has none."""
        from vectorstore.store.folders import folder_bytes, need_space
        from vectorstore.store.generations import COPY_FACTOR

        copied = folder_bytes(self._layout.generation(base)) if base else 0
        need_space(self._layout, int(BYTES_A_ROW * rows + COPY_FACTOR * copied), budget)

    def begin(self, base: str | None) -> GenerationBuilder:
        """Start the next folder."""
        from vectorstore.store.generations import GenerationBuilder

        return GenerationBuilder.begin(self._layout, base, self._check)

    def point(self, pointer: Pointer) -> None:
        """Replace CURRENT."""
        pointers.write_pointer(self._layout, pointer)

    def sweep(self) -> list[str]:
        """Delete all folders but two."""
        from vectorstore.store.generations import sweep

        return sweep(self._layout)

    def rollback(self) -> Manifest:
        """Point CURRENT at the folder before."""
        from vectorstore.store.generations import rollback

        return rollback(self._layout, check=self._check)

    def erase_older(self) -> list[str]:
        """Delete all folders but the current one."""
        from vectorstore.store.generations import erase_older

        return erase_older(self._layout)
