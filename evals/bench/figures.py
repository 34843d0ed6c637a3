"""What the bench has to reach, and the table of what it found; imports evals alone. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals import report

HIGHER, LOWER = "at least", "at most"


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure of the table: what it has to reach, and whether more is better."""

    name: str
    must: float
    aim: float
    better: str = HIGHER

    def held(self, value: float) -> str:
        """Return "aim", "yes" or "**NO**"."""
        reached = [value >= limit if self.better == HIGHER else value <= limit for limit in (self.aim, self.must)]
        return "aim" if reached[0] else "yes" if reached[1] else "**NO**"


GOALS = {
    "first": Goal("first ingestion, CPU, naive / ours", 2, 2.5),
    "overlap": Goal("overlap@5 of our passage vectors with the reference embedder's", 0.95, 0.98),
    "unchanged": Goal("unchanged re-ingestion, CPU, naive / ours", 100, 500),
    "changed": Goal("one episode of many changed, CPU, naive / ours", 50, 100),
    "disk": Goal("disk after a re-ingestion, ours / naive", 0.7, 0.5, LOWER),
    "peak": Goal("peak memory of ingestion, ours / naive", 1.0, 0.7, LOWER),
    "flat": Goal("peak memory of ingestion, 100 / 30 episodes", 1.1, 1.05, LOWER),
    "cold": Goal("cold ask, CPU, ours / naive", 1.0, 0.8, LOWER),
    "warm": Goal("warm retrieval p95 with a busy core, naive / ours", 5, 10),
    "recall": Goal("recall@10 against exact search", 0.99, 0.995),
    "ratio": Goal("warm retrieval over embedding the question alone, CPU", 3, 2, LOWER),
}


@dataclass(frozen=True, slots=True)
class Found:
    """One measured figure: `goal` names its Goal, `value` is what is judged, the texts say what it is made of.

    `points` are for the plot: the curve's name, the size of the corpus, and what was measured there.
    """

    goal: str
    corpus: str
    value: float
    ours: str
    naive: str = "-"
    note: str = ""
    points: tuple[tuple[str, float, float], ...] = ()


def table(found: Sequence[Found]) -> list[str]:
    """Return the figures as Markdown, in the order of the goals."""
    head = ["figure", "corpus", "ours", "naive", "figure", "must", "aim", "held?", "note"]
    order = list(GOALS)
    return report.table(head, [row(one) for one in sorted(found, key=lambda one: order.index(one.goal))])


def row(one: Found) -> list[str]:
    """Return a figure as a row."""
    goal = GOALS[one.goal]
    limits = [f"{goal.better} {limit:g}" for limit in (goal.must, goal.aim)]
    return [goal.name, one.corpus, one.ours, one.naive, shown(one.value), *limits, goal.held(one.value), one.note]


def shown(value: float) -> str:
    """Return a number with as many digits as tell something."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.3f}"
