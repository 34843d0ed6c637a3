"""`make cost`: what a warm search costs at the real size and in a large index, and what candidates lose; imports evals.

Over the index that `make evals` built last. Prints one table; nothing is kept but the index itself.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.quiet import quiet_libraries

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def cost(
    rows: Annotated[int, typer.Option("--rows", help="Passages of the large index.")] = 100_000,
    data: Annotated[Path, typer.Option("--data", help="Where the indexes are built.")] = Path("var/evals"),
) -> None:
    """Measure the CPU of a warm search against embedding the question alone, at two sizes."""
    quiet_libraries()
    from evals.corpora import SHARED
    from evals.sizes import table_of_sizes

    if not (data / "all" / "CURRENT").is_file() or not SHARED.is_dir():
        print("There is no index to enlarge. Run `make evals` first.", file=sys.stderr)
        raise typer.Exit(1)
    print("\n".join(table_of_sizes(data.resolve(), rows)))


if __name__ == "__main__":
    app()
