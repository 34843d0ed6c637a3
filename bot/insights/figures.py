"""From rows of the ledger to the figures of /insights; pure, imports the ledger's rows alone.

Weeks begin on Monday, 00:00 in the server's time zone. All times are unix seconds.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import TypeVar

from bot.ledgers.outcomes import Outcome, Vote

VERDICTS = ("answered", "uncertain", "refused")
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Week:
    """One week: when it begins, and what was asked in it. `p50` and `p95` are seconds, None where nothing was."""

    begin: float
    answered: int = 0
    uncertain: int = 0
    refused: int = 0
    degraded: int = 0
    p50: float | None = None
    p95: float | None = None

    @property
    def questions(self) -> int:
        """How many questions there were."""
        return self.answered + self.uncertain + self.refused


@dataclass(frozen=True, slots=True)
class Figures:
    """What a span of weeks holds. Shares are None where there is nothing to share.

    `topics` and `channels` count questions, most first; a topic is what `topic_of` calls a cited chunk. `degraded`
    counts why no model wrote an answer that one was asked for. `cost` is in US dollars, without the `unpriced`
    questions, whose model has no known price.
    """

    weeks: tuple[Week, ...]
    answered: int = 0
    uncertain: int = 0
    refused: int = 0
    by_model: int = 0
    degraded: tuple[tuple[str, int], ...] = ()
    topics: tuple[tuple[str, int], ...] = ()
    channels: tuple[tuple[int, int], ...] = ()
    helpful: int = 0
    unhelpful: int = 0
    p50: float | None = None
    p95: float | None = None
    cost: float = 0.0
    unpriced: int = 0

    @property
    def questions(self) -> int:
        """How many questions there were."""
        return self.answered + self.uncertain + self.refused

    @property
    def helpful_share(self) -> float | None:
        """The share of votes that found an answer helpful."""
        votes = self.helpful + self.unhelpful
        return self.helpful / votes if votes else None

    def share(self, count: int) -> float | None:
        """Return a share of all questions."""
        return count / self.questions if self.questions else None


def week_of(at: float, zone: tzinfo) -> float:
    """Return when the week of a moment began."""
    return _midnight(at, zone, 0).timestamp()


def weeks_until(now: float, count: int, zone: tzinfo) -> tuple[float, ...]:
    """Return when each of the last weeks began, the one that is going on being the last."""
    return tuple(_midnight(now, zone, back).timestamp() for back in range(count - 1, -1, -1))


def _midnight(at: float, zone: tzinfo, back: int) -> datetime:
    # By the calendar and not in seconds: a week with a change to summer time has 167 hours.
    day = datetime.fromtimestamp(at, zone).replace(tzinfo=None)
    monday = day - timedelta(days=day.weekday() + 7 * back)
    return datetime(monday.year, monday.month, monday.day, tzinfo=zone)


def figures_of(
    outcomes: Sequence[Outcome], votes: Iterable[Vote], begins: Sequence[float], names: dict[str, str] | None = None
) -> Figures:
    """Return the figures of the weeks that begin at `begins`, the last of which goes on to the last row.

    `names` gives each cited chunk's topic; chunks without one are not counted as a topic.
    """
    since = begins[0]
    counted = [one for one in outcomes if one.at >= since and one.verdict in VERDICTS]
    helpful = [vote.helpful for vote in votes if vote.at >= since]
    verdicts = Counter(one.verdict for one in counted)
    seconds = sorted(one.seconds for one in counted)
    return Figures(
        weeks=tuple(weekly(counted, begins)),
        answered=verdicts["answered"],
        uncertain=verdicts["uncertain"],
        refused=verdicts["refused"],
        by_model=sum(one.mode == "model" for one in counted),
        degraded=most_first(one.degraded for one in counted if one.degraded),
        topics=most_first(topic for one in counted for topic in topics_of(one, names or {})),
        channels=most_first(one.channel_id for one in counted),
        helpful=sum(helpful),
        unhelpful=len(helpful) - sum(helpful),
        p50=quantile(seconds, 0.5),
        p95=quantile(seconds, 0.95),
        cost=math.fsum(one.cost for one in counted if one.cost is not None),
        unpriced=sum(one.cost is None for one in counted),
    )


def weekly(outcomes: Iterable[Outcome], begins: Sequence[float]) -> Iterable[Week]:
    """Yield each week, also those in which nothing was asked."""
    by_week: list[list[Outcome]] = [[] for _ in begins]
    for one in outcomes:
        by_week[bisect_right(begins, one.at) - 1].append(one)
    for begin, asked in zip(begins, by_week, strict=True):
        verdicts = Counter(one.verdict for one in asked)
        seconds = sorted(one.seconds for one in asked)
        degraded = sum(one.degraded is not None for one in asked)
        waits = {"p50": quantile(seconds, 0.5), "p95": quantile(seconds, 0.95)}
        yield Week(begin, verdicts["answered"], verdicts["uncertain"], verdicts["refused"], degraded, **waits)


def topics_of(outcome: Outcome, names: dict[str, str]) -> list[str]:
    """Return what an answer was about, each topic once."""
    return list(dict.fromkeys(names[chunk] for chunk in outcome.sources if chunk in names))


def most_first(things: Iterable[Thing]) -> tuple[tuple[Thing, int], ...]:
    """Return each thing with its count, the most frequent first, equal ones in the order of their first appearance."""
    return tuple(Counter(things).most_common())


def quantile(ordered: Sequence[float], share: float) -> float | None:
    """Return the smallest of ascending values that this share of all does not exceed; None without any."""
    if not ordered:
        return None
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
