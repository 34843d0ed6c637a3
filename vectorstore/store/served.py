"""Generations as collections on a Chroma server, as the seam has it; imports server, papers and ownership.

    episodes-current        no rows; its metadata names the published generation and the machine that publishes
    episodes-000054         a generation's rows
    episodes-000054-papers  its manifest and its scoring arrays

Replacing that metadata is one write on the server, so readers see the old generation or the new one.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from vectorstore.errors import DamagedIndex, IndexMismatch, NotOwner, StoreError
from vectorstore.layout import Layout, Server
from vectorstore.store.arrays import from_bytes
from vectorstore.store.manifest import Manifest, from_json
from vectorstore.store.ownership import Shared, from_metadata, this_machine, to_metadata
from vectorstore.store.papers import load_paper, tidy_copies
from vectorstore.store.pointer import Pointer, number_of
from vectorstore.store.probe import check_arrays, check_rows
from vectorstore.store.served_builder import ServedBuilder, papers_of, rows_of
from vectorstore.store.server import ChromaServer, ServedIndex

CURRENT = "episodes-current"
NAME = re.compile(r"^episodes-(\d{6,})(-papers)?$")
LOOKING, ANSWERING, WRITING = 3.0, 15.0, 300.0
"""Seconds that a request for the pointer, of a question, and of an ingestion may take. Whoever looks at the pointer may
have others behind it, as the bot's ledger has; a question may come first after the server has started."""
FRESH, AWAY = 1.0, 5.0
"""Seconds for which the pointer is taken to be as it was seen, and a server that did not answer to be away."""
LINGER = 60.0
"""Seconds for which a generation outlives the one after it: a question that began with it may still be answered. In a
folder open files see to that."""


