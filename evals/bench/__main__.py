"""`make bench`: measure, print the table, write evals/SPEED.md and its picture; imports evals.bench.

Each part keeps what it found in a file, so that a run that was interrupted goes on with `--resume`.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.quiet import quiet_libraries

if TYPE_CHECKING:
    from evals.bench.figures import Found

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
HERE = Path(__file__).resolve().parents[1]
SIZES = (10_000, 100_000)
ROUNDS = 3


@app.command()
def bench(
    only: Annotated[str, typer.Option("--only", help="Parts to measure, with commas between them.")] = "",
    quick: Annotated[bool, typer.Option("--quick", help="Small sizes, to try it; writes nothing into evals/.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Keep what the parts before found.")] = False,
    data: Annotated[Path, typer.Option("--data", help="Where everything is built.")] = Path("var/bench"),
) -> None:
    """Measure this project beside the peer that a tutorial leads to; half an hour on two quiet cores."""
    quiet_libraries()
    place = data.resolve()
    place.mkdir(parents=True, exist_ok=True)
    kept = place / "found.json"
    known = json.loads(kept.read_text("utf-8")) if (resume or only) and kept.is_file() else {}
    for name, measure in parts(place, quick).items():
        if name in only.split(",") if only else name not in known:
            known[name] = [asdict(one) for one in measure()]
            kept.write_text(json.dumps(known, indent=1), "utf-8")
    publish(known, None if quick else HERE)


def parts(place: Path, quick: bool) -> dict[str, Callable[[], list[Found]]]:
    """Return the parts by name, in the order in which they are measured; later ones use what earlier ones built."""
    from evals.bench import asking, ingesting, searching
    from evals.bench.texts import SMALL, real

    asked = searching.questions()[: 10 if quick else None]
    small, whole = place / "small", place / ("small" if quick else "whole")
    corpus = "small corpus" if quick else "whole corpus"
    ours = ingesting.Stores.below(whole)

    def ingested(name: str, folder: Path, most: int | None, rounds: int) -> list[Found]:
        return ingesting.compared(name, real(folder / "texts", most), folder, rounds)

    found: dict[str, Callable[[], list[Found]]] = {
        "small": lambda: ingested("small corpus", small, SMALL // 7 if quick else SMALL, 1 if quick else ROUNDS),
        "overlap": lambda: searching.overlap(small / "ours", "small corpus", asked),
    }
    if not quick:
        found["whole"] = lambda: ingested("whole corpus", whole, None, 1)
        found["flat"] = lambda: ingesting.flat(place)
    found["cold"] = lambda: asking.cold(corpus, ours)
    found["warm"] = lambda: asking.warm(corpus, ours, [one.question for one in asked], place)
    found["real"] = lambda: searching.large(place, ours.ours, 0, asked)
    for rows in (1_000,) if quick else SIZES:
        found[f"rows-{rows}"] = lambda rows=rows: searching.large(place, ours.ours, rows, asked)  # type: ignore[misc]
    return found


def publish(known: dict[str, list[dict[str, object]]], folder: Path | None) -> None:
    """Print the table, and write it with its picture into `folder`."""
    from evals.bench.figures import Found, table
    from evals.bench.plot import draw
    from evals.whole import commit

    found = [Found(**one) for part in known.values() for one in part]  # type: ignore[arg-type]
    lines = table(found)
    print("\n".join(lines))
    if folder is None:
        return
    draw(found, folder / "SPEED.png")
    head = [
        "# Speed",
        "",
        "Written by `make bench`: this project beside `evals/peers/naive.py`, the bot that a tutorial leads to.",
        "CPU seconds of all processes; both run at their defaults, in one run, in turns.",
        "",
        f"- {date.today().isoformat()}, commit {commit()}",
        f"- {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        "",
    ]
    tail = ["", "![Cost against the size of the corpus](SPEED.png)", ""]
    (folder / "SPEED.md").write_text("\n".join([*head, *lines, *tail]), "utf-8")


if __name__ == "__main__":
    sys.exit(app())
