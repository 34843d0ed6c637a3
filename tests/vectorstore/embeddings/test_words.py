"""Vectors of single words across languages."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from vectorstore.embeddings.words import WordVectors


def cosine(one: str, other: str) -> float:
    first, second = WordVectors().embed([one, other])
    return float(first @ second)


@pytest.mark.parametrize(("dutch", "english"), [("kunst", "art"), ("muziek", "music"), ("werk", "jobs")])
def test_a_word_is_near_its_translation_and_far_from_another_word(dutch: str, english: str) -> None:
    assert cosine(dutch, english) > 0.6 > 0.45 > cosine(dutch, "kubernetes")


def test_rows_are_normalised_float32_in_order() -> None:
    rows = WordVectors().embed(["kunst", "werk", "kunst"])
    assert rows.shape == (3, 512)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.allclose(rows[0], rows[2], atol=1e-5)
    assert not np.allclose(rows[0], rows[1], atol=1e-2)


def test_no_words_give_no_rows() -> None:
    assert WordVectors().embed([]).shape == (0, 512)


def test_an_empty_word_is_refused() -> None:
    with pytest.raises(ValueError):
        WordVectors().embed(["kunst", " "])


def test_hostile_words_have_a_vector_like_others() -> None:
    words = ["\ufdfa" * 10, "\ud800", "a\0b", "x" * 100_000, "\U0001f600"]
    assert np.isfinite(WordVectors().embed(words)).all()


def test_threads_share_one_model_and_agree() -> None:
    lots = [[f"{word}{end}" for word in ("kunst", "werk", "muziek")] for end in ("", "en", "er", "lijk", "s", "je")]
    expected = [WordVectors().embed(words) for words in lots]
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda words: WordVectors().embed(words), lots))
    assert all(np.allclose(a, b, atol=1e-6) for a, b in zip(expected, found, strict=True))
