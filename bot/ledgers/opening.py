"""Opens the ledger's file: schema, migration, and what to do about damage; imports the ground floor.

A ledger is a convenience and no treasure: a damaged one is moved aside and begun anew, with a line in the log,
because a bot that answers without old buttons is better than one that does not start. One that a newer version
wrote is refused, as its owner went back by mistake.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from bot.errors import LedgerError, NewerLedger
from bot.ledgers import moderation, outcomes, spending
from vectorstore.errors import DiskFull, NoPermission, StoreError
from vectorstore.layout import said_plainly

log = logging.getLogger(__name__)

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE asks (member TEXT NOT NULL, guild INTEGER, at REAL NOT NULL);
    CREATE INDEX asks_of ON asks (member, at);
    CREATE TABLE answers (
        message INTEGER PRIMARY KEY, channel INTEGER NOT NULL, guild INTEGER, asker TEXT NOT NULL, generation TEXT,
        language TEXT NOT NULL, verdict TEXT NOT NULL, sources TEXT NOT NULL, previous INTEGER,
        private INTEGER NOT NULL, at REAL NOT NULL
    );
    CREATE INDEX answers_of ON answers (asker);
    CREATE TABLE votes (
        message INTEGER NOT NULL, member TEXT NOT NULL, helpful INTEGER NOT NULL, reason TEXT, at REAL NOT NULL,
        PRIMARY KEY (message, member)
    );
    CREATE INDEX votes_of ON votes (member);
    CREATE TABLE preferences (owner TEXT PRIMARY KEY, language TEXT NOT NULL);
    CREATE TABLE told (key TEXT PRIMARY KEY, guild INTEGER, at REAL NOT NULL);
    CREATE TABLE kept (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    """,
    spending.SCHEMA,
    outcomes.SCHEMA,
    moderation.SCHEMA,
)
"""The script at index n brings a file from version n to n + 1; only ever add one at the end."""

PATIENCE = 1.0
"""Seconds to wait for another process (a backup); longer would hold up the heartbeat of the connection."""

DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
FORBIDDEN = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH)


def open_ledger(path: Path, now: float) -> sqlite3.Connection:
    """Return a connection to the ledger, ready and of this version; a damaged file is moved aside first."""
    try:
        return connected(path)
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise plain_error(error, path) from error
        set_aside(path, now, error)
    try:
        return connected(path)
    except sqlite3.Error as error:
        raise plain_error(error, path) from error


def connected(path: Path) -> sqlite3.Connection:
    """Return a connection to a file that is whole; it is in autocommit and may be used from any one thread at a time.

    WAL with synchronous NORMAL syncs the disk at checkpoints alone, so that a note takes less than a millisecond and
    may be made on the event loop. A power cut may cost the last notes and never the file. secure_delete overwrites
    what is deleted.
    """
    private_file(path)
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise damaged(str(found))
        migrate(connection, path, MIGRATIONS)
    except BaseException:
        connection.close()
        raise
    return connection


def migrate(connection: sqlite3.Connection, path: Path, scripts: Sequence[str]) -> None:
    """Bring a file to the newest version, each step whole or not at all; NewerLedger when it is ahead of `scripts`."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(scripts):
        raise NewerLedger(
            f"{path} was written by a newer version of this program (schema {version}, this one knows "
            f"{len(scripts)}). Update the program, or move the file away: old buttons then no longer work."
        )
    for number in range(version, len(scripts)):
        script = f"BEGIN IMMEDIATE; {scripts[number]}; PRAGMA user_version = {number + 1}; COMMIT;"
        try:
            connection.executescript(script)
        except sqlite3.Error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def private_file(path: Path) -> None:
    """Make the file, and its folder, where there is none; nobody but its owner may read it (sqlite's own would be)."""
    with said_plainly(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def set_aside(path: Path, now: float, error: sqlite3.Error) -> None:
    """Move a damaged ledger away, with what belongs to it, under a name that tells when."""
    stamp = int(now)
    while (target := path.with_name(f"{path.name}.damaged-{stamp}")).exists():
        stamp += 1
    with said_plainly(path):
        os.replace(path, target)
        for ending in ("-wal", "-shm"):
            beside = path.with_name(path.name + ending)
            if beside.exists():
                os.replace(beside, target.with_name(target.name + ending))
    log.warning("%s is damaged (%s): moved to %s, and begun anew. Old buttons no longer work.", path, error, target)


def set_aside_before(path: Path, limit: float) -> list[Path]:
    """Return the files of ledgers that were set aside before `limit`, which is in unix seconds."""
    aside = path.parent.glob(f"{path.name}.damaged-*")
    return [file for file in aside if stamped(file) < limit]


def stamped(file: Path) -> float:
    """Return when a damaged ledger was set aside, from its name; 0 where the name does not tell."""
    digits = file.name.rpartition(".damaged-")[2].partition("-")[0]
    return float(digits) if digits.isascii() and digits.isdecimal() else 0.0


def damaged(finding: str) -> sqlite3.DatabaseError:
    """Return sqlite's error for a file whose check finds something; the check itself raises none."""
    error = sqlite3.DatabaseError(finding)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def is_damage(error: sqlite3.Error) -> bool:
    """Return whether an error means that the file is no longer a whole database."""
    return code_of(error) in DAMAGED


def code_of(error: sqlite3.Error) -> int:
    """Return sqlite's primary error code."""
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)) & 0xFF


def plain_error(error: sqlite3.Error, path: Path) -> StoreError:
    """Return the project's error for one of sqlite's on the ledger."""
    if code_of(error) in FULL:
        return DiskFull(f"The disk that holds {path} is full or failing ({error}). Free space, then run again.")
    if code_of(error) in FORBIDDEN:
        return NoPermission(f"No permission for {path} ({error}). Change its owner or mode, or set DATA_DIR.")
    return LedgerError(f"{path}: {error}. Try again; if it lasts, stop the bot and move the file away.")
