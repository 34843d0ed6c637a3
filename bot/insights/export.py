"""Tables of what was asked, for a spreadsheet; pure, imports the ledger's rows alone.

A spreadsheet runs a cell that begins like a formula, and members choose what they ask: such a cell gets an apostrophe
in front, which spreadsheets show as text. CSV with a BOM, without which Excel takes UTF-8 for something else.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from bot.insights.figures import topics_of
from bot.ledgers.outcomes import Logged, Outcome

BOM = "\ufeff"
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What a cell must not begin with (OWASP, CSV injection); the wide forms too, which Excel takes for the plain ones."""
OUTCOMES = ("at", "channel", "verdict", "mode", "degraded", "seconds", "cost_usd", "topics")
QUESTIONS = ("at", "channel", "verdict", "question")


def outcomes_csv(outcomes: Iterable[Outcome], names: dict[str, str], channel_name: Callable[[int], str]) -> bytes:
    """Return a line for each counted question; `names` gives each cited chunk's topic."""
    return table(
        OUTCOMES,
        (
            (
                moment(one.at),
                channel_name(one.channel_id),
                one.verdict,
                one.mode,
                one.degraded or "",
                f"{one.seconds:.2f}",
                "" if one.cost is None else f"{one.cost:.6f}",
                "; ".join(topics_of(one, names)),
            )
            for one in outcomes
        ),
    )


def questions_csv(questions: Iterable[Logged], channel_name: Callable[[int], str]) -> bytes:
    """Return a line for each question whose text is kept, without who asked it."""
    rows = ((moment(one.at), channel_name(one.channel_id), one.verdict, one.question) for one in questions)
    return table(QUESTIONS, rows)


def table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return CSV as a spreadsheet reads it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows([cell(value) for value in row] for row in rows)
    return (BOM + out.getvalue()).encode("utf-8", "replace")


def cell(value: str) -> str:
    """Return a value that no spreadsheet takes for a formula; a number stays one."""
    harmless = value.replace("\0", "")
    bare = harmless.lstrip()
    if not bare.startswith(FORMULA) and not harmless.startswith(FORMULA):
        return harmless
    return harmless if is_number(harmless) else f"'{harmless}"


def is_number(value: str) -> bool:
    """Return whether a value is a plain number, which may well be negative."""
    digits = value.removeprefix("-")
    return digits.replace(".", "", 1).isdecimal() and digits.isascii()


def moment(at: float) -> str:
    """Return unix seconds as ISO 8601 in UTC."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
