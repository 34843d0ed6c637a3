"""The file of the ledger: who may read it, versions, damage, and several who write at once."""

import logging
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.ledger import KEPT, Ledger, LedgerError
from bot.ledgers.opening import MIGRATIONS, NewerLedger, migrate
from bot.ledgers.records import Votes
from tests.leavings import GUILD, JELLE, MIRA, NOW, filled
from vectorstore.errors import DiskFull, NoPermission, StoreError
from vectorstore.layout import Layout


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Layout(tmp_path).ledger


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with closing(Ledger(path, lambda: NOW)) as opened:
        yield opened


def test_only_the_owner_can_read_the_files(ledger: Ledger, tmp_path: Path) -> None:
    filled(ledger)
    files = list(tmp_path.glob("ledger.*"))
    assert {file.name for file in files} >= {"ledger.sqlite", "ledger.sqlite-wal", "ledger.key"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_key_that_others_could_read_is_closed_to_them(path: Path) -> None:
    Ledger(path).close()
    key = path.with_suffix(".key")
    key.chmod(0o644)
    Ledger(path).close()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_newer_ledger_is_refused_and_left_as_it_is(path: Path) -> None:
    Ledger(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = path.read_bytes()
    with pytest.raises(NewerLedger, match=r"newer version.*Update the program"):
        Ledger(path)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.glob("*damaged*")] == []


def test_an_older_ledger_is_brought_up_and_keeps_its_rows(path: Path) -> None:
    Ledger(path).close()
    steps = (*MIGRATIONS, "ALTER TABLE kept ADD COLUMN note TEXT DEFAULT 'none'; CREATE TABLE later (at REAL)")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("INSERT INTO kept VALUES ('commands', 'abc')")
        migrate(connection, path, steps)
        assert connection.execute("SELECT * FROM kept").fetchall() == [("commands", "abc", "none")]
        assert connection.execute("PRAGMA user_version").fetchone() == (len(steps),)


def test_a_step_that_fails_changes_nothing(path: Path) -> None:
    Ledger(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        with pytest.raises(sqlite3.OperationalError):
            migrate(connection, path, (*MIGRATIONS, "CREATE TABLE later (at REAL); DROP TABLE nowhere"))
        assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'later'").fetchall() == []
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)


def damage(path: Path) -> None:
    """Write over the middle of the file, as a failing disk does."""
    whole = bytearray(path.read_bytes())
    whole[100:] = b"\xa5" * (len(whole) - 100)
    path.write_bytes(bytes(whole))


@pytest.mark.parametrize("content", [b"no database at all" * 100, None])
def test_a_damaged_ledger_is_moved_aside_and_begun_anew(
    path: Path, content: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(Ledger(path)) as ledger:
        filled(ledger)
    if content is None:
        damage(path)
    else:
        path.write_bytes(content)
    broken = path.read_bytes()
    with caplog.at_level(logging.WARNING), closing(Ledger(path, lambda: NOW)) as ledger:
        assert ledger.answer(1) is None
        filled(ledger)
        assert ledger.answer(1) is not None
    aside = path.with_name(f"ledger.sqlite.damaged-{int(NOW)}")
    assert aside.read_bytes() == broken
    assert str(aside) in caplog.text


def test_a_second_damage_in_the_same_second_loses_neither_file(path: Path) -> None:
    for content in (b"first" * 300, b"second" * 300):
        path.write_bytes(content)
        Ledger(path, lambda: NOW).close()
    aside = sorted(path.parent.glob("ledger.sqlite.damaged-*"))
    assert [file.read_bytes()[:5] for file in aside] == [b"first", b"secon"]


def test_damage_while_the_bot_runs_does_not_stop_it(path: Path) -> None:
    with closing(Ledger(path, lambda: NOW)) as ledger:
        filled(ledger)
        ledger.purge(NOW)  # brings the log into the file
        damage(path)
        ledger._connection.execute("PRAGMA shrink_memory")  # else sqlite goes on with the pages that it remembers
        ledger.record_ask(MIRA, GUILD, NOW + 1)
        assert ledger.recent_asks(MIRA, 0) == [NOW + 1]
        assert ledger.answer(1) is None
    assert len(list(path.parent.glob("ledger.sqlite.damaged-*"))) == 1
    with closing(Ledger(path)) as again:
        assert again.recent_asks(MIRA, 0) == [NOW + 1]


def test_a_damaged_ledger_goes_when_a_member_is_forgotten_or_it_is_old(path: Path) -> None:
    for forget in (lambda ledger: ledger.forget(MIRA), lambda ledger: ledger.purge(NOW + KEPT + 60)):
        path.write_bytes(b"no database" * 100)
        with closing(Ledger(path, lambda: NOW)) as ledger:
            ledger.purge(NOW + 60)
            assert len(list(path.parent.glob("*.damaged-*"))) == 1
            forget(ledger)
            assert list(path.parent.glob("*.damaged-*")) == []


@pytest.mark.parametrize("content", [None, b"half a k", b"zz" * 32])
def test_with_a_lost_key_nothing_is_left_that_nobody_could_delete(path: Path, content: bytes | None) -> None:
    with closing(Ledger(path)) as ledger:
        filled(ledger)
        ledger.keep("commands", "abc")
        before = ledger.pseudonym(MIRA)
    key = path.with_suffix(".key")
    key.unlink() if content is None else key.write_bytes(content)
    with closing(Ledger(path)) as ledger:
        assert ledger.pseudonym(MIRA) != before
        assert (ledger.answer(1), ledger.votes(1), ledger.recent_asks(JELLE, 0)) == (None, Votes(), [])
        assert ledger.kept("commands") == "abc"


def test_a_ledger_that_may_not_be_written_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"file"):
        Ledger(tmp_path / "file" / "ledger.sqlite")


class Failing:
    """A connection whose statements fail with one of sqlite's codes; transactions work."""

    def __init__(self, code: int) -> None:
        self.code = code

    def execute(self, statement: str, *_: object) -> None:
        if statement not in ("BEGIN", "ROLLBACK"):
            error = sqlite3.OperationalError("as ordered")
            error.sqlite_errorcode = self.code
            raise error

    def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_FULL, DiskFull),
        (sqlite3.SQLITE_IOERR | 1 << 8, DiskFull),
        (sqlite3.SQLITE_READONLY, NoPermission),
        (sqlite3.SQLITE_BUSY, LedgerError),
    ],
)
def test_what_sqlite_reports_becomes_a_sentence(ledger: Ledger, code: int, kind: type[StoreError]) -> None:
    real, ledger._connection = ledger._connection, Failing(code)  # type: ignore[assignment]
    with pytest.raises(kind, match=r"ledger\.sqlite"):
        ledger.record_ask(MIRA, GUILD, NOW)
    ledger._connection = real


def test_a_note_that_fails_is_undone_and_the_next_one_works(ledger: Ledger) -> None:
    with pytest.raises(LedgerError):
        ledger.change("INSERT INTO asks VALUES (?, ?, ?)", None, 1, NOW)
    ledger.record_ask(MIRA, GUILD, NOW)
    assert ledger.recent_asks(MIRA, 0) == [NOW]


def test_threads_may_note_at_the_same_time(ledger: Ledger) -> None:
    def note(member: int) -> None:
        for second in range(25):
            ledger.record_ask(member, GUILD, NOW + second)
            ledger.vote(second, member, True, None, NOW)

    threads = [threading.Thread(target=note, args=(member,)) for member in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(ledger.recent_asks(member, 0)) for member in range(6)] == [25] * 6
    assert ledger.votes(24) == Votes(6, 0, ())


def test_two_processes_may_have_the_ledger_open(ledger: Ledger, path: Path) -> None:
    with closing(Ledger(path)) as other:
        ledger.record_ask(MIRA, GUILD, NOW)
        assert other.recent_asks(MIRA, 0) == [NOW]
        other.record_ask(MIRA, GUILD, NOW + 1)
        assert ledger.recent_asks(MIRA, 0) == [NOW, NOW + 1]
