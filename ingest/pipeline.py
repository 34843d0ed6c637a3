"""The whole of ingestion, one step a line; imports reading, the library and the ground floor.

    find -> (nothing changed? done) -> read, identify, chunk -> embed what the cache lacks -> new generation
    -> arrays and calibration -> golden questions -> probe -> CURRENT

Everything is decided before anything is written: a run that fails or is killed leaves the published
generation and library.json as they were, and the embeddings it paid for in the cache.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from ingest.chunking import embedded_text
from ingest.costs import estimated
from ingest.difference import counts, difference, same_content
from ingest.discover import Inventory, discover
from ingest.errors import IngestError, NothingReadable, Unreadable
from ingest.job import Job as Job
from ingest.library import Library, effective_roots, load_library, mark_own, sample_stands_in, save_library
from ingest.outcome import ChunkCounts, EpisodeCounts, Estimate, Outcome, Progress
from ingest.publication import is_whole, opened, publish
from ingest.reading import Known, Plan, read_all, read_one
from ingest.roots import Root
from vectorstore.corrections import Corrections, read_corrections
from vectorstore.errors import DamagedIndex, NewerVersion, StoreError
from vectorstore.json_lines import read_lines
from vectorstore.layout import sweep_unfinished
from vectorstore.records import DocumentRecord
from vectorstore.store.journal import check_journal
from vectorstore.store.manifest import Manifest
from vectorstore.store.pointer import Pointer
from vectorstore.store.writer_lock import writer_lock

NOTHING_TO_SHARE = (
    "There is nothing to ingest: run python -m ingest PATH with your episodes, or set EPISODES_DIR. The sample show is "
    "not put on a shared store."
)
WORTH_OPENING = 500
"""Rows from which opening the index, for a dry run alone, is faster than cutting all documents again."""


def run(job: Job, progress: Progress) -> Outcome:
    """Bring the published generation up to the library; raises StoreError and its kin with a sentence."""
    if job.layout.server:
        refuse_sample(job)
    if job.dry_run:
        job.store.claim(job.take_over, only_look=True)
        return prepare_and_publish(job, progress)
    with writer_lock(job.layout):
        refuse_newer_files(job)
        job.begun()
        job.store.claim(job.take_over)
        job.store.sweep()
        sweep_unfinished(job.layout, time.time())
        return prepare_and_publish(job, progress)


def prepare_and_publish(job: Job, progress: Progress) -> Outcome:
    """Find, compare, and publish where something changed."""
    library = job.change(load_library(job.layout))
    roots = effective_roots(library, job.layout, job.episodes_dir, job.sample)
    own = not sample_stands_in(library, job.layout, job.episodes_dir)
    pointer = job.store.pointer()
    if job.unattended and pointer and pointer.pinned:
        return Outcome("pinned", pointer.generation)
    base = readable_base(job)
    if base and not is_whole(job.store, base):
        job = replace(job, full=True)
    found = discover(roots, library.excluded, job.max_bytes, data_dir=job.layout.root)
    lost = lost_records(base, found, library.excluded)
    corrections = corrections_for(job)
    may_stay = base is not None and not job.full and not job.erase
    if base and may_stay and base.errata == corrections.digest and is_unchanged(job, base, found, lost):
        return keep(job, library, own, base, found, pointer)
    plan = planned(job, base, found, lost, progress, corrections)
    if not plan.documents and (plan.skipped or found.lost) and not emptied_on_purpose(base, library, roots):
        raise NothingReadable(no_document(plan, found))
    if job.dry_run:
        return replace(foreseen(job, base, plan), lost=found.lost)
    if base and may_stay and same_content(job, base, plan):
        return keep(job, library, own, base, found, pointer, plan)
    kept = mark_own(library) if own and plan.documents else library
    outcome = publish(
        job,
        base,
        plan,
        progress,
        decided=lambda: save_library(job.layout, kept),
        on_purpose=lambda document: is_taken_out(document, library, roots),
    )
    return replace(outcome, lost=found.lost)


def refuse_sample(job: Job) -> None:
    """Raise IngestError while this machine has nothing but the sample show, so that it never owns a shared store."""
    if sample_stands_in(job.change(load_library(job.layout)), job.layout, job.episodes_dir):
        raise IngestError(NOTHING_TO_SHARE)


def refuse_newer_files(job: Job) -> None:
    """Raise NewerVersion before anything is written, when a newer version wrote what a run reads or replaces."""
    layout = job.layout
    looks: tuple[Callable[[], object], ...] = (
        lambda: readable_base(job),
        lambda: load_library(layout),
        lambda: check_journal(layout),
        lambda: read_lines(layout.errata),
        lambda: read_lines(layout.golden),
    )
    for look in looks:
        try:
            look()
        except NewerVersion:
            raise
        except StoreError:  # whoever needs that file says what is wrong with it
            continue


def readable_base(job: Job) -> Manifest | None:
    """Return the manifest of the published generation, None when there is none that could be built upon.

    A damaged one is built anew by a run. A newer version's is left alone (NewerVersion) unless everything is to be
    built again.
    """
    pointer = job.store.pointer()
    try:
        return job.store.manifest(pointer.generation) if pointer else None
    except DamagedIndex:
        return None
    except NewerVersion:
        if not job.full:
            raise
        return None


def lost_records(base: Manifest | None, found: Inventory, excluded: Sequence[str]) -> tuple[DocumentRecord, ...]:
    """Return the documents of lost roots, which are kept as they are unless somebody excluded them."""
    known = base.documents if base else ()
    return tuple(one for one in known if found.is_lost(one.name) and one.name not in excluded)


def corrections_for(job: Job) -> Corrections:
    """Return the corrections in force, without those of a document that is to be erased."""
    found = read_corrections(job.layout)
    return found.without(job.erase) if job.erase else found


def emptied_on_purpose(base: Manifest | None, library: Library, roots: Sequence[Root]) -> bool:
    """Return whether every document that was published has been excluded, or its root dropped."""
    known = [record.name for record in base.documents] if base else []
    return bool(known) and all(is_taken_out(name, library, roots) for name in known)


def is_taken_out(document: str, library: Library, roots: Sequence[Root]) -> bool:
    """Return whether somebody decided that a document is not to be there: it is excluded, or its root was dropped."""
    return document in library.excluded or not document.startswith(tuple(f"{root.name}/" for root in roots))


def no_document(plan: Plan, found: Inventory) -> str:
    """Return the sentence for a library of which nothing can be read."""
    reasons = [f"{note.file}: {note.reason}" for note in (*found.lost, *plan.skipped, *found.skipped)]
    return "No document of the library could be read; nothing was changed. " + "; ".join(reasons[:5])


def is_unchanged(job: Job, base: Manifest, found: Inventory, lost: Sequence[DocumentRecord]) -> bool:
    """Return whether the files, the model and the recipe are those of the published generation."""
    if not job.made_alike(base):
        return False
    known = {record.name: record.digest for record in base.documents if record not in lost}
    skipped = {note.file for note in base.skipped if not found.is_lost(note.file)}
    now = {document.name: document.digest for document in found.documents if document.name not in skipped}
    return known == now and skipped == {note.file for note in found.skipped} | skipped_again(found, skipped)


def skipped_again(found: Inventory, skipped: set[str]) -> set[str]:
    """Return the documents that the last run skipped and that are as unreadable as they were."""
    still = set()
    for document in found.documents:
        if document.name in skipped:
            try:
                read_one(document)
            except Unreadable:
                still.add(document.name)
    return still


def keep(
    job: Job,
    library: Library,
    own: bool,
    base: Manifest,
    found: Inventory,
    pointer: Pointer | None,
    plan: Plan | None = None,
) -> Outcome:
    """Return the outcome of a run that found nothing to do; a person's run lifts the pin of a rollback."""
    if not job.dry_run:
        if pointer and pointer.pinned:
            job.store.point(replace(pointer, pinned=False))
        kept = mark_own(library) if own and base.documents else library
        if kept != load_library(job.layout):
            save_library(job.layout, kept)
    total = len(base.episodes)
    return Outcome(
        "dry-run" if job.dry_run else "unchanged",
        base.generation,
        EpisodeCounts(unchanged=total, total=total),
        ChunkCounts(reused=base.rows, total=base.rows),
        plan.skipped if plan else base.skipped,
        base.warnings,
        found.lost,
        Estimate(0, 0.0, 0.0) if job.dry_run else None,
    )


