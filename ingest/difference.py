"""What a plan changes in the published generation; pure, imports the job, the plan and the records."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.job import Job
from ingest.outcome import ChunkCounts, EpisodeCounts
from ingest.reading import Plan
from vectorstore.records import Chunk
from vectorstore.store.manifest import Manifest

AFRESH_SHARE = 0.4
"""A generation is built afresh, from the cache, when more than this share of its rows changes."""
DEAD_SHARE = 0.25
"""HNSW never gives back a removed row: past this share of dead rows a fresh build is smaller and faster."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Which rows of the plan are not in the base as they are, and which rows of the base have to go."""

    fresh: tuple[Chunk, ...]
    gone: tuple[str, ...]


def difference(job: Job, base: Manifest | None, plan: Plan) -> Difference:
    """Compare the plan's rows with the base's, content and episode alike."""
    if base is None or not job.made_alike(base):
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


def is_large(base: Manifest, plan: Plan, change: Difference) -> bool:
    """Return whether a fresh build is cheaper than a copy with differences."""
    rows = max(1, len(plan.chunks))
    dead = base.dead_rows + len(change.gone)
    return len(change.fresh) > AFRESH_SHARE * rows or dead > DEAD_SHARE * rows or base.rows == 0


def same_content(job: Job, base: Manifest, plan: Plan) -> bool:
    """Return whether the plan is what is published already (a skipped file that changed, for instance)."""
    planned = (plan.documents, plan.episodes, plan.skipped, plan.errata)
    return job.made_alike(base) and planned == (base.documents, base.episodes, base.skipped, base.errata)
