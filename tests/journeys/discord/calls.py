"""A REST call on its way through the loopback Discord: read, faults, token, limits, body, handler, answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import BodyPartReader, web

from tests.journeys.discord import refusals
from tests.journeys.discord.faults import Fault
from tests.journeys.discord.records import Json, Request
from tests.journeys.discord.refusals import Refusal

if TYPE_CHECKING:
    from tests.journeys.discord.server import LoopbackDiscord

PREFIX = "/api/v10"
Handler = Callable[["LoopbackDiscord", "Call"], Any]


@dataclass(slots=True)
class Call:
    """What a handler needs of a request."""

    request: Request
    params: dict[str, str]
    files: list[tuple[str, str, bytes]] = field(default_factory=list)

    @property
    def body(self) -> Any:
        """Return the JSON body, an empty object where there was none."""
        return {} if self.request.body is None else self.request.body

    def id(self, name: str) -> int:
        """Return a snowflake of the path, 0 for what is none."""
        value = self.params[name]
        return int(value) if value.isdigit() else 0


def serve(discord: LoopbackDiscord, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Return the aiohttp handler that leads a request through all stations to `handler`."""

    async def answered(request: web.Request) -> web.StreamResponse:
        call = await read(discord, request)
        fault = discord.faults.take(call.request)
        if fault is not None and not fault.after:
            refused = await _fail(request, call, fault)
            if refused is not None:
                return refused
        try:
            headers = discord.limits.spend(call.request)
            _admit(discord, request, call)
            call.request.answer, call.request.status = handler(discord, call), 200
        except Refusal as refusal:
            if refusal.violation:
                discord.report(refusal.violation, f"{call.request.method} {call.request.path}: {refusal.body()}")
            call.request.answer, call.request.status = refusal.body(), refusal.status
            headers = refusal.headers
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            # A body that only openapi.json would have refused, or a fault of the loopback: never silent.
            discord.report(
                "not understood", f"{call.request.method} {call.request.path} {call.request.body}: {error!r}"
            )
            call.request.answer, call.request.status, headers = refusals.invalid_body({}, "").body(), 400, {}
        finally:
            discord.changed.fire()
        if fault is not None and fault.after:
            return _cut(request)
        return _response(call.request, headers)

    return answered


async def read(discord: LoopbackDiscord, request: web.Request) -> Call:
    """Record a request, with its body and files."""
    resource = request.match_info.route.resource
    assert resource is not None
    record = Request(
        request.method,
        resource.canonical.removeprefix(PREFIX),
        request.path.removeprefix(PREFIX),
        None,
        discord.clock.now(),
        dict(request.query),
    )
    call = Call(record, dict(request.match_info))
    discord.requests.append(record)
    if request.content_type.startswith("multipart/"):
        await _read_parts(request, call)
    elif request.can_read_body:
        text = await request.text()
        record.body = json.loads(text) if text else None
    return call


async def _read_parts(request: web.Request, call: Call) -> None:
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        if part.name == "payload_json":
            call.request.body = json.loads(await part.text())
        else:
            call.files.append((str(part.name), part.filename or "", bytes(await part.read())))


async def _fail(request: web.Request, call: Call, fault: Fault) -> web.StreamResponse | None:
    """Do what a fault says; None when it only delays."""
    if fault.delay:
        await asyncio.sleep(fault.delay)
    if fault.cut:
        return _cut(request)
    if not fault.status:
        return None
    call.request.status = fault.status
    call.request.answer = {"message": f"{fault.status}: made to fail", "code": fault.code}
    headers: dict[str, str] = {}
    if fault.status == 429:
        call.request.answer |= {"retry_after": fault.retry_after, "global": fault.everywhere}
        headers = {"Retry-After": str(fault.retry_after), "X-RateLimit-Scope": "user"}
    return _response(call.request, headers)


def _admit(discord: LoopbackDiscord, request: web.Request, call: Call) -> None:
    """Refuse a wrong token and a malformed body."""
    anonymous = call.request.route.startswith(("/interactions/", "/webhooks/"))
    if not anonymous and request.headers.get("Authorization") != f"Bot {discord.token}":
        raise refusals.unauthorized()
    discord.inspect(call)


def _response(record: Request, headers: dict[str, str]) -> web.StreamResponse:
    shown = {"Via": "1.1 google"} | headers
    if record.answer is None:
        record.status = 204
        return web.Response(status=204, headers=shown)
    body = json.dumps(record.answer).encode("utf-8")
    return web.Response(status=record.status, body=body, headers=shown | {"Content-Type": "application/json"})


def _cut(request: web.Request) -> web.StreamResponse:
    """End the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


def as_object(value: Any) -> Json:
    """Return a JSON object, empty for anything else."""
    return value if isinstance(value, dict) else {}
