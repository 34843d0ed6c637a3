"""Date words as ranges of days."""

from datetime import date

import pytest

from vectorstore.retrieval.dates import date_range

TODAY = date(2024, 3, 6)  # a Wednesday


@pytest.mark.parametrize(
    ("question", "begin", "end"),
    [
        ("What did they say on 2024-02-29?", "2024-02-29", "2024-03-01"),
        ("episodes in March 2023", "2023-03-01", "2023-04-01"),
        ("Wat zeiden ze in december 2023 over bijen?", "2023-12-01", "2024-01-01"),
        ("afleveringen van mrt 2023", "2023-03-01", "2023-04-01"),
        ("Which episodes in 2023 are about bees?", "2023-01-01", "2024-01-01"),
        ("Welke afleveringen uit 2022 gaan over bijen?", "2022-01-01", "2023-01-01"),
        ("What did they talk about last month?", "2024-02-01", "2024-03-01"),
        ("Waar hadden ze het vorige maand over?", "2024-02-01", "2024-03-01"),
        ("Wat bespraken ze deze maand?", "2024-03-01", "2024-04-01"),
        ("What did the hosts say last week?", "2024-02-26", "2024-03-04"),
        ("episodes of last year", "2023-01-01", "2024-01-01"),
        ("Wat zeiden ze dit jaar over honing?", "2024-01-01", "2025-01-01"),
    ],
)
def test_date_words_are_a_range_of_days(question: str, begin: str, end: str) -> None:
    assert date_range(question, TODAY) == (begin, end)


@pytest.mark.parametrize(
    "question",
    [
        "What happened in 2008?",
        "Bitcoin in 2010",
        "May I ask about bees?",
        "Is the tax rate of last year the same?",
        "on 2024-02-30",
        "Who was in charge in march?",
        "version 2024",
        "",
    ],
)
def test_other_words_restrict_nothing(question: str) -> None:
    assert date_range(question, TODAY) is None


def test_january_looks_back_into_the_year_before() -> None:
    assert date_range("What did they say last month?", date(2024, 1, 31)) == ("2023-12-01", "2024-01-01")


@pytest.mark.parametrize("day", range(4, 11))
def test_last_week_is_the_same_on_each_day_of_a_week(day: int) -> None:
    assert date_range("What did they say last week?", date(2024, 3, day)) == ("2024-02-26", "2024-03-04")
