"""What goes into a collection comes out of it, in real Chroma."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vectorstore.errors import DamagedIndex, IndexMismatch, StoreError
from vectorstore.records import Chunk
from vectorstore.store.index import DATABASE, StoredIndex

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def filled(store: StoredIndex, make_corpus: Callable[..., Any]) -> Iterator[StoredIndex]:
    corpus = make_corpus()
    store.add(corpus.chunks, corpus.episodes, corpus.vectors)
    return store


def test_other_programs_find_the_episode_in_every_row(filled: StoredIndex) -> None:
    import chromadb

    rows = chromadb.PersistentClient(str(filled.folder), settings=filled._client.get_settings())
    row = rows.get_collection("chunks", embedding_function=None).get(where={"number": 2}, limit=1)["metadatas"]
    rows.close()
    assert row is not None
    stated = {
        "show": "show",
        "number": 2,
        "title": "Title 2",
        "date": "2024-05-06",
        "url": "https://x.test/2",
    }
    assert stated.items() <= row[0].items()
    assert "section" not in row[0]


def test_a_query_gives_cosine_similarity_best_first(store: StoredIndex, make_corpus: Callable[..., Any]) -> None:
    chunks = make_corpus(episodes=[1], each=3).chunks
    vectors = np.zeros((3, 8), dtype=np.float32)
    vectors[0, 0], vectors[1, :2], vectors[2, 1] = 5, 1, 1
    store.add(chunks, make_corpus().episodes, vectors)
    hits = store.query(np.eye(8, dtype=np.float32)[0], 10)
    assert [id_ for id_, _ in hits] == [chunk.id for chunk in chunks]
    assert [similarity for _, similarity in hits] == pytest.approx([1, 0.5**0.5, 0], abs=1e-5)


def test_a_limit_cuts_the_hits(filled: StoredIndex) -> None:
    assert len(filled.query(np.ones(8, dtype=np.float32), 5)) == 5


def test_vectors_come_in_the_order_asked(filled: StoredIndex, make_corpus: Callable[..., Any]) -> None:
    corpus = make_corpus()
    asked = [7, 0, 3, 7]
    found = filled.vectors([corpus.ids[place] for place in asked])
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, corpus.vectors[asked], atol=1e-6)


def test_chunks_come_in_the_order_asked_and_strangers_are_left_out(
    filled: StoredIndex, make_corpus: Callable[..., Any]
) -> None:
    ids = make_corpus().ids
    assert list(filled.chunks([ids[5], "stranger", ids[1]])) == [ids[5], ids[1]]
    with pytest.raises(DamagedIndex, match="stranger"):
        filled.vectors([ids[5], "stranger"])


def test_a_scan_gives_everything_once_with_its_own_vector(filled: StoredIndex, make_corpus: Callable[..., Any]) -> None:
    corpus = make_corpus()
    own = dict(zip(corpus.ids, corpus.vectors, strict=True))
    seen: list[Chunk] = []
    for chunks, vectors in filled.scan(batch=5):
        assert len(chunks) == len(vectors) <= 5
        np.testing.assert_allclose(vectors, [own[chunk.id] for chunk in chunks], atol=1e-6)
        seen += chunks
    assert sorted(seen, key=lambda chunk: chunk.id) == sorted(corpus.chunks, key=lambda chunk: chunk.id)


def test_an_empty_collection_has_nothing_and_no_trouble(store: StoredIndex) -> None:
    store.remove([])
    store.add([], {}, np.empty((0, 8), dtype=np.float32))
    assert store.count() == 0
    assert store.query(np.ones(8, dtype=np.float32), 3) == []
    assert store.chunks([]) == {}
    assert len(store.vectors([])) == 0
    assert list(store.scan()) == []


def test_removed_rows_are_gone_and_strangers_are_passed_over(
    filled: StoredIndex, make_corpus: Callable[..., Any]
) -> None:
    ids = make_corpus().ids
    filled.remove([*ids[:3], "stranger"])
    assert filled.count() == len(ids) - 3
    found = {id_ for id_, _ in filled.query(np.ones(8, dtype=np.float32), 50)}
    assert found == set(ids[3:])


def test_more_rows_than_one_batch(store: StoredIndex, make_corpus: Callable[..., Any]) -> None:
    corpus = make_corpus(episodes=[1], each=2_100)
    store.add(corpus.chunks, corpus.episodes, corpus.vectors)
    assert store.count() == 2_100
    assert len(store.chunks(corpus.ids)) == 2_100
    store.remove(corpus.ids)
    assert store.count() == 0


def test_chunks_and_vectors_must_be_as_many(store: StoredIndex, make_corpus: Callable[..., Any]) -> None:
    corpus = make_corpus()
    with pytest.raises(ValueError, match="12 chunks and 11 vectors"):
        store.add(corpus.chunks, corpus.episodes, corpus.vectors[:-1])


def test_a_vector_of_another_length_is_a_mismatch(filled: StoredIndex) -> None:
    with pytest.raises(IndexMismatch, match="dimension"):
        filled.query(np.ones(9, dtype=np.float32), 1)


def test_a_row_of_another_program_is_damage(filled: StoredIndex) -> None:
    filled._collection().add(ids=["x"], embeddings=[[1.0] * 8], documents=["text"], metadatas=[{"a": 1}])
    with pytest.raises(DamagedIndex, match="row x"):
        filled.chunks(["x"])


def test_opening_what_is_not_there_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(DamagedIndex, match=DATABASE):
        StoredIndex.open(tmp_path / "gen-000001")
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_our_collection_does_not_open(tmp_path: Path) -> None:
    made = StoredIndex.create(tmp_path)
    made._client.delete_collection("chunks")
    made.close()
    with pytest.raises(DamagedIndex, match="does not exist"):
        StoredIndex.open(tmp_path)


def test_the_index_is_built_with_the_measured_parameters(store: StoredIndex) -> None:
    wanted = {"space": "cosine", "max_neighbors": 48, "ef_construction": 400, "ef_search": 400}
    assert wanted.items() <= store._collection().configuration["hnsw"].items()


def test_a_closed_index_says_so_and_closes_twice(filled: StoredIndex) -> None:
    filled.close()
    filled.close()
    with pytest.raises(StoreError, match="closed"):
        filled.count()


def test_closing_lets_go_of_every_file(
    filled: StoredIndex, open_files: Callable[[Path], list[str]], soon: Callable[..., bool]
) -> None:
    filled.query(np.ones(8, dtype=np.float32), 1)
    assert open_files(filled.folder)
    filled.close()
    assert soon(lambda: open_files(filled.folder) == [])


def test_a_folder_can_be_opened_again_after_closing(filled: StoredIndex, make_corpus: Callable[..., Any]) -> None:
    filled.close()
    again = StoredIndex.open(filled.folder)
    assert again.chunks(again.ids()) == {chunk.id: chunk for chunk in make_corpus().chunks}
    again.close()


def test_a_settled_index_leaves_nothing_to_replay(filled: StoredIndex) -> None:
    import sqlite3

    filled.close()
    StoredIndex.settle(filled.folder)
    with sqlite3.connect(filled.folder / DATABASE) as database:
        (waiting,) = database.execute("SELECT count(*) FROM embeddings_queue").fetchone()
    database.close()
    assert waiting <= 1
    again = StoredIndex.open(filled.folder)
    assert again._collection().configuration["hnsw"]["sync_threshold"] == 1_000
    assert again._collection().configuration["hnsw"]["ef_search"] == 400
    again.close()


def test_an_episode_that_is_not_given_is_an_error_before_anything_is_written(
    store: StoredIndex, make_corpus: Callable[..., Any]
) -> None:
    corpus = make_corpus()
    stray = replace(corpus.chunks[0], episode="unknown")
    with pytest.raises(KeyError):
        store.add([stray], corpus.episodes, corpus.vectors[:1])
    assert store.count() == 0


def test_importing_the_store_does_not_import_chromadb_or_numpy() -> None:
    code = (
        "import sys, vectorstore.store.reader, vectorstore.store.generations, vectorstore.store.writer_lock;"
        "sys.exit(any(name in sys.modules for name in ('chromadb', 'numpy', 'pydantic')))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_a_chroma_setting_in_a_dot_env_is_not_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("CHROMA_API_IMPL=nonsense\nANONYMIZED_TELEMETRY=True\n")
    code = (
        "from pathlib import Path; from vectorstore.store.index import StoredIndex;"
        "Path('g').mkdir(); index = StoredIndex.create(Path('g'));"
        "assert index._client.get_settings().anonymized_telemetry is False; index.close()"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
