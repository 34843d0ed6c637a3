"""CPU of warm retrieval against embedding the question alone; imports the retrieval room."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from vectorstore.embeddings.seam import query_vector
from vectorstore.retrieval.golden import GoldenRow
from vectorstore.retrieval.measure import mean
from vectorstore.retrieval.query import understand
from vectorstore.retrieval.search import Searcher

ROUNDS = 3
HITS = 8


@dataclass(frozen=True, slots=True)
class Cost:
    """Mean CPU seconds a question, of all threads of the process."""

    search: float
    embedding: float

    @property
    def ratio(self) -> float:
        """How many embeddings of the question a search costs; it holds one itself."""
        return self.search / self.embedding


def cost_of(searcher: Searcher, rows: Sequence[GoldenRow]) -> Cost:
    """Return what warm retrieval costs; of each question the median of three rounds, so that a hiccup counts little."""

    def search(row: GoldenRow) -> object:
        searcher.matcher.forget()
        return searcher.search(understand(row.question, searcher.catalogue, date.today(), row.history), HITS)

    def embed(row: GoldenRow) -> object:
        return query_vector(searcher.embedder, row.question)

    for row in rows[:5]:
        search(row)
    return Cost(*(mean(median(cpu(do, row) for _ in range(ROUNDS)) for row in rows) for do in (search, embed)))


def cpu(do: Callable[[GoldenRow], object], row: GoldenRow) -> float:
    """Return the CPU seconds that this takes."""
    begun = time.process_time()
    do(row)
    return time.process_time() - begun
