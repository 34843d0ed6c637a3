"""What a generation says of itself, in manifest.json; imports records and errors alone.

A manifest holds all that a reader must know before it trusts an index (model, recipe, rows) and all that the
next ingestion compares with (documents and their digests), so that a rollback rolls both back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from vectorstore.errors import DamagedIndex
from vectorstore.layout import refuse_newer
from vectorstore.records import Corrected, DocumentRecord, Episode, Note

MANIFEST_SCHEMA = 1
MANIFEST_FILE = "manifest.json"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one generation holds and how it was made.

    `published` is ISO 8601 in UTC, `embedder` the model's id, `recipe` the fingerprint of reading and
    chunking. `rows` counts the chunks that can be found, `dead_rows` those that HNSW still carries after
    removals. `errata` names the corrections it was made with (Corrections.digest). `golden` holds how it stood
    up to the show's own questions, by their ids. Both are missing in what older versions wrote.
    """

    generation: str
    published: str
    embedder: str
    dimensions: int
    recipe: str
    documents: tuple[DocumentRecord, ...]
    episodes: tuple[Episode, ...]
    skipped: tuple[Note, ...]
    warnings: tuple[Note, ...]
    rows: int
    dead_rows: int = 0
    calibration: Mapping[str, Any] = field(default_factory=dict)
    errata: str = ""
    golden: Mapping[str, str] = field(default_factory=dict)
    schema: int = MANIFEST_SCHEMA


def to_json(manifest: Manifest) -> dict[str, Any]:
    """Return the manifest as a value that `json.dumps` takes."""
    return asdict(manifest)


def from_json(value: Any, path: Path = Path(MANIFEST_FILE)) -> Manifest:
    """Return the manifest in a JSON value, which lies at `path`.

    Raises NewerVersion for a newer schema and DamagedIndex for anything else that is not a manifest.
    """
    _check_schema(value, path)
    try:
        return _decoded(Manifest, value, _PARTS)
    except (TypeError, KeyError) as error:
        raise DamagedIndex(f"{MANIFEST_FILE} is malformed ({error}). Run python -m ingest.") from error


def _check_schema(value: Any, path: Path) -> None:
    """Refuse what is no manifest, and a manifest of a schema that this version cannot read."""
    if not isinstance(value, dict) or type(value.get("schema")) is not int:
        raise DamagedIndex(f"{MANIFEST_FILE} is malformed (it states no schema). Run python -m ingest.")
    refuse_newer(path, value["schema"], MANIFEST_SCHEMA, "build the index anew with python -m ingest --full")


def _decoded(kind: type[T], value: Any, parts: Mapping[str, Callable[[Any], Any]] | None = None) -> T:
    """Return a dataclass from its JSON object; fields it does not know are passed over.

    Raises TypeError for a field that is missing or has another type than the dataclass states.
    """
    if not isinstance(value, dict):
        raise TypeError(f"{kind.__name__} is not an object")
    hints = _hints(kind)  # type: ignore[arg-type]
    found: dict[str, Any] = {}
    for one in fields(kind):  # type: ignore[arg-type]
        if one.name in value:
            decode = (parts or {}).get(one.name, _as_tuple)
            found[one.name] = decode(value[one.name])
            if not _fits(found[one.name], hints[one.name]):
                raise TypeError(f"{kind.__name__}.{one.name} has the wrong type")
    return kind(**found)


def _many(kind: type[T], **parts: Callable[[Any], Any]) -> Callable[[Any], tuple[T, ...]]:
    """Return a decoder for a list of such dataclasses."""
    return lambda value: tuple(_decoded(kind, item, parts) for item in value)


_PARTS: Mapping[str, Callable[[Any], Any]] = {
    "documents": _many(DocumentRecord, corrections=_many(Corrected)),
    "episodes": _many(Episode),
    "skipped": _many(Note),
    "warnings": _many(Note),
    "calibration": lambda value: value,
    "golden": lambda value: value,
}


def _as_tuple(value: Any) -> Any:
    """Return a list as a tuple, anything else as it is."""
    return tuple(value) if isinstance(value, list) else value


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    """Return the resolved annotations of a dataclass."""
    return get_type_hints(kind)


def _fits(value: Any, hint: Any) -> bool:
    """Return whether a decoded value has the annotated type; a bool is no int."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return any(_fits(value, option) for option in get_args(hint))
    if origin is Literal:
        return value in get_args(hint)
    if origin is tuple:
        return isinstance(value, tuple) and all(_fits(item, get_args(hint)[0]) for item in value)
    kind = origin or hint
    if kind is int and isinstance(value, bool):
        return False
    return isinstance(value, kind)
