"""`python -m bot evaluate FILE --calibrate`: fits the evidence bands to questions; imports the terminal room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from bot.answering.answerer import HITS, Answerer
from bot.answering.question import intent_of
from bot.terminal.leaving import UsageProblem
from vectorstore.layout import Layout
from vectorstore.retrieval.bands import write_bands
from vectorstore.retrieval.evidence import Bands, decide
from vectorstore.retrieval.fitting import Errors, Judged, TooFew, cross_validated, enough, errors, fit
from vectorstore.retrieval.golden import GoldenRow
from vectorstore.retrieval.query import Query, understand
from vectorstore.retrieval.search import Hit, Searcher

NOTHING, EVERYTHING = Bands(float("inf"), float("inf")), Bands(float("-inf"), float("-inf"))
"""Bands that no score reaches, and that every score reaches: what is left are the rules."""


def calibrated(brain: Answerer, layout: Layout, rows: Sequence[GoldenRow]) -> dict[str, Any]:
    """Return the fit to these questions, put in force where it helps; UsageProblem when they are too few."""
    judged = [judged_by(brain, row) for row in rows]
    try:
        enough(judged)
    except TooFew as error:
        raise UsageProblem(str(error)) from error
    before, after = brain.bands(), fit(judged)
    errors_before, errors_after = errors(judged, before), cross_validated(judged)
    helps = errors_after.cost < errors_before.cost
    if helps:
        write_bands(layout, after, {"fitted": datetime.now(UTC).isoformat(timespec="seconds"), "questions": len(rows)})
    return {
        "before": {**asdict(before), **shares(errors_before)},
        "after": {**asdict(after), **shares(errors_after)},
        "written": str(layout.calibration) if helps else None,
    }


def shares(found: Errors) -> dict[str, float]:
    """Return the two shares as JSON shows them."""
    return {
        "falsely_refused": round(found.refused_share, 4),
        "falsely_answered": round(found.answered_share, 4),
    }


def judged_by(brain: Answerer, row: GoldenRow) -> Judged:
    """Return what the evidence makes of a question, whatever the bands."""
    if intent_of(row.question) != "question":
        return Judged(row.answerable, 0.0, "refused", "refused")
    with brain.index.session() as searcher:
        query = understand(row.question, searcher.catalogue, brain.today(), row.history)
        if query.unknown is not None or query.asks_catalogue:
            return Judged(row.answerable, 0.0, "refused", "refused")
        return judged_from(query, searcher.search(query, HITS), searcher, row.answerable)


def judged_from(query: Query, hits: Sequence[Hit], searcher: Searcher, answerable: bool) -> Judged:
    """Return what the evidence makes of these hits, whatever the bands."""
    calibration = searcher.index.manifest.calibration
    lowest, highest = (decide(query, hits, searcher, calibration, bands) for bands in (NOTHING, EVERYTHING))
    return Judged(answerable, lowest.score, lowest.verdict, highest.verdict)


def print_calibration(fitted: dict[str, Any]) -> None:
    """Print the bands and what they do, before and after."""
    print(f"\n{'bands':24} {'answered':>9} {'uncertain':>9} {'falsely refused':>16} {'falsely answered':>17}")
    names = {"before": "in force until now", "after": "fitted, cross-validated"}
    for name, title in names.items():
        one = fitted[name]
        print(
            f"{title:24} {one['answered']:9.2f} {one['uncertain']:9.2f} {one['falsely_refused']:16.3f} "
            f"{one['falsely_answered']:17.3f}"
        )
    if fitted["written"]:
        print(f"The fitted bands are in force: {fitted['written']}. Delete this file to go back to the shipped ones.")
    else:
        print("The fit does no better on questions that it has not seen. Nothing was written.")
