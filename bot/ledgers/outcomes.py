"""How answers went, for /insights, and the text of questions where moderators want it; imports tables.

`outcomes` has a row for each answered question of a server: no text, no member and no message, so nothing in it leads
to anybody. What it was about are the ids of the cited chunks: of an erased document they say nothing. `questions` is
empty unless the setting log_questions is on. `waiting` holds what members asked to be told later
(bot/ledgers/waiting.py): the only table with a member's id in the clear, because a direct message needs it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from bot.ledgers.tables import DAY, Table

Result = TypeVar("Result")

SCHEMA = """
    CREATE TABLE outcomes (
        id INTEGER PRIMARY KEY, guild INTEGER NOT NULL, channel INTEGER NOT NULL, verdict TEXT NOT NULL,
        mode TEXT NOT NULL, degraded TEXT, seconds REAL NOT NULL, cost REAL, sources TEXT NOT NULL, at REAL NOT NULL
    );
    CREATE INDEX outcomes_of ON outcomes (guild, at);
    CREATE TABLE questions (
        message INTEGER PRIMARY KEY, guild INTEGER NOT NULL, channel INTEGER NOT NULL, member TEXT NOT NULL,
        question TEXT NOT NULL, verdict TEXT NOT NULL, at REAL NOT NULL
    );
    CREATE INDEX questions_of ON questions (guild, at);
    CREATE TABLE waiting (
        id INTEGER PRIMARY KEY, message INTEGER NOT NULL, member TEXT NOT NULL, member_id INTEGER NOT NULL,
        guild INTEGER, channel INTEGER NOT NULL, private INTEGER NOT NULL, question TEXT NOT NULL,
        before TEXT NOT NULL, show TEXT, episode TEXT, locale TEXT NOT NULL, tried REAL NOT NULL, at REAL NOT NULL,
        UNIQUE (message, member)
    );
    CREATE INDEX waiting_of ON waiting (member);
"""
COUNTED, LOGGED, WAITS = 400 * DAY, 365 * DAY, 180 * DAY
"""Seconds that rows are kept at most: a year and a month of counts, the longest that log_days can be set to, and half
a year of waiting."""
TABLES: tuple[Table, ...] = (
    Table("outcomes", guild="guild", kept=COUNTED),
    Table("questions", member="member", guild="guild", kept=LOGGED, message="message"),
    Table("waiting", member="member", guild="guild", kept=WAITS),
)
UNANSWERED = ("refused", "uncertain")


class Book(Protocol):
    """What is needed of the ledger."""

    def change(self, statement: str, *values: object) -> None:
        """Run one statement."""

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of one query."""

    def together(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Do some work whole or not at all."""

    def pseudonym(self, id_: int) -> str:
        """Return the name under which a member is kept."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one question went. `seconds` is how long the member waited, `at` is in unix seconds.

    `cost` is in US dollars, 0 where no model was asked and None where its price is not known. `sources` are the ids
    of the cited chunks.
    """

    guild_id: int
    channel_id: int
    verdict: str
    mode: str
    degraded: str | None
    seconds: float
    cost: float | None
    sources: tuple[str, ...]
    at: float


@dataclass(frozen=True, slots=True)
class Logged:
    """A question whose text is kept; `asker` is a pseudonym."""

    message_id: int
    guild_id: int
    channel_id: int
    asker: str
    question: str
    verdict: str
    at: float


@dataclass(frozen=True, slots=True)
class Vote:
    """Whether somebody found an answer helpful, and when."""

    helpful: bool
    at: float


def record_outcome(ledger: Book, outcome: Outcome, logged: Logged | None = None) -> None:
    """Count an answered question; its text only when `logged` is given, which the caller's settings must allow."""
    counted = (outcome.guild_id, outcome.channel_id, outcome.verdict, outcome.mode, outcome.degraded)
    row = (*counted, outcome.seconds, outcome.cost, json.dumps(outcome.sources), outcome.at)

    def work(connection: sqlite3.Connection) -> None:
        """Write one row or two."""
        columns = "(guild, channel, verdict, mode, degraded, seconds, cost, sources, at)"
        connection.execute(f"INSERT INTO outcomes {columns} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        if logged is not None:
            text = (logged.message_id, logged.guild_id, logged.channel_id, logged.asker, logged.question)
            values = (*text, logged.verdict, logged.at)
            connection.execute("INSERT OR REPLACE INTO questions VALUES (?, ?, ?, ?, ?, ?, ?)", values)

    ledger.together(work)


def outcomes_since(ledger: Book, guild_id: int, since: float) -> list[Outcome]:
    """Return how the questions of a server went from a moment on, oldest first."""
    columns = "guild, channel, verdict, mode, degraded, seconds, cost, sources, at"
    rows = ledger.rows(f"SELECT {columns} FROM outcomes WHERE guild = ? AND at >= ? ORDER BY at", guild_id, since)
    return [outcome_of(row) for row in rows]


def outcome_of(row: tuple[Any, ...]) -> Outcome:
    """Return the outcome of a row."""
    guild, channel, verdict, mode, degraded, seconds, cost, sources, at = row
    return Outcome(guild, channel, verdict, mode, degraded, seconds, cost, tuple(json.loads(sources)), at)


def votes_since(ledger: Book, guild_id: int, since: float) -> list[Vote]:
    """Return the votes on answers of a server from a moment on."""
    joined = "votes JOIN answers ON answers.message = votes.message"
    query = f"SELECT helpful, votes.at FROM {joined} WHERE answers.guild = ? AND votes.at >= ? ORDER BY votes.at"
    return [Vote(bool(helpful), at) for helpful, at in ledger.rows(query, guild_id, since)]


def unanswered_since(ledger: Book, guild_id: int, since: float, most: int) -> list[Logged]:
    """Return the last questions whose text is kept and that were not answered, oldest first."""
    wanted = "guild = ? AND at >= ? AND verdict IN (?, ?)"
    query = f"SELECT * FROM questions WHERE {wanted} ORDER BY at DESC LIMIT ?"
    return [Logged(*row) for row in reversed(ledger.rows(query, guild_id, since, *UNANSWERED, most))]


def logging_guilds(ledger: Book) -> list[int]:
    """Return the servers of which the text of questions is on the disk."""
    return [guild for (guild,) in ledger.rows("SELECT DISTINCT guild FROM questions ORDER BY guild")]


def drop_questions(ledger: Book, before: Mapping[int, float]) -> int:
    """Delete the text of each server's questions that are older than a moment; return how many there were.

    Deleted rows leave the disk with the ledger's next `purge`, which clears its log.
    """

    def work(connection: sqlite3.Connection) -> int:
        """Delete server by server."""
        statement = "DELETE FROM questions WHERE guild = ? AND at < ?"
        return sum(connection.execute(statement, item).rowcount for item in before.items())

    return ledger.together(work)
