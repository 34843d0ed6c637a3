"""The one lock of the one writer: flock on LOCK, naming its holder; imports layout and errors.

The kernel frees a flock when its process dies, however it dies, so nothing is ever left to clean up. The file
stays where it is (unlinking a lock file lets two processes lock two files) and its text is only for people.
flock is used directly because the `filelock` library keeps no note of who holds the lock.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from vectorstore.errors import Busy
from vectorstore.layout import Layout, plain_error, said_plainly

# A holder writes its name just after it took the lock: a rival that comes in between waits this long for it.
_NAME_SECONDS = 0.3


@contextmanager
def writer_lock(layout: Layout) -> Iterator[None]:
    """Hold the writer's lock; makes DATA_DIR when needed.

    Raises Busy at once when another holder (also in this process) has it, naming its pid and since when.
    """
    with said_plainly(layout.root):
        layout.root.mkdir(parents=True, exist_ok=True)
    with said_plainly(layout.lock):
        handle = os.open(layout.lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(handle, layout)
        yield
        # Not by closing alone: a child that is just being started shares the open file for a moment.
        fcntl.flock(handle, fcntl.LOCK_UN)
    finally:
        os.close(handle)


def _take(handle: int, layout: Layout) -> None:
    """Lock the open file and write this process's name into it, or raise Busy."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Busy(_who(handle)) from None
    except OSError as error:
        raise plain_error(error, layout.lock) from error
    since = datetime.now(UTC).isoformat(timespec="seconds")
    with said_plainly(layout.lock):
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps({"pid": os.getpid(), "since": since}).encode(), 0)


def _who(handle: int) -> str:
    """Return the sentence that names the holder of the lock."""
    deadline = time.monotonic() + _NAME_SECONDS
    while time.monotonic() < deadline:
        try:
            holder = json.loads(os.pread(handle, 1_000, 0))
            who = f"process {holder['pid']}, since {holder['since']}"
            return f"Another ingestion is running: {who}. Try again later."
        except (ValueError, KeyError, TypeError):
            time.sleep(0.02)
    return "Another ingestion is running. Try again later."
