"""The outcome of a run in sentences for a person; pure, imports the outcome's types and the records."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.outcome import EpisodeCounts, Outcome
from vectorstore.records import Note

MOST_LINES = 20
"""Skipped files that are named; --json names them all."""


def minutes(seconds: float) -> str:
    """Return a stretch of time as a person says it: "45 s", "3 min", "1 h 10 min"."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    whole = round(seconds / 60)
    return f"{whole} min" if whole < 90 else f"{whole // 60} h {whole % 60:02d} min"


def sentences(outcome: Outcome, seconds: float) -> list[str]:
    """Return what a person is told on stdout, the outcome first."""
    told = [_first(outcome, seconds)]
    if outcome.outcome in ("published", "dry-run"):
        told.append(_passages(outcome))
    if outcome.warnings:
        told.append(f"{_count(len(outcome.warnings), 'warning')}; --json lists them.")
    return told


def left_over(outcome: Outcome) -> list[str]:
    """Return what a person is told on stderr: lost roots, skipped files with their reasons, broken questions."""
    lost = [f"{note.file}: {note.reason}" for note in outcome.lost]
    broken = [f'Broke {one.id} "{one.question}": {one.was}, now {one.now}' for one in outcome.broken]
    return [*lost, *_skipped(outcome.skipped), *broken]


def _first(outcome: Outcome, seconds: float) -> str:
    generation, held = outcome.generation, _count(outcome.episodes.total, "episode")
    match outcome.outcome:
        case "published":
            return f"Published {generation}: {_changes(outcome.episodes)} ({held} in all, {minutes(seconds)})."
        case "unchanged" if generation is None:
            return "Nothing has been published yet."
        case "unchanged":
            return f"Nothing has changed: {generation} holds {held}."
        case "dry-run":
            return f"A run would publish {_changes(outcome.episodes)} ({held} in all). Nothing was written."
        case "pinned":
            return f"{generation} was rolled back to and stays; run python -m ingest without --unattended."
        case "rolled-back":
            return f"Back to {generation} ({held}); it stays until a person runs python -m ingest."
        case "gate-refused":
            kept = f"{generation} stays" if generation else "Nothing was published"
            return (
                f"Not published: {_count(len(outcome.broken), 'test question')} broke. {kept}; --accept-gate publishes."
            )
        case "checked":
            return f"Checked: {held}. Nothing was written."


def _changes(episodes: EpisodeCounts) -> str:
    parts = [(episodes.new, "new"), (episodes.changed, "changed"), (episodes.removed, "removed")]
    return ", ".join(f"{count:,} {word}" for count, word in parts if count) or "no episode changed"


def _passages(outcome: Outcome) -> str:
    chunks, estimate = outcome.chunks, outcome.estimate
    told = f"{_count(chunks.total, 'passage')}: {chunks.embedded:,} embedded, {chunks.reused:,} reused"
    if estimate is None:
        return f"{told}{_spent(outcome)}."
    cost = _cost(estimate.cost_usd)
    return f"{told}; about {_count(estimate.tokens, 'token')}, {minutes(estimate.seconds)}, {cost}."


def _spent(outcome: Outcome) -> str:
    """Return what a model that costs money was paid, or nothing."""
    spent = outcome.spent
    return f"; {_count(spent.tokens, 'token')} used, {_cost(spent.cost_usd)}" if spent else ""


def _cost(usd: float | None) -> str:
    return "at a price that is not known" if usd is None else f"USD {usd:.4f}" if usd else "at no cost"


def _skipped(skipped: Sequence[Note]) -> list[str]:
    lines = [f"Skipped {note.file}: {note.reason}" for note in skipped[:MOST_LINES]]
    more = len(skipped) - MOST_LINES
    return [*lines, f"Skipped {more} more; --json lists them."] if more > 0 else lines


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
