"""The journal of the last run: what stands there while it runs, after it ended, and after it was killed."""

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingest.__main__ import app
from ingest.outcome import Broken, ChunkCounts, EpisodeCounts, Outcome
from ingest.run_log import RunLog
from tests.desk import episode
from vectorstore.layout import Layout
from vectorstore.store.journal import Run, read_run, write_run
from vectorstore.store.writer_lock import writer_lock


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path)


def test_a_run_that_goes_on_or_was_killed_has_not_ended(layout: Layout) -> None:
    RunLog(["show", "--json"], "m1").begin(layout)
    run = read_run(layout)
    assert run is not None
    assert (run.pid, run.arguments, run.actor) == (os.getpid(), ("show", "--json"), "m1")
    assert (run.ended, run.outcome, run.exit_code) == (None, None, None)


def test_the_end_of_a_run_is_written_down_with_its_counts(layout: Layout) -> None:
    log = RunLog([], "")
    log.begin(layout)
    broken = (Broken("a", "Is it?", "answered", "refused"),)
    log.done(Outcome("gate-refused", "gen-000002", EpisodeCounts(new=1), ChunkCounts(embedded=3), broken=broken), 6)
    run = read_run(layout)
    assert run is not None
    assert (run.outcome, run.exit_code, run.generation, run.broken) == ("gate-refused", 6, "gen-000002", 1)
    assert (run.episodes["new"], run.chunks["embedded"]) == (1, 3)
    assert run.ended is not None


def test_a_failure_keeps_its_sentence(layout: Layout) -> None:
    log = RunLog([], "")
    log.begin(layout)
    log.failed("failed", "DiskFull", "The disk is full.", 74)
    run = read_run(layout)
    assert run is not None
    assert (run.outcome, run.error, run.message, run.exit_code) == ("failed", "DiskFull", "The disk is full.", 74)


def test_what_has_not_begun_writes_nothing(layout: Layout) -> None:
    log = RunLog([], "")
    log.done(Outcome("dry-run", None), 0)
    log.failed("failed", "Busy", "Another one is running.", 75)
    assert read_run(layout) is None


def test_a_journal_that_cannot_be_written_loses_no_run(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where the folder should be")
    RunLog([], "").begin(Layout(tmp_path / "var"))


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"schema": 2}', b'{"schema": 1, "pid": "x"}', b'{"schema": 1}']
)
def test_a_journal_that_cannot_be_read_is_none(layout: Layout, content: bytes) -> None:
    layout.last_run.write_bytes(content)
    assert read_run(layout) is None


def test_fields_of_a_later_version_are_passed_over(layout: Layout) -> None:
    write_run(layout, Run(1, "2026-01-01T00:00:00+00:00"))
    layout.last_run.write_text(json.dumps(json.loads(layout.last_run.read_text()) | {"weather": "fine"}))
    assert read_run(layout) == Run(1, "2026-01-01T00:00:00+00:00")


def test_the_command_line_writes_down_what_it_did_and_not_what_it_was_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("EPISODES_DIR", "EMBEDDINGS", "EMBED_MODEL", "STORE_URL", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("INGEST_ACTOR", "m7")
    layout, runner = Layout(tmp_path / "var"), CliRunner()
    assert runner.invoke(app, ["--history", "--json"]).exit_code == 0
    assert read_run(layout) is None
    assert runner.invoke(app, ["--rollback", "--json"]).exit_code == 1
    run = read_run(layout)
    assert run is not None
    assert (run.actor, run.outcome, run.exit_code, run.error) == ("m7", "failed", 1, "StoreError")
    (tmp_path / "show").mkdir()
    (tmp_path / "show/1.md").write_text(episode(1, "Bees", "Bees live on the roof."))
    with writer_lock(layout):
        assert runner.invoke(app, [str(tmp_path / "show"), "--json"]).exit_code == 75
    assert read_run(layout) == run
