"""`make evals`: build, ask, count, print one table and keep it; imports everything."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.quiet import quiet_libraries

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def evals(
    own: Annotated[bool, typer.Option("--own", help="Measure on the sample show alone, as the suite does.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Ask the questions that are kept back, too.")] = False,
    data: Annotated[Path, typer.Option("--data", help="Where the indexes are built.")] = Path("var/evals"),
) -> None:
    """Measure retrieval and refusal; the table goes to stdout and to evals/RESULTS.md, progress to stderr."""
    quiet_libraries()
    from evals.corpora import SHARED

    if own:
        from evals.gate import table_of_sample

        print("\n".join(table_of_sample(data)))
        return
    if not SHARED.is_dir():
        print(f"{SHARED} is missing: the documents and questions that are measured lie there.", file=sys.stderr)
        print("`python -m evals --own` measures on the project's own sample show.", file=sys.stderr)
        raise typer.Exit(1)
    from evals.whole import measured

    print(measured(data.resolve(), fresh), end="")


if __name__ == "__main__":
    app()
