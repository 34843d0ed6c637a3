"""The arrays beside the vectors: hubness against brute force, inverted lists, what belongs to a row."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzzing import examples
from vectorstore.retrieval import scoring
from vectorstore.retrieval.scoring import NEIGHBOURS, Floats, hubness, inverted
from vectorstore.retrieval.search import Searcher


def unit_rows(count: int, width: int = 16, seed: int = 1) -> Floats:
    rows = np.random.default_rng(seed).normal(size=(count, width)).astype(np.float32)
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def by_brute_force(vectors: Floats) -> list[float]:
    out = []
    for row in range(len(vectors)):
        cosines = sorted(
            (float(vectors[row] @ vectors[other]) for other in range(len(vectors)) if other != row), reverse=True
        )
        nearest = cosines[:NEIGHBOURS]
        out.append(sum(nearest) / len(nearest) if nearest else 0.0)
    return out


@pytest.mark.parametrize("count", [1, 2, 5, 11, 12, 60])
def test_hubness_is_the_mean_cosine_to_the_ten_nearest_others(count: int) -> None:
    vectors = unit_rows(count)
    assert hubness(vectors) == pytest.approx(by_brute_force(vectors), abs=1e-5)


def test_blocks_change_nothing() -> None:
    vectors = unit_rows(50)
    assert hubness(vectors, block=7) == pytest.approx(hubness(vectors), abs=1e-6)


def test_a_row_is_not_its_own_neighbour_but_its_copy_is() -> None:
    vectors = np.concatenate([unit_rows(1), unit_rows(1)])
    assert hubness(vectors) == pytest.approx([1.0, 1.0], abs=1e-6)


def test_many_rows_are_measured_against_a_sample_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = unit_rows(400)
    monkeypatch.setattr(scoring, "EXACT_ROWS", 200)
    sampled = hubness(vectors)
    assert np.isfinite(sampled).all()
    assert np.abs(sampled - by_brute_force(vectors)).mean() < 0.1


def test_no_rows_have_no_hubness() -> None:
    assert hubness(np.zeros((0, 16), np.float32)).shape == (0,)


@examples(60)
@given(st.lists(st.sets(st.sampled_from(["a", "b", "é", "54000", "gpt-4"]))))
def test_inverted_lists_hold_each_word_of_each_row_once(rows: list[set[str]]) -> None:
    vocabulary, begin, postings = inverted(rows)
    assert vocabulary == sorted(set().union(*rows))
    read = {word: set(postings[begin[n] : begin[n + 1]].tolist()) for n, word in enumerate(vocabulary)}
    assert read == {word: {row for row, words in enumerate(rows) if word in words} for word in vocabulary}
    assert len(postings) == sum(map(len, rows))


def test_every_row_knows_its_document_episode_and_place(searcher: Searcher) -> None:
    arrays = searcher.scoring
    chunks = searcher.index.store.chunks(arrays.ids)
    for row, chunk in enumerate(chunks.values()):
        assert arrays.documents[arrays.document[row]].name == chunk.document
        assert arrays.episodes[arrays.episode[row]].key == chunk.episode
        assert arrays.ordinal[row] == chunk.ordinal
        assert arrays.heading[row] == (chunk.role == "heading")
    assert arrays.row_of == {id_: row for row, id_ in enumerate(chunks)}


def test_the_rows_of_an_episode_are_those_of_all_its_documents(searcher: Searcher) -> None:
    rows = searcher.scoring.rows_of_episodes(["bees"])
    chunks = searcher.index.store.chunks([searcher.scoring.ids[row] for row in rows])
    assert {chunk.document for chunk in chunks.values()} == {"radio/1.vtt", "radio/1.md"}
    assert len(rows) == 6
    assert len(searcher.scoring.rows_of_episodes([])) == 0
    assert len(searcher.scoring.rows_of_episodes(["nobody"])) == 0


def test_the_vocabulary_holds_no_stop_words_of_a_passages_language(searcher: Searcher) -> None:
    assert "honey" in searcher.scoring.word_at
    assert not {"the", "we"} & set(searcher.scoring.vocabulary)
