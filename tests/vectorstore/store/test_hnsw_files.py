"""Nothing that the process had in memory reaches the disk with the index."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vectorstore.layout import Layout
from vectorstore.store.generations import GenerationBuilder
from vectorstore.store.hnsw_files import clear_reserves


def test_the_reserved_room_is_empty_on_disk(
    layout: Layout, publish: Callable[..., str], make_corpus: Callable[..., Any]
) -> None:
    secrets = [f"secret-key-{random.random()}-" * 9_000 for _ in range(20)]  # memory that HNSW may be given next
    secrets.clear()
    folder = layout.generation(publish(layout, make_corpus()))
    vectors = next(folder.rglob("data_level0.bin")).read_bytes()
    rows, reserved = 12, 100
    size = len(vectors) // reserved
    assert any(vectors[: rows * size])
    assert not any(vectors[rows * size :])
    lengths = next(folder.rglob("length.bin")).read_bytes()
    assert len(lengths) == 4 * reserved
    assert not any(lengths[4 * rows :])
    assert not [path for path in layout.root.rglob("*") if path.is_file() and b"secret-key" in path.read_bytes()]


def test_an_index_still_grows_into_the_cleared_room(
    layout: Layout, publish: Callable[..., str], make_corpus: Callable[..., Any]
) -> None:
    base = publish(layout, make_corpus(episodes=range(3)))
    more = make_corpus(episodes=range(3, 60))
    builder = GenerationBuilder.begin(layout, base)
    builder.add(more.chunks, more.episodes, more.vectors)
    store = builder.seal()
    assert store.count() == 240
    for id_, vector in zip(more.ids, more.vectors, strict=True):
        assert store.query(vector, 1) == [(id_, pytest.approx(1, abs=1e-5))]
    builder.abandon()


@pytest.mark.parametrize("header", [b"", b"\1\0\0\0", bytes(100), bytes([255] * 100)])
def test_a_format_that_is_not_known_is_left_alone(tmp_path: Path, header: bytes) -> None:
    (tmp_path / "header.bin").write_bytes(header)
    content = np.random.default_rng(1).bytes(400)
    (tmp_path / "data_level0.bin").write_bytes(content)
    clear_reserves(tmp_path)
    assert (tmp_path / "data_level0.bin").read_bytes() == content
