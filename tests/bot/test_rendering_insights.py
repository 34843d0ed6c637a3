"""Figures, unanswered questions and the digest fit a message and say what is so, in both languages."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from bot.insights.clusters import Cluster
from bot.insights.figures import Figures, Week
from bot.renderings.insights import digest_text, insights_text, percent, unanswered_text
from bot.renderings.markdown import units

MONDAY = 1_772_409_600.0  # 2 March 2026
WEEK = Week(MONDAY, 3, 1, 1, 1, 0.4, 2.5)
FIGURES = Figures(
    weeks=(WEEK,),
    answered=3,
    uncertain=1,
    refused=1,
    by_model=2,
    degraded=(("timeout", 1), ("rate limited", 2), ("server error", 1)),
    topics=(("#12 Bees: *Winter*", 3),),
    channels=((5, 4), (6, 1)),
    helpful=3,
    unhelpful=1,
    p50=0.4,
    p95=2.5,
    cost=1.234,
    unpriced=1,
)


def test_every_figure_is_told() -> None:
    text = insights_text(FIGURES, 2, UTC, "en")
    for told in (
        "Questions of this week: 5",
        "Answered: 3 (60 %)",
        "Uncertain, only near passages: 1 (20 %)",
        "Not answered: 1 (20 %)",
        "Written by the model: 2 (40 %)",
        "which was asked for: 4 (it is not available: 3, it took too long: 1)",
        "Found helpful: 3 of 4 votes (75 %)",
        "within 0.4 s, 95 % within 2.5 s",
        "Cost of the model: $1.23",
        "Without a known price: 1 answers",
        "By channel: <#5> 4 · <#6> 1",
        "#12 Bees: \\*Winter\\*: 3",
        "(“Tell me”): 2",
    ):
        assert told in text


def test_dutch_has_its_comma_and_its_months() -> None:
    figures = Figures(weeks=(WEEK, Week(MONDAY + 7 * 86_400)), answered=3, p50=0.4, p95=2.5, cost=1.5)
    text = insights_text(figures, 0, ZoneInfo("Europe/Amsterdam"), "nl")
    assert "binnen 0,4 s, 95 % binnen 2,5 s" in text
    assert "$1,50" in text
    assert "2 mrt: 5 · 9 mrt: 0" in text


def test_what_is_not_there_is_left_out() -> None:
    text = insights_text(Figures(weeks=(WEEK,), refused=1), 0, UTC, "en")
    for left_out in ("model", "Cost", "Asked about", "Tell me", "could not be drawn"):
        assert left_out not in text
    assert "Nobody has voted" in text
    assert percent(None) == "–"


@pytest.mark.parametrize("language", ["en", "nl"])
def test_no_message_is_longer_than_discord_takes(language: str) -> None:
    weeks = tuple(Week(MONDAY + n * 604_800, 10_000) for n in range(52))
    topics = tuple((f"{n} {'*_~' * 60}", n) for n in range(50))
    channels = tuple((10**18 + n, 9999) for n in range(200))
    figures = Figures(weeks=weeks, answered=520_000, topics=topics, channels=channels, degraded=(("timeout", 9),))
    clusters = [Cluster(f"{n} {'<@1> ' * 90}", 9, (f"{n}", *["*also* " * 40] * 5)) for n in range(300)]
    for text in (
        insights_text(figures, 9, UTC, language),
        unanswered_text(clusters, 52, language),
        digest_text(figures, figures, clusters, UTC, language),
    ):
        assert units(text) <= 2000
        assert "<@1>" not in text


def test_questions_beyond_those_that_fit_are_counted() -> None:
    clusters = [Cluster(f"question {n}", 1, (f"question {n}",)) for n in range(20)]
    text = unanswered_text(clusters, 8, "en")
    assert text.startswith("### What stayed unanswered in the last 8 weeks: 20 questions")
    assert "**1×** question 11\n-# and 8 more" in text
    assert "question 12" not in text


def test_other_wordings_stand_below_the_question() -> None:
    assert "**3×** why?\n-# also: how come?" in unanswered_text([Cluster("why?", 3, ("why?", "how come?"))], 1, "en")


def test_the_digest_names_the_days_of_a_week_in_which_the_clocks_change() -> None:
    amsterdam = ZoneInfo("Europe/Amsterdam")
    begin = 1_774_220_400.0  # Monday 23 March 2026, 00:00 there; summer time begins on Sunday
    week = Figures(weeks=(Week(begin, 1),), answered=1)
    text = digest_text(week, Figures(weeks=(Week(begin - 604_800),)), [], amsterdam, "nl")
    assert text.startswith("**De week van 23 maart 2026 tot en met 29 maart 2026**")
    assert "Beantwoord: 100 % (– in de week ervoor)" in text


def test_a_digest_without_kept_words_tells_counts() -> None:
    quiet = Figures(weeks=(WEEK,))
    assert "Nothing was asked." in digest_text(quiet, quiet, None, UTC, "en")
    text = digest_text(FIGURES, quiet, None, UTC, "en")
    assert "Not answered: 1, uncertain: 1. I keep no questions" in text
    assert "What stayed unanswered" not in text
