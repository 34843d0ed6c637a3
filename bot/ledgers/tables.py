"""How the ledger is told whose rows a table holds and for how long; pure."""

from __future__ import annotations

from dataclasses import dataclass

DAY = 86400.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a part of the ledger.

    `member` names the column with a member's pseudonym, `guild` the one with a server's id, `at` the one with the
    unix seconds of a row; None where the table has none. `kept` is for how many seconds a row is kept. `actor` names
    the column of an audit with a moderator's id in the clear: its rows are shown to that moderator, and stay.
    `message` names the column with an answer's message: the row goes when that answer is deleted.
    """

    name: str
    member: str | None = None
    guild: str | None = None
    at: str = "at"
    kept: float | None = None
    actor: str | None = None
    message: str | None = None
