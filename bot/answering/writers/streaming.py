"""A stream of a model's text that cannot hold up whoever waits for it; imports writing and failures alone.

    caller's thread   waits at a Relay until its deadline, calls `on_text` there
    loop's thread     one asyncio loop for all streams: reads chunks into a Reply under a timeout

Whatever a server does (sleeps, trickles, never ends, says nothing), the caller waits for the relay and not for it.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from bot.answering.writers.failures import failure_of
from bot.answering.writing import WritingFailed

GRACE = 0.25
"""Seconds that the caller waits beyond the deadline, so that the loop can say why there is no text."""
LINGER = 1.0
"""Seconds for the count of tokens, which follows the end of the text; a server that keeps it back is left."""
CLOSING = 2.0
"""Seconds that closing may take."""

_DONE = frozenset({"stop", "end_turn", "stop_sequence", "complete", "eos", "eos_token"})
_LENGTH = frozenset({"length", "max_tokens", "max_output_tokens", "model_length"})
_FILTERED = frozenset(
    {"content_filter", "content_filtered", "safety", "recitation", "blocklist", "prohibited_content", "spii"}
)


@dataclass(slots=True)
class Reply:
    """What has arrived of one reply; `finish` is why it ended, "" while it has not."""

    text: str = ""
    finish: str = ""
    refused: bool = False
    choices: int = 0
    tokens_in: int | None = None
    tokens_out: int | None = None

    def take(self, chunk: Any) -> bool:
        """Take one of LangChain's chunks; return whether it brought text."""
        metadata = chunk.response_metadata
        self.finish = self.finish or _finish(metadata)
        self.refused = self.refused or bool(chunk.additional_kwargs.get("refusal"))
        usage = chunk.usage_metadata
        if usage:
            self.tokens_in = usage.get("input_tokens") or self.tokens_in
            self.tokens_out = usage.get("output_tokens") or self.tokens_out
        piece = str(chunk.text)
        self.choices += bool(piece or metadata)
        self.text += piece
        return bool(piece)

    def judge(self) -> None:
        """Raise WritingFailed unless this is a whole text."""
        if self.refused or self.finish == "refusal":
            raise WritingFailed("refused by the model")
        if self.finish in _FILTERED:
            raise WritingFailed("filtered")
        if self.finish in _LENGTH:
            raise WritingFailed("too long", "the reply reached its limit of tokens")
        if not self.choices:
            raise WritingFailed("malformed", "an answer that holds no reply")
        if not self.finish:
            raise WritingFailed("cut off", "a stream without an end", retryable=True)
        if self.finish not in _DONE:
            raise WritingFailed("malformed", "a reply that is no text")
        if not self.text.strip():
            raise WritingFailed("empty", retryable=True)


class Relay:
    """Hands the text so far, and the end, from the loop's thread to the caller's."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._text = ""
        self._ended = False
        self._failed: WritingFailed | None = None
        self.left = False

    def leave(self) -> None:
        """Say that nobody waits any more."""
        self.left = True

    def tell(self, text: str) -> None:
        """Offer the text so far; only the newest one waits."""
        with self._changed:
            self._text = text
            self._changed.notify()

    def end(self, failed: WritingFailed | None = None) -> None:
        """Say that nothing more comes."""
        with self._changed:
            self._ended, self._failed = True, failed
            self._changed.notify()

    def follow(self, seconds: float, on_text: Callable[[str], None] | None = None) -> None:
        """Wait for the end, at most so many seconds; raises WritingFailed when there is none, or a bad one."""
        until, told, ended = time.monotonic() + seconds, "", False
        while not ended:
            text, ended = self._next(told, until)
            if on_text is not None and text != told:
                on_text(text)
            told = text

    def _next(self, told: str, until: float) -> tuple[str, bool]:
        """Return the text once it is another one than `told`, and whether it is whole."""
        with self._changed:
            moved = self._changed.wait_for(
                lambda: self._ended or self._text != told, max(0.0, until - time.monotonic())
            )
            if self._failed is not None:
                raise self._failed
            if not moved:
                raise WritingFailed("timeout")
            return self._text, self._ended


async def receive(stream: Any, reply: Reply, relay: Relay, seconds: float, characters: int) -> None:
    """Read a stream into the reply, at most so many seconds and characters, and end the relay; raises nothing."""
    failed: WritingFailed | None = WritingFailed("cut off", "the writer was closed")
    try:
        await _read(stream, reply, relay, seconds, characters)
        reply.judge()
        failed = None
    except Exception as error:  # the edge to a provider, whose client raises far more than its own classes
        # A server may hold back what follows the end of a text, and the text is whole all the same.
        whole = isinstance(error, TimeoutError) and reply.finish in _DONE and reply.text.strip()
        failed = None if whole else failure_of(error, begun=bool(reply.text))
    finally:
        relay.end(failed)


async def _read(stream: Any, reply: Reply, relay: Relay, seconds: float, characters: int) -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with asyncio.timeout(seconds) as limit, aclosing(stream) as chunks:
        async for chunk in chunks:
            if relay.left or loop.time() > began + seconds:
                raise TimeoutError  # a library between may have swallowed the cancellation
            ended = bool(reply.finish)
            if reply.take(chunk):
                relay.tell(reply.text)
            if len(reply.text) > characters:
                raise WritingFailed("too long", "more text than was asked for")
            if reply.finish and not ended:
                limit.reschedule(min(limit.when() or loop.time(), loop.time() + LINGER))


def _finish(metadata: dict[str, Any]) -> str:
    """Return why a reply ended, in the word of whichever provider."""
    words = (metadata.get(name) for name in ("finish_reason", "stop_reason", "done_reason"))
    return next((str(word).lower() for word in words if word), "")


class LoopThread:
    """An asyncio loop in a daemon thread, started with the first work; safe for many threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def start(self, work: Coroutine[Any, Any, None]) -> Future[None]:
        """Begin a piece of work; cancelling the future cancels it."""
        with self._guard:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="model", daemon=True)
                self._thread.start()
            return asyncio.run_coroutine_threadsafe(work, self._loop)

    def close(self, last: Callable[[], Coroutine[Any, Any, None]] | None = None) -> None:
        """Cancel what runs, do what is to be done last, stop; within about two seconds. Later work starts it anew."""
        with self._guard:
            loop, thread, self._loop, self._thread = self._loop, self._thread, None, None
        if loop is None or thread is None:
            return
        ending = asyncio.run_coroutine_threadsafe(_end(last), loop)
        ending.add_done_callback(lambda _: loop.call_soon_threadsafe(loop.stop))
        thread.join(CLOSING)
        if not thread.is_alive():
            loop.close()


async def _end(last: Callable[[], Coroutine[Any, Any, None]] | None) -> None:
    others = asyncio.all_tasks() - {t for t in [asyncio.current_task()] if t}
    for task in others:
        task.cancel()
    if others:
        await asyncio.wait(others, timeout=CLOSING / 3)
    if last is not None:
        await asyncio.wait_for(last(), CLOSING / 3)
