"""Which machine publishes to a shared store: a random id in DATA_DIR, and what the store says; imports the layout.

The id belongs to DATA_DIR, because roots, inbox, corrections and the cache of embeddings lie there: whoever moves the
ingestion to another machine moves the folder, or starts anew with --take-over.
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vectorstore.errors import DamagedIndex, NewerVersion, StoreError
from vectorstore.layout import GENERATION_NAME, Layout, read_json, refuse_newer, write_json

MACHINE_SCHEMA = 1
SHARED_SCHEMA = 1
_HOST_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class Machine:
    """One DATA_DIR that ingests: its id, and the name of its host for people."""

    id: str
    host: str


@dataclass(frozen=True, slots=True)
class Shared:
    """What a shared store says of itself: who publishes, and which generation is published, "" before the first.

    `since` is ISO 8601 in UTC, `highest` the highest number ever published.
    """

    owner: Machine
    since: str
    generation: str = ""
    pinned: bool = False
    highest: int = 0


def this_machine(layout: Layout) -> Machine:
    """Return this DATA_DIR's machine; its id is made and kept at the first call."""
    host = socket.gethostname()[:_HOST_CHARACTERS] or "a machine without a name"
    value = read_json(layout.machine)
    if isinstance(value, dict):
        refuse_newer(layout.machine, value.get("schema"), MACHINE_SCHEMA)
        if isinstance(id_ := value.get("id"), str) and id_:
            return Machine(id_, host)
    if value is not None:
        raise StoreError(f"{layout.machine} names no machine. Delete it, then run python -m ingest --take-over.")
    made = Machine(secrets.token_hex(8), host)
    write_json(layout.machine, {"schema": MACHINE_SCHEMA, "id": made.id})
    return made


def to_metadata(shared: Shared) -> dict[str, str | int | bool]:
    """Return what a shared store says as a collection's metadata."""
    return {
        "schema": SHARED_SCHEMA,
        "owner": shared.owner.id,
        "owner_host": shared.owner.host,
        "owner_since": shared.since,
        "generation": shared.generation,
        "pinned": shared.pinned,
        "highest": shared.highest,
    }


def from_metadata(value: Mapping[str, Any], place: str) -> Shared:
    """Return what a collection's metadata says; NewerVersion or DamagedIndex, which names `place`."""
    schema = value.get("schema")
    if isinstance(schema, int) and schema > SHARED_SCHEMA:
        raise NewerVersion(
            f"{place} was written by a newer version of this program (schema {schema}, this one knows "
            f"{SHARED_SCHEMA}). Update the program."
        )
    try:
        owner = Machine(str(value["owner"]), str(value["owner_host"]))
        generation, highest = str(value["generation"]), int(value["highest"])
        if generation and not GENERATION_NAME.match(generation):
            raise ValueError(generation)
        return Shared(owner, str(value["owner_since"]), generation, value["pinned"] is True, highest)
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedIndex(
            f"{place} names no generation and no owner. Delete this collection, then run python -m ingest --full."
        ) from error
