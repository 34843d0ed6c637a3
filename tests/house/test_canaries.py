"""The canaries sing: what a bot leaves in any kind of file is found, and then the session of tests fails."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.canaries import KEY, SENTENCE, TOKEN, WORD, leaks

ROOT = Path(__file__).resolve().parents[2]
LEAKY = """
import logging
from tests.canaries import KEY, WORD

def test_one_that_leaves_a_question(tmp_path):
    (tmp_path / "kept.json").write_text('{"question": "%s"}' % WORD)

def test_one_that_logs_a_key():
    logging.getLogger("bot.answering").debug("asked with %s", KEY)
"""


def database(path: Path, secure: str) -> None:
    """Make a database from which a question was deleted."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA secure_delete = {secure}")
        connection.execute("CREATE TABLE questions (question TEXT)")
        connection.executemany("INSERT INTO questions VALUES (?)", [(f"{WORD} {n}" * 40,) for n in range(200)])
        connection.execute("DELETE FROM questions")


@pytest.mark.parametrize("canary", [WORD, SENTENCE, TOKEN, KEY])
def test_every_canary_is_found_wherever_it_lies(tmp_path: Path, canary: str) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "bot.log").write_bytes(b"\x00" * 100_000 + f"it said {canary}\n".encode())
    assert leaks(tmp_path) == [f"{canary} in {tmp_path / 'var' / 'bot.log'}"]
    (tmp_path / "var" / "bot.log").unlink()


def test_what_sqlite_deleted_and_did_not_overwrite_is_found(tmp_path: Path) -> None:
    for secure in ("OFF", "ON"):
        database(tmp_path / f"{secure}.sqlite", secure)
    found = leaks(tmp_path)
    (tmp_path / "OFF.sqlite").unlink()
    assert found == [f"{WORD} in {tmp_path / 'OFF.sqlite'}"]


def test_settings_links_pipes_and_empty_files_hold_up_nothing(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"DISCORD_TOKEN={TOKEN}")
    (tmp_path / "empty").touch()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / ".env")
    (tmp_path / "round").symlink_to(tmp_path)
    assert leaks(tmp_path) == []


@pytest.mark.promise(35)
@pytest.mark.parametrize("workers", [(), pytest.param(("-p", "xdist.plugin", "-n", "1"), marks=pytest.mark.long)])
def test_a_session_that_leaks_fails_and_says_where(tmp_path: Path, workers: tuple[str, ...]) -> None:
    test = tmp_path / "test_leaky.py"
    test.write_text(LEAKY)
    options = ("-p", "tests.canaries", "--import-mode=importlib", "-c", os.devnull, *workers)
    command = [sys.executable, "-m", "pytest", *options, f"--basetemp={tmp_path / 'leaky'}", str(test)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
    shutil.rmtree(tmp_path / "leaky")
    assert "2 passed" in done.stdout
    assert done.returncode == 1
    assert [line.partition(" in ")[0] for line in done.stdout.splitlines() if line.startswith("LEAK")] == [
        f"LEAK {canary}" for canary in sorted((WORD, KEY))
    ]
