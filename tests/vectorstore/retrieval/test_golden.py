"""Lines of a golden file: what is needed, what is taken for granted, what is refused."""

import json
from typing import Any

import pytest

from vectorstore.retrieval.golden import MalformedRow, Place, golden_rows
from vectorstore.retrieval.query import Turn

PLACE = {"file": "a.vtt", "evidence": "forty kilos", "start": 5, "end": 9.5, "same_episode": ["a.md"]}
ROW = {"id": "a", "question": "How much?", "lang": "en", "kind": "factual", "answerable": True, "expected": [PLACE]}


def lines(*rows: Any) -> list[str]:
    return [json.dumps(row) for row in rows]


def test_a_row_holds_what_its_line_says() -> None:
    (row,) = golden_rows(lines(ROW))
    assert (row.id, row.question, row.language, row.kind, row.answerable) == ("a", "How much?", "en", "factual", True)
    assert row.expected == (Place(frozenset({"a.vtt", "a.md"}), "forty kilos", 5, 9.5),)
    assert row.history == ()


def test_little_is_needed() -> None:
    (row,) = golden_rows(lines({"question": "Wat zeiden ze over bijen?", "answerable": False}))
    assert (row.id, row.language, row.kind, row.expected) == ("line 1", "nl", "unanswerable", ())


def test_a_follow_up_carries_the_first_of_its_pair() -> None:
    first = ROW | {"pair": "p", "reference": "Forty."}
    second = ROW | {"id": "b", "kind": "follow-up", "pair": "p", "question": "And why?"}
    assert [row.history for row in golden_rows(lines(first, second))] == [(), (Turn("How much?", "Forty."),)]


def test_a_follow_up_without_its_first_half_stands_alone() -> None:
    (row,) = golden_rows(lines(ROW | {"kind": "follow-up", "pair": "p"}))
    assert row.history == ()


def test_a_second_of_a_pair_that_is_no_follow_up_stands_alone() -> None:
    rows = golden_rows(lines(ROW | {"pair": "p"}, ROW | {"id": "b", "pair": "p"}))
    assert [row.history for row in rows] == [(), ()]


def test_empty_lines_are_passed_over_and_counted() -> None:
    with pytest.raises(MalformedRow) as raised:
        golden_rows(["", json.dumps(ROW), " \r", "{"])
    assert raised.value.line == 4


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"question": None}, "`question` is missing"),
        ({"question": "  "}, "`question` is empty"),
        ({"question": 5}, "`question` is 5"),
        ({"answerable": "yes"}, "`answerable`"),
        ({"answerable": 1}, "`answerable`"),
        ({"expected": []}, "expected"),
        ({"expected": "a.vtt"}, "`expected`"),
        ({"expected": ["a.vtt"]}, "`expected` must hold objects"),
        ({"expected": [{}]}, "`file` is missing"),
        ({"expected": [PLACE | {"start": "5"}]}, "`start`"),
        ({"expected": [PLACE | {"start": True}]}, "`start`"),
        ({"expected": [PLACE | {"same_episode": [1]}]}, "`same_episode`"),
        ({"expected": [PLACE | {"evidence": 1}]}, "`evidence`"),
        ({"kind": 3}, "`kind`"),
    ],
)
def test_a_malformed_row_says_which_field(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(MalformedRow) as raised:
        golden_rows(lines(ROW | changes))
    assert says in str(raised.value)


@pytest.mark.parametrize("text", ["[]", "5", "{", "[" * 100_000, '{"question": NaN}'], ids=range(5))
def test_what_is_no_object_is_malformed(text: str) -> None:
    with pytest.raises(MalformedRow):
        golden_rows([text])
