"""The arrays beside a generation's vectors that ranking and evidence read; imports text, embeddings, records.

`build` runs once at publication over all rows; `Scoring` is the reader's view of the same arrays:

    ids (n,) bytes          document, episode (n,) int32: index into the manifest's lists
    ordinal (n,) int32      heading (n,) bool: the episode's heading lines
    language (n,) bytes     "nl", "en"..., empty where unknown
    hubness (n,) float32    mean cosine to the ten nearest other rows: how near a passage is to everything
    probe_mean (n,) float32 mean cosine to the shipped off-topic questions
    words (bytes)           the vocabulary, one word a line
    word_vectors (V, 512)   int8, to be multiplied by word_scale (V,) float32; made by word_model (bytes)
    word_begin (V + 1,)     word_rows: the rows that hold word v are word_rows[word_begin[v]:word_begin[v + 1]]
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from vectorstore.embeddings.words import WordEmbedder
from vectorstore.records import Chunk, DocumentRecord, Episode
from vectorstore.text.words import word_set

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float32]
NEIGHBOURS = 10
SCREEN_DIRECTIONS, SCREEN_SAMPLE = 96, 8000
"""Directions that a large vocabulary is screened by, and words that they are found from."""
EXACT_ROWS = 20_000
"""Up to here the ten nearest are found exactly; beyond, among that many rows spread evenly."""


class Scoring:
    """The arrays of one generation, with what is derived from them once."""

    def __init__(self, arrays: Mapping[str, Array], documents: Sequence[DocumentRecord], episodes: Sequence[Episode]):
        self.arrays = arrays
        self.documents = documents
        self.episodes = episodes
        self.ids: list[str] = [bytes(value).decode("ascii") for value in arrays["ids"]]
        self.document: Array = arrays["document"]
        self.episode: Array = arrays["episode"]
        self.ordinal: Array = arrays["ordinal"]
        self.heading: Array = arrays["heading"]
        self.language: Array = arrays["language"]
        self.hubness: Floats = arrays["hubness"]
        self.probe_mean: Floats = arrays["probe_mean"]
        self.word_begin: Array = arrays["word_begin"]
        self.word_rows: Array = arrays["word_rows"]

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each id."""
        return {value: row for row, value in enumerate(self.ids)}

    @cached_property
    def vocabulary(self) -> list[str]:
        """The words of the index."""
        return self.word_lines.strip("\n").split("\n") if self.word_lines.strip("\n") else []

    @cached_property
    def word_lines(self) -> str:
        """The vocabulary as one text, a line end before and after each word (for searching inside words)."""
        return "\n" + bytes(self.arrays["words"]).decode("utf-8") + "\n"

    @cached_property
    def word_at(self) -> dict[str, int]:
        """The number of each word."""
        return {word: number for number, word in enumerate(self.vocabulary)}

    @cached_property
    def word_vectors(self) -> Floats:
        """The words' vectors, (V, 512) float32."""
        return unpacked(self.arrays)

    def cosines(self, numbers: Array, vector: Floats) -> Floats:
        """Return the cosines of a vector (512,) with the words of these numbers, (n,) float32.

        Reads the packed rows: of a large vocabulary the whole matrix would be 200 MB.
        """
        found: Floats = unpacked(self.arrays, numbers) @ vector
        return found

    @cached_property
    def screen(self) -> tuple[Floats, Floats]:
        """The strongest directions of the words' vectors, (512, 96), and the words along them, (V, 96)."""
        count = len(self.arrays["word_vectors"])
        sample = unpacked(self.arrays, np.s_[:: max(1, count // SCREEN_SAMPLE)])
        _, directions = np.linalg.eigh(sample.T @ sample)
        strongest = np.ascontiguousarray(directions[:, -SCREEN_DIRECTIONS:], dtype=np.float32)
        blocks = (np.s_[begin : begin + SCREEN_SAMPLE] for begin in range(0, count, SCREEN_SAMPLE))
        return strongest, np.concatenate([unpacked(self.arrays, block) @ strongest for block in blocks])

    @cached_property
    def document_frequency(self) -> Array:
        """In how many rows each word stands."""
        return np.diff(self.word_begin)

    def in_shows(self, shows: Container[str]) -> Array:
        """Return which rows are of these shows, (n,) bool; read from the episodes, so that no row is looked at."""
        return np.array([episode.show in shows for episode in self.episodes], dtype=bool)[self.episode]

    def rows_of_episodes(self, keys: Sequence[str]) -> Array:
        """Return the rows of the episodes with these keys."""
        wanted = [number for number, episode in enumerate(self.episodes) if episode.key in set(keys)]
        return np.flatnonzero(np.isin(self.episode, wanted))


def build(
    rows: Sequence[Chunk],
    vectors: Floats,
    probes: Floats,
    documents: Sequence[DocumentRecord],
    episodes: Sequence[Episode],
    word_vectors: WordEmbedder,
) -> dict[str, Array]:
    """Return the arrays for all rows; `vectors` (n, d) and `probes` (p, d) are normalised float32."""
    document_at = {record.name: number for number, record in enumerate(documents)}
    episode_at = {episode.key: number for number, episode in enumerate(episodes)}
    words, begin, postings = inverted([word_set(chunk.text, chunk.language) for chunk in rows])
    return {
        "ids": np.array([chunk.id.encode("ascii") for chunk in rows], dtype="S22"),
        "document": np.array([document_at[chunk.document] for chunk in rows], dtype=np.int32),
        "episode": np.array([episode_at[chunk.episode] for chunk in rows], dtype=np.int32),
        "ordinal": np.array([chunk.ordinal for chunk in rows], dtype=np.int32),
        "heading": np.array([chunk.role == "heading" for chunk in rows], dtype=bool),
        "language": np.array([(chunk.language or "").encode("ascii", "ignore")[:8] for chunk in rows], dtype="S8"),
        "hubness": hubness(vectors),
        "probe_mean": (vectors @ probes.T).mean(axis=1).astype(np.float32),
        "words": np.frombuffer("\n".join(words).encode("utf-8"), dtype=np.uint8),
        **packed(word_vectors.embed(words)),
        "word_model": np.frombuffer(word_vectors.model_id.encode("utf-8"), dtype=np.uint8),
        "word_begin": begin,
        "word_rows": postings,
    }


def packed(vectors: Floats) -> dict[str, Array]:
    """Return word vectors (V, 512) as bytes with a scale a word: a quarter of their size, their cosines within .01.

    What was packed before is packed to the same bytes again.
    """
    scale = np.maximum(np.abs(vectors).max(axis=1, initial=0.0), 1e-12) / np.float32(127)
    return {
        "word_vectors": np.rint(vectors / scale[:, None]).astype(np.int8),
        "word_scale": scale.astype(np.float32),
    }


def unpacked(arrays: Mapping[str, Array], which: slice | Array = np.s_[:]) -> Floats:
    """Return the word vectors of a generation, or `which` of them, (n, 512) float32; before word_scale: float16."""
    vectors: Floats = arrays["word_vectors"][which].astype(np.float32)
    if "word_scale" in arrays:
        vectors *= arrays["word_scale"][which][:, None]
    return vectors


def inverted(word_sets: Sequence[set[str]]) -> tuple[list[str], Array, Array]:
    """Return the vocabulary and, word after word, the rows that hold it."""
    rows_of: dict[str, list[int]] = {}
    for row, words in enumerate(word_sets):
        for word in words:
            rows_of.setdefault(word, []).append(row)
    vocabulary = sorted(rows_of)
    begin = np.zeros(len(vocabulary) + 1, dtype=np.int64)
    np.cumsum([len(rows_of[word]) for word in vocabulary], out=begin[1:])
    postings = np.fromiter((row for word in vocabulary for row in rows_of[word]), dtype=np.int32, count=int(begin[-1]))
    return vocabulary, begin, postings


def hubness(vectors: Floats, block: int = 1024) -> Floats:
    """Return each row's mean cosine to its ten nearest other rows, (n,) float32; 0 for a row that is alone."""
    count = len(vectors)
    others = np.arange(count) if count <= EXACT_ROWS else np.linspace(0, count - 1, EXACT_ROWS).astype(np.int64)
    nearest = min(NEIGHBOURS, len(others) - 1)
    out = np.zeros(count, dtype=np.float32)
    if nearest < 1:
        return out
    pool = np.ascontiguousarray(vectors[others].T)
    for begin in range(0, count, block):
        cosines = vectors[begin : begin + block] @ pool
        mine = np.arange(begin, min(begin + block, count))
        position = np.minimum(np.searchsorted(others, mine), len(others) - 1)
        same = others[position] == mine
        cosines[np.flatnonzero(same), position[same]] = -1.0  # a row is not its own neighbour
        out[mine] = np.partition(cosines, -nearest, axis=1)[:, -nearest:].mean(axis=1)
    return out
