"""Which run last used a cached vector, and which vectors may go; works on the cache's connection.

Runs are counted by a clock of their own in the file, so that nothing depends on the time of day. What a run uses
carries its number; a run that is killed and goes on later finds what it has paid for, as the clock goes on only when a
run has come to its end.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

RECENT = 5
"""Runs for which a vector is kept that no index needs: whoever takes a show out by mistake, or is asked by the gate to
look again, does not pay for it twice."""
WORTH = 1000
"""Vectors, of 2 to 12 KB each: with fewer to drop nothing is looked for."""
WORTH_SHARE = 0.25
"""And a part of the cache: looking which vectors an index needs means reading all of its passages."""
GIVEN_BACK = 0.5
"""Share of free pages from which the file is written anew, and so made smaller."""

SCHEMA = """
    CREATE TABLE uses (key BLOB PRIMARY KEY, run INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE clock (run INTEGER NOT NULL);
    INSERT INTO clock VALUES (1);
    INSERT INTO uses SELECT key, 0 FROM embeddings;
"""
"""What version 2 of the file adds; `uses` has a row for each one in `embeddings`, and its rows are small to rewrite."""


def now(connection: sqlite3.Connection) -> int:
    """Return the number of the run that goes on."""
    return int(connection.execute("SELECT run FROM clock").fetchone()[0])


def note(connection: sqlite3.Connection, keys: Iterable[bytes]) -> None:
    """Write down that this run uses these vectors; the caller commits."""
    run = now(connection)
    statement = (
        "INSERT INTO uses VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET run = excluded.run WHERE run < excluded.run"
    )
    connection.executemany(statement, ((key, run) for key in sorted(keys)))


def droppable(connection: sqlite3.Connection, needed: int) -> int:
    """Return how many vectors can be dropped at least, when the indexes that are kept have `needed` passages."""
    old = "SELECT count(*) FROM uses WHERE run <= ?"
    (count,) = connection.execute(old, (now(connection) - RECENT,)).fetchone()
    return int(count) - needed


def is_worth_it(connection: sqlite3.Connection, needed: int, worth: int = WORTH) -> bool:
    """Return whether enough can be dropped to look for it."""
    (total,) = connection.execute("SELECT count(*) FROM uses").fetchone()
    return droppable(connection, needed) >= max(worth, int(WORTH_SHARE * total))


def drop(connection: sqlite3.Connection, kept: Iterable[bytes]) -> int:
    """Delete what no recent run used, except the kept keys; return how many. The caller commits."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY) WITHOUT ROWID")
    connection.execute("DELETE FROM temp.kept")
    connection.executemany("INSERT OR IGNORE INTO temp.kept VALUES (?)", ((key,) for key in kept))
    unused = "SELECT key FROM uses WHERE run <= ? AND key NOT IN (SELECT key FROM temp.kept)"
    old = now(connection) - RECENT
    dropped = connection.execute(f"DELETE FROM embeddings WHERE key IN ({unused})", (old,)).rowcount
    connection.execute(f"DELETE FROM uses WHERE key IN ({unused})", (old,))
    return dropped


def go_on(connection: sqlite3.Connection) -> None:
    """Let the clock go on: a run has come to its end. The caller commits."""
    connection.execute("UPDATE clock SET run = run + 1")


def give_back(connection: sqlite3.Connection) -> None:
    """Make the file smaller when most of it is free; whole or not at all, also when the process is killed."""
    (free,) = connection.execute("PRAGMA freelist_count").fetchone()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    if free > GIVEN_BACK * pages:
        connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
