"""Fitting the evidence bands: what is allowed, what is chosen, and that cross-validation does not flatter."""

import random

import pytest

from vectorstore.retrieval.evidence import Bands
from vectorstore.retrieval.fitting import (
    MOST_REFUSED,
    Curve,
    Judged,
    TooFew,
    cross_validated,
    enough,
    errors,
    fit,
    folds,
)


def questions(answerable: list[float], unanswerable: list[float]) -> list[Judged]:
    return [Judged(True, score) for score in answerable] + [Judged(False, score) for score in unanswerable]


def noise(seed: int, count: int, mean: float) -> list[float]:
    drawn = random.Random(seed)
    return [drawn.gauss(mean, 1.0) for _ in range(count)]


def test_rules_hold_whatever_the_bands() -> None:
    never, always = Judged(True, 9.0, "refused", "uncertain"), Judged(True, -9.0, "answered", "answered")
    for bands in (Bands(-99.0, -99.0), Bands(99.0, 99.0)):
        assert never.verdict(bands) != "answered"
        assert always.verdict(bands) == "answered"


def test_the_curve_counts_what_the_verdicts_say() -> None:
    rows = [*questions(noise(1, 40, 2.0), noise(2, 20, 0.5)), Judged(True, 9.0, "refused", "uncertain")]
    rows.append(Judged(False, -3.0, "answered", "answered"))
    for cut in (-5.0, 0.0, rows[3].score, 1.0, 5.0):
        said = [(row.answerable, row.verdict(Bands(cut, cut)) == "answered") for row in rows]
        found = Curve(rows).at(cut)
        assert (found.refused, found.answered) == (said.count((True, False)), said.count((False, True)))


def test_separable_questions_are_separated() -> None:
    rows = questions([2.0 + n / 10 for n in range(30)], [-2.0 - n / 10 for n in range(15)])
    bands = fit(rows)
    assert -2.0 < bands.answered < 2.0
    assert errors(rows, bands).cost == 0
    assert cross_validated(rows).cost == 0


def test_no_more_answerable_questions_are_given_up_than_allowed() -> None:
    rows = questions(noise(3, 200, 1.0), noise(4, 100, 0.5))
    assert errors(rows, fit(rows)).refused_share <= MOST_REFUSED
    assert cross_validated(rows).refused_share <= MOST_REFUSED + 0.03


def test_a_score_that_says_nothing_is_not_said_to_help() -> None:
    rows = questions(noise(5, 100, 0.0), noise(6, 60, 0.0))
    assert cross_validated(rows).cost > 0.8


def test_the_uncertain_band_lies_below_and_refuses_hardly_any_answerable_question() -> None:
    rows = questions(noise(7, 100, 2.0), noise(8, 50, 0.0))
    bands = fit(rows)
    assert bands.uncertain <= bands.answered
    assert sum(row.verdict(bands) == "refused" for row in rows if row.answerable) <= 2


def test_every_question_is_unseen_once_and_each_fold_holds_both_kinds() -> None:
    rows = questions(noise(9, 23, 1.0), noise(10, 11, 0.0))
    unseen = [row for _, part in folds(rows, 5) for row in part]
    assert sorted(unseen, key=id) == sorted(rows, key=id)
    assert all({row.answerable for row in part} == {True, False} for _, part in folds(rows, 5))
    assert all(not set(map(id, seen)) & set(map(id, part)) for seen, part in folds(rows, 5))


@pytest.mark.parametrize(
    ("answerable", "unanswerable", "says"),
    [(10, 5, "20 questions or more; there are 15"), (30, 0, "unanswerable questions; there are 0"), (2, 30, "are 2")],
)
def test_too_few_questions_are_refused_with_a_sentence(answerable: int, unanswerable: int, says: str) -> None:
    with pytest.raises(TooFew, match=says):
        enough(questions([1.0] * answerable, [0.0] * unanswerable))
