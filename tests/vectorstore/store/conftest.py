"""A small corpus, and generations of it made by the real builder in tmp_path."""

import os
import random
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vectorstore.layout import Layout
from vectorstore.records import Chunk, DocumentRecord, Episode, Span
from vectorstore.store.generations import GenerationBuilder
from vectorstore.store.index import StoredIndex
from vectorstore.store.manifest import Manifest
from vectorstore.store.probe import examine
from vectorstore.store.reader import IndexReader, PublishedIndex

DIMENSIONS = 8
EMBEDDER = "fake/eight"


@dataclass(frozen=True)
class Corpus:
    """Episodes of one document each; every text carries the marker, every vector depends on text alone."""

    marker: str
    episodes: dict[str, Episode]
    chunks: list[Chunk]

    @property
    def vectors(self) -> np.ndarray:
        return np.array([vector_of(chunk.text) for chunk in self.chunks], dtype=np.float32)

    @property
    def ids(self) -> list[str]:
        return [chunk.id for chunk in self.chunks]

    def manifest(self, generation: str, embedder: str = EMBEDDER) -> Manifest:
        names = dict.fromkeys(chunk.document for chunk in self.chunks)
        documents = tuple(self._record(name) for name in names)
        return Manifest(
            generation=generation,
            published="2025-01-02T03:04:05+00:00",
            embedder=embedder,
            dimensions=DIMENSIONS,
            recipe="recipe-1",
            documents=documents,
            episodes=tuple(self.episodes.values()),
            skipped=(),
            warnings=(),
            rows=len(self.chunks),
        )

    def arrays(self) -> dict[str, np.ndarray]:
        return {"ids": np.array(self.ids, dtype=np.str_)}

    def _record(self, name: str) -> DocumentRecord:
        mine = [chunk for chunk in self.chunks if chunk.document == name]
        keys = tuple(dict.fromkeys(chunk.episode for chunk in mine))
        return DocumentRecord(name, "0" * 64, "markdown", "transcript", len(mine), keys)


def vector_of(text: str) -> list[float]:
    """Return a unit vector that depends on the text alone."""
    chance = random.Random(text)
    values = [chance.gauss(0, 1) for _ in range(DIMENSIONS)]
    length = sum(value * value for value in values) ** 0.5
    return [value / length for value in values]


def corpus(marker: str = "alpha", episodes: Iterable[int] = range(3), each: int = 4) -> Corpus:
    """Return a corpus whose episodes have these numbers and `each` chunks."""
    numbers = list(episodes)
    known = {f"e{n}": Episode(f"e{n}", "show", f"Title {n}", n, "2024-05-06", f"https://x.test/{n}") for n in numbers}
    chunks = [
        Chunk(
            document=f"show/{n}.md",
            ordinal=ordinal,
            episode=f"e{n}",
            role="body",
            text=f"{marker} says {ordinal} of {n}",
            spans=(Span(0, len(marker), 0, "Ann", 1.5, 2.5),),
            start=1.5,
            end=2.5,
        )
        for n in numbers
        for ordinal in range(each)
    ]
    return Corpus(marker, known, chunks)


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
