"""One piece of work for all who ask the same at the same time, and its result for who asks later; pure.

Only in memory: the keys hold questions.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from contextlib import suppress
from typing import Generic, TypeVar

Result = TypeVar("Result")
Listener = Callable[[str], None]

log = logging.getLogger(__name__)

KEPT = 500
"""Results that are kept; the least recently used goes first."""


class Flight(Generic[Result]):
    """Work under way, and who wants to see its drafts."""

    def __init__(self) -> None:
        self.future: Future[Result] = Future()
        self.listeners: list[Listener] = []
        self.last = ""

    def tell(self, text: str) -> None:
        """Give all listeners a draft; one that fails does not disturb the others."""
        self.last = text
        for listener in list(self.listeners):
            try:
                listener(text)
            except Exception as error:  # the edge towards whoever shows drafts: the answer goes on without
                log.info("a draft was not shown (%s)", type(error).__name__)

    def result(self, seconds: float) -> Result:
        """Return what came of it; raises what the work raised, or TimeoutError after `seconds`."""
        return self.future.result(timeout=max(0.0, seconds))


class Flights(Generic[Result]):
    """The work under way and the results kept, by key; safe for many threads."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._guard = threading.Lock()
        self._under_way: dict[Hashable, Flight[Result]] = {}
        self._results: OrderedDict[Hashable, Result] = OrderedDict()

    def known(self, key: Hashable) -> Result | None:
        """Return a kept result, None without one."""
        with self._guard:
            if key in self._results:
                self._results.move_to_end(key)
            return self._results.get(key)

    def forget(self) -> None:
        """Keep no result any longer."""
        with self._guard:
            self._results.clear()

    def under_way(self, key: Hashable) -> bool:
        """Return whether joining would begin nothing."""
        with self._guard:
            return key in self._under_way or key in self._results

    def join(
        self, key: Hashable, work: Callable[[Flight[Result]], Result], listener: Listener | None = None
    ) -> tuple[Flight[Result], bool]:
        """Return the flight for a key, and whether it was begun by this call: then its `work` runs in a thread.

        The thread is a daemon, so that a server which never answers cannot hold up the end of the program.
        """
        with self._guard:
            if key in self._results:
                arrived: Flight[Result] = Flight()
                arrived.future.set_result(self._results[key])
                return arrived, False
            flight = self._under_way.get(key)
            begun = flight is None
            flight = flight or Flight()
            if listener is not None:
                flight.listeners.append(listener)
            if begun:
                self._under_way[key] = flight
        if begun:
            threading.Thread(target=self._fly, args=(key, flight, work), name="writer", daemon=True).start()
        elif listener is not None and flight.last:
            with suppress(Exception):  # as in `tell`
                listener(flight.last)
        return flight, begun

    def leave(self, key: Hashable, flight: Flight[Result]) -> None:
        """Let nobody else join a flight that did not arrive in time."""
        with self._guard:
            if self._under_way.get(key) is flight:
                del self._under_way[key]

    def _fly(self, key: Hashable, flight: Flight[Result], work: Callable[[Flight[Result]], Result]) -> None:
        try:
            result = work(flight)
        except BaseException as error:  # handed to whoever waits, in whose thread it belongs
            self.leave(key, flight)
            flight.future.set_exception(error)
            return
        with self._guard:
            if self._under_way.get(key) is flight:
                del self._under_way[key]
            self._results[key] = result
            while len(self._results) > self._kept:
                self._results.popitem(last=False)
        flight.future.set_result(result)
