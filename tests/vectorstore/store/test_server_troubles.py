"""What is said when the server at STORE_URL is away, is no Chroma server, is slow, or refuses us."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from tests.chroma_server import ChromaProcess, free_port
from vectorstore.errors import BadSetting, DamagedIndex, NoPermission, StoreError, Unreachable
from vectorstore.layout import Server
from vectorstore.store.server import ChromaServer
from vectorstore.store.server_errors import server_said_plainly

ALIVE = '{"nanosecond heartbeat": 1}'


@contextmanager
def answering(status: int, body: str, alive: bool = False, wait: threading.Event | None = None) -> Iterator[Any]:
    """Run a server that always answers so; `alive` gives Chroma's heartbeat, and `wait` holds the rest up."""
    seen: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(dict(self.headers))
            beats = alive and self.path.endswith("/heartbeat")
            if wait and not beats:
                wait.wait(10)
            self.send_response(200 if beats else status)
            self.end_headers()
            self.wfile.write((ALIVE if beats else body).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.seen = seen  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    if wait:
        wait.set()
    server.shutdown()
    server.server_close()
    thread.join()


def asked(port: int, patience: float = 5, token: str | None = None) -> StoreError:
    """Return what is raised for a server on a port."""
    with pytest.raises(StoreError) as raised:
        ChromaServer(Server(f"http://127.0.0.1:{port}", token=token), patience).names()
    return raised.value


def test_nobody_at_the_address_is_said_with_its_setting() -> None:
    port = free_port()
    error = asked(port)
    assert isinstance(error, Unreachable)
    assert f"http://127.0.0.1:{port} (STORE_URL)" in str(error)


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, "<html>hello</html>"), (404, "not here"), (200, "{}"), (200, "[1]"), (502, "<h1>bad</h1>")],
)
def test_what_is_no_chroma_server_is_said_with_its_setting(status: int, body: str) -> None:
    with answering(status, body) as server:
        error = asked(server.server_port)
    assert isinstance(error, Unreachable)
    assert re.search("no Chroma server.*STORE_URL", str(error))


def test_a_refused_token_is_said_and_the_token_goes_out_in_both_ways() -> None:
    with answering(403, '{"error": "AuthError", "message": "Forbidden"}', alive=True) as server:
        error = asked(server.server_port, token="hush")
    assert isinstance(error, NoPermission)
    assert ("STORE_TOKEN" in str(error), "hush" in str(error)) == (True, False)
    sent = {name.casefold(): value for name, value in server.seen[-1].items()}
    assert (sent["x-chroma-token"], sent["authorization"]) == ("hush", "Bearer hush")


def test_a_server_that_hangs_is_waited_for_no_longer_than_said() -> None:
    with answering(200, "{}", alive=True, wait=threading.Event()) as server:
        error = asked(server.server_port, patience=0.2)
    assert isinstance(error, Unreachable)
    assert "in time" in str(error)


@pytest.mark.parametrize(("tenant", "database"), [("default_tenant", "nowhere"), ("nobody", "nowhere")])
def test_a_database_that_is_not_there_is_named(chroma: ChromaProcess, tenant: str, database: str) -> None:
    with pytest.raises(BadSetting, match="STORE_TENANT") as raised:
        ChromaServer(Server(chroma.url, tenant, database), 5).names()
    assert repr(database) in str(raised.value)


def test_what_is_gone_is_damage_and_what_is_a_mistake_of_ours_is_passed_on(database: Server) -> None:
    server = ChromaServer(database, 5)
    with pytest.raises(DamagedIndex):
        server.index("episodes-000001").count()
    rows = server.create_index("episodes-000001")
    server.delete("episodes-000001")
    with pytest.raises(DamagedIndex, match="lost a part"):
        rows.count()
    with pytest.raises(ValueError, match="of ours"), server_said_plainly(database):
        raise ValueError("of ours")
