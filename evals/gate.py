"""The gate: the sample show, the project's own questions over it, and what may at most be missed; imports evals.

It runs in the ordinary suite (tests/journeys/test_sample_show.py), where nothing lies beside the checkout. Each limit
leaves room for one question more than is missed today, as another processor may round another passage to the top; a
change that costs two is seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from evals import report
from evals.corpora import ROOT, SAMPLE, built
from evals.questioning import Questioned, questioned
from vectorstore.retrieval.evidence import Bands
from vectorstore.retrieval.golden import GoldenRow, golden_rows
from vectorstore.retrieval.live import LiveIndex
from vectorstore.retrieval.measure import Figure

QUESTIONS = ROOT / "evals" / "gate.jsonl"
MOST_MISSES = {
    "all single, evidence@1": 15,
    "all single, evidence@5": 1,
    "all single, file@5": 1,
    "time@3": 2,
    "comparisons, every episode@5": 0,
    "answerable, falsely refused": 4,
    "unanswerable, falsely answered": 7,
    "out-of-scope and adversarial, falsely answered": 1,
}
"""How many of the questions may miss each figure."""


def questions() -> tuple[GoldenRow, ...]:
    """Return the gate's questions."""
    return tuple(golden_rows(QUESTIONS.read_text("utf-8").split("\n")))


def asked_of(index: LiveIndex) -> Questioned:
    """Return the gate's questions, asked of an index over the sample show."""
    return questioned(index, "sample", questions())


def fallen(figures: Mapping[str, Figure]) -> list[str]:
    """Return the figures that miss more than they may, a sentence each."""
    return [
        f"{name}: {figures[name].misses} of {figures[name].questions} missed, at most {most} may"
        for name, most in MOST_MISSES.items()
        if figures[name].misses > most
    ]


def table_of_sample(data: Path) -> list[str]:
    """Return the gate's figures as a table; `data` is where the index is built."""
    index = built(data / "sample", [SAMPLE])
    asked = asked_of(index)
    index.close()
    figures = asked.figures(Bands())
    rows = [
        [name, f"{figures[name].misses} of {figures[name].questions}", str(most)] for name, most in MOST_MISSES.items()
    ]
    verdicts = report.verdicts({"sample": (asked.rows, asked.verdicts(Bands()))})
    return [*report.table(["figure", "missed", "may miss"], rows), "", *verdicts]
