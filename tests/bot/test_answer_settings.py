"""What switches generated answers on, who is named as their writer, and what the wiring makes of it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answering.tasks import GenerationRules
from bot.ledgers.spending import Budgets
from bot.settings import AnswerSettings
from bot.wiring import open_generation, open_writer
from vectorstore.errors import BadSetting
from vectorstore.settings import load_settings


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ANSWER_MODEL"):
        monkeypatch.delenv(name, raising=False)


def made(monkeypatch: pytest.MonkeyPatch, **env: str) -> AnswerSettings:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    return load_settings(AnswerSettings, _env_file=None)


@pytest.mark.parametrize(
    ("env", "generates", "provider"),
    [
        ({}, False, "OpenAI"),
        ({"OPENAI_API_KEY": "   "}, False, "OpenAI"),
        ({"OPENAI_API_KEY": "sk-1"}, True, "OpenAI"),
        ({"OPENAI_API_KEY": "sk-1", "ANSWER_MODEL": "openai:gpt-x"}, True, "OpenAI"),
        ({"OPENAI_API_KEY": "sk-1", "ANSWER_MODEL": "ft:gpt-x:me"}, True, "OpenAI"),
        ({"ANSWER_MODEL": "anthropic:small"}, True, "anthropic"),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:1/v1", "ANSWER_MODEL": "llama3:8b"}, False, "127.0.0.1"),
        ({"OPENAI_API_KEY": "x", "OPENAI_BASE_URL": "https://llm.example/v1"}, True, "llm.example"),
    ],
)
def test_the_key_switches_a_model_on(
    monkeypatch: pytest.MonkeyPatch, env: dict[str, str], generates: bool, provider: str
) -> None:
    settings = made(monkeypatch, **env)
    assert (settings.generates, settings.provider) == (generates, provider)
    writer = open_writer(settings)
    assert (writer.model if writer else None) == (settings.model if generates else None)


def test_the_key_is_trimmed_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = made(monkeypatch, OPENAI_API_KEY=" sk-secret\n")
    assert settings.key == "sk-secret"
    assert "sk-secret" not in repr(settings) + str(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [("ANSWER_SECONDS", "soon"), ("ANSWER_REQUESTS", "4"), ("ANSWER_PROMPT_TOKENS", "10"), ("ANSWER_TOKENS_DAY", "-1")],
)
def test_a_value_that_makes_no_sense_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        made(monkeypatch, **{name: value})


def test_every_default_is_the_one_of_the_part_that_it_is_for(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = made(monkeypatch)
    rules = GenerationRules()
    assert (settings.requests, settings.seconds) == (rules.requests, rules.seconds)
    assert (settings.prompt_tokens, settings.reply_tokens) == (rules.prompt_tokens, rules.reply_tokens)
    budgets = Budgets()
    assert (settings.per_member_day, settings.per_guild_day) == (budgets.per_member, budgets.per_guild)
    assert settings.tokens_day == budgets.tokens


@pytest.mark.promise(17)
def test_without_a_key_nothing_is_generated(monkeypatch: pytest.MonkeyPatch) -> None:
    index: Any = None
    assert open_generation(made(monkeypatch), index) is None
