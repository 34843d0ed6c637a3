"""Batches of texts, several under way at once, and work with a deadline; pure threads, imports nothing of ours.

The threads are daemons: whoever ends the program does not wait for a server.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from queue import Empty, SimpleQueue
from typing import TypeVar

T = TypeVar("T")


def batches_of(tokens: Sequence[int], most_tokens: int, most_texts: int) -> list[range]:
    """Cut texts of so many `tokens` into batches, in order; one that is too large by itself is a batch alone."""
    batches: list[range] = []
    begin = held = 0
    for at, count in enumerate(tokens):
        if at > begin and (held + count > most_tokens or at - begin >= most_texts):
            batches.append(range(begin, at))
            begin, held = at, 0
        held += count
    return [*batches, range(begin, len(tokens))] if len(tokens) else batches


def overlapped(batches: Sequence[range], work: Callable[[range], T], at_once: int) -> Iterator[tuple[range, T]]:
    """Do the work for each batch, a few at once; yield each as it is finished.

    After a failure no further batch is begun, those under way are still yielded, and then it is raised.
    """
    todo: SimpleQueue[range] = SimpleQueue()
    for batch in batches:
        todo.put(batch)
    finished: SimpleQueue[tuple[range, T] | Exception | None] = SimpleQueue()
    stop = threading.Event()
    threads = min(at_once, len(batches))
    for _ in range(threads):
        threading.Thread(target=_worker, args=(todo, finished, stop, work), name="embed", daemon=True).start()
    failed: Exception | None = None
    try:
        while threads:
            outcome = finished.get()
            if outcome is None:
                threads -= 1
            elif isinstance(outcome, Exception):
                failed = failed or outcome
            else:
                yield outcome
    finally:
        stop.set()
    if failed is not None:
        raise failed


def _worker(
    todo: SimpleQueue[range],
    finished: SimpleQueue[tuple[range, T] | Exception | None],
    stop: threading.Event,
    work: Callable[[range], T],
) -> None:
    try:
        while not stop.is_set():
            batch = todo.get_nowait()
            finished.put((batch, work(batch)))
    except Empty:
        pass
    except Exception as error:  # raised again where the batches are waited for
        stop.set()
        finished.put(error)
    finally:
        finished.put(None)


def within(seconds: float, work: Callable[[], T]) -> T:
    """Return what the work returns; TimeoutError when it takes longer, and then it is left to itself."""
    finished: SimpleQueue[tuple[bool, T | Exception]] = SimpleQueue()

    def run() -> None:
        try:
            finished.put((True, work()))
        except Exception as error:  # raised again in the thread that waits
            finished.put((False, error))

    threading.Thread(target=run, name="embed-one", daemon=True).start()
    try:
        worked, outcome = finished.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if isinstance(outcome, Exception) and not worked:
        raise outcome
    return outcome  # type: ignore[return-value]  # what the work returned
