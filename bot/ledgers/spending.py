"""What generated answers cost, and the purse that keeps them within a day's budgets; imports tables and answering.

A request is written down before it is made, together with the check of all budgets, so that no number of questions at
once, and no restart, leads beyond them. Days are UTC's. The totals of servers and days name no member, so that who
deletes their data does not fill a server's budget again.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from bot.answering.seams import Spender
from bot.ledgers.tables import DAY, Table
from vectorstore.errors import StoreError

log = logging.getLogger(__name__)

Result = TypeVar("Result")

SCHEMA = """
    CREATE TABLE requests (
        id INTEGER PRIMARY KEY, day TEXT NOT NULL, member TEXT NOT NULL, guild INTEGER NOT NULL, model TEXT,
        tokens INTEGER NOT NULL, cost REAL, at REAL NOT NULL
    );
    CREATE INDEX requests_of ON requests (member, day);
    CREATE TABLE spent_by_guild (
        day TEXT NOT NULL, guild INTEGER NOT NULL, requests INTEGER NOT NULL, tokens INTEGER NOT NULL,
        cost REAL NOT NULL, at REAL NOT NULL, PRIMARY KEY (day, guild)
    );
    CREATE TABLE spent_by_day (
        day TEXT PRIMARY KEY, requests INTEGER NOT NULL, tokens INTEGER NOT NULL, cost REAL NOT NULL, at REAL NOT NULL
    );
"""
KEPT = 90 * DAY
TABLES: tuple[Table, ...] = (
    Table("requests", member="member", guild="guild", kept=KEPT),
    Table("spent_by_guild", guild="guild", kept=KEPT),
    Table("spent_by_day", kept=KEPT),
)
DIRECT = 0
"""Stands for the server of direct messages, which share one budget."""


class Book(Protocol):
    """What is needed of the ledger."""

    def together(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Do some work whole or not at all."""

    def pseudonym(self, id_: int) -> str:
        """Return the name under which a member is kept."""


@dataclass(frozen=True, slots=True)
class Budgets:
    """The most that a day may see: requests of a member, requests of a server, tokens of all."""

    per_member: int = 60
    per_guild: int = 300
    tokens: int = 3_000_000


@dataclass(frozen=True, slots=True)
class SpentDay:
    """What a day has seen: requests, tokens, and US dollars as far as prices are known."""

    day: str
    requests: int = 0
    tokens: int = 0
    cost_usd: float = 0.0


