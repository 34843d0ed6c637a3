"""The cache does not grow for ever: what no index and no recent run needs goes, and its room is given back."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.doubles import WordEmbedder
from vectorstore.embeddings.cache import SCHEMA_VERSION, EmbeddingCache
from vectorstore.embeddings.uses import RECENT

ROOT = Path(__file__).resolve().parents[3]
MODEL = WordEmbedder.model_id


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state.sqlite"


@pytest.fixture
def cache(path: Path) -> Iterator[EmbeddingCache]:
    with EmbeddingCache(path) as opened:
        yield opened


def texts(name: str, count: int) -> list[str]:
    return [f"{name} {number}" for number in range(count)]


def run(cache: EmbeddingCache, used: list[str], kept: list[str], worth: int = 1) -> int:
    """Let one run use some texts, and its index and the one before hold `kept`; return how many were dropped."""
    cache.embed(WordEmbedder(), used)
    return cache.end_run(len(kept), lambda: ((MODEL, text) for text in kept), worth)


def test_what_no_index_and_no_recent_run_needs_is_dropped(cache: EmbeddingCache) -> None:
    old, kept = texts("old", 60), texts("kept", 20)
    dropped = [run(cache, [*old, *kept] if number == 0 else [f"new {number}"], kept) for number in range(RECENT + 1)]
    assert dropped == [0] * RECENT + [60]
    assert cache.missing(MODEL, old) == 60
    assert cache.missing(MODEL, [*kept, *(f"new {number}" for number in range(1, RECENT + 1))]) == 0


def test_what_a_run_looks_up_counts_as_used(cache: EmbeddingCache) -> None:
    run(cache, texts("old", 60), [])
    for _ in range(2 * RECENT):
        assert run(cache, texts("old", 60), []) == 0
    for number in range(RECENT):
        run(cache, [f"new {number}"], [])
    assert cache.missing(MODEL, texts("old", 60)) == 60


def test_runs_that_never_ended_lose_nothing_that_they_paid_for(path: Path) -> None:
    with EmbeddingCache(path) as cache:
        run(cache, texts("old", 60), [])
    for number in range(3 * RECENT):  # each is killed, or fails, before its end
        with EmbeddingCache(path) as cache:
            cache.embed(WordEmbedder(), texts(f"part {number}", 5))
    with EmbeddingCache(path) as cache:
        assert run(cache, ["end"], []) == 0
        assert cache.missing(MODEL, texts("old", 60)) == 0
        assert all(cache.missing(MODEL, texts(f"part {number}", 5)) == 0 for number in range(3 * RECENT))


def test_with_little_to_drop_no_index_is_read(cache: EmbeddingCache) -> None:
    def never() -> Iterator[tuple[str, str]]:
        raise AssertionError("the indexes were read")

    cache.embed(WordEmbedder(), texts("old", 60))
    for _ in range(3 * RECENT):
        assert cache.end_run(0, never, worth=61) == 0
    with pytest.raises(AssertionError, match="were read"):
        cache.end_run(0, never, worth=60)
    assert cache.end_run(46, never, worth=1) == 0  # 14 of 60 are less than a quarter


def test_fifty_libraries_one_after_the_other_take_no_more_room_than_ten(path: Path) -> None:
    sizes, rows = [], []
    with EmbeddingCache(path) as cache:
        for number in range(50):
            run(cache, texts(f"library {number}", 100), texts(f"library {number}", 100))
            sizes.append(sum(file.stat().st_size for file in path.parent.iterdir()))
            every = [text for one in range(number + 1) for text in texts(f"library {one}", 100)]
            rows.append(len(every) - cache.missing(MODEL, every))
    assert max(rows) <= 100 * (RECENT + 3)
    assert max(sizes[10:]) <= 1.2 * max(sizes[:10])


def test_most_of_the_file_going_makes_the_file_small(path: Path) -> None:
    with EmbeddingCache(path) as cache:
        rows, _ = cache.embed(WordEmbedder(), texts("old", 2000), batch=500)
        for _ in range(RECENT + 1):
            run(cache, [], [])
        files = [file.read_bytes() for file in path.parent.iterdir()]
        assert cache.missing(MODEL, texts("old", 2000)) == 2000
    assert sum(map(len, files)) < 200_000
    assert not any(rows[7].tobytes() in file for file in files)


def made_by_the_first_version(path: Path) -> None:
    with EmbeddingCache(path) as cache:
        cache.embed(WordEmbedder(), texts("old", 50))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript("DROP TABLE uses; DROP TABLE clock; PRAGMA user_version = 1")


def test_a_file_of_the_first_version_goes_on_with_all_it_holds(path: Path) -> None:
    made_by_the_first_version(path)
    with EmbeddingCache(path) as cache:
        assert cache.embed(WordEmbedder(), texts("old", 50))[1] == 0
        for _ in range(RECENT - 1):
            assert run(cache, [], []) == 0
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


def test_a_migration_that_fails_changes_nothing(path: Path) -> None:
    made_by_the_first_version(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE clock (something TEXT)")
    with pytest.raises(Exception, match="clock"):
        EmbeddingCache(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'uses'").fetchall() == []
        assert connection.execute("SELECT count(*) FROM embeddings").fetchone() == (50,)


DROPPING = """
import sys
from pathlib import Path
from tests.doubles import WordEmbedder
from vectorstore.embeddings.cache import EmbeddingCache

cache = EmbeddingCache(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    cache.end_run(20, lambda: ((WordEmbedder.model_id, f"kept {n}") for n in range(20)), 1)
"""


@pytest.mark.parametrize("kills", [1, pytest.param(40, marks=pytest.mark.long)])
def test_killed_while_it_drops_a_cache_is_whole_and_has_what_is_kept(path: Path, kills: int) -> None:
    chance = random.Random(15)
    with EmbeddingCache(path) as cache:
        cache.embed(WordEmbedder(), texts("kept", 20))
    for number in range(kills):
        with EmbeddingCache(path) as cache:
            cache.embed(WordEmbedder(), texts(f"old {number}", 3000), batch=1000)
        child = subprocess.Popen(
            [sys.executable, "-c", DROPPING, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.0, 0.1))
        os.kill(child.pid, signal.SIGKILL)
        child.wait(10)
        child.stdout.close()
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            counts = [connection.execute(f"SELECT count(*) FROM {t}").fetchone() for t in ("embeddings", "uses")]
        assert counts[0] == counts[1]
        with EmbeddingCache(path) as cache:
            assert cache.missing(MODEL, texts("kept", 20)) == 0
    if kills > 1:
        print(f"\n{kills} kills (-9) while the cache drops vectors: always whole, nothing lost that is kept")
