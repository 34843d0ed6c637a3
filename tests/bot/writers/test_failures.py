"""What a provider's exception means, by its attributes alone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from bot.answering.writers.failures import AGAIN, failure_of, pause_before
from bot.answering.writing import Reason, WritingFailed


def raised(name: str, base: type[Exception] = Exception, **attributes: Any) -> Exception:
    """Return an exception of a class with this name, as a provider's package would raise it."""
    error = type(name, (base,), {})("its own words with sk-canary")
    for attribute, value in attributes.items():
        setattr(error, attribute, value)
    return error


def answered(status: int, **headers: str) -> Exception:
    """Return an error of a status, with headers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return raised("APIStatusError", status_code=status, response=SimpleNamespace(headers=named))


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (raised("Oops", status_code=401), "bad key"),
        (raised("Oops", status_code=402), "quota"),
        (raised("Oops", code=429), "rate limited"),
        (raised("Oops", code="insufficient_quota", status_code=429), "quota"),
        (raised("Oops", status_code=429, body={"error": {"code": "insufficient_quota"}}), "quota"),
        (raised("Oops", status_code=400, body={"error": {"type": "authentication_error"}}), "bad key"),
        (raised("Oops", response=SimpleNamespace(status_code=503, headers={})), "server error"),
        (raised("Oops", status_code=529), "server error"),
        (raised("Oops", status_code=422), "malformed"),
        (raised("Oops", body="not a dict", status_code=404), "unknown model"),
        (raised("APIError", body={"message": "an error inside a stream"}), "server error"),
        (raised("APITimeoutError"), "timeout"),
        (raised("ConnectTimeout", raised("TimeoutException").__class__), "unreachable"),
        (TimeoutError(), "timeout"),
        (ConnectionRefusedError(), "unreachable"),
        (ImportError("langchain_x"), "no package"),
        (ModuleNotFoundError("langchain_x"), "no package"),
        (KeyError("delta"), "malformed"),
        (ValueError("No generation chunks were returned"), "malformed"),
        (raised("ValidationError", ValueError), "malformed"),
    ],
)
def test_an_exception_has_one_reason(error: Exception, reason: Reason) -> None:
    failed = failure_of(error)
    assert (failed.reason, failed.retryable) == (reason, reason in AGAIN)
    assert "sk-canary" not in str(failed)


def test_a_connection_that_breaks_in_the_middle_is_a_cut() -> None:
    error = raised("APIConnectionError")
    assert failure_of(error).reason == "unreachable"
    assert failure_of(error, begun=True).reason == "cut off"


def test_a_cause_is_looked_at_too() -> None:
    error = raised("APITimeoutError")
    error.__cause__ = raised("ConnectTimeout")
    assert failure_of(error).reason == "unreachable"


def test_our_own_failure_passes() -> None:
    failed = WritingFailed("empty")
    assert failure_of(failed) is failed


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry_after": "3"}, 3.0),
        ({"retry_after_ms": "250", "retry_after": "1"}, 0.25),
        ({"retry_after": "Wed, 21 Oct 2026 07:28:00 GMT"}, None),
        ({"retry_after": "-5"}, None),
        ({"retry_after": "nan"}, None),
        ({"retry_after": "inf"}, None),
        ({}, None),
    ],
)
def test_the_server_says_when_to_come_back(headers: dict[str, str], seconds: float | None) -> None:
    assert failure_of(answered(429, **headers)).retry_after == seconds


def test_a_pause_grows_and_the_requests_end() -> None:
    failed = failure_of(answered(500))
    assert pause_before([failed], 25, 0.5) == 0.5
    assert pause_before([failed] * 2, 25, 0.5) == 1.0
    assert pause_before([failed] * 3, 25, 0.5) is None


def test_a_server_that_asks_for_more_than_its_share_is_not_waited_for() -> None:
    assert pause_before([failure_of(answered(429, retry_after="9"))], 25, 0.5) == 9
    assert pause_before([failure_of(answered(429, retry_after="30"))], 25, 0.5) is None
    assert pause_before([failure_of(answered(500))], 1, 0.5) is None


@pytest.mark.parametrize("reason", ["bad key", "quota", "filtered", "too long", "malformed", "timeout", "no package"])
def test_what_another_request_cannot_mend_is_not_asked_again(reason: Reason) -> None:
    assert pause_before([WritingFailed(reason)], 25, 0.5) is None


def test_a_cut_and_an_empty_reply_are_asked_once_more_without_a_pause() -> None:
    cut, empty = WritingFailed("cut off", retryable=True), WritingFailed("empty", retryable=True)
    assert pause_before([cut], 25, 0.5) == pause_before([empty], 25, 0.5) == 0
    assert pause_before([cut, cut], 25, 0.5) is None
