"""Episodes by what somebody types: numbers before titles, likelier titles before others."""

import pytest

from bot.answering.titles import TitleIndex
from vectorstore.records import Episode


def shelf() -> TitleIndex:
    titles = {
        1: "Bijen op het dak",
        2: "The ferry",
        12: "Apps bouwen",
        21: "De beste apps",
        120: "Wrapping up",
        7: "Über alles",
    }
    episodes = [Episode(f"k{n}", "Tuin", title, n, f"2024-01-{n % 28 + 1:02d}") for n, title in titles.items()]
    return TitleIndex([*episodes, Episode("k0", "Werkplaats", "12 hamers")])


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("12", ["k12", "k120", "k0"]),
        ("1", ["k1", "k12", "k120", "k0"]),
        ("#12", ["k12", "k120"]),
        ("aflevering 12", ["k12", "k120"]),
        ("Episode 2", ["k2", "k21"]),
        ("007", ["k7"]),
        ("apps", ["k12", "k21"]),
        ("APPS  bouwen", ["k12"]),
        ("app", ["k12", "k21", "k120"]),
        ("dak bij", ["k1"]),
        ("uber", ["k7"]),
        ("ÜBER", ["k7"]),
        ("werkplaats hamer", ["k0"]),
        ("nothing of the kind", []),
        ("\u200b", ["k21", "k12", "k120"]),
    ],
)
def test_numbers_come_before_titles_and_likelier_titles_before_others(typed: str, keys: list[str]) -> None:
    found = [one.key for one in shelf().like(typed)]
    assert found[: len(keys)] == keys
    assert keys == found or typed == "\u200b"


def test_no_more_than_the_limit_is_offered() -> None:
    many = TitleIndex(Episode(f"k{n}", "Tuin", f"Tuin {n}", n) for n in range(1000))
    assert len(many.like("tuin")) == 25
    assert [one.number for one in many.like("99", 3)] == [99, 990, 991]
    assert [one.number for one in many.like("", 2)] == [999, 998]
