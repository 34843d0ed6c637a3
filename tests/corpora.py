"""Corpora of a few episodes with vectors that depend on their text alone, for tests of what keeps generations."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from vectorstore.records import Chunk, DocumentRecord, Episode, Span
from vectorstore.store.manifest import Manifest

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
