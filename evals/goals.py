"""The figures that are promised, with what must be reached and what is aimed at; imports measure. Pure.

"Dense alone" and "tried" are what cosine alone and a first recipe reached before this project; the run measures
dense alone again, over the index of today.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from vectorstore.retrieval.golden import GoldenRow
from vectorstore.retrieval.measure import (
    COMPARISON,
    Figure,
    Hits,
    every,
    figure,
    found,
    holds_evidence,
    holds_file,
    holds_time,
)

SEED = "seed/"
SPEECH = "/nl_tweedekamer/"
OFF_TOPIC = ("out-of-scope", "adversarial")


@dataclass(frozen=True, slots=True)
class Goal:
    """One promised figure: the shares that must and should hold.

    Where misses were promised, they are out of `of` questions, and hold for other sets as the same share. `name` is
    that of `score_golden.py` where it has one, so that the two can be compared.
    """

    name: str
    must: float
    aim: float
    of: int | None = None

    def held(self, one: Figure, limit: float) -> bool:
        """Return whether a figure reaches a limit; one without questions does."""
        least = limit if self.of is None else 1 - limit / self.of
        return not one.questions or one.share >= least - 1e-9


GOALS = (
    Goal("seed, English questions, evidence@3", 1, 0, of=12),
    Goal("seed, Dutch questions, evidence@3", 1, 0, of=7),
    Goal("Dutch speech, Dutch questions, evidence@1", 2, 1, of=6),
    Goal("Dutch speech, Dutch questions, evidence@5", 1, 0, of=6),
    Goal("all single, evidence@5", 0.90, 0.96),
    Goal("all single, file@5", 0.96, 1.0),
    Goal("time@3", 0.90, 0.97),
    Goal("comparisons, every episode@5", 2, 0, of=5),
    Goal("answerable, falsely refused", 0.90, 0.95),
    Goal("unanswerable, falsely answered", 0.65, 0.85),
    Goal("out-of-scope and adversarial, falsely answered", 0.90, 1.0),
    Goal("quotations word for word", 1.0, 1.0),
)

Rows = Sequence[GoldenRow]


def promised(rows: Rows, hits: Hits, verdicts: Mapping[str, str] | None = None) -> dict[str, Figure]:
    """Return the promised figures of these questions by their names; without verdicts only what search found."""
    can = [row for row in rows if row.answerable and row.expected]
    single = [row for row in can if row.kind != COMPARISON]
    out = {one.name: one for one in searched(single, [row for row in can if row.kind == COMPARISON], hits)}
    if verdicts is not None:
        out |= {one.name: one for one in judged(rows, can, verdicts)}
    return out


def searched(single: Rows, compared: Rows, hits: Hits) -> list[Figure]:
    """Return what search found, in the groups of the promise."""
    seed = {code: [r for r in single if r.language == code and lies(r, SEED)] for code in ("en", "nl")}
    speech = [row for row in single if row.language == "nl" and lies(row, SPEECH)]
    timed = [row for row in single if any(place.start is not None for place in row.expected)]
    groups: list[tuple[str, Rows, Callable[..., bool], tuple[int, ...]]] = [
        ("seed, English questions, evidence", seed["en"], holds_evidence, (1, 3)),
        ("seed, Dutch questions, evidence", seed["nl"], holds_evidence, (1, 3)),
        ("Dutch speech, Dutch questions, evidence", speech, holds_evidence, (1, 5)),
        ("all single, evidence", single, holds_evidence, (1, 5)),
        ("all single, file", single, holds_file, (5,)),
    ]
    out = [found(f"{name}@{k}", rows, hits, holds, k) for name, rows, holds, ks in groups for k in ks]
    return [*out, found("time@3", timed, hits, holds_time, 3), every("comparisons, every episode@5", compared, hits, 5)]


def judged(rows: Rows, can: Rows, verdicts: Mapping[str, str]) -> list[Figure]:
    """Return what was answered and refused wrongly."""
    out = [wrong("answerable, falsely refused", can, verdicts, lambda verdict: verdict != "answered")]
    for kind in ("unanswerable", *OFF_TOPIC):
        mine = [row for row in rows if row.kind == kind]
        out.append(wrong(f"{kind}, falsely answered", mine, verdicts, lambda verdict: verdict == "answered"))
    both = [row for row in rows if row.kind in OFF_TOPIC]
    name = "out-of-scope and adversarial, falsely answered"
    return [*out, wrong(name, both, verdicts, lambda verdict: verdict == "answered")]


def wrong(name: str, rows: Rows, verdicts: Mapping[str, str], is_wrong: Callable[[str], bool]) -> Figure:
    """Return a figure whose misses are the questions with a wrong verdict."""
    return figure(name, sum(is_wrong(verdicts[row.id]) for row in rows), len(rows))


def lies(row: GoldenRow, folder: str) -> bool:
    """Return whether a place that answers a question lies in this folder."""
    return any(folder in f"/{name}" for place in row.expected for name in place.documents)


def differences(ours: Mapping[str, Figure], theirs: Mapping[str, tuple[int, int]]) -> list[str]:
    """Return where our count and the golden set's own script disagree, a sentence each."""
    return [
        f"{name}: {ours[name].misses}/{ours[name].questions} by us, {misses}/{questions} by score_golden.py"
        for name, (misses, questions) in theirs.items()
        if name not in ours or (ours[name].misses, ours[name].questions) != (misses, questions)
    ]