def planned(
    job: Job,
    base: Manifest | None,
    found: Inventory,
    lost: Sequence[DocumentRecord],
    progress: Progress,
    corrections: Corrections,
) -> Plan:
    """Return everything the next generation is to hold: what lies there, and what lay below lost roots."""
    with known_to(job, base) as uncut:
        plan = read_all(found.documents, job.fits, progress, corrections, uncut)
    unread = [note for note in base.skipped if found.is_lost(note.file)] if base else []
    plan = replace(
        plan,
        skipped=tuple(sorted({*plan.skipped, *found.skipped, *unread}, key=lambda n: n.file)),
        warnings=(*plan.warnings, *found.warnings),
    )
    if not base or not lost:
        return plan
    keys = {key for record in lost for key in record.episodes}
    known = {episode.key: episode for episode in base.episodes if episode.key in keys}
    ours = {episode.key: episode for episode in plan.episodes}
    with opened(job.store, base.generation) as store:
        ids = [value for record in lost for value in record.chunk_ids()]
        chunks = list(store.chunks(ids).values())
    documents = sorted([*plan.documents, *lost], key=lambda record: record.name)
    return replace(
        plan,
        documents=tuple(documents),
        episodes=tuple({**known, **ours}.values()),
        chunks=(*plan.chunks, *chunks),
    )


