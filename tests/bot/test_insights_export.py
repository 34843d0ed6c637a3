"""The tables open in a spreadsheet as what they are, and run nothing there."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.insights.export import BOM, FORMULA, cell, is_number, outcomes_csv, questions_csv
from bot.ledgers.outcomes import Logged, Outcome

NOW = 1_772_366_400.0
ONE = Outcome(1, 5, "answered", "model", None, 1.234, 0.00042, ("a-0", "b-0", "gone-0"), NOW)


def rows(table: bytes) -> list[list[str]]:
    text = table.decode("utf-8")
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))


def channel_name(channel: int) -> str:
    return f"#channel-{channel}"


def test_a_line_tells_how_a_question_went_and_not_who_asked() -> None:
    unpriced = replace(ONE, cost=None, degraded="timeout", mode="extractive", sources=())
    head, first, second = rows(outcomes_csv([ONE, unpriced], {"a-0": "#1 Bees", "b-0": "#2 Bread"}, channel_name))
    assert dict(zip(head, first, strict=True)) == {
        "at": "2026-03-01T12:00:00+00:00",
        "channel": "#channel-5",
        "verdict": "answered",
        "mode": "model",
        "degraded": "",
        "seconds": "1.23",
        "cost_usd": "0.000420",
        "topics": "#1 Bees; #2 Bread",
    }
    assert (second[4], second[6], second[7]) == ("timeout", "", "")


def test_questions_stand_without_who_asked_them() -> None:
    asked = Logged(9, 1, 5, "pseudonym-of-anna", 'what is "a, b"\nand c?', "refused", NOW)
    table = questions_csv([asked], channel_name)
    assert rows(table)[1] == ["2026-03-01T12:00:00+00:00", "#channel-5", "refused", 'what is "a, b"\nand c?']
    assert b"pseudonym" not in table


@pytest.mark.parametrize(
    "question",
    [
        '=HYPERLINK("https://example.org")',
        "+1+1",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "\r1",
        "  =1+1",
        "＝1+1",
        "\0=1+1",
    ],
)
def test_a_question_that_looks_like_a_formula_is_text(question: str) -> None:
    asked = Logged(9, 1, 5, "", question, "refused", NOW)
    (_, (*_, shown)) = rows(questions_csv([asked], channel_name))
    assert shown.startswith("'")


@pytest.mark.parametrize("name", ["=cmd", "-general", "#general"])
def test_names_of_channels_and_topics_are_members_and_documents_words_too(name: str) -> None:
    (_, line) = rows(outcomes_csv([replace(ONE, sources=("a-0",))], {"a-0": name}, lambda channel: name))
    assert not line[1].startswith(FORMULA)
    assert not line[7].startswith(FORMULA)


@given(st.text(st.sampled_from([*FORMULA, " ", "\0", "1", ".", "a"]), max_size=8))
def test_no_text_makes_a_formula_and_none_is_lost(text: str) -> None:
    shown, kept = cell(text), text.replace("\0", "")
    assert shown in (kept, f"'{kept}")
    assert shown.startswith("'") or is_number(shown) or not shown.lstrip().startswith(FORMULA)
    assert shown.startswith("'") or is_number(shown) or not shown.startswith(FORMULA)


@pytest.mark.parametrize("number", ["1.23", "-4", "0", "-0.5"])
def test_a_number_stays_one(number: str) -> None:
    assert cell(number) == number
