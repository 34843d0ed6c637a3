"""A library embedded by a server: what it costs is told, nothing is paid twice, and no index is asked with another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import commands
from ingest.outcome import Outcome
from tests.canaries import KEY
from tests.desk import Desk
from tests.doubles import WordEmbedder
from tests.embedding_server import EmbeddingServer, serving
from vectorstore.embeddings.openai import OpenAIEmbedder
from vectorstore.errors import IndexMismatch, StoreError
from vectorstore.retrieval.live import LiveIndex


@pytest.fixture
def server() -> Iterator[EmbeddingServer]:
    with serving(WordEmbedder().embed_query) as made:
        made.tokens = 100
        yield made


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A show of three episodes, embedded by a model of its own; nobody may change it."""
    made = Desk(tmp_path_factory.mktemp("show"), WordEmbedder())
    for number in range(1, 4):
        made.write(f"show/{number}.md", f"# {number}. Bees\n\n## Honey\n\nBees make honey number {number} on a roof.\n")
    made.ingest(made.folder / "show")
    return made


@pytest.fixture
def desk(published: Desk, tmp_path: Path) -> Desk:
    return published.copied(tmp_path)


def ingest(desk: Desk, server: EmbeddingServer, **options: bool) -> Outcome:
    """Run `EMBEDDINGS=openai python -m ingest`, as another process would: with a client of its own."""
    embedder = OpenAIEmbedder(KEY, "words", server.url, retries=0)
    job = replace(desk.job, embedder=embedder, **options)
    return commands.refresh(job, [], False, desk.progress)


def test_another_model_makes_a_new_generation_tells_its_tokens_and_is_paid_once(
    desk: Desk, server: EmbeddingServer
) -> None:
    before = desk.manifest
    outcome = ingest(desk, server)
    assert (outcome.outcome, outcome.chunks.embedded) == ("published", outcome.chunks.total)
    assert outcome.spent is not None
    assert outcome.spent.tokens == 100 * len(server.requests)
    assert outcome.spent.cost_usd is None, "the price of a server of one's own is not known"
    assert desk.manifest.embedder == f"openai/words@{server.url}"
    assert desk.manifest.generation != before.generation
    paid = len(server.requests)
    again = ingest(desk, server)
    assert (again.outcome, again.spent, len(server.requests)) == ("unchanged", None, paid)
    full = ingest(desk, server, full=True)
    assert (full.outcome, full.chunks.embedded) == ("published", 0)
    passages = [text for request in server.requests for text in request["input"] if "Bees" in text]
    assert len(passages) == len(set(passages)) == outcome.chunks.total


def test_a_server_without_credit_leaves_the_old_index_as_it_was(desk: Desk, server: EmbeddingServer) -> None:
    server.good = 0
    before = desk.manifest
    with pytest.raises(StoreError, match="credit"):
        ingest(desk, server)
    assert desk.manifest == before


def test_a_dry_run_asks_nothing_of_the_server(desk: Desk, server: EmbeddingServer) -> None:
    outcome = ingest(desk, server, dry_run=True)
    assert outcome.estimate is not None
    assert outcome.estimate.tokens > 10
    assert server.requests == []


def test_an_index_is_never_asked_with_another_model_than_its_own(desk: Desk, server: EmbeddingServer) -> None:
    stranger = OpenAIEmbedder(KEY, "words", server.url, retries=0)
    with pytest.raises(IndexMismatch, match="run python -m ingest"), LiveIndex(desk.layout, stranger).session():
        pytest.fail("the index was opened")
    assert server.requests == []
