"""`python -m ingest` is asked to stop (SIGTERM) wherever it is: it does within 5 s, and the old index is untouched.

One golden question makes it ask the gate as well. Each run is of another edition of the documents.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.desk import episode
from tests.journeys.library import ROOT, filled
from tests.tallies import Tally, scaled
from vectorstore.layout import Layout
from vectorstore.retrieval.golden import GoldenRow
from vectorstore.retrieval.golden_file import GoldenFile
from vectorstore.store.journal import read_run
from vectorstore.store.pointer import history
from vectorstore.store.writer_lock import writer_lock

SECONDS = 5.0
BREAD = GoldenRow("bread", "How do you bake sourdough bread?", "en", "unanswerable", False)


class Library:
    """A published library, and a folder of documents that change with every run."""

    def __init__(self, data_dir: Path) -> None:
        self.layout = Layout(data_dir)
        self.show = data_dir.parent / "more"
        self.show.mkdir()
        self.edition = 0
        GoldenFile(self.layout).append(BREAD)
        self.slowest = 0.0

    def start(self) -> subprocess.Popen[str]:
        """Rewrite the documents, and start an ingestion of them."""
        self.edition += 1
        for number in (1, 2):
            text = f"This is edition {self.edition} of part {number}."
            (self.show / f"{number}.md").write_text(episode(number, f"Part {number}", text))
        command = [sys.executable, "-m", "ingest", str(self.show), "--json"]
        environment = os.environ | {"PYTHONPATH": str(ROOT), "DATA_DIR": str(self.layout.root)}
        return subprocess.Popen(command, cwd=self.show, env=environment, stdout=subprocess.PIPE, text=True)

    def state(self) -> tuple[bytes, list[str]]:
        """Return what CURRENT says, and which finished indexes there are."""
        return self.layout.current.read_bytes(), [one.generation for one in history(self.layout)]

    def stop(self, child: subprocess.Popen[str]) -> dict[str, Any]:
        """Ask a run to stop and return the last thing it said; it may have been over, or have published just then."""
        before, begun = self.state(), time.monotonic()
        child.send_signal(signal.SIGTERM)
        said, _ = child.communicate(timeout=60)
        self.slowest = max(self.slowest, time.monotonic() - begun)
        if child.returncode in (130, -signal.SIGTERM):  # the latter before Python runs a line of ours
            assert self.state() == before
        else:
            assert child.returncode == 0, said
        with writer_lock(self.layout):
            pass
        return dict(json.loads(said.splitlines()[-1])) if said.strip() else {}


def stopped_at(library: Library, stage: str) -> None:
    """Stop a run once it has said that it is in a stage."""
    child = library.start()
    assert child.stdout is not None
    assert any(f'"stage": "{stage}"' in line for line in child.stdout), stage
    last = library.stop(child)
    assert last.get("error") == "Interrupted", (stage, last)
    run = read_run(library.layout)
    assert run is not None
    assert (run.pid, run.outcome, run.exit_code) == (child.pid, "interrupted", 130)


def ended_well(library: Library) -> None:
    """Run to the end: nothing is left of what was stopped, and its embeddings are not paid for again."""
    said, _ = library.start().communicate(timeout=60)
    last = json.loads(said.splitlines()[-1])
    assert last["outcome"] == "published", said
    assert last["chunks"]["reused"] > 0
    assert len(library.layout.generations()) == len(history(library.layout)) <= 2
    run = read_run(library.layout)
    assert run is not None
    assert (run.outcome, run.generation) == ("published", last["generation"])


@pytest.mark.promise(24)
@pytest.mark.long  # the short form stands in test_library_runs.py, where a button does it
def test_a_run_stops_within_seconds_and_leaves_the_old_index(tmp_path_factory: pytest.TempPathFactory) -> None:
    library = Library(filled(tmp_path_factory, "cancels"))
    for stage in ("embed", "gate"):  # "check": test_ingest_kills.py
        stopped_at(library, stage)
    ended_well(library)
    assert library.slowest < SECONDS


@pytest.mark.promise(24)
@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_run_stops_at_fifty_random_points(tmp_path_factory: pytest.TempPathFactory, tally: Tally) -> None:
    times = scaled(50)
    chance, library = random.Random(23), Library(filled(tmp_path_factory, "cancels"))
    stopped = 0
    for _ in range(times):
        child = library.start()
        time.sleep(chance.uniform(0.0, 4.0))
        stopped += library.stop(child).get("event") != "done"
    ended_well(library)
    tally(times, f"{stopped} were stopped, the slowest in {library.slowest:.2f} s")
    assert stopped > 10
    assert library.slowest < SECONDS
