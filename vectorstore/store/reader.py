"""The published generation for those who answer: one lease, one generation; imports the store alone.

A lease looks at the pointer (microseconds; on a server once a second at most). When it has changed, the lease that
notices opens the new generation and swaps one reference, while the others go on with the old one, whose client closes
with its last lease.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from vectorstore.errors import DamagedIndex, StoreError, Unreachable
from vectorstore.layout import Layout
from vectorstore.store.opening import Opener, PublishedIndex
from vectorstore.store.seam import open_store

__all__ = ["IndexReader", "PublishedIndex"]

# A generation that did not open is tried again after this long, as the cause may pass (too many open files).
_RETRY_SECONDS = 30.0
# One that failed while answering is passed over for this long when there is another.
_CONDEMNED_SECONDS = 600.0
# CURRENT may move on while a generation is being opened, and its folder go: look again this often.
_MOVES = 10


@dataclass(slots=True)
class _Held:
    """An open generation and how many leases are on it; guarded by the reader's lock."""

    index: PublishedIndex
    leases: int = 0
    retired: bool = False


class IndexReader:
    """Hands out leases on the published generation; safe for many threads.

    A server that is away while a generation is open leaves that generation, whose questions then fail with Unreachable.
    `trouble` is None, or says why the newest generation is not the one that answers. `thorough` lets sqlite
    read all its pages at each opening (about 15 ms for 1,000 rows), which a process that lives long can
    afford.
    """

    def __init__(self, layout: Layout, embedder: str, *, thorough: bool = False) -> None:
        self._failed_opening: str | None = None
        self._away: str | None = None
        self._store = open_store(layout)
        self._opener = Opener(self._store, embedder, thorough)
        self._guard = threading.Lock()  # of _held and its leases; held for moments
        self._opening = threading.Lock()  # of opening, which takes long; guards the four below
        self._held: _Held | None = None
        self._seen: object = None
        self._retry_at = float("inf")
        self._condemned: dict[str, float] = {}

    @property
    def trouble(self) -> str | None:
        """Why the newest generation is not the one that answers, None when it is."""
        return self._away or self._failed_opening

    @contextmanager
    def lease(self) -> Iterator[PublishedIndex]:
        """Yield the published index, the same one until the block ends.

        Raises NoIndex, IndexMismatch or DamagedIndex when nothing can answer. A DamagedIndex that leaves the
        block condemns this generation: ask again, and the lease is on the one before.
        """
        held = self._take()
        try:
            yield held.index
        except DamagedIndex:
            self._condemn(held)
            raise
        except Unreachable as error:
            self._away = self._kept(error)
            raise
        finally:
            self._give_back(held)

    def generation(self) -> str | None:
        """Return the generation that the next lease is likely to be on, None without one; cheap."""
        held = self._held
        if held is not None and not self._has_moved():
            return held.index.manifest.generation
        pointer = self._store.pointer()
        return pointer.generation if pointer else None

    def catch_up(self) -> None:
        """Wait until what CURRENT names answers, also when another thread is just opening it.

        Raises NoIndex and its kin when nothing can answer; a generation that does not open leaves the one before.
        """
        with self._opening:
            self._store.stamp(fresh=True)
            self._bring_up()

    def close(self) -> None:
        """Let go of the open generation; running leases keep it, a later lease opens it again."""
        self._swap(None)

    def _take(self) -> _Held:
        """Return the generation to use, with one lease more on it."""
        while True:
            self._refresh()
            with self._guard:
                if self._held is not None:
                    self._held.leases += 1
                    return self._held

    def _give_back(self, held: _Held) -> None:
        """End a lease, and close a retired generation with its last one."""
        with self._guard:
            held.leases -= 1
            last = held.retired and held.leases == 0
        if last:
            held.index.store.close()

    def _swap(self, index: PublishedIndex | None) -> None:
        """Let later leases be on `index`, and close the old one unless it is leased."""
        with self._guard:
            old, self._held = self._held, None if index is None else _Held(index)
            if old is not None:
                old.retired = True
            idle = old is not None and old.leases == 0
        if old is not None and idle:
            old.index.store.close()

    def _condemn(self, held: _Held) -> None:
        """Pass over a generation that failed while answering, from the next lease on."""
        self._condemned[held.index.manifest.generation] = time.monotonic() + _CONDEMNED_SECONDS
        if self._held is held:
            self._swap(None)

    def _refresh(self) -> None:
        """Open what CURRENT names when it has changed; only the first opening makes others wait."""
        if not self._is_stale() or not self._opening.acquire(blocking=self._held is None):
            return
        try:
            self._bring_up()
        finally:
            self._opening.release()

    def _bring_up(self) -> None:
        """Open what CURRENT names unless it is open; the caller holds `_opening`."""
        if self._held is None:
            self._open_any()
        elif self._is_stale():
            self._follow()

    def _is_stale(self) -> bool:
        """Return whether the open generation may not be the one to use."""
        if self._held is None or time.monotonic() >= self._retry_at:
            return True
        return self._has_moved()

    def _has_moved(self) -> bool:
        """Return whether the pointer has changed since it was followed; a store that is away has not moved."""
        try:
            moved, self._away = self._store.stamp() != self._seen, None
        except Unreachable as error:
            moved, self._away = False, self._kept(error)
        return moved

    def _open_any(self) -> None:
        """Open the current generation or, when it is damaged, the newest one before it that opens."""
        for left in reversed(range(_MOVES)):
            self._seen = self._store.stamp()
            try:
                name = self._opener.current()
                names = sorted([name, *self._opener.earlier()], key=self._is_condemned)
                index, trouble = self._opener.first_that_opens(names)
            except StoreError:
                if left == 0 or self._seen == self._store.stamp():
                    raise
                continue
            opened = index.manifest.generation
            self._settle(None if opened == name else trouble or self._failed(name), opened)
            self._swap(index)
            return

    def _follow(self) -> None:
        """Open what CURRENT names now, and keep the open generation when that fails."""
        for left in reversed(range(_MOVES)):
            try:
                self._seen = self._store.stamp()
                index = self._opened_anew()
            except Unreachable as error:
                self._seen = object()  # like no pointer: it is followed as soon as the server is back
                self._away = self._kept(error)
                return
            except StoreError as error:
                if left and self._seen != self._store.stamp():
                    continue
                self._settle(error, self._name() or "nothing")
                return
            self._settle(None, "")
            if index is not None:
                self._swap(index)
            return

    def _opened_anew(self) -> PublishedIndex | None:
        """Return what CURRENT names, opened, or None when it is the generation that is open already."""
        name = self._opener.current()
        if self._is_condemned(name):
            raise self._failed(name)
        if name == self._name() and self._held is not None:
            if self._opener.manifest(name) == self._held.index.manifest:
                return None
            # DATA_DIR was emptied and filled again. Chroma keeps a client a path, so the old one has to go
            # first.
            self._swap(None)
        return self._opener.open(name)

    def _kept(self, error: Unreachable) -> str:
        """Return what to tell of a server that is away."""
        return f"{error} Until then {self._name() or 'nothing'} is kept."

    def _settle(self, error: StoreError | None, answering: str) -> None:
        """Write down how an opening went, and when to try again."""
        self._failed_opening = None if error is None else f"{error} Until then {answering} answers."
        self._retry_at = float("inf") if error is None else time.monotonic() + _RETRY_SECONDS

    def _name(self) -> str | None:
        """Return the name of the open generation."""
        held = self._held
        return None if held is None else held.index.manifest.generation

    def _is_condemned(self, name: str) -> bool:
        """Return whether a generation failed while answering not long ago."""
        return time.monotonic() < self._condemned.get(name, 0.0)

    @staticmethod
    def _failed(name: str) -> DamagedIndex:
        """Return the error for a generation that failed while answering."""
        return DamagedIndex(f"{name} failed while answering. Run python -m ingest.")
