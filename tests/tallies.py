"""The table of the promises: number, what was tried, how often, how often it failed, and what was measured.

A plugin, which works where TALLIES names the file to write the table to; it is printed, too, also when several
processes tested. Each test that proves a promise is a line, with as many tries as it has parameters; a long form states
with the fixture `tally` how many tries it made and what it measured. Sizes are those of docs/reliability.md;
CRASH_SCALE=0.1 makes a tenth of them, to try the tests themselves.
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
    """One test, with all its parameters. `promises` are rows of docs/reliability.md."""

    promises: tuple[int, ...]
    what: str
    tries: int = 0
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
    """Let a test's reports carry which promises it proves, also to another process."""
    promises = sorted({number for mark in item.iter_markers("promise") for number in mark.args})
    if promises or item.get_closest_marker(LONG):
        item.user_properties.append((LONG, tuple(promises)))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Take a line from a report, in the process that reports."""
    properties: dict[str, Any] = dict(report.user_properties)
    if LONG not in properties or report.skipped or (report.when != "call" and report.passed):
        return
    test = report.nodeid.partition("[")[0]
    tries, printed = properties.get(TALLY, (1, ""))
    line = LINES.get(test) or Line(tuple(properties[LONG]), told(test))
    LINES[test] = replace(
        line,
        tries=line.tries + tries,
        failures=line.failures + report.failed,
        printed="; ".join(filter(None, (line.printed, printed))),
    )


def told(nodeid: str) -> str:
    """Return a test's name as a sentence."""
    name = re.sub(r"\W+", " ", nodeid.rpartition("::")[2].removeprefix("test_").replace("_", " "))
    return name.strip()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the table, and write it where TALLIES says."""
    file = os.environ.get("TALLIES")
    if not LINES or not file:
        return
    rows = [line.row() for line in sorted(LINES.values(), key=lambda line: (line.promises or (99,), line.what))]
    terminalreporter.write_line("")
    for row in (*HEAD, *rows):
        terminalreporter.write_line(row)
    with Path(file).open("a", encoding="utf-8") as out:
        out.write("\n".join((*HEAD, *rows, "")) + "\n")
