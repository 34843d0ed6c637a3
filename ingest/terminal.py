"""Progress and outcome as JSON lines, on a terminal, and as plain lines; imports outcome and pace.

What a program reads goes to stdout, everything else to stderr. Whoever stops reading stops nothing: a run
goes on without the pipe it wrote to.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from typing import IO, TYPE_CHECKING, Any, Protocol

from ingest.outcome import Outcome, Stage
from ingest.pace import Countdown, Pace, Step, Throttle
from ingest.summary import left_over, minutes, sentences

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from ingest.commands import Published

LABELS: dict[Stage, str] = {
    "read": "Reading",
    "chunk": "Cutting into passages",
    "embed": "Embedding",
    "index": "Writing the index",
    "gate": "Asking the test questions",
    "check": "Checking and publishing",
}
JSON_EVERY = 0.25
HEARTBEAT = 0.5
"""Seconds; a line is at most two of them away."""
PLAIN_EVERY = 5.0


class Report(Protocol):
    """Where a command tells what it does and how it ended."""

    def progress(self, stage: Stage, done: int, total: int) -> None:
        """Tell how far the run is."""

    def generation(self, one: Published) -> None:
        """Tell of one generation of the history."""

    def line(self, text: str) -> None:
        """Tell a person something that only a person needs."""

    def done(self, outcome: Outcome, seconds: float) -> None:
        """Tell how the run ended."""

    def failed(self, error: str, message: str) -> None:
        """Tell why the run failed: the error's class, and a sentence or two."""


def open_report(as_json: bool) -> Report:
    """Return the report for --json, or the one for a person."""
    return JsonLines() if as_json else ForPeople()


def say(stream: IO[str] | None, text: str) -> None:
    """Write a line; a stream that was closed or that nobody reads any more leads nowhere from now on."""
    if stream is None:
        return
    try:
        print(text, file=stream, flush=True)
    except UnicodeEncodeError:
        print(text.encode("ascii", "backslashreplace").decode(), file=stream, flush=True)
    except OSError:  # a pipe without a reader, a terminal that is gone, a full disk behind a redirection
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


class JsonLines:
    """One JSON object a line on stdout, escaped to ASCII.

    Whoever watches hears something every second, also while one step of a stage takes long.
    """

    def __init__(self, every: float = HEARTBEAT) -> None:
        self._pace = Pace()
        self._steps = Throttle(self._step, JSON_EVERY)
        self._last = Countdown()
        self._every = every
        self._over = threading.Event()
        self._spoken = threading.Event()
        self._turn = threading.Lock()
        self._heart: threading.Thread | None = None

    def progress(self, stage: Stage, done: int, total: int) -> None:
        """Print a progress line, at most four a second."""
        if self._heart is None:
            self._heart = threading.Thread(target=self._beat, name="heartbeat", daemon=True)
            self._heart.start()
        self._steps(self._pace.step(stage, done, total))

    def generation(self, one: Published) -> None:
        """Print a generation line."""
        self._print("generation", **asdict(one))

    def line(self, text: str) -> None:
        """Print nothing: this is for a person."""

    def done(self, outcome: Outcome, seconds: float) -> None:
        """Print the done line."""
        self._steps.flush()
        self._over.set()
        told = asdict(outcome)
        told["warnings"] = [*told.pop("lost"), *told["warnings"]]
        keys = ("outcome", "episodes", "chunks", "skipped", "warnings", "estimate", "generation")
        more = {key: told[key] for key in ("broken", "spent") if told[key]}
        self._print("done", **{key: told[key] for key in keys}, **more, seconds=round(seconds, 2))

    def failed(self, error: str, message: str) -> None:
        """Print the failed line."""
        if self._over.is_set():  # said by another thread
            return
        self._steps.flush()
        self._over.set()
        self._print("failed", error=error, message=message)

    def _step(self, step: Step) -> None:
        self._last.note(step)
        self._spoken.set()
        self._print("progress", **asdict(step))

    def _beat(self) -> None:
        """Say the last step again for each second in which nothing was said."""
        while not self._over.wait(self._every):
            silent, step = not self._spoken.is_set(), self._last.again()
            self._spoken.clear()
            if silent and step is not None:
                self._print("progress", **asdict(step))

    def _print(self, event: str, **values: Any) -> None:
        # A thread that was stopped in the middle of a line must not keep the last words from being said.
        mine = self._turn.acquire(timeout=1.0)
        try:
            if event != "progress" or not self._over.is_set():
                say(sys.stdout, json.dumps({"event": event, **values}))
        finally:
            if mine:
                self._turn.release()


class ForPeople:
    """A bar with the time left on a terminal, else a line now and then; the outcome in a few sentences."""

    def __init__(self) -> None:
        self._pace = Pace()
        bar = Bar() if sys.stderr and sys.stderr.isatty() and os.environ.get("TERM") != "dumb" else None
        self._end: Callable[[], None] = bar.stop if bar else lambda: None
        self._stage: Stage | None = None
        self._listed = False
        self._steps = bar.show if bar else Throttle(self._plain, PLAIN_EVERY)

    def progress(self, stage: Stage, done: int, total: int) -> None:
        """Move the bar, or say a line."""
        self._steps(self._pace.step(stage, done, total))

    def generation(self, one: Published) -> None:
        """Say one line of the history."""
        self._listed = True
        marks = [word for word, is_so in (("current", one.current), ("pinned", one.pinned)) if is_so]
        held = f"{one.episodes:,} episodes  {one.chunks:,} passages"
        say(sys.stdout, f"{one.generation}  {one.published}  {held}  {', '.join(marks)}".rstrip())

    def line(self, text: str) -> None:
        """Say a line on stdout."""
        self._end()
        say(sys.stdout, text)

    def done(self, outcome: Outcome, seconds: float) -> None:
        """Say how it ended, and on stderr what was left out."""
        self._end()
        for sentence in left_over(outcome):
            say(sys.stderr, sentence)
        for sentence in sentences(outcome, seconds) if not self._listed else []:
            say(sys.stdout, sentence)

    def failed(self, error: str, message: str) -> None:
        """Say what went wrong; the class is for programs."""
        self._end()
        say(sys.stderr, message)

    def _plain(self, step: Step) -> None:
        label = LABELS[step.stage]
        if step.stage != self._stage:
            self._stage = step.stage
            count = f": {step.total:,}" if step.total > 1 else ""
            say(sys.stderr, f"{label}{count}")
        elif step.total > 1 and step.done < step.total:
            left = f", about {minutes(step.seconds_left)} left" if step.seconds_left else ""
            say(sys.stderr, f"{label}: {100 * step.done // step.total} %{left}")


class Bar:
    """The bar on a terminal; rich draws it, in colour unless NO_COLOR is set."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def show(self, step: Step) -> None:
        """Draw the step, starting the bar with the first one."""
        bar = self._started()
        left = f"about {minutes(step.seconds_left)} left" if step.seconds_left else ""
        if self._task is None:
            self._task = bar.add_task("", total=1, left="")
        label = LABELS[step.stage]
        bar.update(self._task, description=label, completed=step.done, total=step.total, left=left)

    def stop(self) -> None:
        """Take the bar away."""
        bar, self._bar, self._task = self._bar, None, None
        if bar is not None:
            bar.stop()

    def _started(self) -> Progress:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
            left = TextColumn("{task.fields[left]}")
            self._bar = Progress(*columns, left, console=Console(stderr=True), transient=True)
            self._bar.start()
        return self._bar
