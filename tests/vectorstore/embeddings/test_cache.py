"""The cache of vectors: nothing is embedded twice, and nothing that was embedded is lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.doubles import WordEmbedder
from vectorstore.embeddings.cache import EmbeddingCache, plain_error
from vectorstore.errors import Busy, DiskFull, NoPermission, StoreError

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state.sqlite"


@pytest.fixture
def cache(path: Path) -> Iterator[EmbeddingCache]:
    with EmbeddingCache(path) as opened:
        yield opened


def test_a_second_run_embeds_nothing_and_gives_the_same_rows(path: Path) -> None:
    embedder = WordEmbedder()
    texts = [f"kunst {number}" for number in range(70)]
    with EmbeddingCache(path) as cache:
        first, fresh = cache.embed(embedder, texts)
    assert fresh == 70
    with EmbeddingCache(path) as cache:
        second, fresh = cache.embed(embedder, texts)
    assert fresh == 0
    assert len(embedder.calls) == 3
    assert np.array_equal(first, second)
    assert first.dtype == np.float32
    assert np.allclose(first, WordEmbedder().embed_documents(texts), atol=1e-6)


def test_a_text_that_stands_twice_is_embedded_once_and_order_is_kept(cache: EmbeddingCache) -> None:
    embedder = WordEmbedder()
    rows, fresh = cache.embed(embedder, ["kunst", "werk", "kunst", "muziek", "werk"])
    assert fresh == 3
    assert embedder.calls == [["kunst", "werk", "muziek"]]
    assert np.array_equal(rows[0], rows[2])
    assert np.array_equal(rows[1], rows[4])
    assert not np.array_equal(rows[0], rows[1])


@pytest.mark.promise(21)
def test_another_model_never_gets_these_vectors(cache: EmbeddingCache) -> None:
    class Other(WordEmbedder):
        model_id = "words-64-b"

    cache.embed(WordEmbedder(), ["kunst"])
    assert cache.embed(Other(), ["kunst"])[1] == 1
    assert cache.missing("words-64-c", ["kunst"]) == 1


def test_texts_that_only_differ_in_white_space_or_surrogates_are_different_texts(
    cache: EmbeddingCache,
) -> None:
    assert cache.embed(WordEmbedder(), ["kunst", "kunst ", "kunst\ud800", "kunst\udfff"])[1] == 4


def test_what_is_missing_is_counted_without_embedding(cache: EmbeddingCache) -> None:
    embedder = WordEmbedder()
    cache.embed(embedder, ["a", "b"])
    assert cache.missing(embedder.model_id, ["a", "b", "c", "c", "d"]) == 2
    assert cache.missing(embedder.model_id, []) == 0
    assert len(embedder.calls) == 1


def test_more_texts_than_a_query_takes(cache: EmbeddingCache) -> None:
    texts = [f"w{number}" for number in range(1100)]
    assert cache.embed(WordEmbedder(), texts, batch=400)[1] == 1100
    assert cache.missing(WordEmbedder.model_id, texts) == 0
    assert cache.embed(WordEmbedder(), texts)[1] == 0


def test_progress_counts_what_is_embedded_now(cache: EmbeddingCache) -> None:
    seen: list[tuple[int, int]] = []
    cache.embed(WordEmbedder(), ["a"])
    cache.embed(WordEmbedder(), list("abcdef"), lambda done, total: seen.append((done, total)), batch=2)
    assert seen == [(0, 5), (2, 5), (4, 5), (5, 5)]
    seen.clear()
    cache.embed(WordEmbedder(), list("abcdef"), lambda done, total: seen.append((done, total)))
    assert seen == []


def test_no_texts_give_no_rows(cache: EmbeddingCache) -> None:
    rows, fresh = cache.embed(WordEmbedder(), [])
    assert (rows.shape, fresh) == ((0, 64), 0)


def test_what_was_embedded_before_a_failure_is_kept(cache: EmbeddingCache) -> None:
    with pytest.raises(ValueError):
        cache.embed(WordEmbedder(), ["a", "b", "c", " "], batch=2)
    assert cache.missing(WordEmbedder.model_id, ["a", "b", "c"]) == 1


@pytest.mark.promise(25)
def test_a_killed_run_goes_on_where_it_stopped(path: Path) -> None:
    program = f"""
