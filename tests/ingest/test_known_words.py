"""Words that an earlier publication embedded are not embedded again, and mean the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ingest.known_words import KnownWords, RememberedWords
from vectorstore.embeddings.cache import EmbeddingCache


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
        "word_vectors": Model().embed(words).astype(np.float16),
        "word_model": np.frombuffer(model.model_id.encode(), dtype=np.uint8),
    }


def test_only_words_that_the_generation_before_does_not_hold_go_to_the_model() -> None:
    model = Model()
    found = KnownWords(arrays(["bee", "honing"], model), model).embed(["wax", "honing", "bee", "honing"])
    assert model.asked == ["wax"]
    assert np.array_equal(found, Model().embed(["wax", "honing", "bee", "honing"]))


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
