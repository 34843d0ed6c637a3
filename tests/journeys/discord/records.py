"""What the loopback Discord writes down: requests, violations, and the clock that a test may move. Standard library."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

Json = dict[str, Any]
T = TypeVar("T")
DISCORD_EPOCH = 1_420_070_400_000  # milliseconds; a snowflake counts from here


class Clock:
    """Real time plus what the test has moved it by; in seconds since 1970."""

    def __init__(self) -> None:
        self.ahead = 0.0
        self._last = 0

    def now(self) -> float:
        """Return the loopback's present."""
        return time.time() + self.ahead

    def move(self, seconds: float) -> None:
        """Let time pass at once; waiting tasks of the bot do not notice, tokens and limits do."""
        self.ahead += seconds

    def snowflake(self) -> int:
        """Return a new id, larger than all before it."""
        self._last = max(self._last + 1, (int(self.now() * 1000) - DISCORD_EPOCH) << 22)
        return self._last


@dataclass(slots=True)
class Request:
    """A REST request of the bot and how it was answered. `route` is the template of openapi.json."""

    method: str
    route: str
    path: str
    body: Any
    at: float
    query: dict[str, str] = field(default_factory=dict)
    status: int = 0
    answer: Any = None


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that a well-behaved bot never does."""

    kind: str
    detail: str


class Signal:
    """Wakes those who wait for a change."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()
        self.changed_at = time.monotonic()

    def fire(self) -> None:
        """Say that something has changed."""
        self.changed_at = time.monotonic()
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, check: Callable[[], T | None], timeout: float, what: Callable[[], str]) -> T:
        """Return what `check` finds as soon as it is true; fail with `what` after `timeout` seconds."""
        ends = time.monotonic() + timeout
        while not (found := check()):
            left = ends - time.monotonic()
            if left <= 0:
                raise AssertionError(what())
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.add(future)
            await asyncio.wait([future], timeout=left)
        return found

    async def quiet(self, seconds: float) -> None:
        """Return when nothing has changed for so long."""
        while (left := self.changed_at + seconds - time.monotonic()) > 0:
            await asyncio.sleep(left)
