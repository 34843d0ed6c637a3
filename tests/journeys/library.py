"""A library of three episodes of the sample show, read once for all journeys of a test run, and copied for each."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EPISODES = ("01", "02", "04", "show")


def filled(factory: pytest.TempPathFactory, name: str) -> Path:
    """Return a new DATA_DIR with a published index of the three episodes."""
    shared = shared_by_all(factory)
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "var" / "CURRENT").exists():
            read(shared)
    target = factory.mktemp(name) / "var"
    shutil.copytree(shared / "var", target)
    return target


def shared_by_all(factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the library that is copied: its documents are in "show", its index in "var"."""
    base = factory.getbasetemp()
    return (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "library"


def read(folder: Path, name: str = "show", episodes: tuple[str, ...] = EPISODES) -> None:
    """Run the ingestion on a copy of some episodes, which is a root like any other; the index is in `folder`/var."""
    (folder / name).mkdir(exist_ok=True)
    for path in (ROOT / "data/episodes").iterdir():
        if path.name.startswith(episodes):
            shutil.copy(path, folder / name)
    ingest(folder / "var", folder / name)


def ingest(data_dir: Path, *roots: Path) -> None:
    """Run `python -m ingest` on these roots."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EPISODES_", "EMBED", "OPENAI_"))}
    subprocess.run(
        [sys.executable, "-m", "ingest", *map(str, roots)],
        env=kept | {"DATA_DIR": str(data_dir), "PYTHONPATH": str(ROOT)},
        cwd=data_dir.parent,
        check=True,
        capture_output=True,
    )
