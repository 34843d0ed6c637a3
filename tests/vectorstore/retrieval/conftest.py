"""A shelf of small episodes, and a searcher over it: real Chroma and arrays, predictable vectors, no model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest

from tests.doubles import WordEmbedder
from vectorstore.embeddings.seam import passage_matrix
from vectorstore.records import Chunk, DocumentRecord, Episode, Span
from vectorstore.retrieval.catalogue import Catalogue
from vectorstore.retrieval.evidence import probe_vectors
from vectorstore.retrieval.scoring import build
from vectorstore.retrieval.search import Searcher
from vectorstore.store.index import StoredIndex
from vectorstore.store.manifest import Manifest
from vectorstore.store.opening import PublishedIndex

PAIRS = {"bijen": "bees", "honing": "honey", "veerboot": "ferry", "accu's": "batteries", "brood": "bread"}
"""Dutch words and the English ones whose vector they share."""


class PairedWords:
    """Stands in for WordVectors: a direction for each word, the same for the two words of a pair."""

    model_id = "pairs"
    dimensions = 128

    def embed(self, words: Sequence[str]) -> np.ndarray:
        rows = [self._direction(PAIRS.get(word, word)) for word in words]
        return np.array(rows, dtype=np.float32).reshape(len(rows), self.dimensions)

    def _direction(self, word: str) -> np.ndarray:
        bits = np.unpackbits(np.frombuffer(hashlib.sha256(word.encode()).digest()[:16], np.uint8))
        return (bits.astype(np.float32) * 2 - 1) / np.sqrt(self.dimensions)


def told(document: str, ordinal: int, episode: str, text: str, **facts: object) -> Chunk:
    """Return a body chunk of one span."""
    speaker, start, end = (facts.get(name) for name in ("speaker", "start", "end"))
    span = Span(0, len(text), ordinal, speaker, start, end)  # type: ignore[arg-type]
    language = str(facts.get("language", "en"))
    section = facts.get("section")
    return Chunk(document, ordinal, episode, "body", text, (span,), section, speaker, start, end, language)  # type: ignore[arg-type]


EPISODES = (
    Episode("bees", "Garden Radio", "Bees on the roof", 1, "2024-01-09", "https://x.test/1", "en", 31),
    Episode("ferry", "Garden Radio", "De elektrische veerboot", 2, "2024-03-05", None, "nl"),
    Episode("bread", "Garden Radio", "Sourdough", 12, "2024-04-16", None, "en"),
    Episode("night", "Night Talk", "Night Talk 409: Owls", 409, "2024-04-02", None, "en"),
    Episode("extra", "Night Talk", "Extra", None, None, None, "en"),
)
SPEAKERS = {"radio/1.vtt": ("Anna Visser", "Jelle Brandsma"), "talk/409.md": ("The Owl",)}
TEXTS: dict[str, list[tuple[str, str]]] = {
    "radio/1.vtt": [
        ("bees", "The bees sleep in three boxes of larch on the library roof."),
        ("bees", "Forty kilos of honey in a good year, mostly from the lime tree."),
        ("bees", "Against mites we use oxalic acid in December."),
    ],
    "radio/1.md": [("bees", "Against mites they use oxalic acid in December, says the summary.")],
    "radio/2.md": [
        ("ferry", "De veerboot vaart op accu's van vier megawattuur."),
        ("ferry", "Een kaartje kost drie euro."),
    ],
    "radio/12.md": [("bread", "The oven burns prunings from the park, and bread is ready at seven.")],
    "talk/409.md": [
        ("night", "Owls hear a mouse under the snow in December."),
        ("night", "They mined block 54000 with GPT-4."),
    ],
    "talk/x.md": [("extra", "Nothing but goodbyes and thanks to the listeners.")],
}


def shelf_of(texts: dict[str, list[tuple[str, str]]]) -> list[Chunk]:
    """Return a heading and body chunks for each document."""
    by_key = {episode.key: episode for episode in EPISODES}
    chunks = []
    for document, passages in texts.items():
        episode = by_key[passages[0][0]]
        line = f"{episode.number}. {episode.title}\n{episode.date}"
        spans = (Span(0, len(line), 0),)
        chunks.append(Chunk(document, 0, episode.key, "heading", line, spans, language=episode.language))
        for ordinal, (key, text) in enumerate(passages, start=1):
            timed = document.endswith(".vtt")
            facts = (
                {"speaker": SPEAKERS[document][ordinal % 2], "start": 10.0 * ordinal, "end": 10.0 * ordinal + 9}
                if timed
                else {}
            )
            chunks.append(told(document, ordinal, key, text, language=by_key[key].language, **facts))
    return chunks  # fmt: skip


def records_of(chunks: Sequence[Chunk]) -> tuple[DocumentRecord, ...]:
    """Return the records of the chunks' documents."""
    out = []
    for name in dict.fromkeys(chunk.document for chunk in chunks):
        mine = [chunk for chunk in chunks if chunk.document == name]
        keys = tuple(dict.fromkeys(chunk.episode for chunk in mine))
        kind = "summary" if name.endswith(".md") else "transcript"
        timed = any(chunk.start is not None for chunk in mine)
        record = DocumentRecord(name, "0" * 64, "markdown", kind, len(mine), keys, timed, SPEAKERS.get(name, ()))  # type: ignore[arg-type]
        out.append(record)
    return tuple(out)


Build = Callable[[Path, Sequence[Chunk]], Searcher]


@pytest.fixture(scope="session")
def build_searcher() -> Iterator[Build]:
    """Make a searcher over chunks in an empty folder."""
    with ExitStack() as open_stores:

        def run(folder: Path, chunks: Sequence[Chunk]) -> Searcher:
            embedder, words = WordEmbedder(), PairedWords()
            vectors = passage_matrix(embedder, [chunk.text for chunk in chunks])
            documents = records_of(chunks)
            used = {chunk.episode for chunk in chunks}
            episodes = tuple(episode for episode in EPISODES if episode.key in used)
            store = StoredIndex.create(folder)
            open_stores.callback(store.close)
            store.add(chunks, {episode.key: episode for episode in episodes}, vectors)
            ordered = [chunk for batch, _ in store.scan() for chunk in batch]
            sorted_vectors = np.concatenate([vectors for _, vectors in store.scan()])
            arrays = build(ordered, sorted_vectors, probe_vectors(embedder), documents, episodes, words)  # type: ignore[arg-type]
            manifest = Manifest(
                "gen-000001",
                "2024-05-01T00:00:00+00:00",
                embedder.model_id,
                64,
                "r",
                documents,
                episodes,
                (),
                (),
                len(chunks),
            )
            return Searcher(PublishedIndex(manifest, store, arrays), embedder, words)  # type: ignore[arg-type]

        yield run


@pytest.fixture(scope="session")
def chunks() -> list[Chunk]:
    """All chunks of the shelf."""
    return shelf_of(TEXTS)


@pytest.fixture(scope="session")
def searcher(build_searcher: Build, chunks: list[Chunk], tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """A searcher over the shelf; nobody may change it."""
    return build_searcher(tmp_path_factory.mktemp("shelf"), chunks)


@pytest.fixture(scope="session")
def catalogue(chunks: list[Chunk]) -> Catalogue:
    """The shelf's catalogue."""
    return Catalogue(EPISODES, records_of(chunks))
