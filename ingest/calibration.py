"""What a generation needs beside its rows: ranking arrays and evidence levels; imports the retrieval room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.known_words import KnownWords, RememberedWords
from ingest.queries import RememberedQueries
from vectorstore.embeddings.cache import EmbeddingCache
from vectorstore.embeddings.seam import Embedder
from vectorstore.embeddings.words import WordVectors
from vectorstore.retrieval.evidence import calibrate, probe_vectors
from vectorstore.retrieval.lexical import SoftMatcher
from vectorstore.retrieval.scoring import Scoring, build
from vectorstore.retrieval.search import Weights
from vectorstore.store.index import StoredIndex
from vectorstore.store.manifest import Manifest

if TYPE_CHECKING:
    from vectorstore.records import Chunk


def arrays_and_calibration(
    store: StoredIndex,
    manifest: Manifest,
    embedder: Embedder,
    cache: EmbeddingCache,
    before: Mapping[str, np.ndarray[Any, Any]] | None = None,
) -> tuple[dict[str, np.ndarray[Any, Any]], dict[str, Any]]:
    """Return the arrays over all rows of a sealed generation, and the evidence levels measured on it.

    The shipped questions and their words are looked up in the cache, the words of the passages in `before`, the
    arrays of the generation before; so a small change loads no model here.
    """
    chunks: list[Chunk] = []
    parts = [np.zeros((0, manifest.dimensions), dtype=np.float32)]
    for rows, vectors in store.scan():
        chunks += rows
        parts.append(np.asarray(vectors, dtype=np.float32))
    model, probes, matrix = WordVectors(), probe_vectors(RememberedQueries(embedder, cache)), np.concatenate(parts)
    arrays = build(chunks, matrix, probes, manifest.documents, manifest.episodes, KnownWords(before, model))
    if not chunks:
        return arrays, {}
    matcher = SoftMatcher(Scoring(arrays, manifest.documents, manifest.episodes), RememberedWords(model, cache))
    return arrays, calibrate(matcher, np.asarray(matrix @ probes.T, dtype=np.float32), Weights())
