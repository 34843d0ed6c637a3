"""The picture is drawn by a process of its own, once for real; one that fails or hangs costs the picture alone."""

from __future__ import annotations

import json
import struct
import sys
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.insights.draw import named
from bot.insights.figures import figures_of, weeks_until
from bot.insights.picture import PNG, Painter, environment, told_of
from bot.ledgers.outcomes import Outcome

AMSTERDAM, NOW = ZoneInfo("Europe/Amsterdam"), 1_772_366_400.0
HOSTILE = "Profit in $ and \\frac{$}{^_ 日本語 \N{FIRE}"


def told(count: int = 3) -> dict[str, Any]:
    begins = weeks_until(NOW, 3, AMSTERDAM)
    outcomes = [
        Outcome(1, 5, "answered", "model", None, 1.0 + n, 0.0, ("a-0",), NOW - n * 86_400) for n in range(count)
    ]
    return told_of(figures_of(outcomes[::-1], [], begins, {"a-0": HOSTILE}), AMSTERDAM, "nl", lambda _: HOSTILE)


def script(folder: Path, code: str) -> tuple[str, ...]:
    path = folder / "draws.py"
    path.write_text(code)
    return (sys.executable, "-I", "-S", str(path))


async def test_the_picture_is_drawn_whatever_the_titles_hold() -> None:
    png = await Painter().paint(told())
    assert png is not None
    width, height = struct.unpack(">II", png[16:24])
    assert width >= 1000
    assert height >= 600
    assert 20_000 < len(png) < 1_000_000


def test_the_child_is_given_names_and_counts_in_the_moderators_language() -> None:
    given = told()
    assert given["topics"] == [[HOSTILE, 3]]
    assert given["channels"] == [[HOSTILE, 3]]
    assert [week["answered"] for week in given["weeks"]] == [0, 0, 3]
    assert given["weeks"][-1]["label"] == "23 feb"
    assert given["weeks"][0]["p95"] is None
    assert given["labels"]["refused"] == "niet beantwoord"
    json.dumps(given)


def test_letters_that_the_font_lacks_are_left_out_and_long_names_cut() -> None:
    assert named([["日本語", 2], [f"Caf\u00e9 {HOSTILE}", 1], ["x" * 50, 1]], 20) == [
        ("?", 2),
        ("Café Profit in $ an…", 1),
        ("x" * 19 + "…", 1),
    ]


@pytest.mark.parametrize(
    "code",
    [
        "raise SystemExit('broken: secret title')",
        "print('no picture')",
        "import time; time.sleep(30)",
        "import os; os.kill(os.getpid(), 9)",
    ],
)
async def test_a_child_that_fails_or_hangs_costs_the_picture_alone(tmp_path: Path, code: str) -> None:
    painter = Painter(script(tmp_path, code), seconds=0.4)
    assert await painter.paint(told()) is None


async def test_a_program_that_is_not_there_costs_the_picture_alone(tmp_path: Path) -> None:
    assert await Painter((str(tmp_path / "nothing"),)).paint(told()) is None


async def test_the_child_is_told_on_its_standard_input_and_knows_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "very-secret")
    monkeypatch.setenv("OPENAI_API_KEY", "very-secret")
    assert "very-secret" not in environment("x").values()
    heard = tmp_path / "heard"
    code = (
        "import json, os, sys\n"
        f"open({str(heard)!r}, 'w').write(json.dumps([json.load(sys.stdin), dict(os.environ)]))\n"
        f"sys.stdout.buffer.write({PNG!r})"
    )
    assert await Painter(script(tmp_path, code)).paint(told()) == PNG
    given, known = json.loads(heard.read_text())
    assert given == told()
    assert "very-secret" not in known.values()
