"""What cosine alone finds for golden questions, for comparison; imports the retrieval room."""

from __future__ import annotations

from collections.abc import Sequence

from evals.passages import dense, plain
from evals.questioning import found_in
from vectorstore.retrieval.golden import GoldenRow
from vectorstore.retrieval.measure import DEEPEST, Found
from vectorstore.retrieval.search import Searcher


def dense_hits(searcher: Searcher, rows: Sequence[GoldenRow]) -> dict[str, tuple[Found, ...]]:
    """Return the nearest passages to each question as it was typed, grown by their neighbours as all are shown."""
    alone = dense(searcher)
    return {row.id: tuple(found_in(hit) for hit in alone.search(plain(row.question), DEEPEST)) for row in rows}
