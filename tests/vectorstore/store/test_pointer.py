"""CURRENT names one generation, remembers the highest, and history holds what was published."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from vectorstore.errors import DamagedIndex
from vectorstore.layout import Layout
from vectorstore.store.manifest import MANIFEST_FILE, to_json
from vectorstore.store.pointer import (
    Pointer,
    highest_published,
    history,
    number_of,
    read_manifest,
    read_pointer,
    write_pointer,
)


@pytest.fixture
def finished(layout: Layout, make_corpus: Callable[..., Any]) -> Callable[[str], None]:
    """Write a generation's folder with nothing but its manifest."""

    def make(name: str, named: str | None = None) -> None:
        layout.generation(name).mkdir(parents=True)
        manifest = make_corpus().manifest(named or name)
        (layout.generation(name) / MANIFEST_FILE).write_text(json.dumps(to_json(manifest)))

    return make


def test_nothing_published_is_none_and_no_history(layout: Layout) -> None:
    assert read_pointer(layout) is None
    assert highest_published(layout) == 0
    assert history(layout) == []


@pytest.mark.parametrize("pointer", [Pointer("gen-000003"), Pointer("gen-1000000", pinned=True)])
def test_a_pointer_is_read_as_it_was_written(layout: Layout, pointer: Pointer) -> None:
    write_pointer(layout, pointer)
    assert read_pointer(layout) == pointer


def test_going_back_does_not_forget_the_highest_number(layout: Layout) -> None:
    write_pointer(layout, Pointer("gen-000009"))
    write_pointer(layout, Pointer("gen-000008", pinned=True))
    write_pointer(layout, Pointer("gen-000008"))
    assert highest_published(layout) == 9


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"generation": 3}', '{"generation": "../etc"}'])
def test_an_unreadable_pointer_is_damage_with_what_to_do(layout: Layout, content: str) -> None:
    layout.root.mkdir()
    layout.current.write_text(content)
    with pytest.raises(DamagedIndex, match=r"python -m ingest"):
        read_pointer(layout)


def test_history_is_newest_first_and_leaves_out_what_is_unfinished(
    layout: Layout, finished: Callable[..., None]
) -> None:
    for name in ("gen-000002", "gen-000010", "gen-000009"):
        finished(name)
    layout.generation("gen-000001").mkdir()  # killed before its manifest
    finished("gen-000011")  # killed between its manifest and CURRENT
    write_pointer(layout, Pointer("gen-000010"))
    assert [one.generation for one in history(layout)] == ["gen-000010", "gen-000009", "gen-000002"]


def test_a_manifest_of_another_generation_is_damage(layout: Layout, finished: Callable[..., None]) -> None:
    finished("gen-000002", named="gen-000001")
    with pytest.raises(DamagedIndex, match="gen-000001"):
        read_manifest(layout, "gen-000002")


def test_a_missing_or_unreadable_manifest_is_damage(layout: Layout, finished: Callable[..., None]) -> None:
    with pytest.raises(DamagedIndex, match="not finished"):
        read_manifest(layout, "gen-000001")
    finished("gen-000002")
    (layout.generation("gen-000002") / MANIFEST_FILE).write_bytes(b'{"schema": 1, \xff')
    with pytest.raises(DamagedIndex):
        read_manifest(layout, "gen-000002")


@pytest.mark.parametrize("name", ["gen-1", "gen-00000x", "other", ""])
def test_only_names_of_generations_have_a_number(name: str) -> None:
    with pytest.raises(ValueError):
        number_of(name)
