"""Reads the fixtures of this folder's tests."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.readers.registry import read_document
from ingest.transcript import Transcript

DATA = Path(__file__).resolve().parents[2] / "data" / "readers"


@pytest.fixture
def read() -> Callable[[str], Transcript]:
    """Return a function that reads a fixture of one episode by its name."""

    def read_one(name: str) -> Transcript:
        (transcript,) = read_document(name, (DATA / name).read_bytes())
        return transcript

    return read_one
