"""A Chroma server over HTTP: its collections, and a generation's rows in one of them; imports chromadb, index, errors.

chromadb is imported when the first request is made (it costs half a second). Everything here is safe for threads.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from vectorstore.layout import Server
from vectorstore.store.index import HNSW, StoredIndex, batches
from vectorstore.store.quick_import import unchecked_overrides
from vectorstore.store.server_errors import no_chroma, no_database, no_permission, server_said_plainly

if TYPE_CHECKING:
    import httpx

RECORDS = 300
"""Records a request; Chroma's own service takes and gives no more."""
PAGE = 100
"""Collections a request."""
CONNECT_SECONDS = 3.0

_MAKING = threading.Lock()  # of clients, as Chroma's modules are loaded then


class ServedIndex(StoredIndex):
    """The rows and vectors of one generation on a server; closing it closes no connection, which all share."""

    batch = RECORDS

    def __init__(self, server: Server, collection: Any) -> None:
        super().__init__(f"{collection.name} at {server.url}", None, collection)
        self._server = server

    def ids(self) -> list[str]:
        """Return all ids, sorted: documents together, their chunks in order."""
        found: list[str] = []
        with self._said_plainly():
            while page := self._collection().get(include=[], limit=self.batch, offset=len(found))["ids"]:
                found += page
                if len(page) < self.batch:
                    break
        return sorted(found)

    def copy_from(self, source: StoredIndex) -> None:
        """Add all rows of another generation; a server has no copying of its own (it has on Chroma's service)."""
        for ids in batches(source.ids(), self.batch):
            rows = source._get(ids, ["documents", "metadatas", "embeddings"])
            with self._said_plainly():
                parts = {name: rows[name] for name in ("ids", "documents", "metadatas", "embeddings")}
                self._collection().add(**parts)

    def close(self) -> None:
        """Let go of the collection; safe to call twice."""
        self._rows = None

    def _said_plainly(self) -> AbstractContextManager[None]:
        return server_said_plainly(self._server)


class ChromaServer:
    """The collections of one server; connects at the first request, and again after one that failed.

    `patience` is in seconds: how long a request may take.
    """

    def __init__(self, server: Server, patience: float) -> None:
        self.server = server
        self._patience = patience
        self._guard = threading.Lock()
        self._client: Any = None

    def names(self) -> list[str]:
        """Return the names of all collections."""
        found: list[str] = []
        client = self._connected()
        with server_said_plainly(self.server):
            while page := client.list_collections(limit=PAGE, offset=len(found)):
                found += [collection.name for collection in page]
                if len(page) < PAGE:
                    break
        return found

    def metadata(self, name: str) -> dict[str, Any] | None:
        """Return a collection's metadata, None when there is no such collection."""
        if (collection := self._collection(name)) is None:
            return None
        return dict(collection.metadata or {})

    def describe(self, name: str, metadata: Mapping[str, Any]) -> None:
        """Replace the whole metadata of a collection, at once."""
        collection = self._existing(name)
        with server_said_plainly(self.server):
            collection.modify(metadata=dict(metadata))

    def create(self, name: str, metadata: Mapping[str, Any]) -> bool:
        """Make an empty collection of records; False when there is one of this name already."""
        client = self._connected()
        with server_said_plainly(self.server):
            try:
                client.create_collection(name, metadata=dict(metadata), embedding_function=None)
            except Exception as error:
                if "already exists" in str(error):
                    return False
                raise
        return True

    def create_index(self, name: str) -> ServedIndex:
        """Make an empty collection for a generation's rows; StoreError when there is one of this name already."""
        client = self._connected()
        with server_said_plainly(self.server):
            made = client.create_collection(name, embedding_function=None, configuration={"hnsw": dict(HNSW)})
        return ServedIndex(self.server, made)

    def index(self, name: str) -> ServedIndex:
        """Return a generation's rows; DamagedIndex when there is no such collection."""
        return ServedIndex(self.server, self._existing(name))

    def delete(self, name: str) -> None:
        """Delete a collection; one that is not there is passed over."""
        client = self._connected()
        with server_said_plainly(self.server):
            try:
                client.delete_collection(name)
            except Exception as error:
                if type(error).__name__ != "NotFoundError":
                    raise

    def write_records(self, name: str, ids: Sequence[str], records: Sequence[Mapping[str, str]]) -> None:
        """Add records of text alone; their vectors mean nothing and differ, so that no search ties itself in knots."""
        collection = self._existing(name)
        for begin in range(0, len(ids), PAGE):
            part = slice(begin, begin + PAGE)
            vectors = [[float(begin + number), 1.0] for number in range(len(ids[part]))]
            with server_said_plainly(self.server):
                collection.add(ids=list(ids[part]), embeddings=vectors, metadatas=[dict(one) for one in records[part]])

    def read_records(self, name: str, ids: Sequence[str]) -> dict[str, dict[str, str]]:
        """Return the records with these ids; those that are not there are left out."""
        collection = self._existing(name)
        found: dict[str, dict[str, str]] = {}
        for part in batches(ids, PAGE):
            with server_said_plainly(self.server):
                rows = collection.get(ids=part, include=["metadatas"])
            found.update(zip(rows["ids"], rows["metadatas"], strict=True))
        return found

    def _existing(self, name: str) -> Any:
        """Return a collection; DamagedIndex when it is gone."""
        client = self._connected()
        with server_said_plainly(self.server):
            return client.get_collection(name, embedding_function=None)

    def _collection(self, name: str) -> Any:
        """Return a collection, None when there is none of this name."""
        client = self._connected()
        with server_said_plainly(self.server):
            try:
                return client.get_collection(name, embedding_function=None)
            except Exception as error:
                if type(error).__name__ == "NotFoundError":
                    return None
                raise

    def _connected(self) -> Any:
        """Return the client, which asks the server for its tenant and database when it is made."""
        with self._guard:
            if self._client is None:
                with server_said_plainly(self.server):
                    self._client = _client(self.server, self._patience)
            return self._client


