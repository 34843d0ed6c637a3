"""What the bot remembers of Discord: who asked when, what its buttons need, votes, preferences; imports ledgers.

Never the text of an answer, and no member's id in the clear (bot/ledgers/pseudonyms.py); of questions and members there
are two exceptions, which bot/ledgers/outcomes.py names. Every call is
synchronous and takes some 50 microseconds, so it may be made on the event loop (about one in a hundred takes some
milliseconds, when sqlite brings its log into the file, as do `forget`, `forget_guild` and `purge`); all are safe for
threads. All raise LedgerError, DiskFull or NoPermission with a sentence. Times are unix seconds, given by the caller.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from bot.errors import LedgerError
from bot.ledgers import parts
from bot.ledgers.export import exported
from bot.ledgers.opening import is_damage, open_ledger, plain_error, set_aside, set_aside_before
from bot.ledgers.pseudonyms import Pseudonyms
from bot.ledgers.records import AnswerRecord, Votes, record_of, row_of

__all__ = ["Ledger", "LedgerError"]

log = logging.getLogger(__name__)

ASKS_KEPT = 3600.0
"""Seconds: the longest window of the cooldown looks back an hour."""
KEPT = 90 * 86400.0
"""Seconds that answers, votes and explanations are kept: a season. Hardly anybody presses a button on what is older,
and nobody's history builds up."""
LONGEST_REASON = 1000
"""Characters of what a member says was wrong."""

Result = TypeVar("Result")


