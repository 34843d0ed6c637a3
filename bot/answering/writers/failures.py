"""Why a request gave no text: a provider's exception as a WritingFailed; imports writing alone.

    WritingFailed ......... passed on as it is
    a status .............. 401 403 bad key, 402 quota, 404 unknown model, 429 rate limited (or quota), 4xx, 5xx
    an error in the stream  by its code
    TimeoutError .......... timeout
    a broken connection ... unreachable before the first piece of text, cut off after it
    ImportError ........... no package
    anything else ......... malformed: an answer that the client does not understand raises whatever it likes

It looks at attributes and at the names of classes, so that no provider is imported and every provider is understood.
A provider's own sentence is never passed on: it can hold a part of the key, or of the question.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from bot.answering.writing import Reason, WritingFailed

AGAIN: dict[Reason, int] = {"rate limited": 2, "server error": 2, "unreachable": 2, "cut off": 1, "empty": 1}
"""How many more requests a reason is worth; none for all others."""
SHARE = 0.4
"""A pause may take so much of the time that is left: a server that asks for more is not waited for."""

_QUOTA = ("insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "credit_balance_too_low")
_KEY = ("invalid_api_key", "authentication_error", "permission_error")
_FILTER = ("content_filter", "content_policy_violation", "moderation_blocked")
_LENGTH = ("context_length_exceeded", "string_above_max_length", "request_too_large")
_TIMEOUTS = ("APITimeoutError", "TimeoutException", "ReadTimeout", "WriteTimeout", "DeadlineExceeded")
_CONNECTIONS = ("APIConnectionError", "TransportError", "ConnectionError", "RemoteProtocolError", "ServiceUnavailable")
_BY_STATUS: dict[int, Reason] = {
    401: "bad key",
    402: "quota",
    403: "bad key",
    404: "unknown model",
    408: "server error",
    409: "server error",
    413: "too long",
    425: "server error",
    429: "rate limited",
}


def failure_of(error: BaseException, begun: bool = False) -> WritingFailed:
    """Return why there is no text; `begun` when some of it had arrived."""
    if isinstance(error, WritingFailed):
        return error
    reason = _reason(error, begun)
    status = _status(error)
    detail = f"{reason} ({type(error).__name__}{f', status {status}' if status else ''})"
    return WritingFailed(reason, detail, reason in AGAIN, _retry_after(error))


def pause_before(failures: list[WritingFailed], remaining: float, backoff: float) -> float | None:
    """Return the seconds to wait before another request; None when there is to be none.

    `failures` are those of one text so far, `remaining` the seconds to the deadline, `backoff` those to wait after
    the first failure when the server names no time; twice as much after the second.
    """
    last = failures[-1]
    alike = sum(one.reason == last.reason for one in failures)
    if not last.retryable or alike > AGAIN.get(last.reason, 0):
        return None
    pause = 0.0
    if last.reason not in ("cut off", "empty"):
        pause = last.retry_after if last.retry_after is not None else backoff * 2 ** (len(failures) - 1)
    return pause if pause <= SHARE * remaining else None


def _reason(error: BaseException, begun: bool) -> Reason:
    coded = _by_code(_codes(error))
    if coded:
        return coded
    status = _status(error)
    if status is not None:
        return _BY_STATUS.get(status) or ("server error" if status >= 500 else "malformed")
    if isinstance(error, ImportError):
        return "no package"
    names = {kind.__name__ for one in _chain(error) for kind in type(one).__mro__}
    if "ConnectTimeout" in names:
        return "unreachable"
    if isinstance(error, TimeoutError) or names & set(_TIMEOUTS):
        return "timeout"
    if isinstance(error, OSError) or names & set(_CONNECTIONS):
        return "cut off" if begun else "unreachable"
    # An error that the server reports inside a stream has neither a status nor, with many servers, a code.
    return "server error" if type(error).__name__ == "APIError" else "malformed"


def _by_code(codes: tuple[str, ...]) -> Reason | None:
    known: tuple[tuple[tuple[str, ...], Reason], ...] = (
        (_QUOTA, "quota"),
        (_KEY, "bad key"),
        (_FILTER, "filtered"),
        (_LENGTH, "too long"),
        (("model_not_found",), "unknown model"),
        (("rate_limit_exceeded", "rate_limit_error"), "rate limited"),
        (("server_error", "overloaded_error"), "server error"),
    )
    return next((reason for words, reason in known if set(words) & set(codes)), None)


def _codes(error: BaseException) -> tuple[str, ...]:
    """Return the words by which a provider names its error."""
    body = getattr(error, "body", None)
    inner = body.get("error", body) if isinstance(body, dict) else None
    found: list[Any] = [getattr(error, "code", None), getattr(error, "type", None)]
    if isinstance(inner, dict):
        found += [inner.get("code"), inner.get("type")]
    return tuple(one for one in found if isinstance(one, str))


def _status(error: BaseException) -> int | None:
    """Return the status of the server's answer, where the exception has one."""
    answer = getattr(error, "response", None)
    for one in (error, answer):
        for name in ("status_code", "http_status", "code"):
            value = getattr(one, name, None)
            if isinstance(value, int) and 400 <= value <= 599:
                return int(value)
    return None


def _retry_after(error: BaseException) -> float | None:
    """Return the seconds after which a server wants to be asked again; None when it names none, or a date."""
    headers: Any = getattr(getattr(error, "response", None), "headers", None) or {}
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name)) / unit
        except (TypeError, ValueError):
            continue
        # "nan" and "inf" are numbers to Python.
        return seconds if 0 <= seconds < math.inf else None
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Walk from an exception to what caused it."""
    for _ in range(8):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
