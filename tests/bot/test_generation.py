"""Answers that a model writes: what is shown, what every failure ends in, one request for all who ask the same."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import get_args

import pytest

from bot.answering.generation import finds_nothing
from bot.answering.purse import NOBODY
from bot.answering.resting import IN_A_ROW, LONG_PAUSE, TOLD_EVERY, Resting
from bot.answering.seams import Spender
from bot.answering.writing import Reason, WritingFailed
from tests.generating import ANSWERED, EXTRACTIVE, ScriptedWriter, generated, generation, hit, task


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_faithful_text_reaches_the_reader_as_it_was_written() -> None:
    answer = generated(generation(ScriptedWriter(ANSWERED)), task())
    assert (answer.text, answer.mode, answer.verdict, answer.degraded) == (ANSWERED, "model", "answered", None)
    assert [citation.quote for citation in answer.citations] == ["The bees winter in three hives."]
    assert answer.spent is not None
    assert (answer.spent.requests, answer.spent.tokens_in, answer.spent.cost_usd) == (1, 100, 0.001)


def test_what_was_not_cited_is_related_and_numbered_on() -> None:
    answer = generated(
        generation(ScriptedWriter(ANSWERED)), task("why?", hit(1), hit(2, "Another one."), hit(3, "More."))
    )
    assert [(near.n, near.quote) for near in answer.related] == [(2, "Another one."), (3, "More.")]


@pytest.mark.parametrize(
    "text", ["NOT_IN_THE_EPISODES", "`NOT_IN_THE_EPISODES`.", "Sorry.\n\n**NOT_IN_THE_EPISODES**\n"]
)
def test_a_model_may_find_that_the_passages_do_not_answer(text: str) -> None:
    answer = generated(generation(ScriptedWriter(text)), task())
    assert (answer.verdict, answer.mode, answer.citations) == ("refused", "model", ())
    assert "NOT_IN" not in answer.text
    assert len(answer.related) == 1


def test_the_marker_in_a_sentence_refuses_nothing() -> None:
    assert not finds_nothing("The word NOT_IN_THE_EPISODES is said. [1]")


@pytest.mark.promise(16)
@pytest.mark.parametrize("reason", get_args(Reason))
def test_every_failure_ends_in_the_extractive_answer_with_its_reason(
    reason: Reason, caplog: pytest.LogCaptureFixture
) -> None:
    answer = generated(generation(ScriptedWriter(WritingFailed(reason, "a secret detail"))), task())
    assert answer == replace(EXTRACTIVE, degraded=reason, spent=answer.spent)
    lines = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert len(lines) == 1
    assert reason in lines[0]
    assert "secret" not in caplog.text


def test_what_no_library_documents_ends_in_the_extractive_answer_too() -> None:
    answer = generated(generation(ScriptedWriter(ZeroDivisionError("odd"))), task())
    assert (answer.text, answer.degraded) == (EXTRACTIVE.text, "unexpected")


def test_a_text_of_which_nothing_holds_up_is_not_shown() -> None:
    answer = generated(generation(ScriptedWriter("They live in Paris. I am sure.")), task())
    assert (answer.text, answer.degraded, answer.mode) == (EXTRACTIVE.text, "unsupported", "extractive")


@pytest.mark.promise(13)
def test_a_model_that_does_not_answer_in_time_is_not_waited_for() -> None:
    gate = threading.Event()
    made = generation(ScriptedWriter(ANSWERED, gate=gate), seconds=1.6)
    answer = generated(made, task())
    assert (answer.text, answer.degraded) == (EXTRACTIVE.text, "timeout")
    gate.set()
    assert generated(made, task("another?")).mode == "model"


@pytest.mark.promise(13)
def test_a_model_has_less_than_25_seconds_unless_somebody_sets_more() -> None:
    assert 20 < generation(ScriptedWriter(ANSWERED)).allowance(NOBODY).remaining < 25


@pytest.mark.promise(13)
def test_a_question_that_has_waited_too_long_already_asks_no_model() -> None:
    writer = ScriptedWriter(ANSWERED)
    made = generation(writer)
    allowance = made.allowance(Spender(), made.clock() - 25)
    answer = made.finish(made.begin(task(), Spender(), allowance), EXTRACTIVE)
    assert (answer.degraded, writer.prompts) == ("timeout", [])


def test_a_draft_is_checked_before_it_is_told() -> None:
    drafts: list[str] = []
    made = generation(ScriptedWriter("They winter in three hives. [1] Honest. Then more. [1] And the end. [1]"))
    generated(made, task(), on_draft=drafts.append)
    assert drafts
    assert all("Honest" not in draft for draft in drafts)


def test_a_draft_that_cannot_be_shown_does_not_disturb_the_answer() -> None:
    def broken(_: str) -> None:
        raise RuntimeError

    assert generated(generation(ScriptedWriter(ANSWERED)), task(), on_draft=broken).text == ANSWERED


def test_the_marker_is_never_told_as_a_draft() -> None:
    drafts: list[str] = []
    generated(generation(ScriptedWriter("NOT_IN_THE_EPISODES")), task(), on_draft=drafts.append)
    assert drafts == []


@pytest.mark.promise(23)
def test_fifty_who_ask_the_same_at_once_cost_one_request_and_all_get_the_answer() -> None:
    gate = threading.Event()
    writer = ScriptedWriter(ANSWERED, gate=gate)
    made = generation(writer)
    with ThreadPoolExecutor(50) as pool:
        waiting = [pool.submit(generated, made, task()) for _ in range(50)]
        threading.Timer(0.1, gate.set).start()
        answers = [one.result(10) for one in waiting]
    assert [answer.text for answer in answers] == [ANSWERED] * 50
    assert len(writer.prompts) == 1
    assert sum(answer.spent is not None for answer in answers) == 1


def test_who_asks_later_gets_the_answer_that_was_written_and_pays_nothing() -> None:
    writer = ScriptedWriter(ANSWERED)
    made = generation(writer)
    first, second = generated(made, task()), generated(made, task())
    assert (first.text, len(writer.prompts), second.spent) == (second.text, 1, None)
    known = made.known(task().key)
    assert known is not None
    assert (known.text, known.spent) == (ANSWERED, None)


def test_a_failure_is_not_kept() -> None:
    made = generation(ScriptedWriter(WritingFailed("malformed"), ANSWERED))
    assert generated(made, task()).degraded == "malformed"
    assert generated(made, task()).text == ANSWERED


class Miser:
    """A purse that lets one member spend."""

    def __init__(self, rich: int) -> None:
        self.rich = rich

    def may_spend(self, spender: Spender) -> bool:
        return True

    def reserve(self, spender: Spender, tokens: int) -> int | None:
        return 1 if spender.member_id == self.rich else None

    def settle(self, ticket: int, tokens: int, cost_usd: float | None, model: str) -> None:
        return None


def test_another_members_empty_purse_refuses_nothing_to_this_one() -> None:
    made = generation(ScriptedWriter(ANSWERED), Miser(rich=2))
    poor = made.begin(task(), Spender(1), made.allowance(Spender(1)))
    rich = made.begin(task(), Spender(2), made.allowance(Spender(2)))
    assert made.finish(poor, EXTRACTIVE).degraded == "over budget"
    assert made.finish(rich, EXTRACTIVE).text == ANSWERED


def test_two_hundred_questions_through_an_outage_get_two_hundred_extractive_answers() -> None:
    writer = ScriptedWriter(WritingFailed("server error", retryable=True))
    made = generation(writer)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: generated(made, task(f"question {n}?")), range(200)))
    assert [(answer.mode, answer.degraded) for answer in answers] == [("extractive", "server error")] * 200
    assert len(writer.prompts) < 20, "a provider that is down is left alone for a while"


def test_a_provider_that_is_down_is_asked_again_after_a_pause() -> None:
    clock = Clock()
    resting = Resting(clock)
    for _ in range(IN_A_ROW):
        assert resting.reason() is None
        resting.failed("timeout")
    assert resting.reason() == "timeout"
    clock.now += LONG_PAUSE
    assert resting.reason() is None
    resting.worked()
    resting.failed("timeout")
    assert resting.reason() is None


def test_a_bad_reply_now_and_then_is_no_outage() -> None:
    resting = Resting()
    for _ in range(20):
        resting.failed("malformed")
        resting.failed("timeout")
    assert resting.reason() is None


@pytest.mark.promise(17)
@pytest.mark.parametrize("reason", ["bad key", "quota"])
def test_the_operator_is_told_once_an_hour_what_nobody_else_can_mend(
    reason: Reason, caplog: pytest.LogCaptureFixture
) -> None:
    clock, told = Clock(), list[str]()
    resting = Resting(clock)
    resting.on_trouble.append(told.append)
    for _ in range(5):
        resting.failed(reason)
    assert len(told) == 1
    assert len([record for record in caplog.records if record.levelno == logging.ERROR]) == 1
    assert resting.reason() == reason
    clock.now += TOLD_EVERY
    resting.failed(reason)
    assert len(told) == 2


def test_who_joins_an_answer_that_is_being_written_needs_no_budget() -> None:
    gate = threading.Event()
    made = generation(ScriptedWriter(ANSWERED, gate=gate), Miser(rich=2))
    first = made.begin(task(), Spender(2), made.allowance(Spender(2)))
    made.purse.may_spend = lambda spender: False  # type: ignore[method-assign]
    second = made.begin(task(), Spender(1), made.allowance(Spender(1)))
    gate.set()
    assert [made.finish(one, EXTRACTIVE).text for one in (first, second)] == [ANSWERED] * 2


def test_answers_over_an_index_that_is_gone_are_forgotten() -> None:
    made = generation(ScriptedWriter(ANSWERED))
    one = task()
    assert made.known(one.key, "gen-1") is None
    generated(made, one)
    assert made.known(one.key, "gen-1") is not None
    assert made.known("another", "gen-2") is None
    assert made.known(one.key, "gen-2") is None
