"""The figures are those of the rows: week by week, by channel and topic, shares, waiting times, money."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.insights.figures import Figures, Week, figures_of, quantile, week_of, weeks_until
from bot.ledgers.outcomes import Outcome, Vote

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HOUR, DAY = 3600.0, 86_400.0
MONDAY = datetime(2026, 3, 2, tzinfo=UTC).timestamp()
BEGINS = (MONDAY - 7 * DAY, MONDAY)
ONE = Outcome(1, 5, "answered", "extractive", None, 1.0, 0.0, (), MONDAY)


def test_a_week_begins_on_monday_at_midnight_of_the_servers_zone() -> None:
    sunday_evening = datetime(2026, 3, 1, 23, 30, tzinfo=UTC).timestamp()
    assert week_of(sunday_evening, UTC) == MONDAY - 7 * DAY
    assert week_of(sunday_evening, AMSTERDAM) == MONDAY - HOUR  # it is Monday already


def test_a_change_of_the_clocks_moves_no_week() -> None:
    begins = weeks_until(datetime(2026, 4, 1, 12, tzinfo=UTC).timestamp(), 2, AMSTERDAM)
    assert [datetime.fromtimestamp(at, AMSTERDAM).isoformat() for at in begins] == [
        "2026-03-23T00:00:00+01:00",
        "2026-03-30T00:00:00+02:00",
    ]
    assert begins[1] - begins[0] == 167 * HOUR


def test_each_question_is_counted_in_its_week_and_a_week_without_any_stays() -> None:
    begins = (MONDAY - 14 * DAY, *BEGINS)
    outcomes = [
        replace(ONE, at=begins[0], seconds=0.5),
        replace(ONE, at=begins[1] - 1, verdict="refused", degraded="timeout", seconds=2.5),
        replace(ONE, at=MONDAY, verdict="uncertain"),
        replace(ONE, at=begins[0] - 1),  # before the first week
        replace(ONE, at=MONDAY, verdict="chat"),
    ]
    figures = figures_of(outcomes, [], begins)
    assert figures.weeks == (
        Week(begins[0], answered=1, refused=1, degraded=1, p50=0.5, p95=2.5),
        Week(begins[1]),
        Week(MONDAY, uncertain=1, p50=1.0, p95=1.0),
    )
    assert (figures.answered, figures.uncertain, figures.refused, figures.questions) == (1, 1, 1, 3)


def test_channels_topics_and_reasons_come_most_frequent_first() -> None:
    names = {"a-0": "#1 Bees: Mites", "a-1": "#1 Bees: Mites", "b-0": "#2 Bread"}
    outcomes = [
        replace(ONE, channel_id=7, sources=("a-0", "a-1", "gone-0")),
        replace(ONE, channel_id=6, sources=("b-0", "a-0"), degraded="timeout"),
        replace(ONE, channel_id=6, degraded="quota"),
        replace(ONE, channel_id=6, degraded="timeout", mode="model"),
    ]
    figures = figures_of(outcomes, [], BEGINS, names)
    assert figures.channels == ((6, 3), (7, 1))
    assert figures.topics == (("#1 Bees: Mites", 2), ("#2 Bread", 1))
    assert figures.degraded == (("timeout", 2), ("quota", 1))
    assert figures.by_model == 1


def test_the_helpful_rate_counts_the_votes_of_these_weeks() -> None:
    votes = [Vote(True, MONDAY), Vote(True, MONDAY), Vote(False, MONDAY), Vote(False, BEGINS[0] - 1)]
    figures = figures_of([ONE], votes, BEGINS)
    assert (figures.helpful, figures.unhelpful, figures.helpful_share) == (2, 1, pytest.approx(2 / 3))
    assert figures_of([ONE], [], BEGINS).helpful_share is None


def test_an_unknown_price_is_counted_and_not_taken_for_nothing() -> None:
    outcomes = [replace(ONE, cost=cost) for cost in (0.1, 0.2, None, 0.0)]
    figures = figures_of(outcomes, [], BEGINS)
    assert (figures.cost, figures.unpriced) == (pytest.approx(0.3), 1)


def test_shares_of_nothing_are_none() -> None:
    nothing = figures_of([], [], BEGINS)
    assert nothing == Figures(weeks=(Week(BEGINS[0]), Week(BEGINS[1])))
    assert nothing.share(nothing.answered) is None


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([], 0.5, None),
        ([3.0], 0.95, 3.0),
        ([1.0, 2.0], 0.5, 1.0),
        ([1.0, 2.0, 3.0], 0.5, 2.0),
        (list(range(1, 101)), 0.95, 95),
        (list(range(1, 11)), 0.95, 10),
    ],
)
def test_a_quantile_is_a_time_that_somebody_waited(values: list[float], share: float, expected: float | None) -> None:
    assert quantile(values, share) == expected
