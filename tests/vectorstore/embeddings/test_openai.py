"""OpenAI's embeddings, against a small server on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest

from vectorstore.embeddings.openai import OpenAIEmbedder
from vectorstore.embeddings.seam import passage_matrix
from vectorstore.errors import BadSetting, StoreError


class Server(ThreadingHTTPServer):
    """Answers /embeddings with vectors of width 4 that are not normalised, or with `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[dict[str, Any]] = []
        self.status = 200
        self.body: bytes | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(request)
        inputs = request["input"] if isinstance(request["input"], list) else [request["input"]]
        rows = [
            {"object": "embedding", "index": at, "embedding": [float(len(text)), 0.0, 3.0, 0.0]}
            for at, text in enumerate(inputs)
        ]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        whole = {"object": "list", "data": rows, "model": "m", "usage": usage}
        body = self.server.body or json.dumps(whole).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("x-should-retry", "false")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture
def embedder(server: Server) -> OpenAIEmbedder:
    return OpenAIEmbedder(api_key="secret-key", model="small", base_url=server.url, retries=0)


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
    assert "secret-key" not in str(caught.value)


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
