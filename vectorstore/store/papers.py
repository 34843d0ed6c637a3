"""What a generation on a server holds beside its rows: manifest and scoring arrays, as records; imports server, layout.

The bytes are compressed and cut into values that every server takes. A reader keeps a copy in DATA_DIR by the sha256
that the collection's metadata states, so that it fetches them once a generation, and so that damage is noticed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import zlib
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from vectorstore.errors import DamagedIndex, StoreError
from vectorstore.layout import Layout, write_atomically
from vectorstore.store.server import ChromaServer

KINDS = ("manifest", "arrays")
VALUE, VALUES = 4_000, 8
"""Characters of a value, and values of a record: 4 bytes of disk a byte, where text that is searched takes 11."""
_LEVEL = 1


def save_papers(server: ChromaServer, name: str, papers: Mapping[str, bytes]) -> None:
    """Write papers by their kinds into a new collection; StoreError when there is one of this name already."""
    cut = {kind: _cut(zlib.compress(content, _LEVEL)) for kind, content in papers.items()}
    stated: dict[str, Any] = {f"{kind}_records": len(records) for kind, records in cut.items()}
    stated |= {f"{kind}_sha256": hashlib.sha256(content).hexdigest() for kind, content in papers.items()}
    if not server.create(name, stated):
        raise StoreError(f"{name} is on the server already. Run python -m ingest again.")
    for kind, records in cut.items():
        server.write_records(name, _ids(kind, len(records)), records)


def load_paper(server: ChromaServer, layout: Layout, name: str, kind: str) -> bytes:
    """Return one paper, from the copy in DATA_DIR when it is whole; DamagedIndex when the server's is not."""
    stated = server.metadata(name)
    if stated is None:
        raise DamagedIndex(f"{name} is not on the server {server.server.url}. Run python -m ingest.")
    sha256 = str(stated.get(f"{kind}_sha256", ""))
    copy = layout.served / sha256
    with suppress(OSError):
        if hashlib.sha256(content := copy.read_bytes()).hexdigest() == sha256:
            return content
    content = _fetched(server, name, kind, int(stated.get(f"{kind}_records", 0)))
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DamagedIndex(f"{name} at {server.server.url} is damaged. Run python -m ingest.")
    with suppress(StoreError):  # without a copy it is fetched again the next time
        write_atomically(copy, content)
    return content


def tidy_copies(server: ChromaServer, layout: Layout, names: list[str]) -> None:
    """Delete the copies that belong to none of these collections: what they hold may have been erased."""
    stated = [server.metadata(name) or {} for name in names]
    kept = {str(one.get(f"{kind}_sha256")) for one in stated for kind in KINDS}
    with suppress(OSError):
        for path in layout.served.iterdir():
            if path.name not in kept:
                path.unlink(missing_ok=True)


def _fetched(server: ChromaServer, name: str, kind: str, count: int) -> bytes:
    """Return the bytes of a paper from the server."""
    ids = _ids(kind, count)
    records = server.read_records(name, ids)
    try:
        return zlib.decompress(b"".join(_joined(records[id_]) for id_ in ids))
    except (KeyError, binascii.Error, zlib.error) as error:
        raise DamagedIndex(f"{name} at {server.server.url} is damaged ({error}). Run python -m ingest.") from error


def _cut(content: bytes) -> list[dict[str, str]]:
    """Return bytes as records of text."""
    text = base64.b64encode(content).decode("ascii")
    values = [text[begin : begin + VALUE] for begin in range(0, len(text), VALUE)]
    return [
        {str(number): value for number, value in enumerate(values[begin : begin + VALUES])}
        for begin in range(0, len(values), VALUES)
    ]


def _joined(record: Mapping[str, str]) -> bytes:
    """Return the bytes in one record; all but the last value hold whole groups of base64."""
    return base64.b64decode("".join(record[str(number)] for number in range(len(record))), validate=True)


def _ids(kind: str, count: int) -> list[str]:
    """Return the ids of a paper's records."""
    return [f"{kind}-{number:06d}" for number in range(count)]
