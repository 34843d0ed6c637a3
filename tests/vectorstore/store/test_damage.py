"""Each file of a generation, damaged in four ways: the check says so, and a reader falls back."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vectorstore.errors import DamagedIndex
from vectorstore.layout import Layout
from vectorstore.store.index import DATABASE
from vectorstore.store.probe import examine
from vectorstore.store.reader import IndexReader

HNSW = ["data_level0.bin", "header.bin", "index_metadata.pickle", "length.bin", "link_lists.bin"]
OTHERS = ["scoring.npz", "manifest.json", "checksums.json"]


def cut(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def flipped(path: Path) -> None:
    path.write_bytes(bytes(byte ^ 255 for byte in path.read_bytes()))


def noise(path: Path) -> None:
    path.write_bytes(np.random.default_rng(7).bytes(path.stat().st_size))


def gone(path: Path) -> None:
    path.unlink()


DAMAGES = [cut, flipped, noise, gone]


def noise_in_the_middle(path: Path) -> None:
    """Overwrite a tenth of the pages, but not the header nor the schema."""
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    length = len(content) // 10 // 4096 * 4096 + 4096
    content[middle : middle + length] = np.random.default_rng(7).bytes(length)
    path.write_bytes(content)


@pytest.fixture(scope="module")
def two_generations(
    tmp_path_factory: pytest.TempPathFactory, publish: Callable[..., str], corpora: tuple[Any, Any]
) -> Path:
    """Return a DATA_DIR with two finished generations, to be copied."""
    layout = Layout(tmp_path_factory.mktemp("two") / "var")
    for corpus in corpora:
        publish(layout, corpus)
    return layout.root


@pytest.fixture
def layout(two_generations: Path, tmp_path: Path) -> Layout:
    shutil.copytree(two_generations, tmp_path / "var")
    return Layout(tmp_path / "var")


def victim(layout: Layout, name: str) -> Path:
    """Return the file of that name in the current generation."""
    return next(layout.generation("gen-000002").rglob(name))


def answers_from(layout: Layout) -> tuple[str, str | None]:
    """Ask through a reader as the bot does, once more after damage, and return generation and trouble."""
    reader = IndexReader(layout, "fake/eight")
    try:
        for _ in range(2):
            try:
                with reader.lease() as index:
                    hits = index.store.query(np.ones(8, dtype=np.float32), 50)
                    chunks = index.store.chunks(id_ for id_, _ in hits)
                    if len(chunks) != index.manifest.rows:
                        raise DamagedIndex("a hit has no row")
                    assert len({chunk.text.split()[0] for chunk in chunks.values()}) == 1
                    return index.manifest.generation, reader.trouble
            except DamagedIndex:
                continue
        raise AssertionError("no answer at the second try")
    finally:
        reader.close()


@pytest.mark.promise(18)
@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", HNSW + OTHERS)
def test_a_damaged_file_is_named_and_the_generation_before_answers(
    layout: Layout, name: str, damage: Callable[[Path], None]
) -> None:
    damage(victim(layout, name))
    with pytest.raises(DamagedIndex, match=name):
        examine(layout.generation("gen-000002"))
    generation, trouble = answers_from(layout)
    assert generation == "gen-000001"
    assert trouble is not None
    assert name in trouble
    assert "gen-000001 answers" in trouble


@pytest.mark.promise(18)
@pytest.mark.parametrize("damage", [*DAMAGES, noise_in_the_middle])
def test_a_damaged_database_is_found_and_the_generation_before_answers(
    layout: Layout, damage: Callable[[Path], None]
) -> None:
    damage(victim(layout, DATABASE))
    with pytest.raises(DamagedIndex, match="gen-000002"):
        examine(layout.generation("gen-000002"))
    assert answers_from(layout)[0] == "gen-000001"


def test_rows_that_are_missing_are_found(layout: Layout) -> None:
    with sqlite3.connect(victim(layout, DATABASE)) as database:
        database.execute("DELETE FROM embeddings WHERE id = (SELECT max(id) FROM embeddings)")
    database.close()
    with pytest.raises(DamagedIndex, match="11 rows"):
        examine(layout.generation("gen-000002"))
    assert answers_from(layout)[0] == "gen-000001"


@pytest.mark.parametrize("damage", DAMAGES)
def test_when_both_are_damaged_the_reader_says_so(layout: Layout, damage: Callable[[Path], None]) -> None:
    for name in layout.generations():
        damage(next(layout.generation(name).rglob("data_level0.bin")))
    reader = IndexReader(layout, "fake/eight")
    with pytest.raises(DamagedIndex, match=r"gen-000002.*python -m ingest"), reader.lease():
        pass


def test_a_thorough_reader_finds_damaged_pages_before_anybody_asks(layout: Layout) -> None:
    noise_in_the_middle(victim(layout, DATABASE))
    reader = IndexReader(layout, "fake/eight", thorough=True)
    with reader.lease() as index:
        assert index.manifest.generation == "gen-000001"
    reader.close()


def test_opening_and_asking_never_trips_the_checksums(layout: Layout) -> None:
    for _ in range(5):
        assert answers_from(layout) == ("gen-000002", None)
    examine(layout.generation("gen-000002"))
