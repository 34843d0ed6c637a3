"""Every fault of a model's server ends in its reason, within the deadline, after at most three requests."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from bot.answering.writers.openai_chat import ChatWriter, ModelSettings
from tests.bot.writers.conftest import ask, event
from tests.odd_server import STREAM, Line, OddServer

SOON = 0.4
"""A deadline that a test can wait for; what it ends would last half a minute or for ever."""
LATE = 8.0
"""Well beyond the deadline on a busy machine, and well before a server's patience ends."""
DONE = b"data: [DONE]\n\n"

Writers = Callable[..., ChatWriter]

STATUSES: dict[str, tuple[dict[str, Any], str, int]] = {
    "wrong key": ({"status": 401}, "bad key", 1),
    "no right to the model": ({"status": 403}, "bad key", 1),
    "no such model": ({"status": 404}, "unknown model", 1),
    "a request it does not understand": ({"status": 400}, "malformed", 1),
    "a prompt that is too long": ({"status": 400, "code": "context_length_exceeded"}, "too long", 1),
    "a prompt that it does not like": ({"status": 400, "code": "content_filter"}, "filtered", 1),
    "purse empty": ({"status": 429, "code": "insufficient_quota"}, "quota", 1),
    "come back in half a minute": ({"status": 429, "retry_after": 30}, "rate limited", 1),
    "come back at once": ({"status": 429, "retry_after": 0.01}, "rate limited", 3),
    "broken": ({"status": 500, "retry_after": 0.01}, "server error", 3),
    "overloaded": ({"status": 503, "retry_after": 0.01}, "server error", 3),
    "overloaded for long": ({"status": 503, "retry_after": 30}, "server error", 1),
}


@pytest.mark.promise(14)
@pytest.mark.parametrize(("fault", "reason", "requests"), STATUSES.values(), ids=STATUSES.keys())
def test_a_status_has_its_reason(
    llmock: Any, writer: ChatWriter, fault: dict[str, Any], reason: str, requests: int
) -> None:
    llmock.fail(times=None, **fault)
    outcome = ask(writer)
    assert (outcome.reason, outcome.requests, len(llmock.requests)) == (reason, requests, requests)
    assert "sk-canary" not in str(outcome.failed)


@pytest.mark.parametrize("fault", [{"status": 429, "retry_after": 0.01}, {"status": 500, "retry_after": 0.01}])
def test_a_server_that_comes_back_is_answered_from(llmock: Any, writer: ChatWriter, fault: dict[str, Any]) -> None:
    llmock.fail(times=2, **fault).reply("In hives. [1]")
    outcome = ask(writer)
    assert outcome.written is not None
    assert (outcome.written.text, outcome.written.requests, len(llmock.requests)) == ("In hives. [1]", 3, 3)


@pytest.mark.promise(15)
@pytest.mark.parametrize("kind", ["truncate", "disconnect"])
def test_a_cut_stream_is_never_whole_and_is_asked_once_more(llmock: Any, writer: ChatWriter, kind: str) -> None:
    getattr(llmock.reply("They winter in three hives.", times=None), kind)(after_chunks=3, times=None)
    outcome = ask(writer)
    assert (outcome.reason, outcome.requests) == ("cut off", 2)


def test_a_cut_stream_that_is_whole_the_second_time_is_paid_for_twice(llmock: Any, writer: ChatWriter) -> None:
    llmock.reply("They winter in three hives.", times=2).truncate(after_chunks=3)
    outcome = ask(writer)
    assert outcome.written is not None
    assert (outcome.written.text, outcome.requests) == ("They winter in three hives.", 2)
    one = ask(writer).written
    assert one is not None
    assert outcome.written.tokens_in > one.tokens_in


@pytest.mark.promise(16)
def test_a_piece_that_is_no_json_is_malformed(llmock: Any, writer: ChatWriter) -> None:
    llmock.reply("They winter.", times=None).corrupt(after_chunks=2, times=None)
    assert ask(writer).reason == "malformed"


BODIES: dict[str, tuple[str, bytes, str, int]] = {
    "html": ("text/html", b"<html><body>Sign in to the hotel's network</body></html>", "malformed", 1),
    "html that claims to be a stream": ("text/event-stream", b"<html></html>", "malformed", 1),
    "no body": ("text/event-stream", b"", "malformed", 1),
    "bad json": ("text/event-stream", b"data: {oops\n\n", "malformed", 1),
    "json that is no object": ("text/event-stream", b'data: [1, "two"]\n\n' + DONE, "malformed", 1),
    "a whole reply where a stream was asked for": ("application/json", b'{"choices": []}', "malformed", 1),
    "bytes": ("application/octet-stream", bytes(range(256)) * 40, "malformed", 1),
    "no choices": ("text/event-stream", event(choices=[]) * 3 + DONE, "malformed", 1),
    "choices null": ("text/event-stream", event(choices=None) + DONE, "malformed", 1),
    "a choice without a piece": ("text/event-stream", event(choices=[{"index": 0}]) + DONE, "malformed", 1),
    "a piece that is a number": ("text/event-stream", event({"content": 5}, "stop") + DONE, "malformed", 1),
    "content null": ("text/event-stream", event({"content": None}) + event({}, "stop") + DONE, "empty", 2),
    "only blanks": ("text/event-stream", event({"content": " \n "}, "stop") + DONE, "empty", 2),
    "a refusal": (
        "text/event-stream",
        event({"refusal": "I can't"}) + event({"refusal": " help."}, "stop") + DONE,
        "refused by the model",
        1,
    ),
    "filtered": ("text/event-stream", event({"content": "They"}) + event({}, "content_filter") + DONE, "filtered", 1),
    "at its limit": ("text/event-stream", event({"content": "They"}) + event({}, "length") + DONE, "too long", 1),
    "a tool": ("text/event-stream", event({"content": None}) + event({}, "tool_calls") + DONE, "malformed", 1),
    "no reason to end": ("text/event-stream", event({"content": "They"}) + DONE, "cut off", 2),
    "more than was asked for": ("text/event-stream", event({"content": "They winter. " * 500}), "too long", 1),
    "an error inside": (
        "text/event-stream",
        event({"content": "They"}) + b'data: {"error": {"message": "sk-canary", "type": "server_error"}}\n\n',
        "server error",
        3,
    ),
    "an empty purse inside": (
        "text/event-stream",
        b'data: {"error": {"message": "no", "code": "insufficient_quota"}}\n\n',
        "quota",
        1,
    ),
}


