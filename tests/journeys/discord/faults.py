"""Failures that a test orders: a status, a cut connection, a lost answer, a delay. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.journeys.discord.records import Request


@dataclass(slots=True)
class Fault:
    """What goes wrong with the next `times` requests of a route.

    `cut` ends the connection before the request is dealt with, `after` once it has been (a lost answer).
    """

    method: str
    route: str
    times: int = 1
    status: int = 0
    code: int = 0
    retry_after: float = 0.2
    everywhere: bool = False
    delay: float = 0.0
    cut: bool = False
    after: bool = False
    taken: int = 0
    last: Request | None = None

    def fits(self, request: Request) -> bool:
        """Return whether this request is the next to fail."""
        wanted = self.method in ("*", request.method) and request.route.endswith(self.route)
        return wanted and self.taken < self.times


@dataclass(slots=True)
class Faults:
    """The failures in waiting."""

    ordered: list[Fault] = field(default_factory=list)

    def order(self, fault: Fault) -> Fault:
        """Add a failure; its `taken` counts how often it struck."""
        self.ordered.append(fault)
        return fault

    def take(self, request: Request) -> Fault | None:
        """Return the failure for a request."""
        for fault in self.ordered:
            if fault.fits(request):
                fault.taken, fault.last = fault.taken + 1, request
                return fault
        return None

    def losing(self, request: Request) -> bool:
        """Return whether the answer to this request is being lost right now."""
        return any(f.after and f.taken and request.route.endswith(f.route) and f.last is request for f in self.ordered)
