"""Discord's own description of its REST API (openapi.json) as a judge of request bodies. Imports jsonschema."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # comes with chromadb
from jsonschema.exceptions import ValidationError  # type: ignore[import-untyped]
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.journeys.discord.records import Json

HERE = "urn:discord"
CODES = {
    "required": "BASE_TYPE_REQUIRED",
    "maxLength": "BASE_TYPE_MAX_LENGTH",
    "minLength": "BASE_TYPE_BAD_LENGTH",
    "maxItems": "BASE_TYPE_BAD_LENGTH",
    "minItems": "BASE_TYPE_BAD_LENGTH",
    "enum": "BASE_TYPE_CHOICES",
    "maximum": "NUMBER_TYPE_MAX",
    "minimum": "NUMBER_TYPE_MIN",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one field of a body."""

    path: tuple[str | int, ...]
    code: str
    message: str


class Description:
    """The file, read once; a validator a route, made when the route is first used."""

    def __init__(self, path: Path) -> None:
        self.contents = _read(path)
        resource = Resource(contents=self.contents, specification=DRAFT202012)  # type: ignore[call-arg]
        self._registry: Registry[Json] = Registry().with_resource(HERE, resource)
        self._validators: dict[tuple[str, str], Draft202012Validator | None] = {}

    def findings(self, method: str, route: str, body: Any) -> list[Finding]:
        """Return everything wrong with the body of a request; a route without a described body accepts any."""
        key = (method.lower(), route)
        if key not in self._validators:
            self._validators[key] = self._validator(*key)
        validator = self._validators[key]
        if validator is None or (body is None and not self._required(*key)):
            return []
        return [_finding(leaf) for error in validator.iter_errors(body) for leaf in leaves(error)]

    def _operation(self, method: str, route: str) -> Json:
        return self.contents["paths"].get(route, {}).get(method, {}).get("requestBody") or {}

    def _required(self, method: str, route: str) -> bool:
        return bool(self._operation(method, route).get("required"))

    def _validator(self, method: str, route: str) -> Draft202012Validator | None:
        described = self._operation(method, route).get("content", {})
        kinds = [kind for kind in ("application/json", "multipart/form-data") if kind in described]
        if not kinds:
            return None
        steps = ("paths", route, method, "requestBody", "content", kinds[0], "schema")
        pointer = "/".join(step.replace("~", "~0").replace("/", "~1") for step in steps)
        quoted = pointer.replace("{", "%7B").replace("}", "%7D")
        return Draft202012Validator({"$ref": f"{HERE}#/{quoted}"}, registry=self._registry)


@cache
def _read(path: Path) -> Json:
    """Read the description; a snowflake may be a number too, as discord.py sends it and Discord takes it."""
    contents: Json = json.loads(path.read_text("utf-8"))
    snowflake = contents["components"]["schemas"]["SnowflakeType"]
    contents["components"]["schemas"]["SnowflakeType"] = snowflake | {"type": ["string", "integer"]}
    return _pointed(contents)  # type: ignore[no-any-return]


def _pointed(value: Any) -> Any:
    """Point local references at the registry's name, so that they hold wherever the schema is entered."""
    if isinstance(value, list):
        return [_pointed(part) for part in value]
    if isinstance(value, dict):
        return {
            key: HERE + part if key == "$ref" and isinstance(part, str) else _pointed(part)
            for key, part in value.items()
        }
    return value


def leaves(error: ValidationError) -> Iterator[ValidationError]:
    """Yield what is really wrong: of a choice of schemas, what the one that was meant says."""
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.schema_path[0], []).append(inner)
    if not branches:
        yield error
        return
    for inner in min(branches.values(), key=_strangeness):
        yield from leaves(inner)


def _strangeness(errors: Iterable[ValidationError]) -> tuple[bool, bool, int]:
    """Order schemas by how little they can have been meant: a wrong "type" number first of all."""
    known = list(errors)
    other = any(list(error.path)[-1:] == ["type"] for error in known)
    null = any(error.validator == "type" and error.validator_value == "null" for error in known)
    return other, null, len(known)


def _finding(error: ValidationError) -> Finding:
    path = tuple(error.absolute_path)
    if error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        return Finding((*path, missing[0]), CODES["required"], "This field is required")
    code = CODES.get(str(error.validator), "BASE_TYPE_BAD_TYPE")
    if error.validator == "maxLength":
        return Finding(path, code, f"Must be {error.validator_value} or fewer in length.")
    return Finding(path, code, error.message[:300])
