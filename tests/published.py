"""Generations without an index, for tests of what reads CURRENT and manifests alone."""

from __future__ import annotations

from pathlib import Path

from vectorstore.layout import Layout, write_json
from vectorstore.records import DocumentRecord, Episode
from vectorstore.store.manifest import MANIFEST_FILE, Manifest, to_json
from vectorstore.store.pointer import Pointer, write_pointer


def manifest_of(number: int, documents: dict[str, list[str]]) -> Manifest:
    """Return a manifest: of each document the keys of its episodes, which are their titles too."""
    records = tuple(DocumentRecord(name, "digest", "md", "summary", 1, tuple(keys)) for name, keys in documents.items())
    keys = list(dict.fromkeys(key for found in documents.values() for key in found))
    episodes = tuple(
        Episode(key, "Show", f"About {key}", n, url=f"https://example.org/{n}") for n, key in enumerate(keys)
    )
    at = "2026-03-01T12:00:00+00:00"
    return Manifest(f"gen-{number:06d}", at, "words", 64, "recipe", records, episodes, (), (), len(keys))


def publish(
    root: Path, number: int, documents: dict[str, list[str]], own: bool = True, pinned: bool = False
) -> Manifest:
    """Publish a manifest as ingestion does, and say whether the library is one's own."""
    layout, manifest = Layout(root), manifest_of(number, documents)
    write_json(layout.generation(manifest.generation) / MANIFEST_FILE, to_json(manifest))
    write_json(layout.library, {"own": own})
    write_pointer(layout, Pointer(manifest.generation, pinned))
    return manifest
