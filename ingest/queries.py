"""Questions that are embedded at every publication, kept in the embedding cache; imports the ground floor's seam.

The evidence levels are measured with the same 80 off-topic questions each time: 4 s of work with the local
model, and most of what a small change takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vectorstore.embeddings.seam import Embedder, query_vector

if TYPE_CHECKING:
    from vectorstore.embeddings.cache import EmbeddingCache


class RememberedQueries:
    """The embedder, except that a question it has seen costs nothing."""

    def __init__(self, embedder: Embedder, cache: EmbeddingCache) -> None:
        self._embedder = embedder
        self._as_passages = _QueriesAsPassages(embedder)
        self._cache = cache
        self.model_id = embedder.model_id
        self.dimensions = embedder.dimensions
        self.max_tokens = embedder.max_tokens

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages, in order."""
        return self._embedder.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        """Embed a question, or look it up."""
        rows, _ = self._cache.embed(self._as_passages, [text])
        return [float(value) for value in rows[0]]

    def token_count(self, text: str) -> int:
        """Count the tokens of `text` as a finished passage."""
        return self._embedder.token_count(text)


class _QueriesAsPassages:
    """Gives the cache questions' vectors under a model id of their own; they are not those of passages."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.model_id = f"{embedder.model_id}/query"
        self.dimensions = embedder.dimensions
        self.max_tokens = embedder.max_tokens

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        return [query_vector(self._embedder, text).tolist() for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]

    def token_count(self, text: str) -> int:
        return self._embedder.token_count(text)
