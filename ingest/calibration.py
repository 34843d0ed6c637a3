"""What a generation needs beside its rows: ranking arrays and evidence levels; imports the retrieval room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from vectorstore.embeddings.seam import Embedder
from vectorstore.embeddings.words import WordVectors
from vectorstore.retrieval.evidence import calibrate, probe_vectors
from vectorstore.retrieval.scoring import build
from vectorstore.retrieval.search import Searcher
from vectorstore.store.index import StoredIndex
from vectorstore.store.manifest import Manifest
from vectorstore.store.reader import PublishedIndex

if TYPE_CHECKING:
    from vectorstore.records import Chunk


def arrays_and_calibration(
    store: StoredIndex, manifest: Manifest, embedder: Embedder
) -> tuple[dict[str, np.ndarray[Any, Any]], dict[str, Any]]:
    """Return the arrays over all rows of a sealed generation, and the evidence levels measured on it."""
    chunks: list[Chunk] = []
    parts = [np.zeros((0, manifest.dimensions), dtype=np.float32)]
    for rows, vectors in store.scan():
        chunks += rows
        parts.append(np.asarray(vectors, dtype=np.float32))
    words = WordVectors()
    arrays = build(chunks, np.concatenate(parts), probe_vectors(embedder), manifest.documents, manifest.episodes, words)
    if not chunks:
        return arrays, {}
    return arrays, calibrate(Searcher(PublishedIndex(manifest, store, arrays), embedder, words))
