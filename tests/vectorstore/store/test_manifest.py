"""The manifest survives its JSON, and what is no manifest is said to be none."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from vectorstore.errors import DamagedIndex, IndexMismatch
from vectorstore.records import Note
from vectorstore.store.manifest import MANIFEST_SCHEMA, Manifest, from_json, to_json


@pytest.fixture
def manifest(make_corpus: Callable[..., Any]) -> Manifest:
    whole = make_corpus().manifest("gen-000007")
    notes = (Note("show/x.bin", "is binary"),)
    return replace(whole, skipped=notes, warnings=notes, dead_rows=3, calibration={"floor": 0.5, "bands": [1, 2]})


def test_a_manifest_survives_json(manifest: Manifest) -> None:
    assert from_json(json.loads(json.dumps(to_json(manifest)))) == manifest


def test_a_newer_schema_is_a_mismatch_and_not_damage(manifest: Manifest) -> None:
    value = to_json(manifest) | {"schema": MANIFEST_SCHEMA + 1}
    with pytest.raises(IndexMismatch, match="newer version"):
        from_json(value)


def test_fields_of_a_later_version_of_the_same_schema_are_passed_over(manifest: Manifest) -> None:
    value = json.loads(json.dumps(to_json(manifest))) | {"colour": "red"}
    value["documents"][0]["mood"] = "glad"
    assert from_json(value) == manifest


@pytest.mark.parametrize(
    "change",
    [
        {"schema": None},
        {"schema": True},
        {"rows": "12"},
        {"rows": True},
        {"embedder": None},
        {"documents": None},
        {"documents": [{"name": "a"}]},
        {"documents": ["a"]},
        {"episodes": [{"key": "e", "show": "s", "title": "t", "number": "1"}]},
        {"skipped": [{"file": 1, "reason": "r"}]},
        {"calibration": []},
    ],
)
def test_a_wrong_type_anywhere_is_damage(manifest: Manifest, change: dict[str, Any]) -> None:
    with pytest.raises(DamagedIndex):
        from_json(json.loads(json.dumps(to_json(manifest))) | change)


@pytest.mark.parametrize("value", [None, [], "text", 1, {}])
def test_what_is_no_object_is_damage(value: Any) -> None:
    with pytest.raises(DamagedIndex):
        from_json(value)


def test_a_missing_field_is_damage(manifest: Manifest) -> None:
    value = json.loads(json.dumps(to_json(manifest)))
    del value["recipe"]
    with pytest.raises(DamagedIndex, match="recipe"):
        from_json(value)
