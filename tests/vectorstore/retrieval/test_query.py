"""What code understands of a question: a table for each thing."""

from datetime import date
from typing import Any

import pytest

from vectorstore.retrieval.catalogue import Catalogue
from vectorstore.retrieval.query import LONGEST_QUESTION, Query, Turn, follows_up, numbers_named, understand

TODAY = date(2024, 4, 20)


def query(catalogue: Catalogue, question: str, **options: Any) -> Query:
    return understand(question, catalogue, TODAY, **options)


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("What is episode 12 about?", [12]),
        ("in ep. 3", [3]),
        ("Waar gaat aflevering 12 over?", [12]),
        ("aflevering nummer 7", [7]),
        ("afl. 4", [4]),
        ("episode #5", [5]),
        ("and #409 then", [409]),
        ("afleveringen 3 en 7", [3, 7]),
        ("episodes 1, 2 and 12", [1, 2, 12]),
        ("compare episode 1 with episode 12", [1, 12]),
        ("the first episode", [1]),
        ("de tweede aflevering", [2]),
        ("What is Rack 1?", []),
        ("Python version 12", []),
        ("the 3 best tips", []),
        ("Area 51", []),
        ("C#5 and issue#7", []),
        ("the first time they spoke", []),
        ("een podcast van 12 minuten", []),
        ("GPT-4", []),
    ],
)
def test_numbers_of_episodes_are_told_from_other_numbers(question: str, numbers: list[int]) -> None:
    assert numbers_named(question) == numbers


@pytest.mark.parametrize(
    ("question", "episodes"),
    [
        ("What do they say about mites in episode 1?", ("bees",)),
        ("Wat kost het in aflevering 2?", ("ferry",)),
        ("episodes 1 and 12", ("bees", "bread")),
        ("Night Talk 409, about owls", ("night",)),
        ("What was in the latest episode?", ("bread",)),
        ("Wat zeiden ze in de laatste aflevering?", ("bread",)),
        ("the latest episode of Night Talk", ("night",)),
        ("What did they say last month?", ("ferry",)),
        ("Which episodes in January 2024 mention bees?", ("bees",)),
        ("What did they say about bees?", None),
        ("Rack 1", None),
        ("the last question", None),
    ],
)
def test_a_question_is_restricted_to_the_episodes_it_names(
    catalogue: Catalogue, question: str, episodes: tuple[str, ...] | None
) -> None:
    assert query(catalogue, question).episodes == episodes


@pytest.mark.parametrize(
    ("question", "unknown"), [("bees in episode 99", "99"), ("aflevering 12 en 77", "77"), ("#500", "500")]
)
def test_a_number_that_nobody_has_is_unknown(catalogue: Catalogue, question: str, unknown: str) -> None:
    found = query(catalogue, question)
    assert (found.unknown, found.episodes) == (unknown, ())


def test_options_restrict_first(catalogue: Catalogue) -> None:
    assert query(catalogue, "bees", show="night talk").episodes == ("extra", "night")
    assert query(catalogue, "bees", episode=2).episodes == ("ferry",)
    assert query(catalogue, "bees in episode 1", episode=2).episodes == ()
    assert query(catalogue, "bees", show="No Such Show").unknown == "No Such Show"
    assert query(catalogue, "bees", episode=5).unknown == "5"
    assert query(catalogue, "bees", show="Night Talk", episode=1).unknown == "1"


@pytest.mark.parametrize(
    ("field", "yes", "no"),
    [
        (
            "asks_time",
            ["At what minute do they mention it?", "Op welk tijdstip?", "timestamp please"],
            ["a time machine"],
        ),
        (
            "asks_date",
            ["When was episode 1 published?", "Wanneer verscheen aflevering 2?", "how many views"],
            ["a date"],
        ),
        ("asks_count", ["How many bees?", "Hoeveel bijen?", "What percentage?", "Wat kost een kaartje?"], ["counts"]),
        (
            "comparison",
            ["Compare A and B", "Wat is het verschil?", "episodes 1 and 12", "both of them"],
            ["one of them"],
        ),
        (
            "asks_catalogue",
            ["Which episodes are there?", "Welke afleveringen zijn er?", "list all episodes"],
            ["episode 1"],
        ),
    ],
)
def test_what_a_score_cannot_answer_is_recognised(
    catalogue: Catalogue, field: str, yes: list[str], no: list[str]
) -> None:
    assert [getattr(query(catalogue, question), field) for question in (*yes, *no)] == [True] * len(yes) + [
        False
    ] * len(no)


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("What is episode 1 about?", True),
        ("Waar gaat aflevering 2 over?", True),
        ("Summarise the latest episode", True),
        ("What is a hive about?", False),
        ("What did they say in episode 1?", False),
    ],
)
def test_what_an_episode_is_about_needs_an_episode(catalogue: Catalogue, question: str, about: bool) -> None:
    assert query(catalogue, question).about is about


