"""When the schedule is due: pure decisions on unix seconds, by the UTC clock.

Hours begin at the full hour, days at 03:00 UTC, weeks on Monday at 03:00 UTC. A clock that jumps forward, or a bot that
was down, costs one run and never many; a clock that is set back neither repeats runs nor holds them up.
"""

from __future__ import annotations

from dataclasses import dataclass

HOUR, DAY = 3600.0, 86_400.0
AGAIN = 900.0
"""Seconds after which a run that was begun and never ended (the bot was killed) is begun again."""
NIGHT = 3 * HOUR
# 1970-01-05 was the first Monday.
BEGINNINGS = {"hourly": (HOUR, 0.0), "daily": (DAY, NIGHT), "weekly": (7 * DAY, 4 * DAY + NIGHT)}
"""Of each schedule the seconds between two runs, and when the first one ever would have been."""


@dataclass(frozen=True, slots=True)
class Kept:
    """When the schedule last began a run, and last ended one; None for never."""

    begun: float | None = None
    ended: float | None = None


def slot(kind: str, at: float) -> int:
    """Return which hour, day or week a moment lies in."""
    seconds, first = BEGINNINGS[kind]
    return int((at - first) // seconds)


def sensible(kept: Kept, now: float) -> Kept:
    """Return what is kept without moments of a future that a wrong clock has seen: these count as now."""
    begun, ended = (None if at is None else min(at, now) for at in (kept.begun, kept.ended))
    return Kept(begun, ended)


def due(kind: str, kept: Kept, now: float) -> bool:
    """Return whether a run is due; `kept` has to be `sensible`. The first one waits for the next beginning."""
    if kind not in BEGINNINGS or kept.ended is None or slot(kind, kept.ended) >= slot(kind, now):
        return False
    going = kept.begun is not None and kept.begun > kept.ended and now - kept.begun < AGAIN
    return not going
