"""How long the rest of a run will take, and when to say so; imports the outcome's types alone."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ingest.outcome import Stage

Clock = Callable[[], float]
SMOOTHED_OVER = 10.0
"""Seconds: a pace that has lasted that long counts for two thirds."""


@dataclass(frozen=True, slots=True)
class Step:
    """One report of progress; `seconds_left` is of this stage, None until it has a pace."""

    stage: Stage
    done: int
    total: int
    seconds_left: int | None = None


@dataclass(slots=True)
class Pace:
    """Foretells the end of each stage from its smoothed pace."""

    clock: Clock = time.monotonic
    _rate: float | None = None
    _stage: Stage | None = None
    _done: int = 0
    _at: float | None = None

    def step(self, stage: Stage, done: int, total: int) -> Step:
        """Return the report of this progress."""
        if stage != self._stage:
            self._stage, self._rate, self._done, self._at = stage, None, 0, None
        now = self.clock()
        if self._at is not None and now > self._at and done > self._done:
            self._learn((done - self._done) / (now - self._at), now - self._at)
        if self._at is None or done != self._done:
            self._done, self._at = done, now
        if done >= total:
            return Step(stage, done, total, 0)
        return Step(stage, done, total, math.ceil((total - done) / self._rate) if self._rate else None)

    def _learn(self, rate: float, lasted: float) -> None:
        weight = 1 - math.exp(-lasted / SMOOTHED_OVER)
        self._rate = rate if self._rate is None else self._rate + weight * (rate - self._rate)


@dataclass(slots=True)
class Throttle:
    """Lets a report through every so often, the first and the last of each stage always."""

    show: Callable[[Step], None]
    every: float
    clock: Clock = time.monotonic
    _shown: float = field(default=-math.inf)
    _stage: Stage | None = None
    _waiting: Step | None = None

    def __call__(self, step: Step) -> None:
        """Show this report, or keep it until the next one."""
        now = self.clock()
        if step.stage != self._stage:
            self.flush()
        elif now - self._shown < self.every:
            self._waiting = step
            return
        self._stage, self._shown, self._waiting = step.stage, now, None
        self.show(step)

    def flush(self) -> None:
        """Show the report that waits, if there is one."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.show(waiting)


@dataclass(slots=True)
class Countdown:
    """The last report again, as it is after some time: fewer seconds are left, and at least one."""

    clock: Clock = time.monotonic
    _last: Step | None = None
    _at: float = 0.0

    def note(self, step: Step) -> None:
        """Remember the last report."""
        self._last, self._at = step, self.clock()

    def again(self) -> Step | None:
        """Return it as it is now; None before the first one."""
        last = self._last
        if last is None:
            return None
        left = last.seconds_left
        return replace(last, seconds_left=max(1, math.ceil(left - (self.clock() - self._at))) if left else left)
