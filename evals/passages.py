"""Public question sets over bare passages: R@1, R@5 and MRR@10 by language pair; imports the retrieval room."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from evals.corpora import built_of_passages, say
from vectorstore.retrieval.live import LiveIndex
from vectorstore.retrieval.measure import DEEPEST, mean
from vectorstore.retrieval.query import Query, understand
from vectorstore.retrieval.search import Searcher, Weights

NO_WEIGHTS = Weights(**{field.name: 0.0 for field in fields(Weights)})
"""Dense alone: cosine decides and nothing else."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The figures of one language pair of one set, all in [0, 1]."""

    set: str
    ranking: str
    asked: str
    questions: int
    at_1: float
    at_5: float
    mrr: float


def measured(folder: Path, below: Path) -> list[Retrieved]:
    """Return the figures of a question set, by our ranking and by dense alone, its index built below `below`."""
    corpus = [(row["id"], row["text"]) for row in lines(folder / "corpus.jsonl")]
    index = built_of_passages(below / folder.name, corpus)
    try:
        return figures(index, folder)
    finally:
        index.close()


def figures(index: LiveIndex, folder: Path) -> list[Retrieved]:
    """Return the figures of the questions in `folder` over an index of its passages."""
    gold = relevant(folder / "qrels.tsv")
    queries = lines(folder / "queries.jsonl")
    out = []
    with index.session() as searcher:
        for ranking, one in (("full", searcher), ("dense alone", dense(searcher))):
            say(f"{folder.name}: {len(queries)} questions, {ranking}")
            ranks = {q["id"]: rank(one, q["text"], gold[q["id"]], ranking == "full") for q in queries}
            for language in sorted({q["lang"] for q in queries}):
                mine = [ranks[q["id"]] for q in queries if q["lang"] == language]
                out.append(retrieved(folder.name, ranking, language, mine))
    return out


def retrieved(name: str, ranking: str, language: str, ranks: Sequence[int | None]) -> Retrieved:
    """Return the figures of these ranks, None where nothing was found among the first ten."""
    at = [mean(float(rank is not None and rank <= k) for rank in ranks) for k in (1, 5)]
    return Retrieved(
        name, ranking, language, len(ranks), at[0], at[1], mean(1 / rank if rank else 0.0 for rank in ranks)
    )


def rank(searcher: Searcher, question: str, gold: set[str], understood: bool) -> int | None:
    """Return the rank of the first hit that is relevant, from 1; None below the tenth."""
    query = understand(question, searcher.catalogue, date.today()) if understood else plain(question)
    hits = searcher.search(query, DEEPEST)
    return next((hit.rank for hit in hits if hit.passage.document.name in gold), None)


def plain(question: str) -> Query:
    """Return a question of which nothing is understood."""
    return Query(question, question, None)


def dense(searcher: Searcher) -> Searcher:
    """Return a searcher over the same generation that ranks by cosine alone."""
    return Searcher(searcher.index, searcher.embedder, searcher.matcher.word_vectors, NO_WEIGHTS)


def relevant(path: Path) -> dict[str, set[str]]:
    """Return the relevant passages of each question."""
    out: dict[str, set[str]] = {}
    for line in path.read_text("utf-8").splitlines()[1:]:
        question, passage, score = line.split("\t")
        if int(score) > 0:
            out.setdefault(question, set()).add(passage)
    return out


def lines(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSON lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]