class LedgerPurse:
    """The purse of Discord, safe for many threads. A ledger that takes no note lets nobody spend."""

    def __init__(self, ledger: Book, budgets: Budgets = Budgets(), clock: Callable[[], float] = time.time) -> None:
        self._ledger, self.budgets, self._clock = ledger, budgets, clock
        self._guard = threading.Lock()
        # What members have spent today, also when they have had their data deleted since.
        self._today: tuple[str, dict[str, int]] = ("", {})

    def may_spend(self, spender: Spender) -> bool:
        """Return whether one more request fits all budgets, as far as is known now."""
        day, name, guild = self._of(spender)
        return bool(self._noted(lambda connection: self._fits(connection, day, name, guild, 1)))

    def reserve(self, spender: Spender, tokens: int) -> int | None:
        """Take one request of so many tokens out of the budgets; return its ticket, None when it does not fit."""
        day, name, guild = self._of(spender)

        def work(connection: sqlite3.Connection) -> int | None:
            """Look and take in one go."""
            if not self._fits(connection, day, name, guild, tokens):
                return None
            row = (day, name, guild, tokens, self._clock())
            columns = "(day, member, guild, tokens, at) VALUES (?, ?, ?, ?, ?)"
            ticket = connection.execute(f"INSERT INTO requests {columns}", row).lastrowid
            add(connection, day, guild, 1, tokens, 0.0, self._clock())
            return ticket

        ticket = self._noted(work)
        if ticket is not None:
            self._remember(day, name)
        return ticket

    def settle(self, ticket: int, tokens: int, cost_usd: float | None, model: str) -> None:
        """Put what a request took in place of what was reserved."""

        def work(connection: sqlite3.Connection) -> bool:
            """Correct the row and both totals."""
            found = connection.execute("SELECT day, guild, tokens FROM requests WHERE id = ?", (ticket,)).fetchone()
            if found is None:  # its member, or its server, was forgotten meanwhile: it stays counted as reserved
                return False
            day, guild, reserved = found
            row = (tokens, cost_usd, model, ticket)
            connection.execute("UPDATE requests SET tokens = ?, cost = ?, model = ? WHERE id = ?", row)
            add(connection, day, guild, 0, tokens - reserved, cost_usd or 0.0, self._clock())
            return True

        self._noted(work)

    def _of(self, spender: Spender) -> tuple[str, str, int]:
        day = day_of(self._clock())
        return day, self._ledger.pseudonym(spender.member_id or 0), spender.guild_id or DIRECT

    def _fits(self, connection: sqlite3.Connection, day: str, name: str, guild: int, tokens: int) -> bool:
        """Return whether one more request of so many tokens fits the budgets of member, server and day."""
        mine = count(connection, "SELECT COUNT(*) FROM requests WHERE member = ? AND day = ?", name, day)
        server = count(connection, "SELECT requests FROM spent_by_guild WHERE day = ? AND guild = ?", day, guild)
        all_of_us = count(connection, "SELECT tokens FROM spent_by_day WHERE day = ?", day)
        mine = max(mine, self._remembered(day, name))
        within = mine < self.budgets.per_member and server < self.budgets.per_guild
        return within and all_of_us + tokens <= self.budgets.tokens

    def _remembered(self, day: str, name: str) -> int:
        with self._guard:
            return self._today[1].get(name, 0) if self._today[0] == day else 0

    def _remember(self, day: str, name: str) -> None:
        with self._guard:
            if self._today[0] != day:
                self._today = (day, {})
            self._today[1][name] = self._today[1].get(name, 0) + 1

    def _noted(self, work: Callable[[sqlite3.Connection], Result]) -> Result | None:
        try:
            return self._ledger.together(work)
        except StoreError as error:
            log.warning("the ledger does not say what was spent, so no model is asked (%s)", error)
            return None


def add(
    connection: sqlite3.Connection, day: str, guild: int, requests: int, tokens: int, cost: float, at: float
) -> None:
    """Add to the totals of a server and of a day."""
    more = "requests = requests + excluded.requests, tokens = tokens + excluded.tokens, cost = cost + excluded.cost"
    values = (requests, tokens, cost, at)
    by_guild = f"INSERT INTO spent_by_guild VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (day, guild) DO UPDATE SET {more}"
    by_day = f"INSERT INTO spent_by_day VALUES (?, ?, ?, ?, ?) ON CONFLICT (day) DO UPDATE SET {more}"
    connection.execute(by_guild, (day, guild, *values))
    connection.execute(by_day, (day, *values))


def count(connection: sqlite3.Connection, statement: str, *values: object) -> int:
    """Return the one number that a query gives, 0 where it gives none."""
    row = connection.execute(statement, values).fetchone()
    return int(row[0]) if row else 0


def day_of(at: float) -> str:
    """Return the day of a moment (unix seconds) in UTC."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")


def spent_days(ledger: Book, since: float, guild_id: int | None = None) -> list[SpentDay]:
    """Return what each day since a moment has seen, of one server or of all together, oldest first."""
    columns, first = "SELECT day, requests, tokens, cost FROM", day_of(since)

    def work(connection: sqlite3.Connection) -> list[SpentDay]:
        """Read one of the two totals."""
        if guild_id is None:
            rows = connection.execute(f"{columns} spent_by_day WHERE day >= ? ORDER BY day", (first,))
        else:
            where = "spent_by_guild WHERE day >= ? AND guild = ? ORDER BY day"
            rows = connection.execute(f"{columns} {where}", (first, guild_id))
        return [SpentDay(*row) for row in rows]

    return ledger.together(work)
