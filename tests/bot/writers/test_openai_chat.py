"""The writer over chat models: what it sends, what it returns, whom it asks."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.answering.writers.openai_chat import ChatWriter, ModelSettings, missing_package
from bot.answering.writers.openai_models import THINKING_TOKENS, asked_of, provider_of
from bot.answering.writers.pricing import PER_MILLION, cost_usd
from bot.answering.writers.streaming import Relay
from bot.answering.writing import Allowance, Message, Prompt, WritingFailed
from tests.bot.writers.conftest import PROMPT, ask, event

Writers = Callable[..., ChatWriter]


def sent(llmock: Any) -> dict[str, Any]:
    body: dict[str, Any] = llmock.last_request.body
    return body


def test_the_text_arrives_whole_and_in_parts(llmock: Any, writer: ChatWriter) -> None:
    llmock.reply("They winter in three hives. [1]").pace(10)
    outcome = ask(writer)
    assert outcome.written is not None
    assert outcome.written.text == outcome.drafts[-1] == "They winter in three hives. [1]"
    assert len(outcome.drafts) > 1
    assert all(outcome.written.text.startswith(draft) for draft in outcome.drafts)
    assert (outcome.written.model, outcome.requests) == ("small", 1)


def test_the_prompt_is_sent_as_it_is_and_usage_is_asked_for(llmock: Any, writer: ChatWriter) -> None:
    ask(writer)
    body = sent(llmock)
    assert [(one["role"], one["content"]) for one in body["messages"]] == [
        (one.role, one.content) for one in PROMPT.messages
    ]
    assert (body["stream"], body["stream_options"]) == (True, {"include_usage": True})
    # A server of one's own may not know OpenAI's newer name, and would write without a limit.
    assert (body["max_tokens"], body["temperature"]) == (200, 0)
    assert "max_completion_tokens" not in body


def test_braces_in_a_question_are_no_template(llmock: Any, writer: ChatWriter) -> None:
    prompt = Prompt((Message("user", "what is {x} {{y}} %s {0}?"), Message("assistant", "{z}")), 50)
    assert ask(writer, prompt=prompt).written
    assert [one["content"] for one in sent(llmock)["messages"]] == ["what is {x} {{y}} %s {0}?", "{z}"]


def test_a_model_of_openai_that_takes_no_temperature_gets_none_and_does_not_think(
    llmock: Any, writers: Writers
) -> None:
    assert ask(writers(llmock.base_url(), model="gpt-6-luna")).written
    body = sent(llmock)
    assert (body["max_completion_tokens"], body["reasoning_effort"]) == (200, "none")
    assert "temperature" not in body
    assert "max_tokens" not in body


def test_tokens_are_the_servers(llmock: Any, writer: ChatWriter) -> None:
    llmock.reply("They winter in three hives. [1]")
    written = ask(writer).written
    assert written is not None
    # llmock counts a token for every four characters.
    assert (written.tokens_in, written.tokens_out) == (sum(len(m.content) // 4 for m in PROMPT.messages), 7)


def test_tokens_are_counted_here_when_the_server_tells_none(httpserver: Any, writers: Writers) -> None:
    body = event({"content": "They winter in three hives."}) + event({}, "stop") + b"data: [DONE]\n\n"
    httpserver.expect_request("/v1/chat/completions").respond_with_data(body, content_type="text/event-stream")
    written = ask(writers(httpserver.url_for("/v1"))).written
    assert written is not None
    assert written.tokens_out == 7
    assert 12 < written.tokens_in < 30


def test_without_requests_or_time_left_nothing_is_sent(llmock: Any, writer: ChatWriter) -> None:
    for spent in (Allowance(0, 25), Allowance(3, 0)):
        with pytest.raises(WritingFailed) as failed:
            writer.write(PROMPT, spent)
        assert failed.value.reason == "timeout"
    assert llmock.requests == []


def test_the_allowance_bounds_the_requests_of_an_outage(llmock: Any, writer: ChatWriter) -> None:
    llmock.fail(500, times=None, retry_after=0.01)
    with pytest.raises(WritingFailed):
        writer.write(PROMPT, Allowance(1, 5))
    assert len(llmock.requests) == 1


def test_texts_are_handed_over_in_the_thread_that_waits(llmock: Any, writer: ChatWriter) -> None:
    threads = set()
    writer.write(PROMPT, Allowance(3, 5), lambda _: threads.add(threading.get_ident()))
    assert threads == {threading.get_ident()}


def test_a_listener_that_fails_ends_its_own_request_alone(llmock: Any, writer: ChatWriter) -> None:
    with pytest.raises(ZeroDivisionError):
        writer.write(PROMPT, Allowance(3, 5), lambda _: 1 // 0)
    assert ask(writer).written


def test_many_threads_write_at_once(llmock: Any, writer: ChatWriter) -> None:
    llmock.reply("In hives.", times=None)
    with ThreadPoolExecutor(12) as pool:
        outcomes = list(pool.map(lambda _: ask(writer, 20.0), range(36)))
    assert [one.written.text for one in outcomes if one.written] == ["In hives."] * 36
    assert len(llmock.requests) == 36


def test_a_writer_that_was_closed_opens_again(llmock: Any) -> None:
    writer = ChatWriter(ModelSettings("small", "k", llmock.base_url()))
    assert ask(writer).written
    writer.close()
    writer.close()
    assert ask(writer).written
    writer.close()


def test_a_closed_writer_ends_what_runs(llmock: Any) -> None:
    writer = ChatWriter(ModelSettings("small", "k", llmock.base_url()))
    llmock.reply("They winter in three hives.", times=None).pace(300)
    begun = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(writer.write, PROMPT, Allowance(3, 20), lambda _: begun.set())
        assert begun.wait(5)
        writer.close()
        with pytest.raises(WritingFailed):
            running.result(5)


@pytest.mark.parametrize(
    ("model", "base_url", "provider"),
    [
        ("gpt-6-luna", None, "openai"),
        ("openai:gpt-6-luna", None, "openai"),
        ("ft:gpt-4.1-mini:show::x1", None, "openai"),
        ("llama3:8b", "http://127.0.0.1:11434/v1", "openai"),
        ("anthropic:claude-haiku-5-5", None, "anthropic"),
    ],
)
def test_who_serves_a_model(model: str, base_url: str | None, provider: str) -> None:
    assert provider_of(ModelSettings(model, "k", base_url)) == provider


@pytest.mark.parametrize(
    ("model", "package"),
    [
        ("anthropic:claude-haiku-5-5", "langchain-anthropic"),
        ("google_genai:gemini-4", "langchain-google-genai"),
        ("bedrock:x", "langchain-aws"),
        ("no.such/provider:x", "langchain-no.such/provider"),
    ],
)
def test_a_package_that_is_not_there_is_named_in_one_sentence(model: str, package: str) -> None:
    settings = ModelSettings(model)
    outcome = ask(ChatWriter(settings))
    assert (outcome.reason, str(outcome.failed)) == ("no package", missing_package(settings))
    assert f"the package {package}," in str(outcome.failed)


def test_openais_own_package_is_there() -> None:
    assert missing_package(ModelSettings()) is None


GPT = {"reasoning_output": True, "temperature": False, "reasoning_effort_levels": ["none", "low"]}
OLD = {"temperature": True}
SOL = {"reasoning_output": True, "temperature": False}


@pytest.mark.parametrize(
    ("profile", "base_url", "asked"),
    [
        (GPT, None, {"max_completion_tokens": 100, "reasoning_effort": "none"}),
        (GPT | {"reasoning_effort_levels": ["low"]}, None, {"max_completion_tokens": 4100, "reasoning_effort": "low"}),
        (SOL, None, {"max_completion_tokens": 100 + THINKING_TOKENS}),
        (OLD, None, {"max_completion_tokens": 100, "temperature": 0.0}),
        (None, None, {"max_completion_tokens": 100 + THINKING_TOKENS}),
        (None, "http://127.0.0.1/v1", {"temperature": 0.0, "extra_body": {"max_tokens": 100}}),
        (OLD, "http://127.0.0.1/v1", {"max_completion_tokens": 100, "temperature": 0.0}),
    ],
)
def test_a_request_has_the_parameters_that_the_model_takes(
    profile: dict[str, Any] | None, base_url: str | None, asked: dict[str, Any]
) -> None:
    assert asked_of(ModelSettings("m", "k", base_url), profile, 100) == asked


def test_the_default_model_is_known_and_priced() -> None:
    assert cost_usd(ModelSettings().model, 1_000_000, 1_000_000) == sum(PER_MILLION["gpt-6-luna"])
    assert cost_usd("openai:gpt-4.1-mini-2025-04-14", 1000, 100) == pytest.approx(0.00056)
    assert cost_usd("gpt-4.1-mini", 1000, 100, "https://eu.api.openai.com/v1") == pytest.approx(0.00056)


@pytest.mark.parametrize(
    ("model", "base_url"), [("unheard-of", None), ("gpt-6-luna", "http://127.0.0.1:1/v1"), ("gpt-6-luna", "odd")]
)
def test_a_price_that_is_not_known_is_not_guessed(model: str, base_url: str | None) -> None:
    assert cost_usd(model, 1000, 100, base_url) is None


def test_a_relay_keeps_only_the_newest_text() -> None:
    relay, seen = Relay(), list[str]()
    for text in ("a", "ab", "abc"):
        relay.tell(text)
    relay.end()
    relay.follow(1.0, seen.append)
    assert seen == ["abc"]


def test_nothing_of_a_provider_is_imported_before_the_first_request() -> None:
    code = """
