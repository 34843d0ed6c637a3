"""A Discord on 127.0.0.1 for tests: `async with LoopbackDiscord() as discord`.

It speaks REST v10 and the gateway as far as a bot like ours needs them, to the real discord.py client in a child
process (`child.py`), and writes down every request and everything that a well-behaved bot never does. What a member can
do is in `people.py`; what can go wrong is ordered here (`fail`, `drop_sockets`, `clock.move` ...).
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.canaries import TOKEN
from tests.journeys.discord import inspection, routes
from tests.journeys.discord.calls import Call
from tests.journeys.discord.exchanges import Exchange
from tests.journeys.discord.faults import Fault, Faults
from tests.journeys.discord.ratelimits import RateLimits
from tests.journeys.discord.records import Request, Violation
from tests.journeys.discord.town import Town


class LoopbackDiscord(Town):
    """The server. `openapi` is Discord's description, None leaves bodies to the limits alone.

    `portal_intents` are the privileged intents that are switched on in the developer portal.
    """

    def __init__(
        self,
        openapi: Path | None = None,
        *,
        first_response_seconds: float = 3.0,
        token_seconds: float = 900.0,
        heartbeat_seconds: float = 41.25,
        portal_intents: int = 0,
        rate_limits: bool = True,
    ) -> None:
        super().__init__()
        self.first_response_seconds, self.token_seconds = first_response_seconds, token_seconds
        self.heartbeat_seconds, self.portal_intents = heartbeat_seconds, portal_intents
        self.token = TOKEN
        self.inspector = inspection.Inspector(openapi)
        self.limits = RateLimits(enforced=rate_limits)
        self.faults = Faults()
        self.requests: list[Request] = []
        self._violations: list[Violation] = []
        self.port = 0
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def start(self) -> None:
        """Open the port; after `stop` the same one again, with everything as it was."""
        self._runner = web.AppRunner(routes.application(self), shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Close the port and cut all sockets: an outage. Sessions can be resumed after `start`."""
        self.gateway.drop()
        if self._runner is not None:
            await self._runner.cleanup()
        self._runner = None

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def rest_url(self) -> str:
        """Return what discord.py's Route.BASE must be."""
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def gateway_url(self) -> str:
        """Return the gateway's address."""
        return f"ws://127.0.0.1:{self.port}/gateway"

    @property
    def violations(self) -> list[Violation]:
        """Return what no bot may do, interactions that were never answered included."""
        overdue = [
            Violation("no acknowledgement", f"{exchange.name} of {exchange.user.name} in {exchange.channel.name}")
            for exchange in self.exchanges.values()
            if exchange.overdue and exchange.token not in self.excused
        ]
        return [*self._violations, *overdue]

    @property
    def invalid_requests(self) -> int:
        """Return how many requests counted towards the ban at 10,000 in 10 minutes."""
        return sum(request.status in (401, 403, 429) for request in self.requests)

    @property
    def acknowledgements(self) -> list[float]:
        """Return the delays of all first responses, in seconds."""
        return [e.acknowledged for e in self.exchanges.values() if e.acknowledged is not None]

    @property
    def intents(self) -> int:
        """Return the intents of the last identify."""
        return int(self.gateway.identifies[-1].get("intents", 0))

    def report(self, kind: str, detail: str) -> None:
        """Write a violation down."""
        self._violations.append(Violation(kind, detail))

    def inspect(self, call: Call) -> None:
        """Refuse a malformed body, and write down one that could ping."""
        for reason in self.inspector.pings(call):
            self.report("ping", f"{call.request.method} {call.request.path}: {reason}")
        self.inspector.check(call)

    def sent(self, method: str, route_end: str) -> list[Request]:
        """Return the recorded requests of a method whose route ends so."""
        return [r for r in self.requests if r.method == method and r.route.endswith(route_end)]

    def fail(self, method: str, route_end: str, **how: Any) -> Fault:
        """Let the next requests of a route fail; the arguments are those of `Fault`."""
        return self.faults.order(Fault(method, route_end, **how))

    def refuse_gateway(self, times: int) -> None:
        """Answer the next attempts to open a gateway socket with 503."""
        self.gateway.refusals = times

    def refuse_identify(self, code: int) -> None:
        """Close the next identify with a code (4004: bad token, 4014: disallowed intents)."""
        self.gateway.close_codes.append(code)

    def drop_sockets(self, resumable: bool = True) -> int:
        """Cut every gateway socket without a close frame."""
        return self.gateway.drop(resumable)

    async def ready(self, timeout: float = 20.0, sessions: int = 1) -> None:
        """Wait until so many sessions have begun and a socket of the last one is open."""

        def begun() -> bool:
            known = self.gateway.sessions
            return len(known) >= sessions and known[-1].socket is not None

        await self.changed.until(begun, timeout, lambda: "the bot has not connected\n" + self.tell())

    async def resumed(self, times: int, timeout: float = 20.0) -> None:
        """Wait until so many resumes have been asked for."""
        await self.changed.until(
            lambda: len(self.gateway.resumes) >= times, timeout, lambda: "not resumed\n" + self.tell()
        )

    async def refused(self, route_end: str, code: int, timeout: float = 5.0) -> Request:
        """Wait for a request that was refused with this code and return it."""

        def found() -> Request | None:
            known = [r for r in self.requests if r.route.endswith(route_end) and r.status >= 400]
            return next((r for r in known if r.answer["code"] == code), None)

        return await self.changed.until(found, timeout, lambda: f"no {code} on {route_end}\n" + self.tell())

    def tell(self, last: int = 12) -> str:
        """Return the last requests and all violations, for a failed assertion."""
        lines = [f"{r.method} {r.path} -> {r.status} {str(r.body)[:300]}" for r in self.requests[-last:]]
        return "\n".join(["last requests:", *lines, "violations:", *map(str, self.violations)])

    def excuse(self, exchange: Exchange) -> None:
        """Do not count a missing first response of this interaction."""
        self.excused.add(exchange.token)
