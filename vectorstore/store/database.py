"""The sqlite file of a collection: check, copy and compact it; imports index and errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from vectorstore.errors import DamagedIndex, DiskFull
from vectorstore.store.index import DATABASE

_BUSY_SECONDS = 30.0
# A database with fewer free pages than this share is left as it is.
_WORTH_COMPACTING = 0.05


def check_database(folder: Path, pragma: str = "quick_check") -> None:
    """Let sqlite read every page; DamagedIndex says what it finds ("integrity_check" finds more)."""
    with _opened(folder) as database:
        found = [row[0] for row in database.execute(f"PRAGMA {pragma}(1)")]
    if found != ["ok"]:
        said = str(found[0]).strip() if found else "no answer"
        raise DamagedIndex(f"{folder / DATABASE} is damaged ({said}). Run python -m ingest.")


def copy_database(source: Path, target: Path) -> None:
    """Copy the database of one folder into another, compacted, while others may have it open."""
    with _opened(source) as database:
        database.execute("VACUUM INTO ?", (str(target / DATABASE),))


def compact(folder: Path) -> None:
    """Give the free pages of a closed collection's database back to the disk when there are many."""
    with _opened(folder) as database:
        (free,) = database.execute("PRAGMA freelist_count").fetchone()
        (pages,) = database.execute("PRAGMA page_count").fetchone()
        if free > pages * _WORTH_COMPACTING:
            database.execute("VACUUM")


def drop_unused(folder: Path) -> None:
    """Free a closed collection of two indexes that this project never asks, a third of a generation.

    The full text index, which the collection was made without (StoredIndex.create), is filled by Chroma all the same,
    with every three letters of every passage. The index of the rows' values holds each text a second time; without it
    a filter of another program reads all rows.
    """
    with _opened(folder) as database, database:
        database.execute("DROP INDEX IF EXISTS embedding_metadata_string_value")
        database.execute("DELETE FROM embedding_fulltext_search")
        database.execute("INSERT INTO embedding_fulltext_search (embedding_fulltext_search) VALUES ('optimize')")


@contextmanager
def _opened(folder: Path) -> Iterator[sqlite3.Connection]:
    """Yield the database, which must exist, and say sqlite's errors in the project's words.

    It is opened for writing even to read: a reader that was killed while opening leaves a journal that has to
    be rolled back first.
    """
    path = folder / DATABASE
    address = f"{path.absolute().as_uri()}?mode=rw"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS)) as database:
            yield database
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_FULL", "SQLITE_IOERR")):
            raise DiskFull(
                f"The disk that holds {path} is full or failing ({error}). Free space, then run again."
            ) from error
        raise DamagedIndex(f"{path} is damaged ({error}). Run python -m ingest.") from error
