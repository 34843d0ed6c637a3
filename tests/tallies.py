"""The table of the long forms: promise, what was tried, how often, how often it failed, and what was measured.

A plugin. Each test marked `long` is a line; the fixture `tally` states how many tries it made and what it measured. The
table is printed at the end, also when several processes tested, and written to TALLIES, if that names a file. Sizes
are those of docs/reliability.md; CRASH_SCALE=0.1 makes a tenth of them, to try the tests themselves.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

LONG, TALLY = "long", "tally"
HEAD = ("| promise | what | tries | failures | printed |", "|---|---|---|---|---|")


@dataclass(frozen=True, slots=True)
class Line:
    """One long test. `promises` are rows of docs/reliability.md."""

    promises: tuple[int, ...]
    what: str
    tries: int = 1
    failures: int = 0
    printed: str = ""

    def row(self) -> str:
        """Return the line of the table."""
        promises = ", ".join(map(str, self.promises)) or "-"
        return f"| {promises} | {self.what} | {self.tries:,} | {self.failures} | {self.printed or '-'} |"


LINES: dict[str, Line] = {}
"""By the test's id; in the process that reports."""


def scaled(size: int) -> int:
    """Return the size of a long form, or the part of it that CRASH_SCALE asks for."""
    return max(1, round(size * float(os.environ.get("CRASH_SCALE", "1"))))


Tally = Callable[..., None]
"""What the fixture `tally` is."""


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """State how many tries were made, and what was measured: `tally(200, "slowest 0.9 s")`."""

    def state(tries: int, printed: str = "") -> None:
        request.node.user_properties.append((TALLY, (tries, printed)))

    return state


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let a long test's reports carry which promises it proves, also to another process."""
    if item.get_closest_marker(LONG):
        promises = sorted({number for mark in item.iter_markers("promise") for number in mark.args})
        item.user_properties.append((LONG, tuple(promises)))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Take a line from a report, in the process that reports."""
    properties: dict[str, Any] = dict(report.user_properties)
    if LONG not in properties or report.skipped:
        return
    line = LINES.get(report.nodeid) or Line(tuple(properties[LONG]), told(report.nodeid))
    if TALLY in properties:
        tries, printed = properties[TALLY]
        line = replace(line, tries=tries, printed=printed)
    LINES[report.nodeid] = replace(line, failures=line.failures + report.failed)


def told(nodeid: str) -> str:
    """Return a test's name as a sentence."""
    name = re.sub(r"\W+", " ", nodeid.rpartition("::")[2].removeprefix("test_").replace("_", " "))
    return name.strip()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the table, and write it where TALLIES says."""
    if not LINES:
        return
    rows = [line.row() for line in sorted(LINES.values(), key=lambda line: (line.promises or (99,), line.what))]
    terminalreporter.write_line("")
    for row in (*HEAD, *rows):
        terminalreporter.write_line(row)
    if file := os.environ.get("TALLIES"):
        with Path(file).open("a", encoding="utf-8") as out:
            out.write("\n".join((*HEAD, *rows, "")) + "\n")
