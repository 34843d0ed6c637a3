"""A large index that looks like a real one: real rows, and seeded copies that differ; imports ingest and the store.

A copy's vectors lie around the real ones, and its texts are real sentences in another order whose rare words are
spelled in a way of their own, because the words of a library grow with it and matching words costs with them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from evals.corpora import job_in, told
from ingest.difference import Difference
from ingest.publication import Rows, build
from ingest.reading import Plan
from vectorstore.embeddings.cache import EmbeddingCache
from vectorstore.records import Chunk, DocumentRecord, Episode, Span
from vectorstore.retrieval.live import LiveIndex
from vectorstore.retrieval.scoring import Floats
from vectorstore.store.reader import PublishedIndex
from vectorstore.text.sentences import sentences

SEED = 11
NOISE = 0.5
"""Length of what is added to a vector of length 1: a copy's cosine to its original is about .9, as neighbours' is."""
RARE = 2
"""A long word in fewer rows than this is a name or a compound: each copy has its own.

So the words grow as they do with real documents: over those of ../shared with the .52th power of the rows, which makes
105,000 words of 20,055 at 100,000 rows.
"""
_WORD = re.compile(r"[^\W\d_]{7,}")
_SYLLABLES = ("an", "er", "ing", "sel", "aar", "oom", "ist", "um", "kin", "dal", "voort", "ley")


@dataclass(frozen=True, slots=True)
class Grown:
    """A plan with the vectors of its rows, (n, d) float32 of length 1."""

    plan: Plan
    vectors: Floats


def enlarged(folder: Path, index: PublishedIndex, rows: int) -> LiveIndex:
    """Return a fresh index of `rows` rows in `folder`, made of those of `index`."""
    grown = grown_to(index, rows)
    # The check before publication wants every episode found by one of its own vectors. At this size HNSW, healthy as
    # it is, passes over some; evals.sizes counts how many.
    job = replace(job_in(folder), check=lambda _: None)
    with closing(EmbeddingCache(job.layout.state)) as cache:
        change = Difference(grown.plan.chunks, ())
        filled = Rows(grown.plan.chunks, grown.vectors, cache)
        build(job, None, grown.plan, change, filled, told(folder.name), decided=lambda: None)
    return LiveIndex(job.layout, job.embedder)


def grown_to(index: PublishedIndex, rows: int) -> Grown:
    """Return the real rows and as many copies of them as it takes."""
    chunks, vectors = real_rows(index)
    draw = np.random.default_rng(SEED)
    pool = [text for chunk in chunks for text in sentences_of(chunk)]
    rare = rare_words(chunks)
    parts = [(list(index.manifest.documents), list(index.manifest.episodes), chunks)]
    matrices = [vectors]
    for number in range(1, -(-rows // len(chunks))):
        left = rows - number * len(chunks)
        documents, episodes, copied = copy_of(index, chunks, number, pool, rare, draw)
        parts.append((documents, episodes, copied[:left]))
        matrices.append(around(vectors[:left], draw))
    return Grown(plan_of(parts), np.concatenate(matrices))


def plan_of(parts: Sequence[tuple[Sequence[DocumentRecord], Sequence[Episode], Sequence[Chunk]]]) -> Plan:
    """Return the plan of all copies; a document that was cut off states the chunks it has."""
    chunks = tuple(chunk for _, _, copied in parts for chunk in copied)
    counts = Counter(chunk.document for chunk in chunks)
    records = (record for documents, _, _ in parts for record in documents)
    documents = tuple(replace(record, chunks=counts[record.name]) for record in records if counts[record.name])
    return Plan(documents, tuple(episode for _, episodes, _ in parts for episode in episodes), chunks)


def real_rows(index: PublishedIndex) -> tuple[list[Chunk], Floats]:
    """Return all rows of an index with their vectors, documents together and in order."""
    chunks, parts = [], []
    for some, vectors in index.store.scan():
        chunks += some
        parts.append(np.asarray(vectors, dtype=np.float32))
    return chunks, np.concatenate(parts)


def copy_of(
    index: PublishedIndex,
    chunks: Sequence[Chunk],
    number: int,
    pool: Sequence[str],
    rare: frozenset[str],
    draw: np.random.Generator,
) -> tuple[list[DocumentRecord], list[Episode], list[Chunk]]:
    """Return one copy of all documents, with names, episode numbers, titles and words of its own."""
    documents = [
        replace(one, name=f"{one.name}~{number}", episodes=tuple(f"{key}~{number}" for key in one.episodes))
        for one in index.manifest.documents
    ]
    episodes = [
        replace(
            one,
            key=f"{one.key}~{number}",
            number=None if one.number is None else one.number + 1000 * number,
            title=" ".join(spelled(drawn(pool, draw), rare, number).split()[:6]),
        )
        for one in index.manifest.episodes
    ]
    texts = said_anew(chunks, pool, draw)
    copied = [respoken(chunk, spelled(text, rare, number), number) for chunk, text in zip(chunks, texts, strict=True)]
    return documents, episodes, copied


def said_anew(chunks: Sequence[Chunk], pool: Sequence[str], draw: np.random.Generator) -> Iterator[str]:
    """Yield a text of drawn sentences for each chunk, about as long as its own."""
    for chunk in chunks:
        text = drawn(pool, draw)
        while len(text) < len(chunk.text) * 0.9:
            text += " " + drawn(pool, draw)
        yield text


def drawn(pool: Sequence[str], draw: np.random.Generator) -> str:
    """Return one of these texts."""
    return pool[int(draw.integers(len(pool)))]


def respoken(chunk: Chunk, text: str, number: int) -> Chunk:
    """Return a copy of a chunk that says another text."""
    return replace(
        chunk,
        document=f"{chunk.document}~{number}",
        episode=f"{chunk.episode}~{number}",
        text=text,
        spans=(Span(0, len(text), 0),),
    )


def spelled(text: str, rare: frozenset[str], number: int) -> str:
    """Return a text whose rare words have an ending of this copy's."""
    ending = _SYLLABLES[number % len(_SYLLABLES)] + _SYLLABLES[number // len(_SYLLABLES) % len(_SYLLABLES)]
    return _WORD.sub(lambda found: found[0] + ending if found[0].lower() in rare else found[0], text)


def rare_words(chunks: Sequence[Chunk]) -> frozenset[str]:
    """Return the words that stand in few rows."""
    counts = Counter(word for chunk in chunks for word in {w.lower() for w in _WORD.findall(chunk.text)})
    return frozenset(word for word, count in counts.items() if count < RARE)


def sentences_of(chunk: Chunk) -> list[str]:
    """Return the sentences of a chunk."""
    return [text for begin, end in sentences(chunk.text) if (text := chunk.text[begin:end].strip())]


def around(vectors: Floats, draw: np.random.Generator) -> Floats:
    """Return vectors near these, of length 1."""
    noise = draw.standard_normal(vectors.shape, dtype=np.float32)
    noise *= NOISE / np.linalg.norm(noise, axis=1, keepdims=True)
    moved = vectors + noise
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), dtype=np.float32)
