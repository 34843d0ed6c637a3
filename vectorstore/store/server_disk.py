"""Clears what a Chroma server leaves on its disk of collections that are gone; imports layout and errors.

`python -m vectorstore.store.server_disk FOLDER` is run beside a server that is stopped, on the folder of its --path.
Chroma deletes a collection's rows, and leaves its vector files and the freed pages of its database: that is disk for
nothing, and what was erased could still be read from it.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from vectorstore.errors import StoreError
from vectorstore.layout import said_plainly

DATABASE = "chroma.sqlite3"
VECTORS = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")


def clear(folder: Path) -> list[Path]:
    """Delete vector files of collections that are gone, compact the database, and return what was deleted."""
    path = folder / DATABASE
    if not path.is_file():
        raise StoreError(f"{folder} is not the folder of a Chroma server: it has no {DATABASE}.")
    try:
        with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as database:
            known = {row[0] for row in database.execute("SELECT id FROM segments")}
            gone = sorted(one for one in folder.iterdir() if VECTORS.match(one.name) and one.name not in known)
            database.execute("VACUUM")
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {error}. Stop the server, then run this again.") from error
    with said_plainly(folder):
        for one in gone:
            shutil.rmtree(one)
    return gone


def main(arguments: list[str]) -> int:
    """Clear the folder named in the arguments; return the exit code."""
    if len(arguments) != 1:
        print("usage: python -m vectorstore.store.server_disk FOLDER, with the server stopped", file=sys.stderr)
        return 2
    try:
        gone = clear(Path(arguments[0]))
    except StoreError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Vector files of {len(gone)} collections that are gone were deleted, and the database was compacted.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
