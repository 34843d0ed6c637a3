"""The gate's questions and limits, without an index; tests/journeys/test_sample_show.py asks them."""

from collections import Counter

import pytest

from evals import gate
from evals.quotations import word_for_word
from vectorstore.retrieval.golden import GoldenRow
from vectorstore.retrieval.measure import Figure


@pytest.fixture(scope="module")
def questions() -> tuple[GoldenRow, ...]:
    return gate.questions()


def test_a_fallen_figure_is_named_with_its_counts() -> None:
    figures = {name: Figure(name, most, 50, 1 - most / 50) for name, most in gate.MOST_MISSES.items()}
    assert gate.fallen(figures) == []
    figures["time@3"] = Figure("time@3", 40, 50, 0.2)
    assert gate.fallen(figures) == [f"time@3: 40 of 50 missed, at most {gate.MOST_MISSES['time@3']} may"]


def test_half_of_the_questions_are_dutch_and_a_third_cannot_be_answered(questions: tuple[GoldenRow, ...]) -> None:
    languages = Counter(row.language for row in questions)
    assert abs(languages["nl"] - languages["en"]) <= 4
    assert 0.28 < sum(not row.answerable for row in questions) / len(questions) < 0.38


def test_every_expected_place_stands_in_its_document(questions: tuple[GoldenRow, ...]) -> None:
    places = [place for row in questions for place in row.expected]
    lost = [
        place.evidence
        for place in places
        if all(word_for_word([(name, place.evidence or "")], gate.SAMPLE.parent) for name in place.documents)
    ]
    assert len(places) > 30
    assert lost == []
