"""Where the generations lie, as both rooms use it: a folder or a server; imports the store's parts.

`open_store` is the only place that chooses. docs/decisions/0002-generations.md has the promises that both keep, and
0010-server-mode.md what a server does otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from vectorstore.layout import Layout, Server

if TYPE_CHECKING:
    import numpy as np

    from vectorstore.records import Chunk, Episode
    from vectorstore.store.index import StoredIndex
    from vectorstore.store.manifest import Manifest
    from vectorstore.store.pointer import Pointer
    from vectorstore.store.served import ServerStore

Arrays = Mapping[str, "np.ndarray"]
"""The scoring arrays of a generation by their names."""


class Builder(Protocol):
    """One unpublished generation: add and remove, seal, then publish or abandon."""

    name: str

    def remove(self, ids: Iterable[str]) -> None:
        """Remove rows; ids that are not there are passed over."""

    def add(self, chunks: Sequence[Chunk], episodes: Mapping[str, Episode], vectors: np.ndarray) -> None:
        """Add rows; `vectors` is (n, d) float32. An id that is already there must be removed first."""

    def seal(self) -> StoredIndex:
        """End the writing and return the unpublished generation, opened for reading."""

    def publish(self, manifest: Manifest, arrays: Arrays, *, decided: Callable[[], None] = ...) -> None:
        """Examine the generation, call `decided`, and make it the current one at one blow."""

    def abandon(self) -> None:
        """Delete the unpublished generation; without effect once it is published."""


class Store(Protocol):
    """The generations of one library. What writes is for the one process that holds the writer's lock."""

    def stamp(self, fresh: bool = False) -> object:
        """Return what changes with the pointer, None without one; cheap, so it may be a second old unless `fresh`."""

    def pointer(self) -> Pointer | None:
        """Return which generation is published, None when none is."""

    def manifest(self, generation: str) -> Manifest:
        """Return a finished generation's manifest; DamagedIndex when there is none."""

    def history(self) -> list[Manifest]:
        """Return the manifests of the finished generations that are still there, newest first."""

    def rows(self, generation: str) -> StoredIndex:
        """Open a generation's rows for reading."""

    def arrays(self, generation: str) -> dict[str, Any]:
        """Return a generation's scoring arrays."""

    def verify(self, manifest: Manifest, thorough: bool = False) -> None:
        """Raise DamagedIndex for a generation that is not as it was published, before anything opens it."""

    def examine(self, generation: str) -> None:
        """Raise DamagedIndex unless a finished generation opens and holds what it should."""

    def claim(self, take_over: bool = False, only_look: bool = False) -> None:
        """Make sure that this DATA_DIR may publish; NotOwner names the machine that does."""

    def owner(self) -> str | None:
        """Return the host that publishes to a shared store; None before any has, and for a folder."""

    def room_for(self, rows: int, base: str | None, budget: int | None = None) -> None:
        """Raise DiskFull when DATA_DIR has no room for a generation of so many new rows beside a copy of `base`."""

    def begin(self, base: str | None) -> Builder:
        """Start the next generation, as a copy of `base` or afresh."""

    def point(self, pointer: Pointer) -> None:
        """Make a finished generation the current one, or pin or unpin it."""

    def sweep(self) -> list[str]:
        """Delete every generation but the current and the newest finished one before it; return their names."""

    def rollback(self) -> Manifest:
        """Make the finished generation before the current one current, pinned, once it is examined."""

    def erase_older(self) -> list[str]:
        """Delete every generation but the current one; return their names."""


def open_store(layout: Layout, check: Callable[[Path], None] | None = None) -> Store:
    """Return where a layout keeps its generations; `check` examines a folder otherwise than in a child process."""
    if layout.server is not None:
        return _served(layout, layout.server)
    from vectorstore.store.folder import FolderStore

    return FolderStore(layout, check)


@cache
def _served(layout: Layout, server: Server) -> ServerStore:
    """Return a process's one store for a server, which shares its connection and what it knows of the pointer."""
    from vectorstore.store.served import ServerStore

    return ServerStore(layout, server)
