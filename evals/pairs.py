"""R@1, R@5 and MRR@10 of golden questions by language pair: asked in, and said in; imports measure. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vectorstore.records import DocumentRecord
from vectorstore.retrieval.golden import GoldenRow
from vectorstore.retrieval.measure import COMPARISON, Hits, found, holds_evidence, reciprocal_rank


@dataclass(frozen=True, slots=True)
class Pair:
    """The figures of one pair; R@k asks for the expected words among the first k passages."""

    asked: str
    said: str
    questions: int
    at_1: float
    at_5: float
    mrr: float


def by_pair(rows: Sequence[GoldenRow], hits: Hits, documents: Sequence[DocumentRecord]) -> list[Pair]:
    """Return the figures of each language pair, comparisons left out."""
    languages = {record.name: record.language or "?" for record in documents}
    groups: dict[tuple[str, str], list[GoldenRow]] = {}
    for row in rows:
        if row.expected and row.kind != COMPARISON:
            groups.setdefault((row.language, said_in(row, languages)), []).append(row)
    return [pair(asked, said, mine, hits) for (asked, said), mine in sorted(groups.items())]


def said_in(row: GoldenRow, languages: Mapping[str, str]) -> str:
    """Return the language of the first expected document that the index knows."""
    names = (name for place in row.expected for name in sorted(place.documents))
    return next((languages[name] for name in names if name in languages), "?")


def pair(asked: str, said: str, rows: Sequence[GoldenRow], hits: Hits) -> Pair:
    """Return the figures of the questions of one pair."""
    first, five = (found("", rows, hits, holds_evidence, k).share for k in (1, 5))
    return Pair(asked, said, len(rows), first, five, reciprocal_rank("", rows, hits).share)
