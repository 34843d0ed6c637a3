"""Who pays for a generated answer, and the meter that asks before every request; imports writing and the seams."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.answering.answer import Spent
from bot.answering.seams import Purse, Spender
from bot.answering.writing import Allowance, Reason, Written

NOBODY = Spender()
UNBILLED: frozenset[Reason] = frozenset(
    {"rate limited", "quota", "bad key", "server error", "unreachable", "too long", "no package", "unknown model"}
)
"""Failures before a model has written anything: no provider bills these."""


class Unlimited:
    """A purse without a bottom: the terminal's, whose person pays for what they type."""

    def may_spend(self, spender: Spender) -> bool:
        """Return True."""
        return True

    def reserve(self, spender: Spender, tokens: int) -> int | None:
        """Return a ticket that means nothing."""
        return 0

    def settle(self, ticket: int, tokens: int, cost_usd: float | None, model: str) -> None:
        """Do nothing."""


@dataclass(slots=True)
class Ticket:
    """A request that was reserved: its number in the purse, and the tokens it may take."""

    number: int
    tokens: int


class Metered(Allowance):
    """A question's allowance that also asks the purse, before each request; `over_budget` says that it refused."""

    def __init__(
        self,
        requests: int,
        seconds: float,
        purse: Purse,
        spender: Spender = NOBODY,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(requests, seconds, clock)
        self.clock = clock
        self.over_budget = False
        self.tokens = self.prompt_tokens = 0
        self.spent: Spent | None = None
        self._purse, self._spender = purse, spender
        self._open: list[Ticket] = []

    def take(self) -> bool:
        """Take one request of at most `tokens`; False when none is left, the time is over, or the purse refuses."""
        if not super().take():
            return False
        number = self._purse.reserve(self._spender, self.tokens)
        if number is None:
            self.over_budget = True
            self.used -= 1
            return False
        self._open.append(Ticket(number, self.tokens))
        return True

    def settle(self, written: Written) -> None:
        """Tell the purse what a text took; requests before it that failed took nothing."""
        *failed, last = self._open or [Ticket(0, 0)]
        for ticket in failed:
            self._purse.settle(ticket.number, 0, 0.0, written.model)
        took = written.tokens_in + written.tokens_out
        self._purse.settle(last.number, took, written.cost_usd, written.model)
        self._open.clear()
        self._add(written.model, written.tokens_in, written.tokens_out, written.cost_usd)

    def fail(self, reason: str, model: str) -> None:
        """Tell the purse that the requests gave nothing; what may have been billed stays counted as reserved."""
        for ticket in self._open:
            self._purse.settle(ticket.number, 0 if reason in UNBILLED else ticket.tokens, None, model)
        self._open.clear()
        self._add(model, 0, 0, 0.0)

    def _add(self, model: str, tokens_in: int, tokens_out: int, cost: float | None) -> None:
        before = self.spent or Spent(model)
        total = None if before.cost_usd is None or cost is None else before.cost_usd + cost
        self.spent = Spent(model, self.used, before.tokens_in + tokens_in, before.tokens_out + tokens_out, total)


class Share(Allowance):
    """A part of a question's allowance: fewer requests, and a nearer deadline."""

    def __init__(self, whole: Metered, requests: int, seconds: float) -> None:
        super().__init__(requests, min(seconds, whole.remaining), whole.clock)
        self._whole = whole

    def take(self) -> bool:
        """Take one request of the part and of the whole."""
        return super().take() and self._whole.take()
