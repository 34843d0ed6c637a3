"""OpenAI's embeddings, against a small server on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from ingest.costs import estimated, spent_by
from ingest.outcome import Estimate, Outcome, Spent
from ingest.summary import sentences
from tests.canaries import KEY
from tests.doubles import WordEmbedder
from tests.embedding_server import EmbeddingServer as Server
from tests.embedding_server import serving
from vectorstore.embeddings.cache import EmbeddingCache
from vectorstore.embeddings.openai import OpenAIEmbedder
from vectorstore.embeddings.seam import passage_matrix
from vectorstore.errors import BadSetting, StoreError


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as made:
        yield made


@pytest.fixture
def embedder(server: Server) -> OpenAIEmbedder:
    return OpenAIEmbedder(api_key=KEY, model="small", base_url=server.url, retries=0)


def test_texts_are_sent_as_text_and_vectors_come_back_normalised(server: Server, embedder: OpenAIEmbedder) -> None:
    rows = passage_matrix(embedder, ["kunst", "werk en\0privacy"])
    assert ["kunst", "werk en privacy"] in [request["input"] for request in server.requests]
    assert np.allclose(np.linalg.norm(rows, axis=1), 1)
    assert rows[0].tolist() == pytest.approx([5 / 34**0.5, 0, 3 / 34**0.5, 0])


def test_the_width_of_an_unknown_model_is_asked_once(server: Server, embedder: OpenAIEmbedder) -> None:
    assert [embedder.dimensions, embedder.dimensions] == [4, 4]
    assert len(server.requests) == 1


def test_an_empty_text_is_refused_before_any_request(server: Server, embedder: OpenAIEmbedder) -> None:
    with pytest.raises(ValueError):
        embedder.embed_documents(["kunst", "  "])
    assert server.requests == []


@pytest.mark.parametrize(
    ("status", "kind", "word"),
    [
        (401, BadSetting, "OPENAI_API_KEY"),
        (404, BadSetting, "EMBED_MODEL"),
        (429, StoreError, "credit"),
        (500, StoreError, "later"),
    ],
)
def test_a_refusal_is_a_sentence_without_the_key(
    server: Server, embedder: OpenAIEmbedder, status: int, kind: type[StoreError], word: str
) -> None:
    server.status = status
    with pytest.raises(kind, match=word) as caught:
        embedder.embed_query("kunst")
    assert KEY not in str(caught.value)


def test_an_answer_that_is_no_embedding_is_a_sentence(server: Server, embedder: OpenAIEmbedder) -> None:
    server.body = b'{"object": "list", "data": [], "model": "m", "usage": {"prompt_tokens": 1, "total_tokens": 1}}'
    with pytest.raises(StoreError, match="EMBED_MODEL"):
        embedder.embed_documents(["kunst"])


def test_a_server_that_is_not_there_is_a_sentence(server: Server, embedder: OpenAIEmbedder) -> None:
    server.shutdown()
    server.server_close()
    with pytest.raises(StoreError, match="cannot be reached"):
        embedder.embed_query("kunst")


def test_tokens_are_counted_without_the_server(server: Server, embedder: OpenAIEmbedder) -> None:
    assert embedder.token_count("hello world") == 2
    assert server.requests == []


TEXTS = [f"passage number {number} " + "word " * 300 for number in range(900)]


def test_many_passages_go_out_in_batches_and_come_back_in_order(server: Server, embedder: OpenAIEmbedder) -> None:
    texts = [f"{'x' * number} {number}" for number in range(1, 601)]
    rows = passage_matrix(embedder, texts)
    assert sorted(len(request["input"]) for request in server.requests) == [1, 88, 256, 256]
    # The server makes the first number of a vector of the length of its text.
    assert np.allclose(rows[:, 0] / rows[:, 2] * 3, [len(text) for text in texts], rtol=1e-4)


def test_no_request_holds_more_tokens_than_the_api_takes(server: Server, embedder: OpenAIEmbedder) -> None:
    passage_matrix(embedder, ["word " * 3000 for _ in range(120)])
    sizes = [len(request["input"]) for request in server.requests if len(request["input"]) > 1]
    assert sum(sizes) == 120
    assert max(sizes) * 3000 <= 100_000


def test_several_requests_are_under_way_at_once(server: Server, embedder: OpenAIEmbedder) -> None:
    assert embedder.dimensions == 4
    server.together = threading.Barrier(4, timeout=10)
    assert len(passage_matrix(embedder, TEXTS)) == 900
    assert not server.together.broken


def test_what_was_embedded_before_a_failure_is_kept_and_not_paid_again(
    server: Server, embedder: OpenAIEmbedder, tmp_path: Path
) -> None:
    assert embedder.dimensions == 4
    server.good = 2
    with EmbeddingCache(tmp_path / "state.sqlite") as cache:
        with pytest.raises(StoreError, match="credit of the account"):
            cache.embed(embedder, TEXTS)
        missing = cache.missing(embedder.model_id, TEXTS)
        assert 0 < missing < len(TEXTS)
        assert len(server.requests) <= 2 + 1 + 4, "after a failure no further batch is begun"
        server.good = 99
        rows, embedded = cache.embed(embedder, TEXTS)
    assert (len(rows), embedded) == (len(TEXTS), missing)


def test_an_empty_purse_is_asked_once(server: Server) -> None:
    server.good = 0
    patient = OpenAIEmbedder("k", "small", server.url, retries=3, pause=lambda _: pytest.fail("it waited"))
    with pytest.raises(StoreError, match="Add credit"):
        patient.embed_documents(["kunst"])
    assert len(server.requests) == 1


def test_a_wrong_key_is_asked_once(server: Server) -> None:
    server.status = 401
    patient = OpenAIEmbedder("k", "small", server.url, retries=3, pause=lambda _: pytest.fail("it waited"))
    with pytest.raises(BadSetting):
        patient.embed_documents(["kunst"])
    assert len(server.requests) == 1


def test_a_server_that_is_down_is_asked_within_bounds_and_waited_for(server: Server) -> None:
    server.status = 503
    waits: list[float] = []
    patient = OpenAIEmbedder("k", "small", server.url, retries=3, pause=waits.append)
    with pytest.raises(StoreError, match="later"):
        patient.embed_documents(["kunst"])
    assert (len(server.requests), waits) == (4, [1.0, 2.0, 4.0])
    with pytest.raises(StoreError):
        patient.embed_query("kunst")
    assert len(server.requests) == 4 + 2, "somebody waits for the vector of a question"


def test_the_servers_own_pause_is_kept_and_a_long_one_is_for_the_next_run(server: Server) -> None:
    server.status, server.retry_after = 429, "7"
    waits: list[float] = []
    with pytest.raises(StoreError):
        OpenAIEmbedder("k", "small", server.url, retries=2, pause=waits.append).embed_documents(["kunst"])
    assert waits == [7.0, 7.0]
    server.retry_after = "3600"
    with pytest.raises(StoreError):
        OpenAIEmbedder("k", "small", server.url, retries=2, pause=waits.append).embed_documents(["kunst"])
    assert waits == [7.0, 7.0]


def test_tokens_are_those_that_the_server_tells(server: Server, embedder: OpenAIEmbedder) -> None:
    embedder.embed_documents(["kunst"])
    before = embedder.tokens_used
    server.tokens = 41
    embedder.embed_query("kunst")
    assert embedder.tokens_used == before + 41
    server.tokens = None
    embedder.embed_query("hello world")
    assert embedder.tokens_used == before + 41 + 2, "counted here where the server tells none"


def test_a_price_is_known_of_openais_own_models_alone() -> None:
    assert OpenAIEmbedder("k").price == 0.02
    assert OpenAIEmbedder("k", "text-embedding-3-large").price == 0.13
    assert OpenAIEmbedder("k", "new").price is None
    assert OpenAIEmbedder("k", base_url="http://127.0.0.1/v1").price is None


def test_a_run_tells_what_it_used_and_an_estimate_what_it_would() -> None:
    paid = OpenAIEmbedder("k")
    assert spent_by(paid) == Spent(0, 0.0)
    assert estimated(paid, ["hello world"] * 1000) == Estimate(2000, 0.00004, 0.1)
    assert spent_by(OpenAIEmbedder("k", base_url="http://127.0.0.1/v1")) == Spent(0, None)
    assert spent_by(WordEmbedder()) is None
    done = Outcome("published", "gen-000001", spent=Spent(12_500, 0.00025))
    assert "12,500 tokens used, USD 0.0003" in sentences(done, 1.0)[1]
    free = Outcome("dry-run", None, estimate=Estimate(10, None, 1.0))
    assert "at a price that is not known" in sentences(free, 1.0)[1]
