"""Which rows are ranked at all: the nearest by vector and the best by their words; imports scoring and the store.

A part of the index (an episode, a server's shows) is scored whole while it is small, so that the nearest rows of the
whole index, of which hardly any may lie in it, cannot starve it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vectorstore.retrieval.scoring import Array, Floats, Scoring
from vectorstore.store.index import StoredIndex

DENSE_CANDIDATES = 200
SOFT_CANDIDATES = 100
EXACT_CANDIDATES = 4000
"""A restricted search up to this many rows scores them all."""
DENSE_ASKED = 2000
"""Nearest rows that are asked for, at most, to have DENSE_CANDIDATES of a part of the index: 10 ms at 10,000 rows."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows with their cosine and word match, before ranking; all arrays have one length."""

    rows: Array
    dense: Floats
    soft: Floats


@dataclass(frozen=True, slots=True)
class Pool:
    """Takes candidates out of one generation; of up to `exact` rows all."""

    store: StoredIndex
    scoring: Scoring
    exact: int = EXACT_CANDIDATES

    def candidates(self, vector: Floats, soft: Floats, rows: Array | None) -> Candidates:
        """Return the candidates for a question's vector (d,) and word match (n,), among `rows` (None: all)."""
        if rows is not None:
            among = rows if len(rows) <= self.exact else self.likeliest(rows, vector, soft)
            return Candidates(among, self.cosines(among, vector), soft[among])
        found = self.store.query(vector, min(DENSE_CANDIDATES, len(self.scoring.ids)))
        dense = {self.scoring.row_of[value]: cosine for value, cosine in found}
        top = np.argpartition(-soft, min(SOFT_CANDIDATES, len(soft) - 1))[:SOFT_CANDIDATES]
        more = np.array([row for row in top if soft[row] > 0 and int(row) not in dense], dtype=np.int64)
        rows = np.concatenate([np.fromiter(dense, dtype=np.int64, count=len(dense)), more])
        cosines = np.concatenate([np.fromiter(dense.values(), np.float32, len(dense)), self.cosines(more, vector)])
        return Candidates(rows, cosines.astype(np.float32), soft[rows])

    def likeliest(self, rows: Array, vector: Floats, soft: Floats) -> Array:
        """Return the candidates among too many rows to score them all: the nearest, and the best by their words.

        Where hardly any of the nearest rows of the whole index are among these, their words decide alone.
        """
        count = len(self.scoring.ids)
        inside = np.zeros(count, dtype=bool)
        inside[rows] = True
        asked = min(count, DENSE_ASKED, -(-DENSE_CANDIDATES * count // len(rows)))
        found = np.array([self.scoring.row_of[value] for value, _ in self.store.query(vector, asked)], np.int64)
        near = found[inside[found]]
        more = SOFT_CANDIDATES if len(near) >= DENSE_CANDIDATES // 2 else self.exact
        return np.union1d(near, rows[np.argsort(-soft[rows], kind="stable")[:more]])

    def cosines(self, rows: Array, vector: Floats) -> Floats:
        """Return the exact cosines of these rows."""
        if not len(rows):
            return np.zeros(0, dtype=np.float32)
        vectors = self.store.vectors([self.scoring.ids[row] for row in rows])
        return np.asarray(vectors @ vector, dtype=np.float32)
