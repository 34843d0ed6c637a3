"""The picture of /insights from a process of its own (bot/insights/draw.py); imports figures, the texts.

What the child is given holds names and counts alone, and its environment neither token nor key.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from bot.insights.figures import Figures
from bot.texts.spoken import say

log = logging.getLogger(__name__)

DRAW = (sys.executable, "-m", "bot.insights.draw")
ROOT = Path(__file__).resolve().parents[2]
SECONDS = 20.0
"""How long drawing may take; it takes 1 to 2 s. What takes longer is ended, and the numbers go without a picture."""
PNG = b"\x89PNG\r\n\x1a\n"
GIVEN = ("PATH", "LANG", "LC_ALL", "HOME", "SYSTEMROOT", "TMPDIR", "PYTHONPATH")


class Painter:
    """Draws one picture at a time; for one event loop. `command` is a script in tests."""

    def __init__(self, command: Sequence[str] = DRAW, seconds: float = SECONDS) -> None:
        self.command, self.seconds = tuple(command), seconds
        self._one = asyncio.Lock()

    async def paint(self, told: dict[str, Any]) -> bytes | None:
        """Return the PNG of what `told` says; None, and a line in the log, when it cannot be drawn."""
        async with self._one:
            with tempfile.TemporaryDirectory() as fonts:
                try:
                    return await self._painted(json.dumps(told).encode(), fonts)
                except OSError as error:
                    log.warning("the picture could not be drawn (%s)", error)
                    return None

    async def _painted(self, told: bytes, fonts: str) -> bytes | None:
        pipe = asyncio.subprocess.PIPE
        child = await asyncio.create_subprocess_exec(
            *self.command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=ROOT, env=environment(fonts)
        )
        try:
            async with asyncio.timeout(self.seconds):
                png, said = await child.communicate(told)
        except TimeoutError:
            log.warning("drawing the picture took more than %.0f s", self.seconds)
            return None
        finally:
            if child.returncode is None:
                with suppress(ProcessLookupError):
                    child.kill()
                await child.wait()
        if child.returncode or not png.startswith(PNG):
            # The last line names the error; the others may hold names that members see, and no log needs them.
            last = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
            log.warning("the picture could not be drawn (exit code %s: %s)", child.returncode, last[:200])
            return None
        return png


def environment(fonts: str) -> dict[str, str]:
    """Return what the child may know; matplotlib keeps its list of fonts in a folder that goes with the child."""
    known = {name: os.environ[name] for name in GIVEN if name in os.environ}
    return known | {"MPLCONFIGDIR": fonts, "MPLBACKEND": "Agg", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def told_of(figures: Figures, zone: tzinfo, language: str, channel_name: Callable[[int], str]) -> dict[str, Any]:
    """Return what the child draws, its words in one language."""
    names = ("questions", "latency", "topics", "channels", "answered", "uncertain", "refused", "p50", "p95", "nothing")
    weeks = len(figures.weeks)
    title = "picture title" if weeks > 1 else "insights week title"
    return {
        "title": say(language, title, weeks=weeks, questions=figures.questions),
        "labels": {name: say(language, f"picture {name}") for name in names},
        "weeks": [
            {
                "label": day_of(week.begin, zone, language),
                "answered": week.answered,
                "uncertain": week.uncertain,
                "refused": week.refused,
                "p50": week.p50,
                "p95": week.p95,
            }
            for week in figures.weeks
        ],
        "topics": [list(topic) for topic in figures.topics],
        "channels": [[channel_name(channel), count] for channel, count in figures.channels],
    }


def day_of(at: float, zone: tzinfo, language: str) -> str:
    """Return a day as "3 Mar"."""
    day = datetime.fromtimestamp(at, zone)
    return f"{day.day} {say(language, f'short month {day.month}')}"
