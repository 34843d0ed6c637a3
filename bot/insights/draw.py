"""Draws the picture of /insights: `python -m bot.insights.draw < JSON > PNG`; a process of its own, and the only module
that names matplotlib, which takes a second of CPU and 60 MB that the bot need not have.

The JSON is that of bot.insights.picture. The picture has its own background, so it can be read whether Discord is dark
or light. Its colours are told apart by the colour-blind (Okabe and Ito), and the stacked bars have their order too.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from typing import Any

SIZE, DPI = (10.0, 6.6), 110
FONT = "DejaVu Sans"
"""Comes with matplotlib, so the picture is the same everywhere."""
PAPER, PANEL, INK, FAINT = "#2f3440", "#3a404d", "#f4f5f7", "#aab1bf"
COLOURS = {"answered": "#56b4e9", "uncertain": "#f0c04a", "refused": "#e07b53"}
BARS, LATE = "#8fc79a", "#d9a3d0"
MOST, WIDE, NARROW = 6, 62, 44
"""Bars in a list, and characters of a label in the two lists."""


def main() -> None:
    """Read the figures from stdin and write the picture to stdout."""
    sys.stdout.buffer.write(picture(json.loads(sys.stdin.buffer.read())))


def picture(told: dict[str, Any]) -> bytes:
    """Return the PNG for these figures."""
    import matplotlib

    matplotlib.use("Agg")
    # Titles are members' and episodes' words: a dollar sign in them is no formula.
    matplotlib.rcParams.update({"text.parse_math": False, "font.size": 10, "text.color": INK, "font.family": FONT})
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    layout = ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.1, wspace=0.04, hspace=0.05)
    figure = Figure(figsize=SIZE, dpi=DPI, facecolor=PAPER, layout=layout)
    figure.suptitle(told["title"], x=0.012, ha="left", fontsize=14, fontweight="bold")
    (questions, latency), (topics, channels) = figure.subplots(2, 2, width_ratios=(1.25, 1))
    draw_weeks(questions, told)
    draw_latency(latency, told)
    nothing = told["labels"]["nothing"]
    draw_list(topics, told["labels"]["topics"], named(told["topics"], WIDE), nothing, COLOURS["answered"])
    draw_list(channels, told["labels"]["channels"], named(told["channels"], NARROW), nothing, BARS)
    out = io.BytesIO()
    figure.savefig(out, format="png", facecolor=PAPER)
    return out.getvalue()


def panel(axes: Any, title: str) -> None:
    """Give a panel its look."""
    axes.set_facecolor(PANEL)
    axes.set_title(title, loc="left", fontsize=11, color=INK, pad=8)
    axes.tick_params(colors=INK, length=0, labelsize=9)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)


def draw_weeks(axes: Any, told: dict[str, Any]) -> None:
    """Draw the questions of each week, stacked by how they went."""
    from matplotlib.ticker import MaxNLocator

    weeks, labels = told["weeks"], told["labels"]
    panel(axes, labels["questions"])
    bottom = [0] * len(weeks)
    for verdict, colour in COLOURS.items():
        heights = [week[verdict] for week in weeks]
        axes.bar(range(len(weeks)), heights, 0.72, bottom, color=colour, label=labels[verdict])
        bottom = [low + height for low, height in zip(bottom, heights, strict=True)]
    for place, total in enumerate(bottom):
        if len(weeks) <= 16:
            axes.annotate(str(total), (place, total), (0, 3), textcoords="offset points", ha="center", fontsize=9)
    axes.set_ylim(0, max([*bottom, 1]) * 1.3)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.grid(axis="y", color=FAINT, alpha=0.25)
    name_weeks(axes, weeks)
    axes.legend(loc="upper left", ncols=3, frameon=False, fontsize=9, labelcolor=INK, handlelength=1, borderpad=0.1)


def draw_latency(axes: Any, told: dict[str, Any]) -> None:
    """Draw how long members waited; a week without a question leaves a gap."""
    from matplotlib.ticker import MaxNLocator

    weeks, labels = told["weeks"], told["labels"]
    panel(axes, labels["latency"])
    for name, colour in (("p95", LATE), ("p50", COLOURS["answered"])):
        values = [float("nan") if week[name] is None else week[name] for week in weeks]
        axes.plot(
            range(len(weeks)),
            values,
            "o-",
            color=colour,
            label=labels[name],
            linewidth=2,
            markersize=5 if len(weeks) <= 16 else 3,
        )
    known = [week["p95"] for week in weeks if week["p95"] is not None]
    axes.set_ylim(0, max([*known, 0.1]) * 1.35)
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.grid(axis="y", color=FAINT, alpha=0.25)
    name_weeks(axes, weeks)
    axes.legend(loc="upper left", ncols=2, frameon=False, fontsize=9, labelcolor=INK, handlelength=1.4, borderpad=0.1)


def name_weeks(axes: Any, weeks: Sequence[dict[str, Any]]) -> None:
    """Write below the bars when their weeks began, as many as fit."""
    step = max(1, -(-len(weeks) // 8))
    places = list(range(len(weeks) - 1, -1, -step))[::-1]
    axes.set_xticks(places, [weeks[place]["label"] for place in places])
    aside = max(0.0, (4 - len(weeks)) / 2)  # one week is no reason for a bar as wide as the panel
    axes.set_xlim(-0.6 - aside, len(weeks) - 0.4 + aside)


def draw_list(axes: Any, title: str, counts: Sequence[tuple[str, int]], nothing: str, colour: str) -> None:
    """Draw what was counted as bars with their names above them, the most frequent on top."""
    panel(axes, title)
    axes.set_xticks([])
    axes.set_yticks([])
    shown = counts[:MOST]
    if not shown:
        axes.text(0.5, 0.5, nothing, transform=axes.transAxes, ha="center", va="center", color=FAINT)
        return
    places = [-place for place in range(len(shown))]
    most = max(count for _, count in shown)
    axes.barh([place - 0.2 for place in places], [count for _, count in shown], 0.3, color=colour)
    for place, (name, count) in zip(places, shown, strict=True):
        axes.text(0, place + 0.06, name, ha="left", va="bottom", fontsize=9)
        axes.text(count + most * 0.02, place - 0.2, str(count), ha="left", va="center", fontsize=9, color=INK)
    axes.set_xlim(-most * 0.03, most * 1.15)
    axes.set_ylim(-MOST + 0.5, 0.75)


def named(counts: Sequence[Sequence[Any]], longest: int) -> list[tuple[str, int]]:
    """Return what was counted with names that fit, without the characters that the font does not have."""
    from matplotlib.font_manager import findfont
    from matplotlib.ft2font import FT2Font

    known = FT2Font(findfont(FONT)).get_charmap()
    found = []
    for name, count in counts:
        drawn = " ".join("".join(c for c in str(name) if c.isspace() or ord(c) in known).split()) or "?"
        found.append((drawn if len(drawn) <= longest else f"{drawn[: longest - 1].rstrip()}…", int(count)))
    return found


if __name__ == "__main__":
    main()
