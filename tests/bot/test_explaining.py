"""`ask --explain` says how an answer came about, and --no-model keeps the model out of it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from bot.answering.answerer import Answerer, Asked
from bot.answering.explaining import Explanation
from bot.terminal import verbs
from bot.terminal.explanation import print_explanation
from tests.generating import ScriptedWriter, generation

HONEY = "How much honey do they get in a good year?"


def explained(brain: Answerer, question: str = HONEY) -> Explanation:
    explanation = Explanation()
    brain.answer(Asked(question), None, explanation)
    return explanation


def test_the_passages_have_their_ranks_in_both_legs(brain: Answerer) -> None:
    found = explained(brain).passages
    assert [one.rank for one in found] == list(range(1, len(found) + 1))
    assert found[0].document == "tuin/1-bijen.vtt"
    assert all(one.by_meaning >= 1 for one in found)
    assert min(one.by_meaning for one in found) == 1
    assert all((one.by_words is None) == (one.match == 0) for one in found)


def test_the_evidence_tells_the_score_and_what_it_is_made_of(brain: Answerer) -> None:
    told = explained(brain).evidence
    assert (told["verdict"], told["answered_from"], told["uncertain_from"]) == ("answered", 3.5, 0.6)
    assert told["score"] >= told["answered_from"]
    assert 0 < told["support"] <= 1
    assert 0 < told["words_matched"] <= 1
    assert told["standing"] > 0


def test_the_model_is_told_with_what_it_took(brain: Answerer) -> None:
    asking = Answerer(brain.index, generation=generation(ScriptedWriter("Forty kilos. [1]")))
    told = explained(asking).model
    assert (told["mode"], told["model"], told["requests"], told["cost_usd"]) == ("model", "scripted", 1, 0.001)
    assert told["prompt_tokens"] > 300
    assert told["tokens_in"] == 100


def test_without_a_model_nothing_was_spent(brain: Answerer) -> None:
    told = explained(brain).model
    assert (told["mode"], told["model"], told["requests"], told["cost_usd"]) == ("extractive", None, 0, 0.0)


def test_a_greeting_was_not_searched(brain: Answerer) -> None:
    explanation = explained(brain, "hello")
    assert (explanation.search, explanation.passages, explanation.generation) == ({}, [], "gen-000001")


def test_the_table_goes_to_stderr(brain: Answerer, capsys: pytest.CaptureFixture[str]) -> None:
    print_explanation(explained(brain))
    shown = capsys.readouterr()
    assert shown.out == ""
    assert all(word in shown.err for word in ("by meaning", "by words", "standing", "gen-000001", "tuin/1-bijen.vtt"))


@pytest.mark.parametrize("no_model", [False, True])
def test_the_verb_explains_in_json_and_keeps_the_model_out_on_request(
    brain: Answerer, no_model: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asking = Answerer(brain.index, generation=generation(ScriptedWriter("Forty kilos. [1]")))
    opened: Callable[..., Answerer] = lambda with_model: asking if with_model else brain  # noqa: E731
    monkeypatch.setattr(verbs, "ready_brain", opened)
    assert verbs.ask(HONEY, None, None, None, True, verbs.How(no_model, True)) == 0
    value = json.loads(capsys.readouterr().out)
    assert value["mode"] == ("extractive" if no_model else "model")
    assert set(value["explain"]) == {"search", "passages", "evidence", "model", "generation"}
    assert value["explain"]["model"]["requests"] == (0 if no_model else 1)
