"""Word vectors that an earlier publication has computed; imports the ground floor alone.

Loading the model of words takes 1.3 CPU seconds, more than a third of what publishing a small change takes,
and a small change brings few new words or none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from vectorstore.embeddings.words import WordEmbedder, WordVectors
from vectorstore.retrieval.scoring import unpacked

if TYPE_CHECKING:
    from vectorstore.embeddings.cache import EmbeddingCache
    from vectorstore.embeddings.seam import Matrix


class KnownWords:
    """The vocabulary of the generation before, as `build` stored it; other words go to the model.

    `arrays` are that generation's, None when there is none; those that another model made are passed over.
    """

    def __init__(self, arrays: Mapping[str, np.ndarray[Any, Any]] | None, model: WordEmbedder) -> None:
        self._model = model
        self.model_id = model.model_id
        made_by = bytes(arrays["word_model"]).decode("utf-8") if arrays and "word_model" in arrays else None
        known = arrays if arrays and made_by == model.model_id else None
        words = bytes(known["words"]).decode("utf-8").split("\n") if known and len(known["words"]) else []
        self._vectors = unpacked(known) if known else np.empty((0, WordVectors.dimensions), np.float32)
        self._at = {word: number for number, word in enumerate(words)}

    def embed(self, words: Sequence[str]) -> Matrix:
        """Return the words' vectors, (n, 512) float32, in order."""
        out = np.empty((len(words), WordVectors.dimensions), dtype=np.float32)
        found = [self._at.get(word, -1) for word in words]
        old = [row for row, number in enumerate(found) if number >= 0]
        new = [row for row, number in enumerate(found) if number < 0]
        out[old] = self._vectors[[found[row] for row in old]]
        if new:
            out[new] = self._model.embed([words[row] for row in new])
        return out


class RememberedWords:
    """The model of words, except that a word it has seen is looked up: for the shipped questions' words.

    It is no memory for a vocabulary, which each generation carries itself.
    """

    max_tokens = 0

    def __init__(self, model: WordEmbedder, cache: EmbeddingCache) -> None:
        self._model = model
        self._cache = cache
        self.model_id = model.model_id
        self.dimensions = WordVectors.dimensions

    def embed(self, words: Sequence[str]) -> Matrix:
        """Return the words' vectors, (n, 512) float32, in order."""
        return self._cache.embed(self, words)[0]

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        """Return what the cache asks for: the vectors of words that it does not hold."""
        vectors: list[list[float]] = self._model.embed(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Return one word's vector."""
        return self.embed_documents([text])[0]

    def token_count(self, text: str) -> int:
        """Return 1: a word is a word."""
        return 1
