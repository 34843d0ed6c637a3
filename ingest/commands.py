"""What each option of `python -m ingest` does, as functions; imports the pipeline, the library and reading.

What takes a root or a document out, or lets one in again, is a person's decision about that one thing: golden questions
that it breaks are told, and never hold it back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest import library as books
from ingest.discover import Inventory, discover
from ingest.episodes import Told
from ingest.errors import IngestError, Unreadable
from ingest.outcome import ChunkCounts, EpisodeCounts, Outcome, Progress
from ingest.pipeline import Job, check_known, readable_base, run
from ingest.reading import read_one
from ingest.roots import parse_root
from vectorstore.layout import Layout
from vectorstore.records import Note
from vectorstore.store.journal import check_journal
from vectorstore.store.seam import open_store
from vectorstore.store.writer_lock import writer_lock


@dataclass(frozen=True, slots=True)
class Published:
    """A finished generation as the history shows it; `published` is ISO 8601 in UTC."""

    generation: str
    published: str
    episodes: int
    chunks: int
    current: bool
    pinned: bool


def refresh(job: Job, paths: Sequence[str], only: bool, progress: Progress) -> Outcome:
    """Add the paths to the library, bring the index up to it, and publish."""
    return run(replace(job, change=lambda now: books.add_paths(now, paths, only, job.episodes_dir)), progress)


def forget(job: Job, path: str, progress: Progress) -> Outcome:
    """Drop a root, and publish without its documents."""
    return run(
        replace(job, accept_gate=True, change=lambda now: books.forget(now, path, job.episodes_dir, job.sample)),
        progress,
    )


def remove(job: Job, document: str, progress: Progress) -> Outcome:
    """Keep a document out, and publish without it."""
    return run(replace(job, accept_gate=True, change=_without(job, document)), progress)


def erase(job: Job, document: str, progress: Progress) -> Outcome:
    """Keep a document out, publish without it, and delete whatever else still holds it."""
    return run(replace(job, accept_gate=True, change=_without(job, document), erase=document), progress)


def restore(job: Job, document: str, progress: Progress) -> Outcome:
    """Let a removed document in again, and publish with it."""
    return run(replace(job, accept_gate=True, change=lambda now: books.restore(now, document)), progress)


def _without(job: Job, document: str) -> Callable[[books.Library], books.Library]:
    """Return the change that excludes a document which must be known."""

    def change(now: books.Library) -> books.Library:
        check_known(readable_base(job), now, document)
        return books.exclude(now, document)

    return change


def roll_back(layout: Layout, begun: Callable[[], None] = lambda: None) -> Outcome:
    """Publish the generation before the current one again, and pin it; `begun` is called once it alone may write."""
    store = open_store(layout)
    with writer_lock(layout):
        check_journal(layout)
        begun()
        store.claim()
        manifest = store.rollback()
    episodes = EpisodeCounts(unchanged=len(manifest.episodes), total=len(manifest.episodes))
    chunks = ChunkCounts(reused=manifest.rows, total=manifest.rows)
    return Outcome("rolled-back", manifest.generation, episodes, chunks, manifest.skipped, manifest.warnings)


def look_back(layout: Layout) -> tuple[tuple[Published, ...], Outcome]:
    """Return the finished generations, newest first, and an outcome that tells of the current one."""
    store = open_store(layout)
    pointer = store.pointer()
    now = pointer.generation if pointer else None
    found = tuple(
        Published(
            one.generation,
            one.published,
            len(one.episodes),
            one.rows,
            one.generation == now,
            bool(pointer and pointer.pinned and one.generation == now),
        )
        for one in store.history()
    )
    current = next((one for one in found if one.current), None)
    episodes = EpisodeCounts(unchanged=current.episodes, total=current.episodes) if current else EpisodeCounts()
    chunks = ChunkCounts(reused=current.chunks, total=current.chunks) if current else ChunkCounts()
    return found, Outcome("unchanged", now, episodes, chunks)


def examine(file: str, max_bytes: int, generation: str | None) -> tuple[tuple[Told, ...], Outcome]:
    """Read one file as an ingestion of it would; return its episodes and the outcome, write nothing."""
    root, _ = parse_root(file)
    if not root.file:
        raise IngestError(f"{root.path} is a folder; --check takes one file.")
    found = discover([root], (), max_bytes)
    told, skipped = _read(f"{root.name}/{root.path.name}", found)
    warnings = [Note(one.document, text) for one in told for text in one.transcript.warnings]
    episodes = EpisodeCounts(new=len(told), total=len(told))
    notes = (*found.warnings, *warnings)
    return told, Outcome("checked", generation, episodes, skipped=skipped, warnings=notes)


def name_in_library(file: str, layout: Layout, episodes_dir: Path | None, sample: Path) -> str | None:
    """Return what a file's document is called in the library, None when it does not lie below a root."""
    place = parse_root(file)[0].real
    try:
        roots = books.effective_roots(books.load_library(layout), layout, episodes_dir, sample)
    except IngestError:
        return None
    for root in roots:
        if root.file and root.real == place:
            return f"{root.name}/{root.path.name}"
        if not root.file and root.real in place.parents:
            return f"{root.name}/{place.relative_to(root.real).as_posix()}"
    return None


def _read(name: str, found: Inventory) -> tuple[tuple[Told, ...], tuple[Note, ...]]:
    """Return the episodes of the one document that was found, or why there are none."""
    if not found.documents:
        hidden = Note(name, "it is no document: it is hidden, a backup, or describes its neighbours")
        return (), found.skipped or (hidden,)
    try:
        return read_one(found.documents[0]), ()
    except Unreadable as error:
        return (), (Note(name, str(error)),)


def described(told: Sequence[Told]) -> list[str]:
    """Return what would be made of a document, in lines for a person."""
    lines: list[str] = []
    for one in told:
        known, heard = one.metadata, one.transcript
        sections = dict.fromkeys(segment.section for segment in heard.segments if segment.section)
        facts = {
            "document": one.document,
            "show": known.show,
            "number": known.number,
            "title": known.title,
            "date": known.date,
            "link": known.link,
            "format": heard.format,
            "kind": known.kind or heard.kind,
            "timed": "yes" if heard.timed else "no",
            "speakers": ", ".join(heard.speakers),
            "sections": " / ".join(sections),
        }
        lines += [f"{name:10} {'-' if value in (None, '') else value}" for name, value in facts.items()]
        lines += [f"{'warning':10} {text}" for text in heard.warnings]
    return lines
