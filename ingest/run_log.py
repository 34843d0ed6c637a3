"""Keeps the journal of the run that goes on; imports the outcome and the ground floor's journal.

A journal that cannot be written loses no run.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime

from ingest.outcome import Outcome
from vectorstore.errors import StoreError
from vectorstore.layout import Layout
from vectorstore.store.journal import Run, write_run


class RunLog:
    """The journal of one run, from `begin` on; what ends without having begun is not written down."""

    def __init__(self, arguments: Sequence[str], actor: str) -> None:
        self._arguments = tuple(arguments)
        self._actor = actor
        self._layout: Layout | None = None
        self._run: Run | None = None
        self._since = 0.0

    def begin(self, layout: Layout) -> None:
        """Write down that the run goes on."""
        self._layout, self._since = layout, time.monotonic()
        self._write(Run(os.getpid(), _now(), self._arguments, self._actor))

    def done(self, outcome: Outcome, exit_code: int) -> None:
        """Write down what came of it."""
        if self._run is not None:
            ended = replace(
                self._run,
                outcome=outcome.outcome,
                exit_code=exit_code,
                generation=outcome.generation,
                episodes=asdict(outcome.episodes),
                chunks=asdict(outcome.chunks),
                skipped=len(outcome.skipped),
                broken=len(outcome.broken),
            )
            self._end(ended)

    def failed(self, outcome: str, error: str, message: str, exit_code: int) -> None:
        """Write down why it failed; `outcome` is "failed" or "interrupted"."""
        if self._run is not None:
            self._end(replace(self._run, outcome=outcome, error=error, message=message, exit_code=exit_code))

    def _end(self, run: Run) -> None:
        self._write(replace(run, ended=_now(), seconds=round(time.monotonic() - self._since, 2)))

    def _write(self, run: Run) -> None:
        self._run = run
        if self._layout is not None:
            with suppress(StoreError):
                write_run(self._layout, run)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
