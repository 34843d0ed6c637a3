"""Ingestion beside the peer's: first, unchanged, one episode changed; CPU, disk and memory; imports evals.bench."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from evals.bench.children import Failed, Ran, run
from evals.bench.figures import Found
from evals.bench.texts import Texts, written
from evals.corpora import say

AGAIN = 3
"""Times that our second ingestions are measured."""
FEW, MANY = 30, 100
"""Episodes between which memory must not grow."""
FIRST_OURS, FIRST_NAIVE = "first ingestion, ours", "first ingestion, naive"
PASSED_OVER = ("LOCK", "last_run.json")
"""The lock carries who holds it, and the journal of the last run when it was: no part of the index."""


@dataclass(frozen=True, slots=True)
class Stores:
    """The two stores over one corpus, as the last round left them."""

    ours: Path
    naive: Path

    @classmethod
    def below(cls, place: Path) -> Stores:
        """Return the two of one corpus."""
        return cls(place / "ours", place / "naive")


def ours(data: Path, folder: Path) -> Ran:
    """Ingest a folder into a DATA_DIR."""
    return run(["-m", "ingest", str(folder), "--only", "--json"], {"DATA_DIR": str(data)}, codes=(0, 3))


def naive(store: Path, folder: Path) -> Ran:
    """Ingest a folder as the peer does."""
    return run(["-m", "evals.peers.naive", "ingest", str(store), str(folder)])


def compared(name: str, texts: Texts, place: Path, rounds: int) -> list[Found]:
    """Return what ingestion costs both; `rounds` are interleaved, and the medians told."""
    stores = Stores.below(place)
    first: list[tuple[Ran, Ran]] = []
    for number in range(rounds):
        say(f"{name}: first ingestion, round {number + 1} of {rounds}")
        for old in (stores.ours, stores.naive):
            shutil.rmtree(old, ignore_errors=True)
        first.append((ours(stores.ours, texts.folder), naive(stores.naive, texts.folder)))
    mine, theirs = median(one.cpu for one, _ in first), median(one.cpu for _, one in first)
    peaks = median(one.peak for one, _ in first), median(one.peak for _, one in first)
    rows = done(first[-1][0])["chunks"]["total"], json.loads(first[-1][1].out)["chunks"]
    corpus = f"{name}, {texts.bytes / 1e6:.1f} MB"
    note = f"{rows[0]} and {rows[1]} passages"
    points = (FIRST_OURS, texts.bytes / 1e6, mine), (FIRST_NAIVE, texts.bytes / 1e6, theirs)
    found = [
        Found("first", corpus, theirs / mine, f"{mine:.1f} s", f"{theirs:.1f} s", note, points),
        Found(
            "peak", corpus, peaks[0] / peaks[1], f"{peaks[0]:.0f} MB", f"{peaks[1]:.0f} MB", "all processes together"
        ),
    ]
    # One round is a large corpus: its second ingestion by the peer, which embeds all of it again, is not waited for.
    return found + (
        again(name, corpus, texts, stores, None) if rounds > 1 else again(name, corpus, texts, stores, theirs)
    )


def again(name: str, corpus: str, texts: Texts, stores: Stores, known: float | None) -> list[Found]:
    """Return what a second ingestion costs: of the same texts, and of texts of which one has changed.

    `known` are the CPU seconds that stand for the peer's second ingestion; disk is compared only where it had one.
    """
    say(f"{name}: unchanged re-ingestion")
    before = state_of(stores.ours)
    quiet = [ours(stores.ours, texts.folder) for _ in range(AGAIN)]
    wrote = sorted(name for name, stat in state_of(stores.ours).items() if before.get(name) != stat)
    embedded = max(done(one)["chunks"]["embedded"] for one in quiet)
    theirs = naive(stores.naive, texts.folder).cpu if known is None else known
    mine = median(one.cpu for one in quiet)
    note = f"{embedded} embeddings, {len(wrote)} writes {' '.join(wrote)}".strip()
    told = f"{theirs:.1f} s" if known is None else f"{theirs:.1f} s (its first)"
    found = [Found("unchanged", corpus, theirs / mine, f"{mine:.2f} s", told, note)]
    if known is None:
        found.append(disk(f"{corpus}, nothing changed", stores))
    say(f"{name}: one episode changed")
    changed = [one_changed(texts, stores) for _ in range(AGAIN)]
    mine, exact = median(one.cpu for one in changed), rows_afresh(texts, stores)
    note = f"{done(changed[-1])['chunks']['total']} passages, a fresh index has {exact}"
    found.append(Found("changed", corpus, theirs / mine, f"{mine:.2f} s", told, note))
    return found if known is not None else [*found, disk(f"{corpus}, one episode changed", stores)]


def one_changed(texts: Texts, stores: Stores) -> Ran:
    """Change a document, ingest, and return what that cost."""
    texts.change()
    return ours(stores.ours, texts.folder)


def rows_afresh(texts: Texts, stores: Stores) -> int:
    """Return how many passages a fresh index of the changed texts has; its vectors come from a copy of the cache."""
    data = stores.ours.with_name("afresh")
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir()
    shutil.copyfile(stores.ours / "state.sqlite", data / "state.sqlite")
    total: int = done(ours(data, texts.folder))["chunks"]["total"]
    shutil.rmtree(data)
    return total


def disk(corpus: str, stores: Stores) -> Found:
    """Return what both take on the disk."""
    mine, theirs = megabytes(stores.ours), megabytes(stores.naive)
    return Found("disk", corpus, mine / theirs, f"{mine:.1f} MB", f"{theirs:.1f} MB", "vectors' cache included")


def flat(place: Path) -> list[Found]:
    """Return whether memory grows with the number of episodes."""
    peaks = []
    for episodes in (FEW, MANY):
        say(f"memory of {episodes} episodes")
        texts = written(place / f"written-{episodes}", episodes)
        shutil.rmtree(place / "flat", ignore_errors=True)
        peaks.append(ours(place / "flat", texts.folder).peak)
    told = f"{peaks[1]:.0f} MB of {MANY}, {peaks[0]:.0f} MB of {FEW} episodes"
    return [Found("flat", f"{MANY} written episodes", peaks[1] / peaks[0], told)]


def done(ran: Ran) -> dict[str, Any]:
    """Return the last event of an ingestion; Failed when it says that it failed."""
    event: dict[str, Any] = json.loads(ran.out.strip().splitlines()[-1])
    if event["event"] != "done":
        raise Failed(f"ingestion: {event}")
    return event


def state_of(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Return what changes of each file when it is written."""
    found: dict[str, tuple[int, int, int]] = {}
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in PASSED_OVER:
            stat = path.stat()
            found[str(path.relative_to(folder))] = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
    return found


def megabytes(folder: Path) -> float:
    """Return the size of a folder's files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