import time
from pathlib import Path
from tests.doubles import WordEmbedder
from vectorstore.embeddings.cache import EmbeddingCache

class Slow(WordEmbedder):
    def embed_documents(self, texts):
        if len(self.calls) == 3:
            print("three batches", flush=True)
            time.sleep(60)
        return super().embed_documents(texts)

EmbeddingCache(Path({str(path)!r})).embed(Slow(), [f"w{{n}}" for n in range(50)], batch=10)
"""
    child = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "three batches\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait(10)
    child.stdout.close()
    with EmbeddingCache(path) as cache:
        assert cache.embed(WordEmbedder(), [f"w{n}" for n in range(50)])[1] == 20


def test_a_vector_of_the_wrong_size_is_embedded_again(path: Path, cache: EmbeddingCache) -> None:
    cache.embed(WordEmbedder(), ["a", "b"])
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE embeddings SET vector = x'0000'")
    connection.close()
    assert cache.embed(WordEmbedder(), ["a", "b"])[1] == 2


def test_forgotten_texts_leave_no_bytes_behind(path: Path) -> None:
    embedder = WordEmbedder()
    with EmbeddingCache(path) as cache:
        rows, _ = cache.embed(embedder, ["geheim", "kunst"])
        cache.forget(["geheim"], embedder.model_id)
        assert cache.missing(embedder.model_id, ["geheim", "kunst"]) == 1
        files = [file for file in path.parent.iterdir() if file.is_file()]
        assert not any(rows[0].tobytes() in file.read_bytes() for file in files)
        assert any(rows[1].tobytes() in file.read_bytes() for file in files)


def test_a_file_that_is_no_database_is_named_with_the_remedy(path: Path) -> None:
    path.write_bytes(b"this is not a database, it is a letter\n" * 200)
    with pytest.raises(StoreError, match=r"state\.sqlite is damaged .* Delete it"):
        EmbeddingCache(path)


def test_a_file_of_a_newer_version_is_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match="newer version"):
        EmbeddingCache(path)


def test_a_folder_that_is_missing_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NoPermission, match="DATA_DIR"):
        EmbeddingCache(tmp_path / "gone" / "state.sqlite")


def test_a_full_disk_is_a_sentence_and_what_was_kept_stays(path: Path, cache: EmbeddingCache) -> None:
    cache.embed(WordEmbedder(), ["a"])
    cache._connection.execute("PRAGMA max_page_count = 1")  # sqlite's own way to be full
    with pytest.raises(DiskFull, match="Free space"):
        cache.embed(WordEmbedder(), [f"w{n}" for n in range(500)])
    assert cache.missing(WordEmbedder.model_id, ["a"]) == 0


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_FULL, DiskFull),
        (sqlite3.SQLITE_IOERR | 3 << 8, DiskFull),
        (sqlite3.SQLITE_READONLY, NoPermission),
        (sqlite3.SQLITE_CANTOPEN, NoPermission),
        (sqlite3.SQLITE_BUSY, Busy),
        (sqlite3.SQLITE_CORRUPT, StoreError),
    ],
)
def test_every_failure_of_sqlite_has_its_class(path: Path, code: int, kind: type[StoreError]) -> None:
    error = sqlite3.OperationalError("x")
    error.sqlite_errorcode = code
    assert type(plain_error(error, path)) is kind


def test_other_tables_of_the_file_are_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE journal (line TEXT)")
        connection.execute("INSERT INTO journal VALUES ('kept')")
    connection.close()
    with EmbeddingCache(path) as cache:
        cache.embed(WordEmbedder(), ["a"])
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT line FROM journal").fetchall() == [("kept",)]
    connection.close()


def test_a_cached_row_is_much_cheaper_than_an_embedding(cache: EmbeddingCache) -> None:
    texts = [f"w{n}" for n in range(2000)]
    cache.embed(WordEmbedder(), texts, batch=500)
    began = time.process_time()
    cache.embed(WordEmbedder(), texts)
    assert (time.process_time() - began) / len(texts) < 0.001
