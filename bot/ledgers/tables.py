"""How the ledger is told whose rows a table holds and for how long; pure."""

from __future__ import annotations

from dataclasses import dataclass

DAY = 86400.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a part of the ledger.

    `member` names the column with a member's pseudonym, `guild` the one with a server's id, `at` the one with the
    unix seconds of a row; None where the table has none. `kept` is for how many seconds a row is kept.
    """

    name: str
    member: str | None = None
    guild: str | None = None
    at: str = "at"
    kept: float | None = None
