"""Runs `python -m ingest` as a child process: progress, cancelling, how it ended; one at a time; imports errors.

Writing to the index inside the bot would hold it up for seconds (docs/house.md), so the wall in the code is also one
between processes. What the child says are JSON lines (docs/commands.md); whatever else it prints is passed over.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from bot.errors import AlreadyRunning
from bot.run_events import Ended, Step, heard

log = logging.getLogger(__name__)

INGEST = (sys.executable, "-m", "ingest")
LEASH = Path(__file__).with_name("leash.py")
GRACE = 4.5
"""Seconds between SIGTERM and SIGKILL, so that a cancelled run is over within 5."""
KEPT_TO_ITSELF = ("DISCORD_TOKEN",)
"""What a child that does not need it is not given."""


@dataclass(frozen=True, slots=True)
class Current:
    """The run that is going on: what it does, who began it and when (unix seconds).

    `actor` is a name that may be kept (a pseudonym, "schedule"); `shown` is what others on Discord are told.
    """

    arguments: tuple[str, ...]
    actor: str
    shown: str
    since: float
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that writes to the index, and since when (ISO 8601), as LOCK names it."""

    pid: int
    since: str


def holder_of(lock: Path) -> Holder | None:
    """Return who writes to the index now, be it from the command line; None when nobody does.

    LOCK keeps the name of its last holder, so the process must still live and, where that can be seen, be an
    ingestion. The lock itself is not tried: a try at the wrong moment would refuse somebody else's run.
    """
    try:
        told = json.loads(lock.read_bytes())
        holder = Holder(int(told["pid"]), str(told["since"]))
        os.kill(holder.pid, 0)
    except PermissionError:
        return holder  # somebody else's process, which lives
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return None
    try:
        words = Path(f"/proc/{holder.pid}/cmdline").read_bytes().split(b"\0")
        return holder if b"ingest" in words else None  # `python -m ingest ...`
    except OSError:
        return holder  # no /proc here


class Reingestion:
    """Starts ingestion and knows the one run that is going on; for one event loop.

    `command` is what arguments are added to, a two-line script in tests.
    """

    def __init__(self, command: Sequence[str] = INGEST, grace: float = GRACE) -> None:
        self.command = tuple(command)
        self.grace = grace
        self.last: Ended | None = None
        self._current: Current | None = None
        self._child: asyncio.subprocess.Process | None = None
        self._cancelled = False
        self._over = asyncio.Event()

    @property
    def current(self) -> Current | None:
        """The run that is going on, None without one."""
        return self._current

    @property
    def pid(self) -> int | None:
        """The process of the run that is going on."""
        return self._child.pid if self._child else None

    async def run(
        self,
        arguments: Sequence[str],
        on_progress: Callable[[Step], None] = lambda step: None,
        actor: str = "bot",
        shown: str = "",
    ) -> Ended:
        """Run `python -m ingest ARGUMENTS --json` to its end; AlreadyRunning while another run goes on.

        A run that somebody began on the command line is not known here: it ends with the outcome "busy". When the
        caller is cancelled the child is ended first.
        """
        if self._current is not None:
            raise AlreadyRunning(f"{self._current.actor}, since {self._current.since:.0f}")
        self._current = Current(tuple(arguments), actor, shown or actor, time.time())
        self._cancelled, self._over = False, asyncio.Event()

        def at(step: Step) -> None:
            """Remember the stage and tell of it."""
            if self._current is not None and self._current.stage != step.stage:
                self._current = replace(self._current, stage=step.stage)
            on_progress(step)

        try:
            self.last = await self._follow(arguments, at, actor)
            return self.last
        finally:
            self._current = self._child = None
            self._over.set()

    async def _follow(self, arguments: Sequence[str], at: Callable[[Step], None], actor: str) -> Ended:
        begun = time.monotonic()
        child = self._child = await started(self.command, arguments, actor)
        if self._cancelled:  # while it was being started
            await ended(child, self.grace)
        try:
            event, listed = await heard(child.stdout, at)
            code = await child.wait()
        except BaseException:
            await ended(child, self.grace)
            raise
        log.info("ingestion (%s) ended with %d after %.1f s", " ".join(arguments), code, time.monotonic() - begun)
        return Ended(code, time.monotonic() - begun, event, listed, self._cancelled)

    async def look(self, arguments: Sequence[str], on_progress: Callable[[Step], None] = lambda step: None) -> Ended:
        """Run what only looks (--dry-run, --check, --history); it may run beside the one that writes."""
        begun = time.monotonic()
        child = await started(self.command, arguments, "")
        try:
            event, listed = await heard(child.stdout, on_progress)
            code = await child.wait()
        except BaseException:
            await ended(child, self.grace)
            raise
        return Ended(code, time.monotonic() - begun, event, listed)

    async def cancel(self) -> bool:
        """End the run that is going on and wait for its end, at most about 5 s; False when there is none.

        The published index stays as it is. A run that has published in this very moment ends as published.
        """
        if self._current is None:
            return False
        over, self._cancelled = self._over, True
        if self._child is not None:
            await ended(self._child, self.grace)
        await over.wait()
        return True


async def started(command: Sequence[str], arguments: Sequence[str], actor: str) -> asyncio.subprocess.Process:
    """Start the child: tied to this process, in a session of its own, so that Ctrl-C in a terminal is the bot's."""
    environment = {name: value for name, value in os.environ.items() if name not in KEPT_TO_ITSELF}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-S", str(LEASH), str(os.getpid())),
        *(*command, *arguments, "--json"),
        env=environment | {"INGEST_ACTOR": actor},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )


async def ended(child: asyncio.subprocess.Process, grace: float) -> None:
    """End a child: SIGTERM, which it takes as Ctrl-C, and after `grace` seconds SIGKILL for its whole group."""
    if child.returncode is not None:
        return
    with suppress(ProcessLookupError):
        child.terminate()
    try:
        await asyncio.wait_for(child.wait(), grace)
    except TimeoutError:
        log.warning("ingestion (process %d) did not end within %.1f s and is killed", child.pid, grace)
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        await child.wait()
