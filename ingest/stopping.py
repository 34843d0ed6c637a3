"""Ends a run on SIGTERM within seconds, whatever it is doing; imports the standard library alone.

SIGTERM is taken as Ctrl-C: the run cleans up after itself and says how it ended. Python looks at signals between its
own steps, and one step may be a call into a library that takes long (sqlite, HNSW, a model): then a second thread says
that the run was interrupted and ends the process. What it leaves behind, the next run sweeps, as after a crash.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

PATIENCE = 3.5
"""Seconds from the signal to the end without cleaning up; the bot kills after 4.5."""
STOPPING = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def stopped_by_signal(last_words: Callable[[], None], exit_code: int, patience: float = PATIENCE) -> Iterator[None]:
    """Take SIGTERM as Ctrl-C until the block ends, and end the process when that takes longer than `patience`.

    `last_words` is called before the process ends so, from another thread. For the main thread.
    """
    ears, mouth = socket.socketpair()
    mouth.setblocking(False)
    over = threading.Event()

    def listen() -> None:
        while data := ears.recv(1):
            if data[0] in STOPPING and not over.wait(patience):
                last_words()
                os._exit(exit_code)

    before = signal.signal(signal.SIGTERM, _interrupt)
    woken = signal.set_wakeup_fd(mouth.fileno(), warn_on_full_buffer=False)
    thread = threading.Thread(target=listen, name="stopping", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        exec("")  # takes back CPython's note that Ctrl-C went through an exec of text (an import makes dataclasses so):
        # with it the interpreter would end by SIGINT instead of with our exit code
        signal.set_wakeup_fd(woken)
        signal.signal(signal.SIGTERM, before)
        mouth.close()
        thread.join()
        ears.close()


def _interrupt(*_: object) -> NoReturn:
    """End the run as Ctrl-C does."""
    raise KeyboardInterrupt
