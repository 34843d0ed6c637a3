"""How the last run of ingestion went: DATA_DIR/last_run.json, written by ingestion, read by both; imports the layout.

A run writes down that it began as soon as it alone may write, and how it ended. One that was killed never ended: its
`ended` stays None while nobody holds the writer's lock any more. Runs that only look are not in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from vectorstore.errors import StoreError
from vectorstore.layout import Layout, check_schema, read_json, write_json

JOURNAL_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Run:
    """One run. Times are ISO 8601 in UTC; `actor` is who began it, a pseudonym or "" for the command line.

    `outcome` is that of docs/commands.md, or "failed" or "interrupted", and None with `ended` while it goes on.
    `episodes` and `chunks` hold the counts of the last line, `error` and `message` why it failed.
    """

    pid: int
    started: str
    arguments: tuple[str, ...] = ()
    actor: str = ""
    ended: str | None = None
    outcome: str | None = None
    exit_code: int | None = None
    generation: str | None = None
    episodes: Mapping[str, int] = field(default_factory=dict)
    chunks: Mapping[str, int] = field(default_factory=dict)
    skipped: int = 0
    broken: int = 0
    error: str | None = None
    message: str | None = None
    seconds: float = 0.0


def write_run(layout: Layout, run: Run) -> None:
    """Replace the journal by this run; raises NewerVersion for one of a newer version, StoreError and its kin."""
    check_journal(layout)
    write_json(layout.last_run, {"schema": JOURNAL_SCHEMA, **asdict(run)})


def check_journal(layout: Layout) -> None:
    """Raise NewerVersion when a newer version wrote the journal."""
    check_schema(layout.last_run, JOURNAL_SCHEMA, "move the file away: it only tells how the last run went")


def read_run(layout: Layout) -> Run | None:
    """Return the last run; None when there is none, or none that this version can read."""
    try:
        value = read_json(layout.last_run)
    except StoreError:
        return None
    if not isinstance(value, dict) or value.get("schema") != JOURNAL_SCHEMA:
        return None
    known: dict[str, Any] = {one.name: value[one.name] for one in fields(Run) if one.name in value}
    if not isinstance(known.get("pid"), int) or not isinstance(known.get("started"), str):
        return None
    return Run(**known | {"arguments": tuple(map(str, known.get("arguments") or ()))})
