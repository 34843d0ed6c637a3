"""Fixtures of the house tests: the checkout and the files in it that are, or are about to be, committed."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".venv", ".git", "var", "__pycache__"}


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


def _listed_by_git() -> list[str]:
    """What git tracks or would add; empty where there is no git or no repository."""
    command = [
        "git",
        "-c",
        "safe.directory=*",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    except FileNotFoundError:
        return []
    return [name for name in done.stdout.split("\0") if name] if done.returncode == 0 else []


@pytest.fixture(scope="session")
def files() -> list[Path]:
    """Every file of the project, as paths relative to the checkout."""
    listed = [Path(name) for name in _listed_by_git()]
    if not listed:
        found = (path.relative_to(ROOT) for path in ROOT.rglob("*"))
        listed = [path for path in found if not NOT_OURS & set(path.parts)]
    return sorted(path for path in set(listed) if (ROOT / path).is_file())


@pytest.fixture(scope="session")
def modules(files: list[Path]) -> list[Path]:
    """Every Python file of the project."""
    return [path for path in files if path.suffix == ".py"]


@pytest.fixture(scope="session")
def bot_verbs() -> set[str]:
    """The verbs that `python -m bot` has."""
    import typer

    from bot.__main__ import app

    return set(getattr(typer.main.get_command(app), "commands", {}))