@contextlib.contextmanager
def known_to(job: Job, base: Manifest | None) -> Iterator[Known | None]:
    """Yield what need not be cut again: the published index, if it was made alike; it is opened when it is needed."""
    if base is None or job.full or not job.made_alike(base) or (job.dry_run and base.rows < WORTH_OPENING):
        yield None
        return
    with contextlib.ExitStack() as stack:
        store = cache(lambda: stack.enter_context(opened(job.store, base.generation)))
        documents = {record.name: record for record in base.documents}
        yield Known(documents, {one.key: one for one in base.episodes}, lambda ids: store().chunks(ids))


def foreseen(job: Job, base: Manifest | None, plan: Plan) -> Outcome:
    """Return what a run would do and cost; nothing is written, not even the cache is made."""
    change = difference(job, base, plan)
    by_key = {episode.key: episode for episode in plan.episodes}
    missing = not_cached(job, sorted({embedded_text(chunk, by_key[chunk.episode]) for chunk in change.fresh}))
    episodes, chunks = counts(base, plan, change, len(missing))
    generation = base.generation if base else None
    estimate = estimated(job.embedder, missing)
    return Outcome("dry-run", generation, episodes, chunks, plan.skipped, plan.warnings, estimate=estimate)


def not_cached(job: Job, texts: Sequence[str]) -> list[str]:
    """Return the texts that would have to be embedded."""
    if not job.layout.state.exists():
        return list(texts)
    from vectorstore.embeddings.cache import EmbeddingCache

    with contextlib.closing(EmbeddingCache(job.layout.state)) as cache:
        return [text for text in texts if cache.missing(job.embedder.model_id, [text])]


def check_known(base: Manifest | None, library: Library, document: str) -> None:
    """Raise IngestError when no document of this name is in the index or excluded."""
    names = {*(r.name for r in base.documents), *(note.file for note in base.skipped)} if base else set()
    if document not in names and document not in library.excluded:
        close = sorted(name for name in names if document.split("/")[-1] in name)[:5]
        raise IngestError(f"There is no document {document}." + (f" Did you mean {', '.join(close)}?" if close else ""))
