"""Which generation is published: CURRENT, and the manifests it leads to; imports layout, manifest and errors.

CURRENT also remembers the highest number ever published. A number is never given twice, because a reader that
still holds the old folder of that name (and Chroma, which keeps one client a path) would not notice the
change.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from vectorstore.errors import DamagedIndex, StoreError
from vectorstore.layout import GENERATION_NAME, Layout, plain_error, read_json, refuse_newer, write_json
from vectorstore.store.manifest import MANIFEST_FILE, Manifest, from_json

POINTER_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Pointer:
    """The published generation; `pinned` after a rollback, until a person runs an ingestion."""

    generation: str
    pinned: bool = False


def read_pointer(layout: Layout) -> Pointer | None:
    """Return what CURRENT names, None when nothing is published.

    Raises DamagedIndex when it is unreadable, NewerVersion when a newer version wrote it.
    """
    value = _current(layout)
    return None if value is None else Pointer(value["generation"], value.get("pinned") is True)


def write_pointer(layout: Layout, pointer: Pointer) -> None:
    """Publish a generation: replace CURRENT atomically and durably."""
    value = {
        "schema": POINTER_SCHEMA,
        "generation": pointer.generation,
        "pinned": pointer.pinned,
        "highest": max(number_of(pointer.generation), highest_published(layout)),
    }
    write_json(layout.current, value)


def highest_published(layout: Layout) -> int:
    """Return the highest generation number ever published, 0 when there is none."""
    value = _current(layout)
    if value is None:
        return 0
    highest = value.get("highest")
    return max(number_of(value["generation"]), highest if isinstance(highest, int) else 0)


def number_of(generation: str) -> int:
    """Return 54 for "gen-000054"; ValueError for anything that is no generation's name."""
    match = GENERATION_NAME.match(generation)
    if match is None:
        raise ValueError(f"{generation!r} is not the name of a generation")
    return int(match[1])


def read_manifest(layout: Layout, generation: str) -> Manifest:
    """Return a generation's manifest.

    Raises DamagedIndex when it is missing, unreadable, or another generation's, NewerVersion when it is newer.
    """
    path = layout.generation(generation) / MANIFEST_FILE
    try:
        manifest = from_json(json.loads(path.read_bytes()), path)
    except FileNotFoundError as error:
        raise DamagedIndex(f"{path} is missing: {generation} is not finished. Run python -m ingest.") from error
    except OSError as error:
        raise plain_error(error, path) from error
    except (ValueError, RecursionError) as error:
        raise DamagedIndex(f"{path} is not readable as JSON ({error}). Run python -m ingest.") from error
    if manifest.generation != generation:
        raise DamagedIndex(f"{path} describes {manifest.generation}. Run python -m ingest.")
    return manifest


def history(layout: Layout) -> list[Manifest]:
    """Return the manifests of the finished generations on disk, newest first.

    A generation that was killed before CURRENT named it is not finished, even when its manifest stands.
    """
    highest = highest_published(layout)
    found: list[Manifest] = []
    for name in reversed(layout.generations()):
        if number_of(name) <= highest:
            try:
                found.append(read_manifest(layout, name))
            except StoreError:
                continue
    return found


def _current(layout: Layout) -> dict[str, Any] | None:
    """Return the checked content of CURRENT."""
    try:
        value = read_json(layout.current)
    except (DamagedIndex, StoreError) as error:
        if type(error) is not StoreError:
            raise
        raise DamagedIndex(f"{error} Then run python -m ingest.") from error
    if value is None:
        return None
    if isinstance(value, dict):
        refuse_newer(layout.current, value.get("schema"), POINTER_SCHEMA, "set another DATA_DIR")
    name = value.get("generation") if isinstance(value, dict) else None
    if not isinstance(name, str) or GENERATION_NAME.match(name) is None:
        raise DamagedIndex(f"{layout.current} names no generation. Delete it, then run python -m ingest.")
    return dict(value)
