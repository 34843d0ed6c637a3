"""Files of JSON lines in DATA_DIR that people and several processes add to; imports layout and errors.

The first line may be a header, `{"schema": 1}`; a file without one is of schema 1. Whoever changes a file holds a lock
on its folder meanwhile and replaces the file as a whole, so that a reader never sees half a line of ours and no two
changes undo each other. What somebody else left broken (a last line that was cut off, bytes that are no UTF-8) is kept.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vectorstore.layout import refuse_newer, said_plainly, write_atomically

LINES_SCHEMA = 1


def read_lines(path: Path) -> list[str]:
    """Return the lines of a file with its header, so that they count from 1; none when there is no file.

    Raises NewerVersion for a file of a newer version, StoreError and its kin when it cannot be read.
    """
    with said_plainly(path):
        try:
            text = path.read_bytes().decode("utf-8-sig", "replace")
        except FileNotFoundError:
            return []
    lines = [line.rstrip("\r") for line in text.split("\n")]
    header = object_in(next((line for line in lines if line.strip()), "")) or {}
    refuse_newer(path, header.get("schema"), LINES_SCHEMA)
    return lines


def schema_of(line: str) -> int | None:
    """Return the schema that a header states; None for a line that is no header."""
    value = object_in(line)
    schema = value.get("schema") if value else None
    return schema if type(schema) is int and value is not None and len(value) == 1 else None


def object_in(line: str) -> dict[str, Any] | None:
    """Return the object of a line; None for anything else."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def change_lines(path: Path, change: Callable[[Sequence[str]], Sequence[str]]) -> None:
    """Replace a file's lines, without its header and empty ones, by what `change` makes of them.

    Nothing is written when nothing changes; what `change` raises leaves the file as it was.
    """
    with locked(path.parent):
        before = [line for line in read_lines(path) if line.strip() and schema_of(line) is None]
        after = list(change(before))
        if after != before:
            lines = [json.dumps({"schema": LINES_SCHEMA}), *after]
            write_atomically(path, "".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))


def line_of(value: dict[str, Any]) -> str:
    """Return an object as one line."""
    return json.dumps(value, ensure_ascii=False)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock on a folder, which is for moments; other threads and processes wait."""
    with said_plainly(folder):
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
    try:
        with said_plainly(folder):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
