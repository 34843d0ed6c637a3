"""A stocked show is ingested without embedding anything."""

from pathlib import Path

from evals.stocked import stocked
from tests.desk import Desk
from tests.doubles import WordEmbedder


class Unwilling(WordEmbedder):
    """An embedder that refuses to embed."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        raise AssertionError("everything should be in the cache")

    def embed_query(self, text: str) -> list[float]:
        raise AssertionError("everything should be in the cache")


def test_a_stocked_show_needs_no_embedding(tmp_path: Path) -> None:
    made = stocked(tmp_path, 60, WordEmbedder())
    desk = Desk(tmp_path, Unwilling())
    assert made.data_dir == desk.layout.root
    outcome = desk.ingest(made.show)
    assert outcome.outcome == "published"
    assert outcome.chunks.total == made.chunks >= 60
    assert (outcome.chunks.embedded, outcome.episodes.total) == (0, made.documents)