def test_a_question_of_only_where_to_look_is_searched_by_the_title(catalogue: Catalogue) -> None:
    assert "Sourdough" in query(catalogue, "What is episode 12 about?").text


def test_words_that_say_where_to_look_are_not_searched_for(catalogue: Catalogue) -> None:
    found = query(catalogue, "What do they say about mites in episode 1?")
    assert "mites" in found.words
    assert not {"episode", "1"} & set(found.words)


def test_quoted_phrases_are_folded_and_kept(catalogue: Catalogue) -> None:
    assert query(catalogue, "Who said “Forty Kilos of honey”?").phrases == ("forty kilos of honey",)
    assert query(catalogue, 'Who said "ok"?').phrases == ()


@pytest.mark.parametrize(
    ("question", "speakers"),
    [
        ("What did Anna say about bees?", {"Anna Visser"}),
        ("Wat zei Jelle over honing?", {"Jelle Brandsma"}),
        ("according to Anna", {"Anna Visser"}),
        ("What did the guest say?", set()),
        ("Is Anna a town?", set()),
    ],
)
def test_the_speaker_who_is_asked_for_is_known(catalogue: Catalogue, question: str, speakers: set[str]) -> None:
    assert query(catalogue, question).speakers == speakers


def test_a_named_title_is_preferred_over_a_named_show(catalogue: Catalogue) -> None:
    named = dict(query(catalogue, "Bees on the roof, on Garden Radio").named)
    assert named["bees"] > named["bread"] > 0
    assert "night" not in named


@pytest.mark.parametrize(
    ("question", "leans"),
    [
        ("And who is it for?", True),
        ("En waarom?", True),
        ("Is er ook een app van?", True),
        ("What do the hosts think of electric ferries in Norway?", False),
        ("", False),
    ],
)
def test_a_follow_up_is_told_from_a_new_question(question: str, leans: bool) -> None:
    assert follows_up(question) is leans


def test_a_follow_up_keeps_the_subject_and_the_episode_before_it(catalogue: Catalogue) -> None:
    found = query(catalogue, "And what does it cost?", history=(Turn("How does the ferry in episode 2 sail?"),))
    assert found.episodes == ("ferry",)
    assert {"ferry", "cost"} <= set(found.words)
    assert found.question == "And what does it cost?"


def test_a_new_question_forgets_what_came_before(catalogue: Catalogue) -> None:
    before = (Turn("How does the ferry in episode 2 sail?"),)
    found = query(catalogue, "Where do the bees of the library sleep in winter months?", history=before)
    assert found.episodes is None
    assert "ferry" not in found.words


def test_a_follow_up_that_names_an_episode_goes_there(catalogue: Catalogue) -> None:
    found = query(catalogue, "And in episode 1?", history=(Turn("What about prices in episode 2?"),))
    assert found.episodes == ("bees",)


@pytest.mark.parametrize("question", ["", "   ", "?!", "\0", "\ud800", "9" * 50_000, "#" * 5_000, "episode " * 5_000])
def test_odd_questions_are_understood_as_little(catalogue: Catalogue, question: str) -> None:
    found = query(catalogue, question)
    assert len(found.question) <= LONGEST_QUESTION
    assert found.question == found.question.encode().decode()


@pytest.mark.parametrize(
    ("question", "language"), [("Wat zeiden ze over bijen?", "nl"), ("What about the bees?", "en"), ("GPT-4?", None)]
)
def test_the_language_is_the_questions_own(catalogue: Catalogue, question: str, language: str | None) -> None:
    assert query(catalogue, question).language == language


def test_where_the_words_do_not_tell_the_fallback_does(catalogue: Catalogue) -> None:
    assert query(catalogue, "GPT-4?", fallback="nl").language == "nl"
