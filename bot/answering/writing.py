"""What passes between the brain and a model that writes: prompt, allowance, result, failure; pure."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

REQUESTS, SECONDS = 3, 25.0
"""A question's share: requests to the model, condensing included, and seconds until there is an answer."""

Reason = Literal[
    "timeout",
    "rate limited",
    "quota",
    "bad key",
    "unknown model",
    "server error",
    "unreachable",
    "cut off",
    "empty",
    "refused by the model",
    "filtered",
    "too long",
    "malformed",
    "no package",
]


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is asked; `max_tokens` bounds its reply."""

    messages: tuple[Message, ...]
    max_tokens: int


@dataclass(frozen=True, slots=True)
class Written:
    """What a model wrote, whole, and what it took; `cost_usd` is None where the price is not known."""

    text: str
    model: str
    tokens_in: int
    tokens_out: int
    cost_usd: float | None
    requests: int


class WritingFailed(Exception):
    """A model gave no usable text; `reason` is one of `Reason`, `retryable` whether another request may help.

    `retry_after` are the seconds after which the server wants to be asked again, where it names any.
    """

    def __init__(
        self, reason: Reason, detail: str = "", retryable: bool = False, retry_after: float | None = None
    ) -> None:
        super().__init__(detail or reason)
        self.reason = reason
        self.retryable = retryable
        self.retry_after = retry_after


class Allowance:
    """How many requests and seconds one question may still take; for many threads."""

    def __init__(
        self, requests: int = REQUESTS, seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._left, self._clock, self._end = requests, clock, clock() + seconds
        self._guard = threading.Lock()
        self.used = 0

    def take(self) -> bool:
        """Take one request; False when none is left or the time is over."""
        with self._guard:
            if self._left <= 0 or self.remaining <= 0:
                return False
            self._left -= 1
            self.used += 1
            return True

    @property
    def remaining(self) -> float:
        """Seconds to the deadline, never below 0."""
        return max(0.0, self._end - self._clock())


class Writer(Protocol):
    """Writes: blocking, and safe for many threads."""

    @property
    def model(self) -> str:
        """The model's name, for the log and the ledger."""
        ...

    def write(self, prompt: Prompt, allowance: Allowance, on_text: Callable[[str], None] | None = None) -> Written:
        """Return what the model wrote; `on_text` is given all of the text so far, again and again.

        Raises WritingFailed, also when the deadline of the allowance passes.
        """
        ...

    def prepare(self) -> None:
        """Load what the first request needs, so that nobody waits for it; raises WritingFailed."""
        ...
