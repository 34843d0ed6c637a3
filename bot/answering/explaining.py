"""Why an answer came out as it did, for `ask --explain`; imports purse, answer and the ground floor.

Nothing here decides: it looks again at what was decided, and costs some milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bot.answering.answer import Answer
from bot.answering.purse import Metered
from vectorstore.retrieval.evidence import Bands, Decision, standing, support
from vectorstore.retrieval.query import Query
from vectorstore.retrieval.search import Hit, Searcher


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage and its ranks among the candidates: over all, by meaning, by words (None: it shares none)."""

    rank: int
    score: float
    by_meaning: int
    cosine: float
    by_words: int | None
    match: float
    document: str
    chunk: str


@dataclass(slots=True)
class Explanation:
    """What happened to one question; empty parts did not happen."""

    search: dict[str, Any] = field(default_factory=dict)
    passages: list[Ranked] = field(default_factory=list)
    evidence: dict[str, Any] = field(default_factory=dict)
    model: dict[str, Any] = field(default_factory=dict)
    generation: str | None = None

    def note_search(
        self, query: Query, hits: Sequence[Hit], decision: Decision, searcher: Searcher, bands: Bands
    ) -> None:
        """Take down what was searched for, what was found, and how near it was."""
        self.search = {
            "question": query.question,
            "text": query.text,
            "words": list(query.words),
            "language": query.language,
            "episodes": None if query.episodes is None else len(query.episodes),
        }
        self.passages = ranked(query, hits, searcher)
        self.evidence = evidence(query, hits, decision, searcher, bands)

    def note_answer(self, answer: Answer, allowance: Metered | None) -> None:
        """Take down who wrote the answer and what it took."""
        spent = answer.spent
        self.generation = answer.generation
        self.model = {
            "mode": answer.mode,
            "degraded": answer.degraded,
            "model": spent.model if spent else None,
            "prompt_tokens": allowance.prompt_tokens if allowance else 0,
            "requests": allowance.used if allowance else 0,
            "tokens_in": spent.tokens_in if spent else 0,
            "tokens_out": spent.tokens_out if spent else 0,
            "cost_usd": spent.cost_usd if spent else 0.0,
        }

    def as_json(self) -> dict[str, Any]:
        """Return the explanation in the shape of docs/commands.md."""
        names = Ranked.__slots__
        return {
            "search": self.search,
            "passages": [{name: getattr(one, name) for name in names} for one in self.passages],
            "evidence": self.evidence,
            "model": self.model,
            "generation": self.generation,
        }


def ranked(query: Query, hits: Sequence[Hit], searcher: Searcher) -> list[Ranked]:
    """Return the hits with their ranks among the candidates by vector and by words."""
    if not hits:
        return []
    found = searcher.candidates(query)
    by_meaning = {int(found.rows[at]): n for n, at in enumerate(np.argsort(-found.dense, kind="stable"), start=1)}
    by_words = {int(found.rows[at]): n for n, at in enumerate(np.argsort(-found.soft, kind="stable"), start=1)}
    return [
        Ranked(
            rank=hit.rank,
            score=round(hit.score, 4),
            by_meaning=by_meaning.get(hit.row, 0),
            cosine=round(hit.dense, 4),
            by_words=by_words.get(hit.row) if hit.soft > 0 else None,
            match=round(hit.soft, 4),
            document=hit.passage.document.name,
            chunk=hit.passage.chunk.id,
        )
        for hit in hits
    ]


def evidence(query: Query, hits: Sequence[Hit], decision: Decision, searcher: Searcher, bands: Bands) -> dict[str, Any]:
    """Return the decision with the features behind it and the bands in force."""
    calibration = searcher.index.manifest.calibration
    levels = calibration.get(query.language or "") or calibration.get("en")
    known = bool(hits and levels)
    return {
        "verdict": decision.verdict,
        "rule": decision.rule,
        "score": round(decision.score, 3),
        "answered_from": bands.answered,
        "uncertain_from": bands.uncertain,
        "standing": round(max(standing(searcher, hit, levels) for hit in hits[:3]), 3) if known and levels else None,
        "support": round(support(query, hits, searcher), 3) if hits else None,
        "words_matched": round(max(hit.soft for hit in hits[:3]), 3) if hits else None,
    }
