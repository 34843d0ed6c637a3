"""An outage of the model's server, seen by whoever asks: every question is answered, in the episodes' own words."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answering.writers.openai_chat import ChatWriter
from tests.generating import EXTRACTIVE, generated, generation, task

FAULTS: dict[str, dict[str, Any]] = {
    "down": {"status": 503, "retry_after": 0.01},
    "too many": {"status": 429, "retry_after": 30},
    "wrong key": {"status": 401},
    "purse empty": {"status": 429, "code": "insufficient_quota"},
}


@pytest.mark.promise(14)
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_two_hundred_questions_through_an_outage_have_two_hundred_answers(
    llmock: Any, writer: ChatWriter, fault: dict[str, Any]
) -> None:
    llmock.fail(times=None, **fault)
    made = generation(writer)
    answers = [generated(made, task(key=number)) for number in range(200)]
    assert [answer.text for answer in answers] == [EXTRACTIVE.text] * 200
    assert all(answer.degraded for answer in answers)
    assert len(llmock.requests) <= 3 * 200


def test_the_model_is_asked_again_when_it_is_back(llmock: Any, writer: ChatWriter) -> None:
    llmock.fail(503, times=3, retry_after=0.01).reply("They winter in three hives. [1]", times=None)
    made = generation(writer)
    assert generated(made, task(key="during")).degraded == "server error"
    assert generated(made, task(key="after")).text == "They winter in three hives. [1]"
