"""What is promised and how it is counted, without an index."""

from typing import Any

from evals.goals import GOALS, Goal, differences, promised
from evals.halves import split, within
from evals.report import p95, table
from vectorstore.retrieval.golden import GoldenRow, Place
from vectorstore.retrieval.measure import Figure, Found

SEED = Place(frozenset({"seed/one.txt"}), "de kern")
TIMED = Place(frozenset({"episodes/talk/1.srt", "episodes/talk/1.md"}), "the core", 60.0, 70.0)


def row(id_: str, *places: Place, **given: Any) -> GoldenRow:
    return GoldenRow(id_, "?", given.get("language", "en"), given.get("kind", "factual"), bool(places), places)


ROWS = [row("seed", SEED), row("timed", TIMED), row("none", kind="unanswerable"), row("order", kind="adversarial")]
HITS = {
    "seed": [Found("seed/one.txt", "Dit is  de\nkern.")],
    "timed": [Found("episodes/talk/1.md", "something else", 200.0, 210.0)],
    "none": [],
    "order": [],
}
VERDICTS = {"seed": "answered", "timed": "uncertain", "none": "answered", "order": "refused"}


def test_each_promise_is_counted_over_its_own_questions() -> None:
    figures = promised(ROWS, HITS, VERDICTS)
    counts = {name: (one.misses, one.questions) for name, one in figures.items()}
    assert counts["seed, English questions, evidence@3"] == (0, 1)
    assert counts["seed, Dutch questions, evidence@3"] == (0, 0)
    assert counts["all single, evidence@5"] == (1, 2)
    assert counts["all single, file@5"] == (0, 2)
    assert counts["time@3"] == (1, 1)
    assert counts["answerable, falsely refused"] == (1, 2)
    assert counts["unanswerable, falsely answered"] == (1, 1)
    assert counts["out-of-scope and adversarial, falsely answered"] == (0, 1)


def test_every_goal_but_the_quotations_is_counted() -> None:
    missing = {goal.name for goal in GOALS} - promised(ROWS, HITS, VERDICTS).keys()
    assert missing == {"quotations word for word"}


def test_promised_misses_hold_for_other_sets_as_the_same_share() -> None:
    goal = Goal("x", 2, 0, of=5)
    assert goal.held(Figure("x", 4, 10, 0.6), goal.must)
    assert not goal.held(Figure("x", 2, 3, 1 / 3), goal.must)
    assert goal.held(Figure("x", 0, 0, 0.0), goal.aim)


def test_a_disagreement_with_the_other_script_is_told() -> None:
    ours = {"time@3": Figure("time@3", 1, 4, 0.75)}
    assert differences(ours, {"time@3": (1, 4)}) == []
    assert differences(ours, {"time@3": (2, 4)}) == ["time@3: 1/4 by us, 2/4 by score_golden.py"]


def test_the_halves_are_asked_about_equally_often_and_keep_folders_whole() -> None:
    rows = [row("a", SEED), row("b", SEED), row("c", TIMED)]
    names = ["seed/one.txt", "episodes/talk/1.srt", "episodes/talk/1.md", "episodes/other/1.md"]
    assert split(names, rows) == ({"seed"}, {"episodes/talk", "episodes/other"})


def test_a_question_is_asked_of_a_half_that_can_answer_it() -> None:
    both = row("both", SEED, TIMED)
    assert within(both, {"seed"}).expected == (SEED,)  # type: ignore[union-attr]
    assert within(row("compared", SEED, TIMED, kind="comparison"), {"seed"}) is None
    assert within(row("timed", TIMED), {"seed"}) is None
    assert within(ROWS[2], {"seed"}) == ROWS[2]


def test_a_table_is_markdown_whose_columns_stand_below_each_other() -> None:
    assert table(["a", "bb"], [["ccc", "d"]]) == ["| a   | bb |", "| --- | -- |", "| ccc | d  |"]


def test_one_in_twenty_exceeds_p95() -> None:
    assert p95([float(n) for n in range(1, 101)]) == 95.0
    assert p95([2.0]) == 2.0
