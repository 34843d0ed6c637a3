"""The soft word match: exact words, compounds, words of another language, digits."""

from collections.abc import Sequence

import numpy as np
import pytest

from vectorstore.records import Chunk
from vectorstore.retrieval.lexical import LONGEST_CONTAINED, SoftMatcher, overlap
from vectorstore.retrieval.search import Searcher


@pytest.fixture
def matcher(searcher: Searcher) -> SoftMatcher:
    return searcher.matcher


def best(searcher: Searcher, *words: str) -> dict[str, float]:
    """Return the soft match of each chunk that has any, by its text."""
    soft = searcher.matcher.soft(words)
    texts = searcher.index.store.chunks(searcher.scoring.ids)
    return {texts[searcher.scoring.ids[row]].text: float(soft[row]) for row in np.flatnonzero(soft)}


def matches(matcher: SoftMatcher, word: str) -> dict[str, float]:
    """Return the vocabulary's words that match a word."""
    ((numbers, values),) = matcher.matches([word])
    return {matcher.scoring.vocabulary[n]: float(v) for n, v in zip(numbers, values, strict=True)}


def test_an_equal_word_matches_fully(matcher: SoftMatcher) -> None:
    assert matches(matcher, "honey")["honey"] == 1.0


def test_a_word_of_another_language_matches_by_its_vector(matcher: SoftMatcher) -> None:
    assert matches(matcher, "bijen") == {"bees": pytest.approx(1.0)}
    assert matches(matcher, "ferry")["veerboot"] == pytest.approx(1.0)


def test_a_word_inside_a_compound_matches_almost_fully(matcher: SoftMatcher) -> None:
    found = matches(matcher, "megawatt")
    assert found["megawattuur"] == pytest.approx(LONGEST_CONTAINED * (0.5 + 8 / 11 / 2))


def test_a_compound_matches_the_word_inside_it(matcher: SoftMatcher) -> None:
    assert 0.5 < matches(matcher, "librarybooks")["library"] < LONGEST_CONTAINED


def test_a_short_word_inside_another_is_chance(matcher: SoftMatcher) -> None:
    assert "larch" not in matches(matcher, "arch")


@pytest.mark.parametrize(
    ("word", "found"), [("54000", {"54000"}), ("5400", set()), ("gpt-4", {"gpt-4"}), ("gpt-5", set())]
)
def test_words_with_digits_match_exactly_or_not_at_all(matcher: SoftMatcher, word: str, found: set[str]) -> None:
    assert set(matches(matcher, word)) == found


def test_a_passage_with_all_words_scores_one_and_with_none_nothing(searcher: Searcher) -> None:
    found = best(searcher, "owls", "mouse", "snow")
    assert found["Owls hear a mouse under the snow in December."] == pytest.approx(1.0)
    assert "Een kaartje kost drie euro." not in found


def test_a_rare_word_weighs_more_than_a_common_one(searcher: Searcher) -> None:
    found = best(searcher, "december", "owls")
    owls, mites = (
        found["Owls hear a mouse under the snow in December."],
        found["Against mites we use oxalic acid in December."],
    )
    assert owls > mites
    assert mites < 0.5


def test_a_word_that_nothing_matches_counts_against_every_passage(searcher: Searcher) -> None:
    assert max(best(searcher, "owls", "saxophone").values()) < 1.0


def test_the_match_is_never_above_one_or_below_nothing(searcher: Searcher) -> None:
    soft = searcher.matcher.soft(["bees", "bees", "honing", "roof", "54000"])
    assert soft.shape == (len(searcher.scoring.ids),)
    assert soft.dtype == np.float32
    assert 0 <= soft.min() <= soft.max() <= 1.0 + 1e-6


@pytest.mark.parametrize("words", [[], ["\n"], ["zzzzqqq"]])
def test_a_question_without_words_of_the_index_matches_nothing(searcher: Searcher, words: Sequence[str]) -> None:
    assert not searcher.matcher.soft(words).any() if words != ["\n"] else True


def test_longer_words_are_found_whole(matcher: SoftMatcher) -> None:
    lines = matcher.scoring.vocabulary
    assert set(matcher.longer("garden")) == {word for word in lines if "garden" in word}
    assert set(matcher.longer("er")) == {word for word in lines if "er" in word}


def test_what_two_words_share_counts_from_a_half() -> None:
    assert overlap("abcde", "abcdefghij") == 0.75
    assert overlap("abcde", "abcde") == 1.0


def test_an_index_without_words_matches_nothing(searcher: Searcher, chunks: list[Chunk]) -> None:
    from vectorstore.retrieval.scoring import Scoring

    arrays = dict(searcher.scoring.arrays) | {"words": np.zeros(0, np.uint8), "word_begin": np.zeros(1, np.int64)}
    empty = SoftMatcher(Scoring(arrays, (), ()), searcher.matcher.word_vectors)
    assert not empty.soft(["honey"]).any()
