"""How good search and answers are on golden questions, as figures; pure, imports golden and text.

A place is found by a hit of one of its documents (file), whose text holds its words (evidence), or which lies
within two minutes of its times (time). Of a comparison every place has to be found, of others any one will do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from vectorstore.retrieval.golden import GoldenRow, Place
from vectorstore.text.folding import fold

COMPARISON = "comparison"
AROUND = 120.0
"""Seconds by which a hit may miss the expected times: what a listener still finds."""
DEEPEST = 10
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Found:
    """What measuring looks at in a hit; times in seconds, None where the source has none."""

    document: str
    text: str
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: how many of the questions missed, and the share that held (or a mean in [0, 1])."""

    name: str
    misses: int
    questions: int
    share: float


Holds = Callable[[Place, Found], bool]
Hits = Mapping[str, Sequence[Found]]


def holds_file(place: Place, hit: Found) -> bool:
    """Return whether a hit is of the expected episode."""
    return hit.document in place.documents


def holds_evidence(place: Place, hit: Found) -> bool:
    """Return whether a hit holds the expected words, apart from white space, case and markup."""
    if not holds_file(place, hit) or place.evidence is None:
        return False
    said = plain(hit.text)
    return any(plain(words) in said for words in (place.evidence, *place.wordings))


def holds_time(place: Place, hit: Found) -> bool:
    """Return whether a hit lies within two minutes of the expected times."""
    if not holds_file(place, hit) or place.start is None or hit.start is None:
        return False
    last = place.end if place.end else place.start + AROUND
    return hit.start <= last + AROUND and (hit.end or hit.start) >= place.start - AROUND


def plain(text: str) -> str:
    """Return the words of a text as they are compared."""
    return fold(_TAG.sub("", text))


def figures(rows: Sequence[GoldenRow], hits: Hits, verdicts: Mapping[str, str]) -> list[Figure]:
    """Return all figures of these questions; `hits` and `verdicts` are by the rows' ids. Empty ones are left out."""
    out = [*found_figures(rows, hits), *answer_figures(rows, verdicts)]
    return [figure for figure in out if figure.questions]


def found_figures(rows: Sequence[GoldenRow], hits: Hits) -> list[Figure]:
    """Return what search found."""
    can = [row for row in rows if row.answerable and row.expected]
    single = [row for row in can if row.kind != COMPARISON]
    worded = [row for row in single if any(place.evidence for place in row.expected)]
    timed = [row for row in single if any(place.start is not None for place in row.expected)]
    out = [found(f"evidence@{k}", worded, hits, holds_evidence, k) for k in (1, 3, 5)]
    for language in sorted({row.language for row in worded}):
        mine = [row for row in worded if row.language == language]
        out += [found(f"evidence@{k}, {language}", mine, hits, holds_evidence, k) for k in (1, 5)]
    out += [
        found("file@5", single, hits, holds_file, 5),
        found("time@3", timed, hits, holds_time, 3),
        recall("recall@5", [row for row in can if any(p.evidence for p in row.expected)], hits, 5),
        recall("recall@10", [row for row in can if any(p.evidence for p in row.expected)], hits, DEEPEST),
        reciprocal_rank("MRR@10", worded, hits),
    ]
    compared = [row for row in can if row.kind == COMPARISON]
    return [*out, every("comparisons, every episode@5", compared, hits, 5)]


def answer_figures(rows: Sequence[GoldenRow], verdicts: Mapping[str, str]) -> list[Figure]:
    """Return how often was answered or refused wrongly; "uncertain" is no answer."""
    can = [row for row in rows if row.answerable]
    refused = [row for row in can if verdicts[row.id] != "answered"]
    out = [figure("answerable, falsely refused", len(refused), len(can))]
    for kind in dict.fromkeys(row.kind for row in rows if not row.answerable):
        cannot = [row for row in rows if row.kind == kind and not row.answerable]
        wrong = [row for row in cannot if verdicts[row.id] == "answered"]
        out.append(figure(f"{kind}, falsely answered", len(wrong), len(cannot)))
    return out


def found(name: str, rows: Sequence[GoldenRow], hits: Hits, holds: Holds, k: int) -> Figure:
    """Return for how many questions any expected place is among the first `k` hits."""
    misses = [row for row in rows if not any(holds(p, hit) for p in row.expected for hit in hits[row.id][:k])]
    return figure(name, len(misses), len(rows))


def every(name: str, rows: Sequence[GoldenRow], hits: Hits, k: int) -> Figure:
    """Return for how many questions every expected episode is among the first `k` hits."""
    held = [all(any(holds_file(p, hit) for hit in hits[row.id][:k]) for p in row.expected) for row in rows]
    return figure(name, held.count(False), len(rows))


def recall(name: str, rows: Sequence[GoldenRow], hits: Hits, k: int) -> Figure:
    """Return the mean share of a question's expected places whose words are among the first `k` hits."""
    shares = [
        mean(float(any(holds_evidence(p, hit) for hit in hits[row.id][:k])) for p in row.expected if p.evidence)
        for row in rows
    ]
    return Figure(name, sum(share < 1 for share in shares), len(rows), mean(shares))


def reciprocal_rank(name: str, rows: Sequence[GoldenRow], hits: Hits) -> Figure:
    """Return the mean of 1 / rank of the first hit with the expected words, 0 below the tenth."""
    ranks = [first_rank(row, hits[row.id][:DEEPEST]) for row in rows]
    values = [1 / rank if rank else 0.0 for rank in ranks]
    return Figure(name, values.count(0.0), len(rows), mean(values))


def first_rank(row: GoldenRow, hits: Sequence[Found]) -> int | None:
    """Return the rank of the first hit with the expected words, from 1; None without one."""
    ranked = enumerate(hits, start=1)
    return next((rank for rank, hit in ranked if any(holds_evidence(p, hit) for p in row.expected)), None)


def figure(name: str, misses: int, questions: int) -> Figure:
    """Return a figure whose share is of the questions that did not miss."""
    return Figure(name, misses, questions, 1 - misses / questions if questions else 0.0)


def mean(values: Iterable[float]) -> float:
    """Return the mean, 0 of nothing."""
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0
