"""Doubles of the seams for unit tests: predictable, small, without a model or a network."""

from __future__ import annotations

import hashlib
import math

from vectorstore.text.words import tokenize


class WordEmbedder:
    """An embedder whose vectors are sums of one direction a word: texts that share words are near.

    Texts with the same words in any order have one vector, texts without a common word a cosine around 0.
    `calls` holds the texts of every call of `embed_documents`.
    """

    model_id = "words-64"
    dimensions = 64
    max_tokens = 512

    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.calls.append(list(texts))
        return [_vector(text, "passage") for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return _vector(text, "query")

    def token_count(self, text: str) -> int:
        return len(tokenize(text)) + 3


def _vector(text: str, side: str) -> list[float]:
    if not isinstance(text, str):
        raise TypeError("A text to embed is a str.")
    if not text.replace("\0", " ").strip():
        raise ValueError("An empty text has no meaning to embed.")
    total = [0.2 * weight for weight in _direction(side)]  # as with e5, a question is not quite its passage
    for word in tokenize(text) or ["?"]:
        total = [weight + more for weight, more in zip(total, _direction(word), strict=True)]
    length = math.hypot(*total) or 1.0
    return [weight / length for weight in total]


def _direction(word: str) -> list[float]:
    """Return the 64 signs of a word's hash."""
    bits = int.from_bytes(hashlib.sha256(word.encode("utf-8", "replace")).digest()[:8], "big")
    return [1.0 if bits >> place & 1 else -1.0 for place in range(64)]
