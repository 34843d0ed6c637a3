"""How long the rest of a run will take, and when to say so; imports the outcome's types alone."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.outcome import Stage

Clock = Callable[[], float]
SMOOTHED_OVER = 10.0
"""Seconds: a pace that has lasted that long counts for two thirds."""


@dataclass(frozen=True, slots=True)
class Step:
    """One report of progress; `seconds_left` is None outside of embedding, which is nearly all of a run."""

    stage: Stage
    done: int
    total: int
    seconds_left: int | None = None


@dataclass(slots=True)
class Pace:
    """Foretells the end of the embed stage from its smoothed pace."""

    clock: Clock = time.monotonic
    _rate: float | None = None
    _done: int = 0
    _at: float | None = None

    def step(self, stage: Stage, done: int, total: int) -> Step:
        """Return the report of this progress."""
        if stage != "embed":
            return Step(stage, done, total)
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
