"""Words that an earlier publication embedded are not embedded again, and mean the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ingest.known_words import KnownWords, RememberedWords
from vectorstore.embeddings.cache import EmbeddingCache
from vectorstore.retrieval.scoring import packed, unpacked


class Model:
    """Gives each word a direction of its own, and counts the words that it is asked for."""

    def __init__(self, model_id: str = "words-1") -> None:
        self.model_id = model_id
        self.asked: list[str] = []

    def embed(self, words: Sequence[str]) -> np.ndarray[Any, Any]:
        self.asked += words
        out = np.zeros((len(words), 512), dtype=np.float32)
        for row, word in enumerate(words):
            out[row, sum(word.encode()) % 512] = 1.0
        return out


def arrays(words: Sequence[str], model: Model) -> dict[str, np.ndarray[Any, Any]]:
    return {
        "words": np.frombuffer("\n".join(words).encode(), dtype=np.uint8),
        **packed(Model().embed(words)),
        "word_model": np.frombuffer(model.model_id.encode(), dtype=np.uint8),
    }


def test_only_words_that_the_generation_before_does_not_hold_go_to_the_model() -> None:
    model = Model()
    found = KnownWords(arrays(["bee", "honing"], model), model).embed(["wax", "honing", "bee", "honing"])
    assert model.asked == ["wax"]
    assert np.allclose(found, Model().embed(["wax", "honing", "bee", "honing"]), atol=1e-6)


def test_vectors_do_not_drift_from_generation_to_generation() -> None:
    vectors = np.random.default_rng(1).standard_normal((50, 512)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    once = packed(vectors)
    again = packed(unpacked(once))
    assert np.array_equal(once["word_vectors"], again["word_vectors"])
    assert np.abs(unpacked(once) @ vectors.T - vectors @ vectors.T).max() < 0.01


def test_vectors_of_another_model_are_not_taken_over() -> None:
    model = Model("words-2")
    KnownWords(arrays(["bee"], Model("words-1")), model).embed(["bee"])
    assert model.asked == ["bee"]


def test_a_generation_that_does_not_say_which_model_made_its_words_is_not_trusted() -> None:
    model = Model()
    old = {name: array for name, array in arrays(["bee"], model).items() if name != "word_model"}
    KnownWords(old, model).embed(["bee"])
    KnownWords(None, model).embed(["wax"])
    assert model.asked == ["bee", "wax"]


def test_an_empty_vocabulary_holds_no_word() -> None:
    model = Model()
    assert KnownWords(arrays([], model), model).embed([]).shape == (0, 512)
    assert KnownWords(arrays([], model), model).embed(["bee"]).shape == (1, 512)


def test_the_words_of_questions_are_embedded_once_for_all_publications(tmp_path: Path) -> None:
    model = Model()
    for _ in range(2):
        with EmbeddingCache(tmp_path / "state.sqlite") as cache:
            found = RememberedWords(model, cache).embed(["bee", "honing"])
            assert np.array_equal(found, Model().embed(["bee", "honing"]))
    assert model.asked == ["bee", "honing"]
