"""`python -m ingest`: which options go together, exit codes, and what a person sees when it fails."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ingest.__main__ import app
from tests.desk import episode

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a document; DATA_DIR and the current folder are beside it."""
    for name in ("EPISODES_DIR", "EMBEDDINGS", "EMBED_MODEL", "STORE_URL", "INGEST_MAX_FILE_MB", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "show"
    folder.mkdir()
    (folder / "1.md").write_text(episode(1, "Bees", "Bees live on the roof."))
    return folder


def ingest(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments])


def last(result: Result) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return value


@pytest.mark.parametrize(
    "arguments",
    [
        ("--only",),
        ("--rollback", "--history"),
        ("--forget", "show", "--remove", "show/1.md"),
        ("show", "--history"),
        ("--rollback", "--full"),
        ("--check", "show/1.md", "--dry-run"),
        ("--remove",),
        ("--no-full",),
        ("--erase", "show/1.md", "--unattended"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(show: Path, arguments: tuple[str, ...]) -> None:
    result = ingest(*arguments)
    assert result.exit_code == 2
    assert not (show.parent / "var").exists()


def test_a_path_that_does_not_exist_fails_by_name(show: Path) -> None:
    result = ingest("nowhere", "--json")
    assert result.exit_code == 1
    assert (last(result)["event"], last(result)["error"]) == ("failed", "RootProblem")
    assert "nowhere" in last(result)["message"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("INGEST_MAX_FILE_MB", "many"),
        ("EMBEDDINGS", "magic"),
        ("STORE_URL", "localhost:8000"),
        ("EMBEDDINGS", "openai"),
    ],
)
def test_a_wrong_setting_is_named_and_ends_with_78(
    show: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    result = ingest(show)
    assert result.exit_code == 78
    assert name in result.stderr
    assert result.stdout == ""


def test_history_and_rollback_need_no_model(show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDINGS", "openai")
    assert ingest("--history").exit_code == 0
    result = ingest("--rollback", "--json")
    assert (result.exit_code, last(result)["error"]) == (1, "StoreError")


def test_check_prints_a_line_a_fact(show: Path) -> None:
    result = ingest("--check", show / "1.md")
    assert result.exit_code == 0
    assert "title      Bees" in result.stdout.splitlines()
    assert last(ingest("--check", show / "1.md", "--json"))["outcome"] == "checked"


def test_check_of_an_unreadable_file_says_why_and_ends_with_3(show: Path) -> None:
    (show / "2.pdf").write_bytes(b"%PDF-1.4")
    result = ingest("--check", show / "2.pdf", "--json")
    assert result.exit_code == 3
    assert "PDF" in last(result)["skipped"][0]["reason"]


def test_a_dry_run_counts_what_it_would_do(show: Path) -> None:
    result = ingest(show, "--dry-run", "--json")
    assert result.exit_code == 0
    assert last(result)["outcome"] == "dry-run"
    assert last(result)["episodes"] == {"new": 1, "changed": 0, "unchanged": 0, "removed": 0, "total": 1}
    assert set(last(result)["estimate"]) == {"tokens", "cost_usd", "seconds"}
    assert not (show.parent / "var").exists()


@pytest.mark.promise(20)
def test_a_data_dir_that_may_not_be_written_ends_with_77(show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(show.parent / "var"))

    monkeypatch.setattr(Path, "mkdir", refuse)
    result = ingest(show, "--json")
    assert (result.exit_code, last(result)["error"]) == (77, "NoPermission")


def test_an_unexpected_error_is_one_sentence_without_a_traceback(show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("ingest.commands.refresh", fail)
    result = ingest(show)
    assert result.exit_code == 1
    assert result.stderr == "Unexpected ZeroDivisionError: division by zero. Nothing was published.\n"


def test_an_interrupted_run_ends_with_130(show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ingest.commands.refresh", interrupt)
    result = ingest(show)
    assert result.exit_code == 130
    assert result.stderr.startswith("Interrupted.")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the real command in a child process."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DATA_DIR": str(folder / "var")}
    command = [sys.executable, "-m", "ingest", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60)


def test_the_real_command_publishes_then_finds_nothing_new_then_tells_its_history(show: Path) -> None:
    first = run(show.parent, "show", "--json")
    assert first.returncode == 0, first.stderr
    *progress, done = map(json.loads, first.stdout.splitlines())
    assert {line["event"] for line in progress} == {"progress"}
    assert all(set(line) == {"event", "stage", "done", "total", "seconds_left"} for line in progress)
    keys = "event outcome episodes chunks skipped warnings estimate generation seconds"
    assert list(done) == keys.split()
    assert (done["outcome"], done["generation"], done["estimate"]) == ("published", "gen-000001", None)
    assert first.stderr == ""

    second = run(show.parent)
    assert (second.returncode, second.stderr) == (0, "")
    assert second.stdout == "Nothing has changed: gen-000001 holds 1 episode.\n"

    generation, after = map(json.loads, run(show.parent, "--history", "--json").stdout.splitlines())
    assert list(generation) == ["event", "generation", "published", "episodes", "chunks", "current", "pinned"]
    assert (generation["generation"], generation["current"], generation["pinned"]) == ("gen-000001", True, False)
    assert (after["event"], after["outcome"]) == ("done", "unchanged")
