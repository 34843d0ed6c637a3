"""A small corpus, and generations of it made by the real builder in tmp_path."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.corpora import EMBEDDER, Corpus, corpus
from vectorstore.layout import Layout
from vectorstore.store.generations import GenerationBuilder
from vectorstore.store.index import StoredIndex
from vectorstore.store.probe import examine
from vectorstore.store.reader import IndexReader, PublishedIndex


@pytest.fixture
def make_corpus() -> Callable[..., Corpus]:
    return corpus


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "var")


@pytest.fixture(scope="session")
def publish() -> Callable[..., str]:
    """Publish a corpus afresh and return the generation's name; it is checked here, not in a child (1 s)."""

    def run(layout: Layout, what: Corpus, embedder: str = EMBEDDER) -> str:
        builder = GenerationBuilder.begin(layout, None)
        builder.add(what.chunks, what.episodes, what.vectors)
        builder.publish(what.manifest(builder.name, embedder), what.arrays(), check=examine)
        return builder.name

    return run


@pytest.fixture(scope="session")
def corpora() -> tuple[Corpus, Corpus]:
    """Return two corpora that differ in every text."""
    return corpus("alpha"), corpus("beta")


@pytest.fixture
def reader(layout: Layout) -> Iterator[IndexReader]:
    made = IndexReader(layout, EMBEDDER)
    yield made
    made.close()


@pytest.fixture(scope="session")
def markers() -> Any:
    def run(index: PublishedIndex) -> set[str]:
        """Ask as the bot does: a search, then the texts of the hits."""
        hits = index.store.query(np.ones(8, dtype=np.float32), 50)
        chunks = index.store.chunks(id_ for id_, _ in hits)
        assert len(chunks) == len(hits) == index.manifest.rows == len(index.arrays["ids"])
        return {chunk.text.split()[0] for chunk in chunks.values()}

    return run


@pytest.fixture(scope="session")
def open_files() -> Any:
    def run(folder: Path) -> list[str]:
        """Return the files below a folder that this process has open."""
        found = []
        for handle in Path("/proc/self/fd").iterdir():
            try:
                target = os.readlink(handle)
            except OSError:
                continue
            if target.startswith(str(folder)):
                found.append(target)
        return found

    return run


@pytest.fixture(scope="session")
def soon() -> Any:
    def run(claim: Callable[[], bool]) -> bool:
        """Return whether something becomes true within 5 s: sqlite's pool closes in the background."""
        deadline = time.monotonic() + 5
        while not claim() and time.monotonic() < deadline:
            time.sleep(0.02)
        return claim()

    return run


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StoredIndex]:
    (tmp_path / "made").mkdir()
    made = StoredIndex.create(tmp_path / "made")
    yield made
    made.close()
