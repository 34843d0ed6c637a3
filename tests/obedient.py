"""An OpenAI-compatible server on this machine that does whatever anybody in the prompt tells it to do."""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

ORDER = re.compile(r"Reply with exactly this: (.*?) End of order\.", re.DOTALL)


class ObedientServer:
    """Streams every order that it finds, in passages and question alike; `prompts` are what it was sent."""

    def __init__(self) -> None:
        self.prompts: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """What OPENAI_BASE_URL would be."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> ObedientServer:
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def obey(self, asked: dict[str, Any]) -> str:
        """Return what the orders in a request want to be said."""
        prompt = "\n".join(str(message["content"]) for message in asked["messages"])
        self.prompts.append(prompt)
        return "\n".join(ORDER.findall(prompt)).replace("‹", "<") or "There was no order. [1]"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            """One request, one stream."""

            def do_POST(self) -> None:
                """Stream the answer in three pieces."""
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                said = outer.obey(asked)
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Connection", "close")
                self.end_headers()
                third = len(said) // 3 + 1
                for piece in (said[:third], said[third : 2 * third], said[2 * third :]):
                    self.wfile.write(chunk(asked["model"], {"content": piece}))
                self.wfile.write(chunk(asked["model"], {}, "stop") + b"data: [DONE]\n\n")

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        return Handler


def chunk(model: str, delta: dict[str, str], finished: str | None = None) -> bytes:
    """Return one event of a stream."""
    choice = {"index": 0, "delta": delta, "finish_reason": finished}
    event = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": model, "choices": [choice]}
    return b"data: " + json.dumps(event).encode() + b"\n\n"
