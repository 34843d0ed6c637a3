"""Runs a command and tells what it and all that it started cost, CPU and memory; needs Linux."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLED_EVERY = 0.05
SPIN = "while True: pass"
SETTINGS = ("STORE_", "INGEST_", "ANSWER_", "BOT_", "OPENAI_", "EMBED", "EPISODES_DIR", "DATA_DIR", "DISCORD_", "OMP_")
"""Names in the environment that would make this machine's figures its owner's."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command cost: CPU and wall seconds, and peak memory in MB of all its processes together."""

    cpu: float
    wall: float
    peak: float
    out: str
    code: int


class Failed(Exception):
    """A measured command did not do its work."""


def run(arguments: Sequence[str], environment: Mapping[str, str] | None = None, codes: Sequence[int] = (0,)) -> Ran:
    """Run `python ARGUMENTS`; Failed, with what it said, when it ends with another code than these."""
    env = clean_environment() | dict(environment or {})
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begun = time.perf_counter()
        child = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=env, stdout=out, stderr=err)
        over, peak = threading.Event(), [0.0]
        watch = threading.Thread(target=watched, args=(child.pid, over, peak))
        watch.start()
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        over.set()
        watch.join()
        out.seek(0), err.seek(0)
        said = out.read().decode("utf-8", "replace")
        if child.returncode not in codes:
            raise Failed(f"{' '.join(arguments[:3])} ended with {child.returncode}:\n{err.read().decode()[-2000:]}")
    largest = max(peak[0], usage.ru_maxrss / 1024)
    return Ran(usage.ru_utime + usage.ru_stime, wall, largest, said, child.returncode)


def clean_environment() -> dict[str, str]:
    """Return the environment without this project's settings, and without limits on threads."""
    return {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)} | {
        "ANONYMIZED_TELEMETRY": "False",
        "PYTHONPATH": str(ROOT),
    }


def watched(pid: int, over: threading.Event, peak: list[float]) -> None:
    """Keep the largest sum of memory, in MB, that a process and its descendants held at one time."""
    while not over.wait(SAMPLED_EVERY):
        peak[0] = max(peak[0], sum(map(resident, family(pid))))


def family(pid: int) -> list[int]:
    """Return a process and its descendants."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:
                continue  # it has ended
    return found


def resident(pid: int) -> float:
    """Return how many MB of a process are in memory, its share of what several hold; 0 once it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


@contextmanager
def busy_core() -> Iterator[None]:
    """Keep all cores but one busy, one at least, as on a machine that somebody shares."""
    spinning = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(max(1, (os.cpu_count() or 2) - 1))]
    try:
        yield
    finally:
        for one in spinning:
            one.kill()
            one.wait()
