"""What moderators did, the audit, and which episodes have been announced; imports tables.

An audit has to name people, so a moderator's acts stand under the Discord id in the clear, unlike everything else in
the ledger. They go with the server, or after a year, and not when their author asks for deletion: an audit that those
who are audited can empty is none. /privacy says so.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from bot.ledgers.tables import DAY, Table

Result = TypeVar("Result")

SCHEMA = """
    CREATE TABLE acts (
        id INTEGER PRIMARY KEY, guild INTEGER, actor INTEGER NOT NULL, act TEXT NOT NULL, target TEXT NOT NULL,
        outcome TEXT NOT NULL, at REAL NOT NULL
    );
    CREATE INDEX acts_of ON acts (guild, id);
    CREATE TABLE episodes_met (name TEXT PRIMARY KEY, at REAL NOT NULL);
"""
KEPT = 365 * DAY
TABLES: tuple[Table, ...] = (
    Table("acts", actor="actor", guild="guild", kept=KEPT),
    Table("episodes_met"),
)
SCHEDULE = 0
"""Stands for the schedule where an act names its author."""
LONGEST = 300
"""Characters of a target and of an outcome."""


class Book(Protocol):
    """What is needed of the ledger."""

    def change(self, statement: str, *values: object) -> None:
        """Run one statement."""

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of one query."""

    def together(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Do some work whole or not at all."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a moderator did; `at` is in unix seconds, `actor_id` SCHEDULE when nobody did it.

    `guild_id` is None where no server was concerned.
    """

    id: int
    guild_id: int | None
    actor_id: int
    act: str
    target: str
    outcome: str
    at: float


def note_act(ledger: Book, guild_id: int | None, actor_id: int, act: str, target: str, outcome: str, at: float) -> None:
    """Write down that a moderator did something to `target`, and how it ended; `at` is in unix seconds."""
    row = (guild_id, actor_id, act, target[:LONGEST], outcome[:LONGEST], at)
    ledger.change("INSERT INTO acts (guild, actor, act, target, outcome, at) VALUES (?, ?, ?, ?, ?, ?)", *row)


def acts_of(ledger: Book, guild_id: int, limit: int, before: int | None = None) -> list[Act]:
    """Return the last acts in a server, and those that concerned none, newest first; `before` is the id of an act."""
    where = "(guild = ? OR guild IS NULL) AND id < ?"
    columns = "id, guild, actor, act, target, outcome, at"
    found = ledger.rows(
        f"SELECT {columns} FROM acts WHERE {where} ORDER BY id DESC LIMIT ?",
        *(guild_id, 2**62 if before is None else before, limit),
    )
    return [Act(*row) for row in found]


def meet_episodes(ledger: Book, keys: Iterable[str], at: float) -> list[str] | None:
    """Note which episodes there are; return those that were never there before, None when none ever were.

    None is a first index, of which nothing is news. An episode that goes and comes back is met once. Names are kept as
    hashes, so that nothing of an erased document stays.
    """
    hashes = {hashlib.sha256(key.encode()).hexdigest(): key for key in keys}

    def work(connection: sqlite3.Connection) -> list[str] | None:
        """Look and note in one go, so that nothing is announced twice."""
        met = {name for (name,) in connection.execute("SELECT name FROM episodes_met")}
        fresh = [name for name in hashes if name not in met]
        connection.executemany("INSERT INTO episodes_met VALUES (?, ?)", [(name, at) for name in fresh])
        return [hashes[name] for name in fresh] if met else None

    return ledger.together(work)
