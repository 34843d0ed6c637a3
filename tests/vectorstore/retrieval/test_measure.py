"""The figures: on rows whose results a person can count, and beside another program's count of the same."""

import importlib.util
import json
import random
from pathlib import Path
from typing import Any

import pytest

from vectorstore.retrieval.golden import GoldenRow, Place, golden_rows
from vectorstore.retrieval.measure import (
    Figure,
    Found,
    figures,
    first_rank,
    holds_evidence,
    holds_file,
    holds_time,
    recall,
    reciprocal_rank,
)

PLACE = Place(frozenset({"a.vtt", "a.md"}), "Forty  kilos", 100.0, 110.0)
RIGHT = Found("a.vtt", "They get forty\nkilos of honey.", 95.0, 105.0)
WRONG = Found("b.vtt", "They get forty kilos of honey.", 95.0, 105.0)


def row(id_: str, *places: Place, kind: str = "factual", answerable: bool = True, language: str = "en") -> GoldenRow:
    return GoldenRow(id_, "q", language, kind, answerable, places)


def named(found: list[Figure]) -> dict[str, Figure]:
    return {figure.name: figure for figure in found}


def test_evidence_needs_the_episode_and_the_words() -> None:
    assert holds_evidence(PLACE, RIGHT)
    assert not holds_evidence(PLACE, WRONG)
    assert not holds_evidence(PLACE, Found("a.vtt", "Thirty kilos"))
    assert not holds_evidence(Place(frozenset({"a.vtt"})), RIGHT)


def test_white_space_case_and_markup_do_not_count() -> None:
    assert holds_evidence(Place(frozenset({"a"}), "<b>FORTY</b> kilos"), Found("a", "forty\n<i>kilos</i>"))


def test_any_document_of_the_episode_will_do() -> None:
    assert holds_file(PLACE, Found("a.md", ""))
    assert not holds_file(PLACE, Found("c.md", ""))


@pytest.mark.parametrize(
    ("start", "end", "near"),
    [
        (200.0, 205.0, True),
        (330.0, 340.0, True),
        (330.1, 340.0, False),
        (0.0, 80.0, True),
        (0.0, 79.9, False),
        (None, None, False),
        (329.0, None, True),
        (79.0, None, False),
    ],
)
def test_a_hit_within_two_minutes_is_in_time(start: float | None, end: float | None, near: bool) -> None:
    place = Place(frozenset({"a.vtt"}), None, 200.0, 210.0)
    assert holds_time(place, Found("a.vtt", "", start, end)) is near
    assert not holds_time(place, Found("b.vtt", "", start, end))


def test_misses_are_counted_at_each_depth() -> None:
    rows = [row("a", PLACE), row("b", PLACE), row("c", PLACE)]
    hits = {"a": [RIGHT], "b": [WRONG, WRONG, RIGHT], "c": [WRONG] * 9 + [RIGHT]}
    found = named(figures(rows, hits, dict.fromkeys("abc", "answered")))
    assert [(found[f"evidence@{k}"].misses, found[f"evidence@{k}"].questions) for k in (1, 3, 5)] == [
        (2, 3),
        (1, 3),
        (1, 3),
    ]
    assert found["evidence@3"].share == pytest.approx(2 / 3)
    assert found["MRR@10"].share == pytest.approx((1 + 1 / 3 + 1 / 10) / 3)
    assert found["MRR@10"].misses == 0


def test_a_rank_counts_from_one_and_below_ten_not_at_all() -> None:
    assert first_rank(row("a", PLACE), [WRONG, RIGHT]) == 2
    assert first_rank(row("a", PLACE), [WRONG]) is None
    assert reciprocal_rank("m", [row("a", PLACE)], {"a": [WRONG] * 10 + [RIGHT]}).share == 0.0


def test_recall_is_the_share_of_all_places() -> None:
    two = row("a", PLACE, Place(frozenset({"b.vtt"}), "silence"))
    found = recall("r", [two], {"a": [RIGHT, WRONG]}, 5)
    assert (found.share, found.misses) == (0.5, 1)


