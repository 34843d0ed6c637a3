"""Golden questions asked of an index the way an operator asks them: through the command line; imports bot, retrieval.

The lines for `--questions` come from the golden set's own script, and so do its figures. Ours are counted from the
same output, so the two must agree.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.corpora import ROOT, SHARED
from vectorstore.retrieval.golden import GoldenRow, golden_rows
from vectorstore.retrieval.measure import DEEPEST, Found

SCORER = SHARED / "golden" / "score_golden.py"
WARM = "warm-up"
"""The id of a first question that loads the models and is counted nowhere."""


@dataclass(frozen=True, slots=True)
class GoldenRun:
    """What the two commands said to one set of questions; `figures` are the script's, by their names."""

    name: str
    rows: tuple[GoldenRow, ...]
    hits: dict[str, tuple[Found, ...]]
    answers: dict[str, dict[str, Any]]
    figures: dict[str, tuple[int, int]]

    @property
    def verdicts(self) -> dict[str, str]:
        """The verdict to each question."""
        return {id_: str(answer["verdict"]) for id_, answer in self.answers.items()}

    @property
    def seconds(self) -> list[float]:
        """How long each answer took."""
        return [float(answer["seconds"]) for answer in self.answers.values()]

    @property
    def quotations(self) -> list[tuple[str, str]]:
        """Document and quotation of all that was cited."""
        cited = (one for answer in self.answers.values() for one in (*answer["citations"], *answer["related"]))
        return [(one["document"], one["quote"]) for one in cited]


def asked(name: str, golden: Path, data_dir: Path, folder: Path) -> GoldenRun:
    """Return what search and ask say to every question of a golden file; what they print is kept in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = printed(sys.executable, str(SCORER), "questions", str(golden))
    warm = json.dumps({"id": WARM, "question": "What is this about?"})
    questions = kept(folder / f"{name}-questions.jsonl", f"{warm}\n{lines}")
    search = bot(data_dir, "search", "--questions", str(questions), "--limit", str(DEEPEST), "--json")
    answers = bot(data_dir, "ask", "--questions", str(questions), "--json")
    files = [kept(folder / f"{name}-{verb}.jsonl", text) for verb, text in (("search", search), ("ask", answers))]
    scores = printed(sys.executable, str(SCORER), "score", str(golden), *map(str, files))
    rows = tuple(golden_rows(golden.read_text("utf-8").split("\n")))
    found = {value["id"]: tuple(map(found_of, value["hits"])) for value in objects(search)}
    return GoldenRun(
        name, rows, found, {one["id"]: one for one in objects(answers)}, dict(map(scored, scores.split("\n")[:-1]))
    )


def bot(data_dir: Path, *words: str) -> str:
    """Return what a verb of the bot prints; settings of the surroundings do not reach it."""
    mine = {k: v for k, v in os.environ.items() if not k.startswith(("OPENAI", "EMBED", "STORE_", "EPISODES", "BOT_"))}
    mine |= {"DATA_DIR": str(data_dir), "PYTHONPATH": str(ROOT)}
    return printed(sys.executable, "-m", "bot", *words, environment=mine, folder=data_dir)


def printed(*command: str, environment: dict[str, str] | None = None, folder: Path | None = None) -> str:
    """Return the output of a command; CalledProcessError when it fails."""
    run = subprocess.run(command, env=environment, cwd=folder, stdout=subprocess.PIPE, text=True, check=True)
    return run.stdout


def kept(path: Path, text: str) -> Path:
    """Return a file that holds the text."""
    path.write_text(text, "utf-8")
    return path


def objects(lines: str) -> Iterable[dict[str, Any]]:
    """Yield the JSON object of each line but the warm-up's."""
    yield from (one for line in lines.split("\n") if line and (one := json.loads(line))["id"] != WARM)


def found_of(hit: dict[str, Any]) -> Found:
    """Return what is measured of a hit."""
    return Found(hit["document"], hit["text"], hit["start"], hit["end"])


def scored(line: str) -> tuple[str, tuple[int, int]]:
    """Return name, misses and questions of a line of the script's."""
    left, right = line.rsplit(" / ", 1)
    name, misses = left.rsplit(maxsplit=1)
    return name.strip(), (int(misses), int(right.split()[0]))
