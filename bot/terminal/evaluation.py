"""`python -m bot evaluate FILE`: figures on an operator's own golden questions; imports the terminal room, measure."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.answering.answer import Answer
from bot.answering.answerer import Answerer, Asked
from bot.terminal.calibrating import calibrated, print_calibration
from bot.terminal.leaving import UsageProblem
from bot.terminal.opening import ready_brain, store_settings
from bot.terminal.printing import styled
from bot.terminal.quoting import share_word_for_word
from bot.terminal.verbs import emit, found_json
from vectorstore.retrieval.golden import GoldenRow, MalformedRow, golden_rows
from vectorstore.retrieval.measure import DEEPEST, Figure, Found, figure, figures, mean
from vectorstore.settings import layout_of

BOLD = "\033[1m"
VERDICTS = ("answered", "uncertain", "refused", "chat")


@dataclass(frozen=True, slots=True)
class Run:
    """What the bot found and said to one question; `seconds` is for the answer alone."""

    row: GoldenRow
    hits: tuple[Found, ...]
    answer: Answer
    seconds: float


def evaluate(file: str, as_json: bool, calibrate: bool = False) -> int:
    """Search and answer every question of a golden file, and print the figures; 2 for a malformed line.

    With `calibrate` the evidence bands are fitted to the questions first, so that the figures are with those.
    """
    rows = read_rows(file)
    brain = ready_brain()
    brain.index.warm()
    fitted = calibrated(brain, layout_of(store_settings()), rows) if calibrate else None
    runs = [asked(brain, row, f"{n}/{len(rows)}") for n, row in enumerate(rows, start=1)]
    report = report_of(brain, runs)
    if as_json:
        emit(report if fitted is None else {**report, "calibration": fitted})
    else:
        print_report(report)
        if fitted is not None:
            print_calibration(fitted)
    return 0


def read_rows(file: str) -> list[GoldenRow]:
    """Return the questions of a file; UsageProblem names the file and the line that is wrong."""
    try:
        text = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        rows = golden_rows(text.decode("utf-8-sig").split("\n"))
    except OSError as error:
        raise UsageProblem(f"{file}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise UsageProblem(f"{file}: it is not UTF-8 (byte {error.start}).") from error
    except MalformedRow as error:
        raise UsageProblem(f"{file}, line {error.line}: {error}.") from error
    if not rows:
        raise UsageProblem(f"{file} holds no question.")
    twice = [id_ for id_, count in Counter(row.id for row in rows).items() if count > 1]
    if twice:
        raise UsageProblem(f"{file}: the id {twice[0]} is used twice.")
    return rows


def asked(brain: Answerer, row: GoldenRow, place: str) -> Run:
    """Return what the bot finds and says to one question; the count goes to stderr where a person watches."""
    if sys.stderr.isatty():
        print(f"\r{place} ", end="", file=sys.stderr, flush=True)
    question = Asked(row.question, row.history)
    hits = found_json(brain, question, DEEPEST)["hits"]
    begun = time.monotonic()
    answer = brain.answer(question)
    seconds = time.monotonic() - begun
    return Run(row, tuple(Found(h["document"], h["text"], h["start"], h["end"]) for h in hits), answer, seconds)


def report_of(brain: Answerer, runs: Sequence[Run]) -> dict[str, Any]:
    """Return all figures as one object."""
    rows = [run.row for run in runs]
    hits = {run.row.id: run.hits for run in runs}
    verdicts = {run.row.id: run.answer.verdict for run in runs}
    seconds = sorted(run.seconds for run in runs)
    with brain.index.session() as searcher:
        word_for_word, quotations = share_word_for_word(searcher, [run.answer for run in runs])
        generation = searcher.index.manifest.generation
    quoted = figure("quotations word for word", quotations - word_for_word, quotations)
    return {
        "questions": len(runs),
        "figures": [rounded(one) for one in (*figures(rows, hits, dict(verdicts)), quoted) if one.questions],
        "verdicts": verdict_table(runs),
        "seconds": {"mean": round(mean(seconds), 3), "p95": round(percentile(seconds, 0.95), 3)},
        "generation": generation,
    }


def rounded(one: Figure) -> dict[str, Any]:
    """Return a figure as JSON shows it."""
    return {**asdict(one), "share": round(one.share, 4)}


def verdict_table(runs: Sequence[Run]) -> list[dict[str, Any]]:
    """Return how often each verdict fell, a row a kind and language."""
    counts = Counter((run.row.kind, run.row.language, str(run.answer.verdict)) for run in runs)
    groups = dict.fromkeys(sorted((kind, language) for kind, language, _ in counts))
    return [
        {"kind": kind, "language": language, **{verdict: counts[kind, language, verdict] for verdict in VERDICTS}}
        for kind, language in groups
    ]


def percentile(ordered: Sequence[float], share: float) -> float:
    """Return the smallest value that `share` of the sorted values do not exceed."""
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def print_report(report: dict[str, Any]) -> None:
    """Print the figures as one table."""
    if sys.stderr.isatty():
        print("\r", end="", file=sys.stderr)
    print(styled(f"{'figure':40} {'misses':>6} / {'questions':9} {'share':>6}", BOLD))
    for one in report["figures"]:
        print(f"{one['name']:40} {one['misses']:6} / {one['questions']:<9} {one['share']:6.3f}")
    print("\n" + styled(f"{'kind, language':40} " + " ".join(f"{verdict:>9}" for verdict in VERDICTS), BOLD))
    for row in report["verdicts"]:
        name = f"{row['kind']}, {row['language']}"
        print(f"{name:40} " + " ".join(f"{row[verdict]:9}" for verdict in VERDICTS))
    seconds = report["seconds"]
    print(f"\n{report['questions']} questions on {report['generation']}.", end=" ")
    print(f"An answer took {seconds['mean']:.2f} s on average, and 95 % of them at most {seconds['p95']:.2f} s.")