@pytest.mark.promise(16)
@pytest.mark.filterwarnings("ignore:Pydantic serializer")
@pytest.mark.parametrize(("kind", "body", "reason", "requests"), BODIES.values(), ids=BODIES.keys())
def test_a_body_has_its_reason(
    httpserver: HTTPServer, writers: Writers, kind: str, body: bytes, reason: str, requests: int
) -> None:
    httpserver.expect_request("/v1/chat/completions").respond_with_data(body, content_type=kind)
    outcome = ask(writers(httpserver.url_for("/v1")))
    assert (outcome.reason, outcome.requests, len(httpserver.log)) == (reason, requests, requests)
    assert "sk-canary" not in str(outcome.failed)


def test_a_redirection_is_not_followed(httpserver: HTTPServer, writers: Writers) -> None:
    headers = {"Location": httpserver.url_for("/v1/chat/completions")}
    httpserver.expect_request("/v1/chat/completions").respond_with_data(b"", 307, headers)
    outcome = ask(writers(httpserver.url_for("/v1")))
    assert (outcome.reason, len(httpserver.log)) == ("malformed", 1)


PIECE = event({"content": "bees "})
SLOW: dict[str, tuple[tuple[Line, ...], str]] = {
    "silence": ((30.0,), "timeout"),
    "headers that trickle": ((b"HTTP/1.1 200 OK\r\n", *([b"X-A: b\r\n", 0.1] * 300)), "timeout"),
    "silence after the headers": ((STREAM, 30.0), "timeout"),
    "a stream that trickles": ((STREAM, *([PIECE, 0.2] * 150)), "timeout"),
    "a byte now and then": ((STREAM, *([b":", 0.1] * 300)), "timeout"),
    "an error that trickles": (
        (b"HTTP/1.1 500 No\r\nContent-Length: 9999\r\n\r\n", *([b"x", 0.1] * 300)),
        "timeout",
    ),
}


@pytest.mark.promise(13)
@pytest.mark.parametrize(("script", "reason"), SLOW.values(), ids=SLOW.keys())
def test_no_server_holds_the_caller_beyond_its_deadline(
    writers: Writers, script: tuple[Line, ...], reason: str
) -> None:
    with OddServer(*script) as server:
        outcome = ask(writers(server.url), SOON)
        assert server.left.wait(LATE), "the connection stays open"
    assert (outcome.reason, outcome.requests, server.requests) == (reason, 1, 1)
    assert outcome.seconds < LATE


def test_a_stream_without_an_end_is_left(writers: Writers) -> None:
    # A flood in which no piece ever waits: the timeout of a library between loses its turn in it.
    with OddServer(STREAM + event({"content": ""}) * 400, repeat=True) as server:
        outcome = ask(writers(server.url), SOON)
        assert server.left.wait(LATE), "the connection stays open"
    assert (outcome.reason, outcome.requests) == ("timeout", 1)
    assert outcome.seconds < LATE


def test_a_whole_text_is_taken_from_a_server_that_does_not_hang_up(writers: Writers) -> None:
    with OddServer(STREAM, event({"content": "In hives."}), event({}, "stop"), 30.0) as server:
        outcome = ask(writers(server.url), 20.0)
    assert outcome.written is not None
    assert outcome.written.text == "In hives."
    assert outcome.seconds < LATE


def test_a_connection_that_breaks_before_an_answer_is_tried_again(writers: Writers) -> None:
    with OddServer(b"") as server:
        outcome = ask(writers(server.url))
    assert (outcome.reason, server.requests) == ("unreachable", 3)


def test_a_server_that_is_not_there_is_unreachable(writers: Writers) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    outcome = ask(writers(f"http://127.0.0.1:{port}/v1"))
    assert (outcome.reason, outcome.requests) == ("unreachable", 3)


@pytest.mark.parametrize("key", [None, "", "  ", "sk-\nx", "sk-é"])
def test_without_a_key_that_can_be_sent_nothing_is(key: str | None) -> None:
    writer = ChatWriter(ModelSettings(api_key=key))
    outcome = ask(writer)
    assert outcome.reason == "bad key"
    writer.close()


@pytest.mark.promise(13)
@pytest.mark.long
def test_a_server_that_wants_half_a_minute_is_not_waited_for(llmock: Any, writer: ChatWriter) -> None:
    """Ask with the real deadline: a server that says "30 s" is left at once, one that takes 30 s after 25 s."""
    llmock.rate_limit(times=None, retry_after=30)
    assert ask(writer, 25.0).seconds < 2
    with OddServer(30.0) as server:
        slow = ChatWriter(ModelSettings("small", "sk-canary", server.url))
        outcome = ask(slow, 25.0)
        slow.close()
    assert outcome.reason == "timeout"
    assert outcome.seconds < 25.5


def test_the_scripts_are_what_a_server_says() -> None:
    assert json.loads(event({"content": "x"}).removeprefix(b"data: "))["choices"][0]["delta"] == {"content": "x"}
