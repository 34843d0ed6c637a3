"""What `python -m ingest --json` says, line by line, and how a run of it ended; pure but for the stream it reads.

The lines are described in docs/commands.md. Whatever else a child prints is passed over, and nothing that it says can
break the bot.
"""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any

LONGEST_LINE = 1 << 23
"""Bytes. The last line lists every skipped document, some 100 bytes each; what is longer is no line of ours."""
AT_ONCE = 1 << 16
BUSY, REFUSED, INTERRUPTED = 75, 6, 130
ENDED_BY_SIGNAL = (INTERRUPTED, -signal.SIGTERM, -signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run is; `seconds_left` is None where nobody can tell."""

    stage: str
    done: int
    total: int
    seconds_left: int | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: exit code, seconds, and its last event ("done" or "failed"; {} when it said nothing).

    `listed` are the events of kind "generation". `cancelled`: somebody asked for the end before it came.
    """

    code: int
    seconds: float
    event: Mapping[str, Any]
    listed: tuple[Mapping[str, Any], ...] = ()
    cancelled: bool = False

    @property
    def outcome(self) -> str:
        """What became of it: the outcome that it told, else "cancelled", "interrupted", "busy" or "failed"."""
        if self.event.get("event") == "done" and isinstance(told := self.event.get("outcome"), str):
            return told
        if self.cancelled:  # whatever the signal met: it may have come as an error of a library
            return "cancelled"
        if self.code in ENDED_BY_SIGNAL:
            return "interrupted"
        return "busy" if self.code == BUSY else "failed"

    @property
    def message(self) -> str:
        """The sentence of a failure, for moderators; empty when there is none."""
        return str(self.event.get("message") or "")

    def count(self, group: str, name: str) -> int:
        """Return a count such as ("episodes", "new"); 0 when it was not told."""
        told = self.event.get(group)
        value = told.get(name) if isinstance(told, Mapping) else None
        return value if isinstance(value, int) else 0

    def notes(self, name: str) -> tuple[tuple[str, str], ...]:
        """Return "skipped" or "warnings" as pairs of document and reason."""
        told = self.event.get(name)
        found = [one for one in told if isinstance(one, Mapping)] if isinstance(told, list) else []
        return tuple((str(one.get("file", "?")), str(one.get("reason", ""))) for one in found)


async def heard(
    stream: asyncio.StreamReader | None, on_progress: Callable[[Step], None]
) -> tuple[Mapping[str, Any], tuple[Mapping[str, Any], ...]]:
    """Return a child's last event and those of kind "generation", once it has closed its stdout."""
    last: Mapping[str, Any] = {}
    listed: list[Mapping[str, Any]] = []
    if stream is None:
        return last, ()
    async for line in lines_of(stream):
        event = event_in(line)
        kind = event.get("event")
        if kind == "progress":
            on_progress(step_of(event))
        elif kind == "generation":
            listed.append(event)
        elif kind in ("done", "failed"):
            last = event
    return last, tuple(listed)


async def lines_of(stream: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """Yield the lines of a stream; one that is longer than LONGEST_LINE is passed over, and never held."""
    rest, too_long = bytearray(), False
    while block := await stream.read(AT_ONCE):
        *whole, tail = block.split(b"\n")
        for part in whole:
            rest += part
            if not too_long:
                yield bytes(rest)
            rest, too_long = bytearray(), False
        rest += tail
        if len(rest) > LONGEST_LINE:
            rest, too_long = bytearray(), True
    if rest and not too_long:
        yield bytes(rest)


def event_in(line: bytes) -> Mapping[str, Any]:
    """Return the event of a line; {} for whatever is none."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def step_of(event: Mapping[str, Any]) -> Step:
    """Return the step of a progress event; what is missing or odd counts as nothing."""

    def number(name: str) -> int:
        value = event.get(name)
        return int(value) if isinstance(value, int | float) and 0 <= value < 2**53 else 0

    left = event.get("seconds_left")
    return Step(str(event.get("stage", "")), number("done"), number("total"), number("seconds_left") if left else None)