def _client(server: Server, patience: float) -> Any:
    """Return Chroma's client for a server, without telemetry and without reading any .env file."""
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    import httpx

    parts, limits = urlsplit(server.url), httpx.Timeout(patience, connect=CONNECT_SECONDS)
    secure = parts.scheme == "https"  # otherwise the certificates of all authorities would be loaded for nothing
    token = server.token
    headers = {"X-Chroma-Token": token, "Authorization": f"Bearer {token}"} if token else {}
    with httpx.Client(base_url=server.url, headers=headers, timeout=limits, verify=secure) as http:
        _greet(http, server)
    with _MAKING, unchecked_overrides():
        import chromadb
        from chromadb.config import Settings

        settings = Settings(  # type: ignore[call-arg]
            _env_file=None, anonymized_telemetry=False, chroma_server_ssl_verify=None if secure else False
        )
        client = chromadb.HttpClient(
            parts.netloc.rpartition(":")[0],
            parts.port or 8000,
            ssl=secure,
            headers=headers,
            settings=settings,
            tenant=server.tenant,
            database=server.database,
        )
    # Chroma's own client waits for ever, which nobody who asked a question does.
    client._server._session.timeout = limits  # type: ignore[attr-defined]
    return client


def _greet(http: httpx.Client, server: Server) -> None:
    """Ask for what Chroma's client asks for when it is made, but in limited time, and say what is wrong."""
    beat = http.get("/api/v2/heartbeat")
    _admitted(beat, server)
    try:
        beat.json()["nanosecond heartbeat"]
    except (ValueError, KeyError, TypeError):
        raise no_chroma(server) from None
    database = http.get(f"/api/v2/tenants/{quote(server.tenant)}/databases/{quote(server.database)}")
    _admitted(database, server)
    if database.is_client_error:
        raise no_database(server)


def _admitted(answer: httpx.Response, server: Server) -> None:
    """Raise NoPermission for an answer that says that we may not ask."""
    if answer.status_code in (401, 403):
        raise no_permission(server)
