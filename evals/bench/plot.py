"""Cost against the size of the corpus, as one picture; imports matplotlib."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evals.bench.figures import Found
from evals.bench.ingesting import FIRST_NAIVE, FIRST_OURS
from evals.bench.searching import EMBEDDING, SEARCH

PANELS = (
    ("First ingestion", "MB of text", "CPU seconds", "linear", (FIRST_NAIVE, FIRST_OURS)),
    ("A question, warm", "passages", "CPU milliseconds", "log", (SEARCH, EMBEDDING)),
)


def draw(found: Sequence[Found], file: Path) -> None:
    """Draw a panel for ingestion and one for questions; curves without points are left out."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    points = [point for one in found for point in one.points]
    figure, axes = pyplot.subplots(1, len(PANELS), figsize=(9, 3.6), layout="constrained")
    for axis, (title, below, beside, scale, curves) in zip(axes, PANELS, strict=True):
        axis.set(title=title, xlabel=below, ylabel=beside)
        axis.grid(alpha=0.3)
        for curve in curves:
            mine = sorted((x, y) for name, x, y in points if name == curve)
            if mine:
                axis.plot([x for x, _ in mine], [y for _, y in mine], marker="o", label=curve)
        axis.set_ylim(bottom=0)
        if axis.lines:
            axis.legend(fontsize=8)
            axis.set_xscale(scale)
    figure.savefig(file, dpi=110)
    pyplot.close(figure)
