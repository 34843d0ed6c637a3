"""Looks at every body before the loopback Discord acts on it: description, limits, pings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.journeys.discord import bounds, exchanges, refusals
from tests.journeys.discord.calls import Call, as_object
from tests.journeys.discord.records import Json
from tests.journeys.discord.schemas import Description, Finding

CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
MESSAGE_ENDS = ("/messages", "/messages/{message_id}", "/messages/@original", "{webhook_token}")
SHOWN = ("content", "embeds", "components", "poll", "sticker_ids")


class Inspector:
    """Judges bodies by Discord's description (when there is one) and by the limits that it does not state."""

    def __init__(self, openapi: Path | None) -> None:
        self.description = Description(openapi) if openapi is not None else None

    def check(self, call: Call) -> None:
        """Raise Discord's own refusal for a malformed body."""
        request = call.request
        if self.description is not None:
            found = self.description.findings(request.method, request.route, request.body)
            if found:
                raise refusals.invalid_body(tree(found), "schema")
        found = list(limits(call))
        if found:
            raise refusals.invalid_body(tree(found), "limit")
        if makes_message(call) and is_empty(call):
            raise refusals.Refusal(400, 50006, "Cannot send an empty message", violation="empty message")

    def pings(self, call: Call) -> Iterator[str]:
        """Yield why a body could ping somebody: no allowed_mentions at all, or some that allow something."""
        body = message_part(call)
        if body is None or not any(key in body for key in SHOWN):
            return
        allowed = body.get("allowed_mentions")
        if allowed is None:
            yield "no allowed_mentions: everybody could be pinged"
            return
        for key in ("parse", "users", "roles", "replied_user"):
            if allowed.get(key):
                yield f"allowed_mentions lets {key} ping: {allowed[key]}"


def message_part(call: Call) -> Json | None:
    """Return the message in a body, None where the route sends none."""
    request = call.request
    body = as_object(request.body)
    if request.route == CALLBACK:
        shown = body.get("type") in (exchanges.REPLY, exchanges.UPDATE)
        return as_object(body.get("data")) if shown else None
    if request.method in ("POST", "PATCH") and request.route.endswith(MESSAGE_ENDS):
        return body
    return None


def makes_message(call: Call) -> bool:
    """Return whether the request makes a new message (an edit may leave everything as it was)."""
    request = call.request
    if request.route == CALLBACK:
        return as_object(request.body).get("type") == exchanges.REPLY
    return request.method == "POST" and message_part(call) is not None


def is_empty(call: Call) -> bool:
    """Return whether a new message shows nothing at all."""
    body = message_part(call) or {}
    return not call.files and not any(body.get(key) for key in SHOWN)


def limits(call: Call) -> Iterator[Finding]:
    """Yield what exceeds a limit."""
    request = call.request
    body: Any = request.body
    message = message_part(call)
    if message is not None:
        yield from bounds.of_message(message, ("data",) if request.route == CALLBACK else ())
    elif request.route == CALLBACK:
        data = as_object(as_object(body).get("data"))
        of_kind = {exchanges.MODAL: bounds.of_modal, exchanges.CHOICES: bounds.of_choices}
        if (kind := as_object(body).get("type")) in of_kind:
            yield from of_kind[kind](data, ("data",))
    elif request.method in ("PUT", "POST") and request.route.endswith("/commands"):
        yield from bounds.of_commands(body if isinstance(body, list) else [as_object(body)])
    elif request.route.endswith(("/threads", "/channels/{channel_id}")):
        yield from bounds.too_long(as_object(body).get("name"), bounds.THREAD_NAME, ("name",))


def tree(findings: list[Finding]) -> Json:
    """Return findings as Discord nests them: by field, with a list `_errors` at the end."""
    root: Json = {}
    for finding in findings:
        node = root
        for key in finding.path:
            node = node.setdefault(str(key), {})
        node.setdefault("_errors", []).append({"code": finding.code, "message": finding.message})
    return root
