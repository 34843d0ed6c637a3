"""The whole run over the documents and questions beside the checkout; imports evals alone."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from evals import halves, report
from evals.corpora import ROOT, SHARED, built, say
from evals.costing import Cost, cost_of
from evals.dense import dense_hits
from evals.goals import differences, promised
from evals.golden_run import GoldenRun, asked
from evals.pairs import by_pair
from evals.passages import Retrieved
from evals.passages import measured as measured_passages
from evals.questioning import Questioned
from evals.quotations import word_for_word
from evals.report import Column
from vectorstore.retrieval.evidence import Bands
from vectorstore.retrieval.measure import Figure, figure
from vectorstore.retrieval.search import Weights
from vectorstore.store.manifest import Manifest

RESULTS = ROOT / "evals" / "RESULTS.md"
SETS = {"golden": SHARED / "golden" / "golden.jsonl", "own": ROOT / "evals" / "own.jsonl"}
KEPT_BACK = {"fresh": ROOT / "evals" / "fresh.jsonl"}
"""Questions that nothing is tuned on: they are asked when `--fresh` says so, at the end of a change."""


@dataclass(frozen=True, slots=True)
class Measured:
    """All that a run measures; `dense` are the figures of cosine alone on the golden questions."""

    manifest: Manifest
    runs: tuple[GoldenRun, ...]
    dense: Mapping[str, Figure]
    cost: Cost
    retrieved: tuple[Retrieved, ...]
    pair: tuple[Questioned, Questioned]


def measured(data: Path, fresh: bool = False) -> str:
    """Return the whole table, having written it to RESULTS.md too; with `fresh` on the questions kept back as well."""
    pages = [header_of, promises_of, costs_of, verdicts_of, halves_of, languages_of]
    found = everything(data, SETS | KEPT_BACK if fresh else SETS)
    text = "\n\n".join("\n".join(page(found)) for page in pages) + "\n"
    RESULTS.write_text(text, "utf-8")
    return text


def everything(data: Path, sets: Mapping[str, Path]) -> Measured:
    """Build the indexes below `data` and ask them everything; the halves are asked nothing that is kept back."""
    index = built(data / "all", [SHARED / "episodes", SHARED / "seed"])
    runs = []
    for name, file in sets.items():
        say(f"{name}: asking")
        runs.append(asked(name, file, data / "all", data / "said"))
    with index.session() as searcher:
        say("dense alone, and what a search costs")
        dense = promised(runs[0].rows, dense_hits(searcher, runs[0].rows))
        cost = cost_of(searcher, runs[0].rows)
        manifest = searcher.index.manifest
    index.close()
    folders = sorted((path for path in (SHARED / "retrieval").iterdir() if path.is_dir()), reverse=True)
    retrieved = tuple(one for folder in folders for one in measured_passages(folder, data))
    pair = halves.both(data, [row for run in runs if run.name in SETS for row in run.rows])
    return Measured(manifest, tuple(runs), dense, cost, retrieved, pair)


def header_of(found: Measured) -> list[str]:
    """Return what was measured, when, and with which settings."""
    weights = ", ".join(f"{name} {value:g}" for name, value in asdict(Weights()).items())
    bands, manifest = Bands(), found.manifest
    return [
        "# Retrieval and refusal, measured",
        "",
        "Written by `make evals`.",
        "",
        f"- {datetime.now(UTC):%Y-%m-%d}, commit {commit()}",
        f"- corpus: {len(manifest.documents)} documents, {manifest.rows} passages",
        f"- model {manifest.embedder}, recipe {manifest.recipe}",
        f"- weights: {weights}; answered from {bands.answered:g}, uncertain from {bands.uncertain:g}",
    ]


def promises_of(found: Measured) -> list[str]:
    """Return the promised figures."""
    columns = [column_of(run) for run in found.runs]
    about = (
        "Over all documents in one index. Dense alone: cosine and nothing else, on the golden questions. Held: "
        "one word a set of questions; misses promised of so many questions hold for other sets as the same share."
    )
    promises, passages = report.promises(columns, found.dense), report.passages(found.retrieved)
    return section("What is promised", about, [*promises, "", *passages, *disagreements(found.runs, columns)])


def costs_of(found: Measured) -> list[str]:
    """Return what an answer costs."""
    about = "In one process, warm; CPU of all threads."
    return section("What it costs", about, report.costs({run.name: run.seconds for run in found.runs}, found.cost))


def verdicts_of(found: Measured) -> list[str]:
    """Return how often each verdict fell."""
    counted = {run.name: (run.rows, run.verdicts) for run in found.runs}
    return section("Verdicts", "By kind of question and its language.", report.verdicts(counted))


def halves_of(found: Measured) -> list[str]:
    """Return whether the figures hold on an index that nothing was fitted on."""
    about = (
        "Two indexes, split by folder, each with the levels of its own publication. The bands are the shipped ones, "
        "and those that fit the questions of the other half."
    )
    golden = frozenset(row.id for row in found.runs[0].rows)
    lines = [*report.halves(found.pair, golden), "", *report.found_by_halves(found.pair)]
    return section("On half of the documents", about, lines)


def languages_of(found: Measured) -> list[str]:
    """Return ranks by language pair."""
    about = (
        "Bare passages: public questions over Dutch text. Below it our two sets, where R@k asks for the expected words."
    )
    asked_of = {run.name: by_pair(run.rows, run.hits, found.manifest.documents) for run in found.runs}
    return section("By language pair", about, [*report.pairs(found.retrieved), "", *report.golden_pairs(asked_of)])


def column_of(run: GoldenRun) -> Column:
    """Return the figures of a run, its quotations checked against the documents themselves."""
    figures = promised(run.rows, run.hits, run.verdicts)
    invented = word_for_word(run.quotations, SHARED)
    for document, quote in invented:
        say(f"not word for word in {document}: {quote[:100]}")
    quoted = figure("quotations word for word", len(invented), len(run.quotations))
    return Column(run.name, {**figures, quoted.name: quoted})


def disagreements(runs: Sequence[GoldenRun], columns: Sequence[Column]) -> list[str]:
    """Return whether our count and that of the golden set's own script are the same."""
    found = [
        f"{run.name}: {line}"
        for run, one in zip(runs, columns, strict=True)
        for line in differences(one.figures, run.figures)
    ]
    return ["", *(found or ["Our count and that of score_golden.py agree in every figure."])]


def section(title: str, about: str, lines: list[str]) -> list[str]:
    """Return a part of the report below its heading."""
    return [f"## {title}", "", about, "", *lines]


def commit() -> str:
    """Return the commit that was measured, and whether files differed from it."""
    said = [git("rev-parse", "--short", "HEAD"), git("status", "--porcelain", "--untracked-files=no")]
    return (said[0] or "unknown") + (" with changes" if said[1] else "")


def git(*words: str) -> str:
    """Return what git says, nothing where there is no git."""
    try:
        run = subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return run.stdout.strip()
