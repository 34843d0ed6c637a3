"""When the schedule is due, by a clock that may jump."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.schedules import AGAIN, DAY, HOUR, Kept, due, sensible


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("kind", "ended", "not_yet", "then"),
    [
        ("hourly", "2026-03-01 11:00:01", "2026-03-01 11:59:59", "2026-03-01 12:00:00"),
        ("daily", "2026-03-01 03:00:05", "2026-03-02 02:59:59", "2026-03-02 03:00:00"),
        ("daily", "2026-03-01 02:00:00", "2026-03-01 02:59:59", "2026-03-01 03:00:00"),
        ("weekly", "2026-03-02 03:00:05", "2026-03-09 02:59:59", "2026-03-09 03:00:00"),  # Mondays
        ("weekly", "2026-03-01 12:00:00", "2026-03-02 02:59:59", "2026-03-02 03:00:00"),
    ],
)
def test_a_run_is_due_at_its_hour_and_not_a_second_before(kind: str, ended: str, not_yet: str, then: str) -> None:
    kept = Kept(at(ended), at(ended))
    assert not due(kind, kept, at(not_yet))
    assert due(kind, kept, at(then))


def test_off_is_never_due_and_what_never_ran_waits() -> None:
    assert not due("off", Kept(0.0, 0.0), 1e9)
    assert not due("hourly", Kept(), 1e9)


def test_a_bot_that_was_down_for_a_month_runs_once() -> None:
    now = at("2026-03-01 12:30:00")
    assert due("hourly", Kept(now - 30 * DAY, now - 30 * DAY), now)
    assert not due("hourly", Kept(now, now), now + 60)


@pytest.mark.promise(43)
def test_a_clock_that_was_years_ahead_holds_nothing_up() -> None:
    now = at("2026-03-01 12:30:00")
    kept = sensible(Kept(now + 1000 * DAY, now + 1000 * DAY), now)
    assert kept == Kept(now, now)
    assert not due("hourly", kept, now)
    assert due("hourly", kept, now + HOUR)


@pytest.mark.promise(43)
def test_a_clock_that_is_set_back_by_an_hour_repeats_nothing() -> None:
    ended = at("2026-03-01 12:00:05")
    assert not due("hourly", sensible(Kept(ended, ended), ended - HOUR), ended - HOUR)


def test_a_run_that_was_killed_is_begun_again_after_a_while_and_not_at_once() -> None:
    now = at("2026-03-01 12:00:00")
    kept = Kept(now, now - HOUR)
    assert not due("hourly", kept, now + AGAIN - 1)
    assert due("hourly", kept, now + AGAIN)
