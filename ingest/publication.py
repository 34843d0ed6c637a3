"""From a plan to a published generation; imports difference, chunking, the cache and the store.

Heavy libraries are loaded here alone, so that a run which finds nothing new never waits for them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ingest.chunking import embedded_text
from ingest.costs import spent_by
from ingest.difference import Difference, counts, difference, is_large
from ingest.job import RECIPE_NAME, Job
from ingest.letting_go import let_go
from ingest.outcome import Judged, Outcome, Progress
from ingest.reading import Plan
from ingest.traces import forget_all
from vectorstore.errors import DamagedIndex
from vectorstore.layout import said_plainly
from vectorstore.records import Chunk
from vectorstore.store.manifest import Manifest

if TYPE_CHECKING:
    from vectorstore.embeddings.cache import EmbeddingCache
    from vectorstore.embeddings.seam import Matrix
    from vectorstore.store.index import StoredIndex
    from vectorstore.store.opening import Arrays, PublishedIndex
    from vectorstore.store.seam import Builder, Store

SEALED, MEASURED, CHECKED = 2, 82, 100
"""How far checking is, in hundredths, when the generation is sealed, when its levels are measured, and at its end."""
ADDED_AT_ONCE = 100
"""Rows: Chroma lets nothing else run meanwhile (some 0.2 s), so whoever watches waits, and so does a signal."""


class Refused(Exception):
    """The gate of golden questions holds a generation back."""

    def __init__(self, judged: Judged) -> None:
        super().__init__(f"{len(judged.broken)} golden questions broke")
        self.judged = judged


def publish(
    job: Job,
    base: Manifest | None,
    plan: Plan,
    progress: Progress,
    decided: Callable[[], None],
    on_purpose: Callable[[str], bool] = lambda document: False,
) -> Outcome:
    """Embed, build, check and publish the plan; `decided` is called once it is built, just before it is published.

    A kill between the two leaves a library that the index does not follow yet, which the next run mends; the
    other way round it would undo what was published. `on_purpose` says which documents somebody took out.
    """
    from vectorstore.embeddings.cache import EmbeddingCache

    change = difference(job, base, plan)
    upon = None if job.full or job.erase or base is None or is_large(base, plan, change) else base
    rows = change.fresh if upon else plan.chunks
    with said_plainly(job.layout.root):
        job.layout.root.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(EmbeddingCache(job.layout.state)) as cache:
        erased = texts_held(job.store, job.erase) if job.erase else []
        job.store.room_for(len(rows), upon.generation if upon else None, job.disk_budget)
        vectors, embedded = embed(job, plan, rows, cache, progress)
        episodes, chunks = counts(base, plan, change, embedded)
        told = (episodes, chunks, plan.skipped)
        before = arrays_of(job.store, base)
        gate = opened_gate(job, cache, base, on_purpose, progress)
        try:
            manifest, judged = build(
                job, upon, plan, change, Rows(rows, vectors, cache, before), progress, decided, gate
            )
        except Refused as held:
            let_go(job.store, cache)
            kept, judged = base.generation if base else None, held.judged
            warnings = (*plan.warnings, *judged.warnings)
            return Outcome("gate-refused", kept, *told, warnings, broken=judged.broken, spent=spent_by(job.embedder))
        if job.erase:
            forget_all(job.layout, job.erase, base, cache, erased)
        let_go(job.store, cache)
    warnings = (*plan.warnings, *judged.warnings)
    spent = spent_by(job.embedder)
    return Outcome("published", manifest.generation, *told, warnings, broken=judged.broken, spent=spent)


Asked = Callable[["PublishedIndex"], "Judged"]
"""Asks an unpublished generation the golden questions."""


def opened_gate(
    job: Job, cache: EmbeddingCache, base: Manifest | None, on_purpose: Callable[[str], bool], progress: Progress
) -> Asked | None:
    """Return the gate, None when it is off or there is nothing to ask."""
    if not job.gate or not job.layout.golden.exists():
        return None
    from ingest.gate import Gate
    from ingest.known_words import RememberedWords
    from ingest.queries import RememberedQueries
    from vectorstore.embeddings.words import WordVectors

    words = RememberedWords(WordVectors(), cache)
    gate = Gate(job.layout, RememberedQueries(job.embedder, cache), words, on_purpose, progress)
    return lambda index: gate.judge(base, index)


def embed(job: Job, plan: Plan, rows: Sequence[Chunk], cache: EmbeddingCache, progress: Progress) -> tuple[Matrix, int]:
    """Return the rows' vectors and how many had to be computed now."""
    from vectorstore.embeddings.seam import ReleasingEmbedder

    by_key = {episode.key: episode for episode in plan.episodes}
    texts = [embedded_text(chunk, by_key[chunk.episode]) for chunk in rows]
    found = cache.embed(job.embedder, texts, lambda done, total: progress("embed", done, total))
    if isinstance(job.embedder, ReleasingEmbedder):
        job.embedder.release()  # what follows needs that memory
    return found


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows to add with their vectors, (n, d) float32, and the cache that they came from.

    `before` are the scoring arrays of the published generation, None when there is none that can be read.
    """

    chunks: Sequence[Chunk]
    vectors: Matrix
    cache: EmbeddingCache
    before: Arrays | None = None


def arrays_of(store: Store, base: Manifest | None) -> Arrays | None:
    """Return the scoring arrays of the published generation, None when there is none that can be read."""
    with contextlib.suppress(DamagedIndex):
        return store.arrays(base.generation) if base else None
    return None


def build(
    job: Job,
    upon: Manifest | None,
    plan: Plan,
    change: Difference,
    rows: Rows,
    progress: Progress,
    decided: Callable[[], None],
    gate: Asked | None = None,
) -> tuple[Manifest, Judged]:
    """Write the next generation, as a copy of `upon` or afresh, and publish it; on any failure nothing is left."""
    from vectorstore.embeddings.words import release_words

    builder = job.store.begin(upon.generation if upon else None)
    try:
        if upon:
            builder.remove(change.gone)
        fill(builder, plan, rows, progress)
        progress("check", 0, CHECKED)
        dead_rows = upon.dead_rows + len(change.gone) if upon else 0
        index = measured(job, builder, plan, dead_rows, rows, progress)
        judged = gate(index) if gate else Judged()
        if len(judged.broken) > job.tolerance and not job.accept_gate:
            raise Refused(judged)
        progress("check", MEASURED, CHECKED)
        release_words()  # the child that checks the generation needs that memory
        manifest = replace(index.manifest, golden=dict(judged.standings))
        builder.publish(manifest, index.arrays, decided=decided)
    except BaseException:
        builder.abandon()
        raise
    progress("check", CHECKED, CHECKED)
    return manifest, judged


def fill(builder: Builder, plan: Plan, rows: Rows, progress: Progress) -> None:
    """Write the rows."""
    episodes = {episode.key: episode for episode in plan.episodes}
    total = len(rows.chunks)
    for begin in range(0, total, ADDED_AT_ONCE):
        progress("index", begin, total)
        part = slice(begin, begin + ADDED_AT_ONCE)
        builder.add(rows.chunks[part], episodes, rows.vectors[part])
    progress("index", total, total)


def measured(job: Job, builder: Builder, plan: Plan, dead_rows: int, rows: Rows, progress: Progress) -> PublishedIndex:
    """Seal the generation and return it as a reader would have it, with the evidence levels measured on it."""
    from ingest.calibration import arrays_and_calibration
    from vectorstore.store.opening import PublishedIndex

    store = builder.seal()
    progress("check", SEALED, CHECKED)
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
        dead_rows=dead_rows,
        errata=plan.errata,
    )
    arrays, calibration = arrays_and_calibration(store, manifest, job.embedder, rows.cache, rows.before)
    return PublishedIndex(replace(manifest, calibration=calibration), store, arrays)


def texts_held(store: Store, document: str) -> list[tuple[str, list[str]]]:
    """Return the embedded texts of a document in every generation that still holds it, with the model's id."""
    found = []
    for manifest in store.history():
        record = next((one for one in manifest.documents if one.name == document), None)
        if record is not None:
            by_key = {episode.key: episode for episode in manifest.episodes}
            with opened(store, manifest.generation) as rows:
                chunks = rows.chunks(record.chunk_ids()).values()
                found.append((manifest.embedder, [embedded_text(chunk, by_key[chunk.episode]) for chunk in chunks]))
    return found


@contextlib.contextmanager
def opened(store: Store, generation: str) -> Iterator[StoredIndex]:
    """Open a generation's rows for reading."""
    rows = store.rows(generation)
    try:
        yield rows
    finally:
        rows.close()


def is_whole(store: Store, base: Manifest) -> bool:
    """Return whether a generation is as it was published; a damaged one is built anew."""
    try:
        store.verify(base, thorough=True)
    except DamagedIndex:
        return False
    return True
