"""Notices that another index was published, and knows which of its episodes are new; imports the ledger's parts.

Everything here reads files, so it belongs in a thread. What was seen last is kept in the ledger: a publication while
the bot was down is noticed at the next start, and nothing is news twice.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.library import only_sample
from bot.ledger import Ledger
from bot.ledgers.moderation import meet_episodes
from vectorstore.errors import StoreError
from vectorstore.layout import Layout
from vectorstore.records import Episode
from vectorstore.store.manifest import Manifest
from vectorstore.store.seam import open_store

log = logging.getLogger(__name__)

SEEN = "generation seen"
"""The name in the ledger of the generation that was dealt with last, "" for none."""
Stamp = object


@dataclass(frozen=True, slots=True)
class Published:
    """Another index answers now; `old` is None where there was none, or it is gone by now."""

    old: Manifest | None
    new: Manifest


class Publications:
    """Looks at CURRENT; one for the desk, whatever becomes of its connections. For one thread at a time."""

    def __init__(self, layout: Layout, ledger: Ledger) -> None:
        self.layout, self.ledger = layout, ledger
        self._stamp: Stamp = (-1, -1, -1)  # of no file, and not the sign of a missing one
        self._now: Manifest | None = None

    def look(self) -> Published | None:
        """Return a publication since the last look, None for none; costs a stat where nothing has changed.

        The first look of a bot that never saw an index takes the one it finds for known.
        """
        stamp = stamp_of(self.layout)
        if stamp == self._stamp:
            return None
        seen, self._stamp = self.ledger.kept(SEEN), stamp
        try:
            pointer = open_store(self.layout).pointer()
            new = open_store(self.layout).manifest(pointer.generation) if pointer else None
        except StoreError as error:
            log.warning("the published index cannot be read: %s", error)
            return None
        if seen is None:
            self._now = new
            self._begin(new)
            return None
        before, self._now = self._now or self._read(seen), new
        if new is None or new.generation == (before.generation if before else seen):
            return None
        return Published(before, new)

    def settle(self, manifest: Manifest | None) -> None:
        """Keep that a publication was dealt with."""
        self.ledger.keep(SEEN, manifest.generation if manifest else "")

    def news(self, published: Published, now: float) -> list[Episode]:
        """Return the episodes that are worth an announcement, each once ever; none for a first index.

        The sample show is nobody's news, and the first index of one's own is not either.
        """
        if only_sample(self.layout):
            return []
        unmet = meet_episodes(self.ledger, [one.key for one in published.new.episodes], now)
        return added(published, frozenset(unmet or ()))

    def _begin(self, found: Manifest | None) -> None:
        """Take what is there at the very first look for known."""
        self.settle(found)
        if found is not None:
            self.news(Published(None, found), time.time())

    def _read(self, generation: str) -> Manifest | None:
        if not generation:
            return None
        try:
            return open_store(self.layout).manifest(generation)
        except (StoreError, ValueError):
            return None  # it was cleared away since


def added(published: Published, unmet: frozenset[str]) -> list[Episode]:
    """Return those of the unmet episodes that came with a new document, or made an old one longer.

    An episode that merely got another number or title has another key, and is no news.
    """
    old = published.old
    before = {record.name: len(record.episodes) for record in old.documents} if old else {}
    fresh = {
        key
        for record in published.new.documents
        if len(record.episodes) > before.get(record.name, 0)
        for key in record.episodes
    }
    return newest_first([one for one in published.new.episodes if one.key in unmet & fresh])


def newest_first(episodes: Sequence[Episode]) -> list[Episode]:
    """Return episodes by date and number, the newest first."""
    return sorted(episodes, key=lambda one: (one.date or "", one.number or 0), reverse=True)


def stamp_of(layout: Layout) -> Stamp:
    """Return what changes when another index is published; None while there is none, or while it cannot be seen."""
    try:
        return open_store(layout).stamp()
    except StoreError:
        return None
