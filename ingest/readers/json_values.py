"""A JSON document and its values, whatever their types; imports errors alone."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from ingest.errors import Unreadable


def loads(text: str) -> Any:
    """Return the JSON value in `text`; raise Unreadable for what is malformed or nested without end."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise Unreadable(f"the JSON is malformed or cut off ({error})") from error
    except RecursionError as error:
        raise Unreadable("the JSON is nested too deeply") from error


def rows(value: Any, name: str) -> list[Mapping[str, Any]]:
    """Return the objects in the list under `name` of `value`; none when it is not that shape."""
    found = value.get(name) if isinstance(value, dict) else None
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def number(row: Mapping[str, Any], *names: str) -> float | None:
    """Return the first finite number under `names`; a number written as text counts."""
    for name in names:
        value = row.get(name)
        if isinstance(value, str):
            try:
                value = float(value)
            except ValueError:
                continue
        if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
    return None


def string(row: Mapping[str, Any], *names: str) -> str | None:
    """Return the first text under `names` that is not empty, without blanks around it."""
    for name in names:
        value = row.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return None
