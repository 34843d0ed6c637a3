"""`python -m bot check`: what is configured, what the index holds, what is wrong and how to mend it."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.terminal.opening import store_settings
from bot.wiring import open_index
from vectorstore.errors import StoreError
from vectorstore.layout import Layout, read_json
from vectorstore.settings import StoreSettings
from vectorstore.store.pointer import history, read_pointer

LITTLE_DISK = 500_000_000
"""Bytes; below this a re-ingestion of a larger library may not fit."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong, and what mends it."""

    what: str
    mend: str


def check(as_json: bool) -> int:
    """Print the state of things; 1 when something is wrong."""
    settings = store_settings()
    layout = Layout(settings.data_dir)
    index, problems = examined(settings, layout)
    problems += [*missing_roots(layout), *disk(layout)]
    report = {"settings": configured(settings), "index": index, "problems": [asdict(problem) for problem in problems]}
    if as_json:
        print(json.dumps(report))
    else:
        print_report(report)
    return 1 if problems else 0


def configured(settings: StoreSettings) -> dict[str, Any]:
    """Return the settings that matter; of a secret only whether it is there."""
    return {
        "DATA_DIR": str(settings.data_dir),
        "EMBEDDINGS": settings.embeddings,
        "EMBED_MODEL": settings.embed_model,
        "OPENAI_API_KEY": "set" if settings.openai_api_key else None,
    }


def examined(settings: StoreSettings, layout: Layout) -> tuple[dict[str, Any] | None, list[Problem]]:
    """Return what the published index holds, opened for real and asked once, and what is wrong with it."""
    try:
        live = open_index(settings)
        with live.session() as searcher:
            if searcher.scoring.ids:
                searcher.index.store.query(searcher.index.store.vectors(searcher.scoring.ids[:1])[0], 1)
            manifest = searcher.index.manifest
        trouble = live.reader.trouble
        live.close()
    except StoreError as error:
        return None, [Problem(str(error), "Run `python -m ingest`.")]
    pointer = read_pointer(layout)
    problems = [Problem(trouble, "Run `python -m ingest --full`.")] if trouble else []
    if pointer and pointer.pinned:
        problems.append(
            Problem(f"The index was rolled back to {pointer.generation} and is pinned.", "Run `python -m ingest`.")
        )
    return {
        "generation": manifest.generation,
        "published": manifest.published,
        "embedder": manifest.embedder,
        "episodes": len(manifest.episodes),
        "documents": len(manifest.documents),
        "chunks": manifest.rows,
        "skipped": [asdict(note) for note in manifest.skipped],
        "warnings": len(manifest.warnings),
        "earlier": [one.generation for one in history(layout) if one.generation != manifest.generation],
    }, problems


def missing_roots(layout: Layout) -> list[Problem]:
    """Return a problem for each root of the library that is gone."""
    library = read_json(layout.library) or {}
    paths = [Path(root["path"]) for root in library.get("roots", ())]
    mend = "Mount or restore it, or run `python -m ingest --forget {path}`."
    return [
        Problem(f"{path}, a root of the library, is gone; its documents were kept.", mend.format(path=path))
        for path in paths
        if not path.exists()
    ]


def disk(layout: Layout) -> list[Problem]:
    """Return what is wrong with the folder that everything is written to."""
    if not layout.root.exists():
        return []
    problems = []
    if not os.access(layout.root, os.W_OK):
        problems.append(Problem(f"{layout.root} may not be written to.", "Change its owner or mode, or set DATA_DIR."))
    free = shutil.disk_usage(layout.root).free
    if free < LITTLE_DISK:
        problems.append(Problem(f"The disk of {layout.root} has {free / 1e6:,.0f} MB free.", "Free space."))
    return problems


def print_report(report: dict[str, Any]) -> None:
    """Print the report for a person."""
    for name, value in report["settings"].items():
        print(f"{name:16} {value if value is not None else '(not set)'}")
    index = report["index"]
    if index:
        print(
            f"{'index':16} {index['generation']} of {index['published']}: {index['episodes']} episodes, "
            f"{index['documents']} documents, {index['chunks']} passages, {index['warnings']} warnings"
        )
        for note in index["skipped"]:
            print(f"{'skipped':16} {note['file']}: {note['reason']}")
    for problem in report["problems"]:
        print(f"\nWrong: {problem['what']}\nMend:  {problem['mend']}")
    if not report["problems"]:
        print("All is well.")
