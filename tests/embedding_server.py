"""A small server for embeddings on this machine, with the faults that a test gives it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class EmbeddingServer(ThreadingHTTPServer):
    """Answers /embeddings with vectors that are not normalised, or with `status`.

    A vector has four numbers, the first of them the text's length, unless `vector` makes it.
    """

    def __init__(self, vector: Callable[[str], list[float]] | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.vector = vector or (lambda text: [float(len(text)), 0.0, 3.0, 0.0])
        self.requests: list[dict[str, Any]] = []
        self.status = 200
        self.body: bytes | None = None
        self.good: int | None = None  # requests that are answered before the credit is used up
        self.tokens: int | None = 1
        self.retry_after: str | None = None
        self.together: threading.Barrier | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: EmbeddingServer

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(request)
        if self.server.together:
            self.server.together.wait()
        if self.server.good is not None:
            self.server.good -= 1
        if self.server.good is not None and self.server.good < 0:
            self.say(429, b'{"error": {"message": "no", "code": "insufficient_quota"}}')
        else:
            self.say(self.server.status, self.server.body or self.vectors(request))

    def vectors(self, request: dict[str, Any]) -> bytes:
        inputs = request["input"] if isinstance(request["input"], list) else [request["input"]]
        rows = [
            {"object": "embedding", "index": at, "embedding": self.server.vector(text)}
            for at, text in enumerate(inputs)
        ]
        whole: dict[str, Any] = {"object": "list", "data": rows, "model": "m"}
        if self.server.tokens is not None:
            whole["usage"] = {"prompt_tokens": self.server.tokens, "total_tokens": self.server.tokens}
        return json.dumps(whole).encode()

    def say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if self.server.retry_after:
            self.send_header("Retry-After", self.server.retry_after)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(vector: Callable[[str], list[float]] | None = None) -> Iterator[EmbeddingServer]:
    """Run a server until the block is left."""
    made = EmbeddingServer(vector)
    thread = threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.shutdown()
        made.server_close()
        thread.join()