def test_of_a_comparison_every_episode_must_be_found() -> None:
    both = row("a", PLACE, Place(frozenset({"b.vtt"}), "x"), kind="comparison")
    half = row("b", PLACE, Place(frozenset({"z.vtt"}), "x"), kind="comparison")
    hits = {"a": [WRONG, RIGHT], "b": [WRONG, RIGHT]}
    found = named(figures([both, half], hits, {"a": "answered", "b": "answered"}))
    assert found["comparisons, every episode@5"].misses == 1
    assert "evidence@1" not in found


def test_uncertain_counts_as_no_answer_on_both_sides() -> None:
    rows = [row("a", PLACE), row("b", PLACE), row("c", kind="unanswerable", answerable=False)]
    hits: dict[str, list[Found]] = {id_: [] for id_ in "abc"}
    found = named(figures(rows, hits, {"a": "uncertain", "b": "answered", "c": "uncertain"}))
    assert found["answerable, falsely refused"].misses == 1
    assert found["unanswerable, falsely answered"].misses == 0
    wrong = named(figures(rows, hits, {"a": "answered", "b": "chat", "c": "answered"}))
    assert wrong["unanswerable, falsely answered"].misses == 1
    assert wrong["answerable, falsely refused"].misses == 1


def test_each_language_has_its_figures() -> None:
    rows = [row("a", PLACE), row("b", PLACE, language="nl")]
    found = named(figures(rows, {"a": [RIGHT], "b": []}, dict.fromkeys("ab", "answered")))
    assert (found["evidence@1, en"].misses, found["evidence@1, nl"].misses) == (0, 1)


def test_a_figure_of_no_question_is_left_out() -> None:
    assert figures([], {}, {}) == []
    assert "time@3" not in named(figures([row("a", Place(frozenset({"a"}), "x"))], {"a": []}, {"a": "refused"}))


def scorer(shared: Path) -> Any:
    spec = importlib.util.spec_from_file_location("scorer", shared / "golden" / "score_golden.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_figures_are_those_of_the_acceptance_program(shared: Path) -> None:
    theirs = scorer(shared)
    raw = theirs.load(shared / "golden" / "golden.jsonl")
    rows = golden_rows([json.dumps(one) for one in raw])
    chance = random.Random(7)
    places = [e for one in raw for e in one["expected"]]
    drawn = {one["id"]: [chance.choice(one["expected"] * 5 + places) for _ in range(10)] for one in raw}
    hits = {
        id_: [
            {"document": e["file"], "text": f"... {e['evidence']} ...", "start": e["start"], "end": e["end"]}
            if chance.random() < 0.6
            else {"document": e["file"], "text": "", "start": None, "end": None}
            for e in found
        ]
        for id_, found in drawn.items()
    }
    verdicts = {one["id"]: chance.choice(["answered", "uncertain", "refused"]) for one in raw}
    expected = theirs.figures(raw, hits, {id_: {"answered": v == "answered"} for id_, v in verdicts.items()})
    mine = named(figures(rows, {id_: [Found(**hit) for hit in found] for id_, found in hits.items()}, verdicts))
    names = {
        "evidence@1": "all single, evidence@1",
        "evidence@5": "all single, evidence@5",
        "file@5": "all single, file@5",
        "time@3": "time@3",
        "comparisons, every episode@5": "comparisons, every episode@5",
        "answerable, falsely refused": "answerable, falsely refused",
        "unanswerable, falsely answered": "unanswerable, falsely answered",
        "out-of-scope, falsely answered": "out-of-scope, falsely answered",
        "adversarial, falsely answered": "adversarial, falsely answered",
    }
    assert {ours: (mine[ours].misses, mine[ours].questions) for ours in names} == {
        ours: tuple(expected[their]) for ours, their in names.items()
    }


def test_follow_ups_carry_the_history_of_the_acceptance_program(shared: Path) -> None:
    theirs = scorer(shared)
    raw = theirs.load(shared / "golden" / "golden.jsonl")
    asked = {one["id"]: one.get("history", []) for one in theirs.questions(raw)}
    rows = golden_rows([json.dumps(one) for one in raw])
    mine = {one.id: [{"question": t.question, "answer": t.answer} for t in one.history] for one in rows}
    assert mine == asked