import sys
from bot.answering.writers.openai_chat import ChatWriter, ModelSettings, missing_package
ChatWriter(ModelSettings(api_key="k")).close()
missing_package(ModelSettings("anthropic:x"))
print(sorted({"openai", "langchain", "langchain_core", "langchain_openai", "tiktoken", "httpx2"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_another_provider_is_asked_through_its_own_package(httpserver: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # Azure's class comes with the package that is installed, and is none of ours.
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", "k")
    monkeypatch.setenv("OPENAI_API_VERSION", "2024-10-21")
    monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", httpserver.url_for(""))
    body = event({"content": "In hives. [1]"}) + event({}, "stop") + b"data: [DONE]\n\n"
    httpserver.expect_request("/openai/deployments/bees/chat/completions").respond_with_data(
        body, content_type="text/event-stream"
    )
    writer = ChatWriter(ModelSettings("azure_openai:bees"))
    outcome = ask(writer)
    writer.close()
    assert outcome.written is not None
    assert (outcome.written.text, outcome.written.cost_usd) == ("In hives. [1]", None)
    assert httpserver.log[0][0].json["max_completion_tokens"] == PROMPT.max_tokens


def test_another_providers_missing_key_is_a_bad_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AZURE_OPENAI_API_KEY", "OPENAI_API_KEY", "OPENAI_API_VERSION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", "http://127.0.0.1:1")
    outcome = ask(ChatWriter(ModelSettings("azure_openai:bees")))
    assert (outcome.reason, outcome.requests) == ("bad key", 1)
