"""Watches how late the event loop is: what holds it up holds up every member; imports the standard library alone."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable

log = logging.getLogger(__name__)

EVERY = 0.05
"""Seconds between two looks: 20 a second cost a thousandth of a core."""
TOO_LATE = 0.25
"""Seconds. Discord waits 3 for an acknowledgement, and several such pauses add up."""
QUIET = 60.0
"""Seconds in which no second warning is logged."""


class LoopLag:
    """Counts by how many milliseconds the loop woke late."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.longest = 0.0
        self._late: Counter[int] = Counter()
        self._clock = clock
        self._warned = float("-inf")

    async def watch(self) -> None:
        """Look until it is cancelled."""
        while True:
            due = self._clock() + EVERY
            await asyncio.sleep(EVERY)
            self.note(self._clock() - due)

    def note(self, late: float) -> None:
        """Count one look that came so many seconds late."""
        self._late[max(0, int(late * 1000))] += 1
        self.longest = max(self.longest, late)
        now = self._clock()
        if late > TOO_LATE and now - self._warned > QUIET:
            self._warned = now
            log.warning("the event loop was held up for %.0f ms", late * 1000)

    def at(self, share: float) -> int:
        """Return the milliseconds that this share of all looks did not exceed."""
        left = share * self._late.total()
        for late, count in sorted(self._late.items()):
            left -= count
            if left <= 0:
                return late
        return 0

    def told(self) -> str:
        """Return the figures for the log."""
        return f"p99 {self.at(0.99)} ms, max {self.longest * 1000:.0f} ms in {self._late.total()} looks"
