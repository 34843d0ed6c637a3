"""Who wrote an answer is said below it, in both languages."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from bot.answering.writing import Reason
from bot.rendering import answer_messages, turn_of
from bot.renderings.provenance import provenance
from bot.terminal.printing import print_answer
from tests.answers import answer, citation

DUTCH = "De bijen overwinteren hier in drie kasten, en in een goed jaar geven ze veertig kilo honing."
ENGLISH = "The bees winter here in three hives, and in a good year they give forty kilos of honey."


def test_the_episodes_own_words_need_no_word_about_them() -> None:
    assert provenance(answer(citation(1, DUTCH))) == ""


def test_a_models_text_is_said_to_be_one() -> None:
    told = provenance(answer(citation(1, ENGLISH), text="In three hives. [1]", mode="model"))
    assert told == "A summary by a language model, checked against the sources."


@pytest.mark.parametrize(("language", "word"), [("en", "translated"), ("nl", "vertaald")])
def test_a_translation_is_labelled_as_one(language: str, word: str) -> None:
    quote = DUTCH if language == "en" else ENGLISH
    assert word in provenance(answer(citation(1, quote), text="So. [1]", mode="model", language=language))


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("reason", [*get_args(Reason), "over budget", "unsupported", "unexpected"])
def test_every_reason_has_a_sentence_that_tells_nothing_of_the_provider(reason: str, language: str) -> None:
    told = provenance(answer(citation(), language=language, degraded=reason))
    assert told.startswith("Without the model" if language == "en" else "Dit keer zonder het model")
    assert "key" not in told


def test_the_label_stands_in_small_print_and_is_no_part_of_the_conversation() -> None:
    (message,) = answer_messages(answer(citation(1, DUTCH), text="In three hives. [1]", mode="model"), "en")
    assert "\n-# A summary by a language model" in message
    turn = turn_of(message)
    assert turn is not None
    assert turn.answer == "In three hives. [1]"


@pytest.mark.parametrize("verdict", ["uncertain", "refused"])
def test_a_degraded_answer_without_sources_says_so_too(verdict: str) -> None:
    given = replace(answer(text="Not sure.", verdict=verdict, degraded="timeout"), related=(citation(),))
    assert "-# Without the model this time (it took too long)" in answer_messages(given, "en")[-1]


def test_an_answer_that_is_too_long_keeps_its_label() -> None:
    many = [citation(n, f"{n} " + "Words upon words. " * 30, episode=None) for n in range(1, 14)]
    given = answer(*many, degraded="over budget")
    assert "today's budget is used up" in answer_messages(given, "en")[-1]


def test_the_terminal_shows_label_and_original(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(answer(citation(1, DUTCH), text="In three hives. [1]", mode="model"))
    shown = " ".join(capsys.readouterr().out.split())
    assert "translated from the episodes" in shown
    assert f"Original: “{DUTCH}”" in shown
