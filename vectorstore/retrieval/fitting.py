"""Fits the evidence bands to questions with known answers, and says how well that holds on others; imports evidence.

Each question is judged once (Judged) and then costs nothing, whatever the bands. What a fit promises is measured by
nested cross-validation: the outer folds are never seen by the fit, and inside it the inner folds choose how many
answerable questions it may give up, because a threshold laid at 10 % of what it saw refuses more of what it did not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from vectorstore.retrieval.evidence import Bands, Verdict

FEWEST_QUESTIONS = 20
FEWEST_OF_A_KIND = 5
"""Answerable ones, and unanswerable ones, below which no fit means anything."""
MOST_REFUSED = 0.10
"""Share of the answerable questions that may miss an answer, on questions the fit has not seen."""
GIVEN_UP = (0.025, 0.05, 0.075, 0.10)
"""What a fit may be told to give up at most; the inner folds choose among these."""
SENT_AWAY = 0.025
"""Share of the answerable questions that may be refused outright, without the closest passages as such."""
OUTER, INNER = 10, 5
ORDER: dict[str, int] = {"refused": 0, "uncertain": 1, "answered": 2}


@dataclass(frozen=True, slots=True)
class Judged:
    """What the evidence makes of a question: its score, and the verdicts that rules allow at the least and most."""

    answerable: bool
    score: float
    lowest: Verdict = "refused"
    highest: Verdict = "answered"

    def verdict(self, bands: Bands) -> Verdict:
        """Return the verdict that these bands give."""
        by_score: Verdict = (
            "answered" if self.score >= bands.answered else "uncertain" if self.score >= bands.uncertain else "refused"
        )
        return max(min(by_score, self.highest, key=ORDER.__getitem__), self.lowest, key=ORDER.__getitem__)


@dataclass(frozen=True, slots=True)
class Errors:
    """How often is wrongly refused (no answer to an answerable question) and wrongly answered."""

    refused: int
    answerable: int
    answered: int
    unanswerable: int

    @property
    def refused_share(self) -> float:
        """The share of the answerable questions that got no answer."""
        return self.refused / self.answerable if self.answerable else 0.0

    @property
    def answered_share(self) -> float:
        """The share of the unanswerable questions that got one."""
        return self.answered / self.unanswerable if self.unanswerable else 0.0

    @property
    def cost(self) -> float:
        """Both shares together: what a fit makes small."""
        return self.refused_share + self.answered_share

    def __add__(self, other: Errors) -> Errors:
        return Errors(
            self.refused + other.refused,
            self.answerable + other.answerable,
            self.answered + other.answered,
            self.unanswerable + other.unanswerable,
        )


class TooFew(ValueError):
    """The questions are too few to fit anything to; the text says what is missing."""


def enough(rows: Sequence[Judged]) -> None:
    """Raise TooFew with a sentence unless a fit to these questions can mean something."""
    answerable = sum(row.answerable for row in rows)
    if len(rows) < FEWEST_QUESTIONS:
        raise TooFew(f"A calibration needs {FEWEST_QUESTIONS} questions or more; there are {len(rows)}.")
    for count, kind in ((answerable, "answerable"), (len(rows) - answerable, "unanswerable")):
        if count < FEWEST_OF_A_KIND:
            raise TooFew(f"A calibration needs {FEWEST_OF_A_KIND} or more {kind} questions; there are {count}.")


def errors(rows: Sequence[Judged], bands: Bands) -> Errors:
    """Return how often these bands are wrong."""
    return Curve(rows).at(bands.answered)


class Curve:
    """How often is wrong at each cut, for one set of questions; sorted once, then a few steps a cut."""

    def __init__(self, rows: Sequence[Judged]) -> None:
        self._kinds = [[row for row in rows if row.answerable is kind] for kind in (True, False)]
        self._always = [sum(row.lowest == "answered" for row in kind) for kind in self._kinds]
        self._open = [
            sorted(row.score for row in kind if row.highest == "answered" != row.lowest) for kind in self._kinds
        ]

    def at(self, cut: float) -> Errors:
        """Return how often is wrong when scores from `cut` on are answered."""
        answered, invented = (
            always + len(scores) - bisect_left(scores, cut)
            for always, scores in zip(self._always, self._open, strict=True)
        )
        can, cannot = map(len, self._kinds)
        return Errors(can - answered, can, invented, cannot)


def fit(rows: Sequence[Judged]) -> Bands:
    """Return bands for these questions; how much to give up is chosen by the inner folds."""
    held = {share: crossed(rows, share) for share in GIVEN_UP}
    allowed = [share for share in GIVEN_UP if held[share].refused_share <= MOST_REFUSED] or [GIVEN_UP[0]]
    return fit_at(rows, min(allowed, key=lambda share: held[share].cost))


def crossed(rows: Sequence[Judged], share: float) -> Errors:
    """Return how often fits that give up `share` are wrong on the inner folds, which they have not seen."""
    total = Errors(0, 0, 0, 0)
    for seen, unseen in folds(rows, INNER):
        total += errors(unseen, fit_at(seen, share))
    return total


def fit_at(rows: Sequence[Judged], share: float) -> Bands:
    """Return the bands that are wrong least often while at most `share` of the answerable get no answer."""
    candidates = cuts([row.score for row in rows])
    curve = Curve(rows)
    held = {cut: curve.at(cut) for cut in candidates}
    allowed = [cut for cut in candidates if held[cut].refused_share <= share] or candidates[:1]
    answered = min(allowed, key=lambda cut: (held[cut].cost, cut))
    return Bands(answered, min(answered, sending_away(rows)))


def sending_away(rows: Sequence[Judged]) -> float:
    """Return the highest cut below which at most SENT_AWAY of the answerable questions are refused outright."""
    can = [row for row in rows if row.answerable]
    scores = sorted(row.score for row in can if row.lowest == "refused" != row.highest)
    lost = sum(row.highest == "refused" for row in can)
    spare = int(SENT_AWAY * len(can)) - lost
    if not scores or spare < 0:
        return float(min((row.score for row in rows), default=0.0)) - 0.1
    below = scores[min(spare, len(scores) - 1)]
    return below if spare == 0 else (scores[min(spare, len(scores) - 1) - 1] + below) / 2


def cuts(scores: Sequence[float]) -> list[float]:
    """Return the places to cut between these scores, ascending: below all, half way between two, above all."""
    ordered = sorted(set(scores))
    between = [(low + high) / 2 for low, high in pairwise(ordered)]
    return [ordered[0] - 0.1, *between, ordered[-1] + 0.1]


def folds(rows: Sequence[Judged], count: int) -> Iterable[tuple[list[Judged], list[Judged]]]:
    """Yield what is seen and what is not, `count` times; each fold has its share of both kinds of question."""
    place = dict.fromkeys((True, False), 0)
    numbers = []
    for row in rows:
        numbers.append(place[row.answerable] % count)
        place[row.answerable] += 1
    for fold in range(count):
        parts: tuple[list[Judged], list[Judged]] = ([], [])
        for row, number in zip(rows, numbers, strict=True):
            parts[number == fold].append(row)
        if parts[1]:
            yield parts


def cross_validated(rows: Sequence[Judged]) -> Errors:
    """Return how often a fit is wrong on questions that it has not seen."""
    total = Errors(0, 0, 0, 0)
    for seen, unseen in folds(rows, OUTER):
        total += errors(unseen, fit(seen))
    return total
