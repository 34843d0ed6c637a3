"""Chroma is imported without the checks of its `@override`; imports nothing of this project.

The decorator compares each of Chroma's 160 overriding methods with the one it overrides, by reading byte code: a fifth
of the CPU of opening an index from cold. It says something about Chroma's source and nothing about ours.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def unchecked_overrides() -> Iterator[None]:
    """Let methods that are decorated meanwhile be marked as overriding, and not be compared."""
    try:
        # Not `import overrides.overrides`: the package has a function of that name.
        checking: Any = importlib.import_module("overrides.overrides")
        checked = checking._overrides
    except (ImportError, AttributeError):  # Chroma has no such decorator any more, or it works otherwise
        yield
        return
    checking._overrides = _marked
    try:
        yield
    finally:
        checking._overrides = checked


def _marked(method: Any, *_: bool) -> Any:
    """Return the method, marked as the decorator marks it (another check of Chroma's classes looks for that)."""
    method.__override__ = True
    return method
