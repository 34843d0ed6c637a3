"""A sentence is borne out when its numbers and names stand in its passages or the question, in either language."""

import pytest

from bot.answering.checking.checked import check
from bot.answering.checking.numbers import numbers_of
from tests.checking import HITS

SAME_NUMBER = [
    ("9 million", "negen miljoen"), ("9.000.000", "9,000,000"), ("9 mln", "9 million"), ("2,5 miljoen", "2.5 million"),
    ("2.500.000", "2,5 miljoen"), ("3,50", "3.50"), ("54,000", "54.000"), ("54k", "54 duizend"), ("$2B", "2 miljard"),
    ("twenty-five", "vijfentwintig"), ("two hundred and five", "tweehonderdvijf"), ("anderhalf miljoen", "1.5 million"),
    ("nineteen ninety-five", "1995"), ("twenty nineteen", "2019"), ("twaalfhonderd", "1200"), ("a dozen", "12"),
    ("tweeënhalf", "2.5"), ("40%", "veertig procent"), ("1990s", "nineties"), ("3.500", "3500"), ("3.500", "3.5"),
    ("half a million", "500,000"), ("drieëntwintig", "23"), ("10 000", "10.000"), ("March 9", "9 maart"),
    ("2024-01-09", "January 9, 2024"), ("two and a half million", "2,5 miljoen"), ("honderdtwintig", "120"),
]  # fmt: skip
DIFFERENT = [("9 million", "9 thousand"), ("41%", "40%"), ("twee", "drie"), ("2019", "2020"), ("maart", "mei")]
UNSUPPORTED = {
    "No source at all.": "no citation",
    "The charge takes ten minutes [2].": "number not in its sources",
    "Het laden duurt 10 minuten [2].": "number not in its sources",
    "The charge cost 13 % less [2].": "number not in its sources",
    "It was in 2020 [1].": "number not in its sources",
    "They treat the bees in January 2023 [1].": "number not in its sources",
    "They treat the bees every March [1].": "number not in its sources",
    "The ferry sails for Elon Musk [2].": "name not in its sources",
    "De veerboot vaart in Duitsland [2].": "name not in its sources",
    "The ferry was bought by IBM [2].": "name not in its sources",
    "Napoleon says that the ferry is quiet [2].": "name not in its sources",
    "The satellite was built by Jelle [3].": "name not in its sources",
    "The ferry ran on ChatGPT [2].": "name not in its sources",
}


def values(text: str) -> set[str]:
    return {value for number in numbers_of(text) for value in number.values}


@pytest.mark.parametrize(("one", "other"), SAME_NUMBER)
def test_numbers_are_compared_as_values(one: str, other: str) -> None:
    assert values(one) & values(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_numbers_are_told_apart(one: str, other: str) -> None:
    assert not values(one) & values(other)


@pytest.mark.parametrize(
    "text", ["one of them", "een van hen", "web3 and H2O", "First (1) we, then (2) they", "may we march"]
)
def test_what_states_no_number_states_none(text: str) -> None:
    assert numbers_of(text) == []


@pytest.mark.parametrize(("draft", "reason"), UNSUPPORTED.items())
def test_a_sentence_without_support_is_dropped(draft: str, reason: str) -> None:
    checked = check(draft, "What about bees?", HITS, "en")
    assert checked.text == ""
    assert [dropped.reason for dropped in checked.dropped] == [reason]
    assert (checked.citations, checked.supported) == ((), 0)


def test_the_question_bears_out_its_own_names_and_numbers() -> None:
    draft = "For Elon Musk in 2031 the ferry is quiet [2]."
    assert check(draft, "Is the ferry quiet for Elon Musk in 2031?", HITS, "en").supported == 1


def test_an_unsupported_sentence_is_kept_and_told_where_a_setting_says_so() -> None:
    checked = check("The ferry is quiet [2]. It is Elon Musk’s ferry [2].", "?", HITS, "en", keep_unsupported=True)
    assert checked.text == "The ferry is quiet [1]. It is Elon Musk’s ferry [2]."
    assert [dropped.text for dropped in checked.dropped] == ["It is Elon Musk’s ferry [2]."]
    assert checked.supported == 1


def test_a_name_must_stand_in_the_passage_that_is_cited() -> None:
    assert check("Owen keeps bees [1].", "?", HITS, "en").text == ""
    assert check("Owen photographs clouds [3].", "?", HITS, "en").text != ""
