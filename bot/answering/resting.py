"""When a model is left alone for a while, and what its operator is told; imports writing.

A provider that is down would cost every asker the whole deadline, and a wrong key is not righted by asking again.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

log = logging.getLogger(__name__)

OUTAGE = frozenset({"timeout", "unreachable", "server error", "rate limited"})
IN_A_ROW, PAUSE = 4, 20.0
"""After so many of these in a row no model is asked for so many seconds."""
FOR_THE_OPERATOR = {
    "bad key": "OPENAI_API_KEY is refused: set a valid key and start again",
    "quota": "the account's quota is used up: add credit, or set a lower ANSWER_PER_GUILD_DAY",
    "unknown model": "ANSWER_MODEL names a model that the server does not have, or not for this key: name another",
    "no package": "ANSWER_MODEL names a provider whose package is not installed: install it, or name another model",
}
LONG_PAUSE, TOLD_EVERY = 60.0, 3600.0


class Resting:
    """Counts failures; safe for many threads. `on_trouble` hears why, when only the operator can mend it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.on_trouble: list[Callable[[str], None]] = []
        self._clock = clock
        self._guard = threading.Lock()
        self._until, self._why, self._in_a_row = 0.0, "", 0
        self._told: dict[str, float] = {}

    def reason(self) -> str | None:
        """Return why no model is asked now; None when one may be asked."""
        with self._guard:
            return self._why if self._clock() < self._until else None

    def worked(self) -> None:
        """Note that the model answers."""
        with self._guard:
            self._in_a_row = 0

    def failed(self, reason: str) -> None:
        """Note a failure; the operator is told once an hour what nobody else can mend."""
        with self._guard:
            now = self._clock()
            self._in_a_row = self._in_a_row + 1 if reason in OUTAGE else 0
            if reason in FOR_THE_OPERATOR:
                self._until, self._why = now + LONG_PAUSE, reason
            elif self._in_a_row >= IN_A_ROW:
                self._until, self._why = now + PAUSE, reason
            if reason not in FOR_THE_OPERATOR or now - self._told.get(reason, -TOLD_EVERY) < TOLD_EVERY:
                return
            self._told[reason] = now
        log.error("no answers are generated: %s", FOR_THE_OPERATOR[reason])
        for tell in self.on_trouble:
            tell(reason)