class Ledger:
    """One sqlite file, its key beside it. A file that turns out to be damaged is moved aside and begun anew."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        """Open or make the file at `path`; `clock` only names damaged files."""
        self.path = path
        self._clock = clock
        self._guard = threading.Lock()
        self._connection = open_ledger(path, clock())
        # What was asked before `forget` goes on to count for the cooldown, in memory alone: else who presses
        # "delete my data" could ask without end.
        self._forgotten: dict[str, list[float]] = {}
        self._names = Pseudonyms(path.with_suffix(".key"))
        if self._names.is_new:
            self.together(forget_everybody)

    def pseudonym(self, id_: int) -> str:
        """Return the name under which a member (or a server's preference) is kept; compare `AnswerRecord.asker`."""
        return self._names.of(id_)

    def record_ask(self, member_id: int, guild_id: int | None, at: float) -> None:
        """Note that a member asked; `guild_id` None is a direct message."""
        self.change("INSERT INTO asks VALUES (?, ?, ?)", self.pseudonym(member_id), guild_id, at)

    def recent_asks(self, member_id: int, since: float) -> list[float]:
        """Return when a member asked from `since` on, in all servers together, oldest first."""
        name = self.pseudonym(member_id)
        rows = self.rows("SELECT at FROM asks WHERE member = ? AND at >= ?", name, since)
        return sorted([at for (at,) in rows] + [at for at in self._forgotten.get(name, ()) if at >= since])

    def save_answer(self, record: AnswerRecord) -> None:
        """Keep what the buttons below an answer need; the same message again replaces it."""
        self.change("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", *row_of(record))

    def answer(self, message_id: int) -> AnswerRecord | None:
        """Return what is kept of the answer in a message; None when it is too old, forgotten, or no answer."""
        rows = self.rows("SELECT * FROM answers WHERE message = ?", message_id)
        return record_of(rows[0]) if rows else None

    def forget_answer(self, message_id: int) -> None:
        """Remove an answer, its votes and what else belongs to it: its message was deleted."""

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM votes WHERE message = ?", (message_id,))
            connection.execute("DELETE FROM answers WHERE message = ?", (message_id,))
            parts.forget_answer(connection, message_id)

        self.together(work)

    def vote(self, message_id: int, member_id: int, helpful: bool, reason: str | None, at: float) -> None:
        """Keep a member's vote on an answer, in place of an earlier one; `reason` is what was wrong."""
        said = reason.strip()[:LONGEST_REASON] or None if reason else None
        row = (message_id, self.pseudonym(member_id), helpful, said, at)
        self.change("INSERT OR REPLACE INTO votes VALUES (?, ?, ?, ?, ?)", *row)

    def votes(self, message_id: int) -> Votes:
        """Return the votes on an answer."""
        rows = self.rows("SELECT helpful, reason FROM votes WHERE message = ? ORDER BY at", message_id)
        helpful = sum(1 for row in rows if row[0])
        return Votes(helpful, len(rows) - helpful, tuple(row[1] for row in rows if row[1]))

    def preference(self, owner_id: int) -> str | None:
        """Return the language that a member or a server has fixed; None without one."""
        rows = self.rows("SELECT language FROM preferences WHERE owner = ?", self.pseudonym(owner_id))
        return str(rows[0][0]) if rows else None

    def set_preference(self, owner_id: int, language: str | None) -> None:
        """Fix the language of a member or a server; None takes that back."""
        if language is None:
            self.change("DELETE FROM preferences WHERE owner = ?", self.pseudonym(owner_id))
        else:
            self.change("INSERT OR REPLACE INTO preferences VALUES (?, ?)", self.pseudonym(owner_id), language)

    def told(self, key: str) -> bool:
        """Return whether something was explained before; a key names a server, channel or thread, never a member."""
        return bool(self.rows("SELECT 1 FROM told WHERE key = ?", key))

    def mark_told(self, key: str, at: float, guild_id: int | None = None) -> None:
        """Note that something was explained."""
        self.change("INSERT OR REPLACE INTO told VALUES (?, ?, ?)", key, guild_id, at)

    def kept(self, name: str) -> str | None:
        """Return a small value of the bot's own, None when there is none."""
        rows = self.rows("SELECT value FROM kept WHERE name = ?", name)
        return str(rows[0][0]) if rows else None

    def keep(self, name: str, value: str) -> None:
        """Keep a small value of the bot's own; nothing about a member belongs here, as nobody can delete it."""
        self.change("INSERT OR REPLACE INTO kept VALUES (?, ?)", name, value)

    def export(self, member_id: int) -> dict[str, Any]:
        """Return everything that is kept of a member, to be shown to that member alone; fit for JSON."""
        name = self.pseudonym(member_id)
        return self.together(
            lambda connection: exported(connection, name) | parts.exported(connection, name, member_id)
        )

    def forget(self, member_id: int) -> None:
        """Remove everything of a member, from the disk too, with the votes of others on that member's answers.

        The buttons below these answers no longer work. Damaged ledgers that were set aside cannot be searched, so
        they go as a whole.
        """
        name = self.pseudonym(member_id)
        recent = self.recent_asks(member_id, 0.0)

        def work(connection: sqlite3.Connection) -> None:
            mine = "SELECT message FROM answers WHERE asker = ?"
            connection.execute(f"DELETE FROM votes WHERE member = ? OR message IN ({mine})", (name, name))
            for table, column in (("answers", "asker"), ("asks", "member"), ("preferences", "owner")):
                connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (name,))
            parts.forget_member(connection, name)

        self.together(work)
        self._forgotten[name] = recent
        self._wipe(float("inf"))

    def forget_guild(self, guild_id: int) -> None:
        """Remove everything of a server that removed the bot."""

        def work(connection: sqlite3.Connection) -> None:
            there = "SELECT message FROM answers WHERE guild = ?"
            connection.execute(f"DELETE FROM votes WHERE message IN ({there})", (guild_id,))
            for table in ("answers", "asks", "told"):
                connection.execute(f"DELETE FROM {table} WHERE guild = ?", (guild_id,))
            connection.execute("DELETE FROM preferences WHERE owner = ?", (self.pseudonym(guild_id),))
            parts.forget_guild(connection, guild_id)

        self.together(work)
        self._wipe(float("inf"))

    def purge(self, now: float) -> None:
        """Remove what is older than it is of use; call it at the start and daily."""

        def work(connection: sqlite3.Connection) -> None:
            # An ask in the future comes from a clock that has been set back since.
            connection.execute("DELETE FROM asks WHERE at < ? OR at > ?", (now - ASKS_KEPT, now + ASKS_KEPT))
            for table in ("answers", "votes", "told"):
                connection.execute(f"DELETE FROM {table} WHERE at < ?", (now - KEPT,))
            parts.purge(connection, now)

        self.together(work)
        kept = {name: [at for at in asks if at >= now - ASKS_KEPT] for name, asks in list(self._forgotten.items())}
        self._forgotten = {name: asks for name, asks in kept.items() if asks}
        self._wipe(now - KEPT)

    def close(self) -> None:
        """Close the file; the next start finds it whole in any case."""
        with self._guard:
            self._connection.close()

    def change(self, statement: str, *values: object) -> None:
        """Run one statement, which is a transaction of its own."""
        self.together(lambda connection: connection.execute(statement, values))

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of one query."""
        return self.together(lambda connection: connection.execute(statement, values).fetchall())

    def together(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Do some work whole or not at all; when the file turns out to be damaged, on a new one."""
        with self._guard:
            try:
                try:
                    return atomically(self._connection, work)
                except sqlite3.Error as error:
                    if not is_damage(error):
                        raise
                    self._begin_anew(error)
                    return atomically(self._connection, work)
            except sqlite3.Error as error:
                raise plain_error(error, self.path) from error

    def _begin_anew(self, error: sqlite3.Error) -> None:
        """Move the damaged file aside and go on with an empty one."""
        with suppress(sqlite3.Error):
            self._connection.close()
        set_aside(self.path, self._clock(), error)
        self._connection = open_ledger(self.path, self._clock())

    def _wipe(self, limit: float) -> None:
        """Overwrite on the disk what was deleted (it may still stand in the log), and old damaged files with it."""
        with self._guard:
            try:
                (busy, *_) = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except sqlite3.Error as error:
                raise plain_error(error, self.path) from error
        if busy:
            log.warning("%s is read by another process: what was deleted leaves the disk at the next purge.", self.path)
        for file in set_aside_before(self.path, limit):
            file.unlink(missing_ok=True)


def atomically(connection: sqlite3.Connection, work: Callable[[sqlite3.Connection], Result]) -> Result:
    """Do some work in one transaction, which is undone when the work or its commit fails."""
    connection.execute("BEGIN")
    try:
        result = work(connection)
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    return result


def forget_everybody(connection: sqlite3.Connection) -> None:
    """Remove all that is kept under names which a lost key had made: nobody can ask for it or delete it any more."""
    for table in ("asks", "answers", "votes", "preferences"):
        connection.execute(f"DELETE FROM {table}")
    parts.forget_members(connection)
