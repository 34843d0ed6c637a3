"""Questions about two things: which are parted, and into what."""

from datetime import date

import pytest

from vectorstore.retrieval.parts import parts_of
from vectorstore.retrieval.query import understand
from vectorstore.retrieval.search import Searcher
from vectorstore.text.language import language_of


def parts(question: str) -> tuple[str, ...]:
    return parts_of(question, language_of(question))


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("How do owls and bees differ in winter?", "How do owls differ in winter?", "How do bees differ in winter?"),
        (
            "Wat is het verschil tussen een warmtepomp en een gasketel?",
            "Wat is het verschil tussen een warmtepomp ?",
            "Wat is het verschil tussen een gasketel?",
        ),
        (
            "What did Anna say about the ferry, and what does Radio Rotterdam say about trams?",
            "What did Anna say about the ferry",
            "what does Radio Rotterdam say about trams?",
        ),
    ],
)
def test_a_question_about_two_things_is_parted_in_two(question: str, first: str, second: str) -> None:
    assert parts(question) == (first, second)


@pytest.mark.parametrize(
    "question",
    [
        "What do owls hear under the snow?",
        "Which two episodes are about music and models, and what is the difference?",
        "In welke afleveringen gaat het over AI en muziek, en wat is het verschil?",
        "What is a silent payment, and how does it work?",
        "Who said black and white differ?",
        "Vergelijk wat aflevering 1 en 2 zeggen over privacy.",
        "",
        "and and and each and en",
    ],
)
def test_a_question_about_one_thing_stays_whole(question: str) -> None:
    assert parts(question) == ()


def test_both_things_are_among_the_first_hits(searcher: Searcher) -> None:
    query = understand("How do owls and bees differ in december?", searcher.catalogue, date(2024, 5, 1))
    assert query.parts
    hits = searcher.search(query, 4)
    assert {hit.passage.episode.key for hit in hits[:3]} >= {"bees", "night"}
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert len({hit.row for hit in hits}) == len(hits)
