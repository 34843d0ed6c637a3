"""Nothing that the bot keeps grows without end: each table has its term, and what was deleted makes room."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.house_rules import ASIDE, HouseRules
from bot.ledger import Ledger
from tests.leavings import GUILD, NOW

DAY = 86_400.0
LONGEST = 400 * DAY
"""A year and a month of counts; everything else goes earlier."""
BOUNDED = {
    "preferences": "one row for each member or server that has fixed its language; goes with them",
    "kept": "a few values of the bot's own",
    "episodes_met": "a hash for each episode that there ever was",
}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with closing(Ledger(tmp_path / "ledger.sqlite", lambda: NOW)) as opened:
        yield opened


def tables(ledger: Ledger) -> dict[str, list[str]]:
    """Return the columns of each table."""
    names = [name for (name,) in ledger.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: [row[1] for row in ledger.rows(f"PRAGMA table_info({name})")] for name in names}


def fill(ledger: Ledger, at: float, rows: int) -> None:
    """Put rows of one moment into every table that knows moments."""

    def work(connection: sqlite3.Connection) -> None:
        for name, columns in known.items():
            kinds = {row[1]: row[2] for row in connection.execute(f"PRAGMA table_info({name})")}
            for number in range(rows):
                values = [at if c == "at" else f"{number} {at}" * 9 if kinds[c] == "TEXT" else number for c in columns]
                marks = ", ".join("?" * len(columns))
                connection.execute(f"INSERT OR REPLACE INTO {name} VALUES ({marks})", values)

    known = {name: columns for name, columns in tables(ledger).items() if "at" in columns}
    ledger.together(work)


def test_every_table_has_its_term_or_a_bound_of_its_own(ledger: Ledger) -> None:
    every = tables(ledger)
    fill(ledger, NOW, 3)
    full = {name for name in every if ledger.rows(f"SELECT 1 FROM {name}")}
    assert full == set(every) - {"preferences", "kept"}
    ledger.purge(NOW + LONGEST + DAY)
    left = {name for name in every if ledger.rows(f"SELECT 1 FROM {name}")}
    assert left == {"episodes_met"}
    assert set(every) - full | left == set(BOUNDED)


def test_nothing_is_purged_while_it_is_of_use(ledger: Ledger) -> None:
    fill(ledger, NOW, 3)
    ledger.purge(NOW + 60)
    assert all(ledger.rows(f"SELECT 1 FROM {name}") for name, columns in tables(ledger).items() if "at" in columns)


def test_years_of_questions_take_the_room_of_one_term(tmp_path: Path, ledger: Ledger) -> None:
    ledger.change("DROP TABLE episodes_met")
    sizes = []
    for year in range(6):
        fill(ledger, NOW + year * LONGEST, 200)
        ledger.purge(NOW + (year + 1) * LONGEST + DAY)
        sizes.append(sum(file.stat().st_size for file in tmp_path.iterdir()))
    assert max(sizes) <= 1.1 * sizes[0]


def test_damaged_settings_that_were_moved_aside_do_not_pile_up(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    for second in range(ASIDE + 4):
        path.write_text(f"half a {second}")
        HouseRules(path, clock=lambda now=NOW + second: now).change("paused", GUILD, True)
    aside = sorted(file.name for file in tmp_path.iterdir() if "damaged" in file.name)
    assert aside == [f"settings.json.damaged-{int(NOW) + second}" for second in range(4, ASIDE + 4)]
