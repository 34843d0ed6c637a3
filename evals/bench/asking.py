"""Asking beside the peer: from cold, and warm on a machine whose other core is busy; imports evals.bench."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from evals.bench.children import busy_core, run
from evals.bench.figures import Found
from evals.bench.ingesting import Stores
from evals.corpora import say

ROUNDS = 5
COLD = "what did they say about EU facial recognition rules?"
BATCHES = 3
"""Times that all questions are asked, interleaved with the peer."""


def cold(corpus: str, stores: Stores) -> list[Found]:
    """Return the CPU of one question from nothing to its answer."""
    say("cold ask")
    mine, theirs = [], []
    for _ in range(ROUNDS):
        mine.append(run(["-m", "bot", "ask", COLD, "--json"], {"DATA_DIR": str(stores.ours)}, codes=(0, 4)).cpu)
        theirs.append(run(["-m", "evals.peers.naive", "ask", str(stores.naive), COLD]).cpu)
    one, other = median(mine), median(theirs)
    note = "ours answers, the peer retrieves"
    return [Found("cold", corpus, one / other, f"{one:.2f} s", f"{other:.2f} s", note)]


def warm(corpus: str, stores: Stores, questions: Sequence[str], place: Path) -> list[Found]:
    """Return the 95th percentile of a warm retrieval while the other core is busy."""
    file = place / "questions.txt"
    file.write_text("\n".join(questions) + "\n", "utf-8")
    mine: list[float] = []
    theirs: list[float] = []
    with busy_core():
        for number in range(BATCHES):
            say(f"warm retrieval, batch {number + 1} of {BATCHES}")
            said = run(["-m", "bot", "search", "--questions", str(file), "--json"], {"DATA_DIR": str(stores.ours)})
            lines = map(json.loads, said.out.strip().splitlines())
            mine += [line["seconds"] for line in lines][1:]
            theirs += json.loads(run(["-m", "evals.peers.naive", "warm", str(stores.naive), str(file)]).out)
    tails = percentile(mine, 0.95), percentile(theirs, 0.95)
    told = [
        f"p50 {1000 * percentile(one, 0.5):.0f}, p95 {1000 * tail:.0f} ms"
        for one, tail in zip((mine, theirs), tails, strict=True)
    ]
    return [Found("warm", corpus, tails[1] / tails[0], told[0], told[1], f"{len(mine)} questions")]


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which this share lies."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]