class ServerStore:
    """The generations on one server, for one DATA_DIR; safe for threads."""

    def __init__(self, layout: Layout, server: Server) -> None:
        self._layout = layout
        self._place = f"{CURRENT} at {server.url}"
        self._looking = ChromaServer(server, LOOKING)
        self._server = ChromaServer(server, ANSWERING)
        self._writing = ChromaServer(server, WRITING)
        self._polling = threading.Lock()  # guards the three below
        self._stamp: Shared | None = None
        self._trouble: StoreError | None = None
        self._until = 0.0

    def stamp(self, fresh: bool = False) -> object:
        """Return what the pointer said a second ago at most; Unreachable when the server did not answer then."""
        if not self._polling.acquire(blocking=fresh or self._until == 0.0):
            return self._stamp  # another thread is just asking
        try:
            if fresh or time.monotonic() >= self._until:
                self._poll()
            if self._trouble is not None:
                raise self._trouble
            return self._stamp
        finally:
            self._polling.release()

    def _poll(self) -> None:
        """Ask the server for the pointer; the caller holds the lock."""
        try:
            self._stamp, self._trouble = self.shared(), None
        except StoreError as error:
            self._trouble = error
        self._until = time.monotonic() + (FRESH if self._trouble is None else AWAY)

    def pointer(self) -> Pointer | None:
        """Return what the pointer says now."""
        shared = self.shared()
        return Pointer(shared.generation, shared.pinned) if shared and shared.generation else None

    def manifest(self, generation: str) -> Manifest:
        """Return the manifest among a generation's papers."""
        name = papers_of(generation)
        try:
            content = load_paper(self._server, self._layout, name, "manifest")
            manifest = from_json(json.loads(content))
        except ValueError as error:
            raise DamagedIndex(f"{name} is not readable as JSON ({error}). Run python -m ingest.") from error
        if manifest.generation != generation:
            raise DamagedIndex(f"{name} describes {manifest.generation}. Run python -m ingest.")
        return manifest

    def history(self) -> list[Manifest]:
        """Return the manifests of the published generations that are still there, newest first."""
        shared = self.shared()
        found: list[Manifest] = []
        for name in reversed(self.generations()):
            if shared and number_of(name) <= shared.highest:
                with suppress(DamagedIndex, IndexMismatch):
                    found.append(self.manifest(name))
        return found

    def generations(self) -> list[str]:
        """Return the names of all generations, oldest first, finished or not."""
        numbers = {int(match[1]) for name in self._server.names() if (match := NAME.match(name))}
        return [f"gen-{number:06d}" for number in sorted(numbers)]

    def rows(self, generation: str) -> ServedIndex:
        """Return a generation's rows."""
        return self._server.index(rows_of(generation))

    def arrays(self, generation: str) -> dict[str, Any]:
        """Return the arrays among a generation's papers, and let go of copies of generations that are gone."""
        name = papers_of(generation)
        content = load_paper(self._server, self._layout, name, "arrays")
        tidy_copies(self._server, self._layout, [papers_of(one) for one in self.generations()])
        return from_bytes(content, name)

    def verify(self, manifest: Manifest, thorough: bool = False) -> None:
        """Check that the rows are all there; the server sees to its files, and papers are checked when they come."""
        rows = self.rows(manifest.generation).count()
        if rows != manifest.rows:
            raise DamagedIndex(
                f"{rows_of(manifest.generation)} at {self._server.server.url} holds {rows} rows and should hold "
                f"{manifest.rows}. Run python -m ingest."
            )

    def examine(self, generation: str) -> None:
        """Check papers and rows; nothing here can end the process, so it takes no child."""
        manifest = self.manifest(generation)
        check_arrays(self.arrays(generation), manifest)
        check_rows(self.rows(generation), manifest)

    def claim(self, take_over: bool = False, only_look: bool = False) -> None:
        """Make sure that this machine publishes here: the first that comes does, and whoever takes over."""
        shared = self.shared()
        me = None if only_look and not self._layout.machine.exists() else this_machine(self._layout)
        if shared is not None and shared.owner.id != (me.id if me else None) and not take_over:
            raise self._not_owner(shared)
        if only_look or me is None or (shared is not None and shared.owner.id == me.id):
            return
        now = datetime.now(UTC).isoformat(timespec="seconds")
        if shared is not None:
            self._server.describe(CURRENT, to_metadata(replace(shared, owner=me, since=now)))
        elif not self._server.create(CURRENT, to_metadata(Shared(me, now))):
            self.claim(take_over)  # another machine was the first, just now

    def owner(self) -> str | None:
        """Return the host that publishes, None before any has."""
        shared = self.shared()
        return shared.owner.host if shared else None

    def room_for(self, rows: int, base: str | None, budget: int | None = None) -> None:
        """The rows lie on the server's disk, of which it tells nothing."""

    def begin(self, base: str | None) -> ServedBuilder:
        """Start the next collection."""
        shared = self._owned()
        taken = [number_of(name) for name in self.generations()]
        name = f"gen-{max([shared.highest, *taken], default=0) + 1:06d}"
        return ServedBuilder.begin(self, self._writing, name, base)

    def point(self, pointer: Pointer) -> None:
        """Replace the pointer; NotOwner when another machine took over meanwhile."""
        shared = self._owned()
        highest = max(shared.highest, number_of(pointer.generation))
        now = replace(shared, generation=pointer.generation, pinned=pointer.pinned, highest=highest)
        self._writing.describe(CURRENT, to_metadata(now))

    def sweep(self) -> list[str]:
        """Delete all generations but two."""
        pointer = self.pointer()
        if pointer is None:
            return self._delete(self.generations())
        earlier = self._before(pointer)
        return self.keep(pointer.generation, earlier[0].generation if earlier else None)

    def rollback(self) -> Manifest:
        """Point at the generation before, pinned, once it is examined."""
        pointer = self.pointer()
        earlier = self._before(pointer) if pointer else []
        if not earlier:
            raise StoreError("There is no earlier generation to go back to.")
        self.examine(earlier[0].generation)
        self.point(Pointer(earlier[0].generation, pinned=True))
        return earlier[0]

    def erase_older(self) -> list[str]:
        """Delete all generations but the current one."""
        pointer = self.pointer()
        return self._delete(name for name in self.generations() if pointer is None or name != pointer.generation)

    def keep(self, current: str, earlier: str | None) -> list[str]:
        """Delete all generations but these two and what questions may still be on; return their names.

        What came before `earlier` ceased to be current when that was published.
        """
        shared = self.shared()
        lingers = earlier is not None and self._age(earlier) < LINGER
        read = shared.highest if shared and lingers else 0
        others = (name for name in self.generations() if name not in (current, earlier))
        return self._delete(name for name in others if number_of(name) > read)

    def _age(self, generation: str) -> float:
        """Return the seconds since a generation was published; very many for one that cannot be read."""
        try:
            published = datetime.fromisoformat(self.manifest(generation).published)
            return (datetime.now(UTC) - published).total_seconds()
        except (DamagedIndex, IndexMismatch, ValueError, TypeError):
            return float("inf")

    def _delete(self, names: Iterable[str]) -> list[str]:
        """Delete generations, papers first, so that a finished one is whole; return their names."""
        gone = list(names)
        for name in gone:
            self._writing.delete(papers_of(name))
            self._writing.delete(rows_of(name))
        return gone

    def _before(self, pointer: Pointer) -> list[Manifest]:
        """Return the finished generations before the current one, newest first."""
        number = number_of(pointer.generation)
        return [one for one in self.history() if number_of(one.generation) < number]

    def shared(self) -> Shared | None:
        """Return what the server says now, None when nobody has published there."""
        metadata = self._looking.metadata(CURRENT)
        return None if metadata is None else from_metadata(metadata, self._place)

    def _owned(self) -> Shared:
        """Return what the server says now; NotOwner when another machine publishes."""
        shared = self.shared()
        if shared is None:
            raise DamagedIndex(f"{self._place} is gone. Run python -m ingest again.")
        if shared.owner.id != this_machine(self._layout).id:
            raise self._not_owner(shared)
        return shared

    def _not_owner(self, shared: Shared) -> NotOwner:
        """Return the error that names the machine that publishes."""
        return NotOwner(
            f"{shared.owner.host} publishes to the shared store at {self._server.server.url} (since {shared.since}), "
            "so nothing was published from here. Run python -m ingest there, or make this machine the one that "
            "publishes, from its own library: python -m ingest --take-over."
        )
