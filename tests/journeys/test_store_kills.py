"""A writer is killed at random moments while a reader asks: no error, no mixture, always an index that opens.

Run as a script, this file is that writer: it publishes generations for ever, each with a marker in all its
texts.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from tests.tallies import Tally, scaled
from vectorstore.errors import NoIndex
from vectorstore.layout import Layout
from vectorstore.records import Chunk, DocumentRecord, Episode
from vectorstore.store.generations import GenerationBuilder, sweep
from vectorstore.store.manifest import Manifest
from vectorstore.store.pointer import Pointer, history, read_pointer
from vectorstore.store.probe import examine, probe
from vectorstore.store.reader import IndexReader
from vectorstore.store.writer_lock import writer_lock

ROOT = Path(__file__).resolve().parents[2]
EMBEDDER = "fake/eight"
DIMENSIONS = 8
EPISODES, EACH = 6, 40
DOCUMENTS = [f"show/{episode}.md" for episode in range(EPISODES)]


def main(root: Path) -> None:
    """Wait for a line, sweep, say so, then publish generations until killed: afresh, and as a difference.

    Most are checked in this process, where it takes 50 ms and not a second, so that kills hit every step.
    """
    import chromadb  # noqa: F401  (before the wait: its second is not what is to be tested)

    sys.stdin.readline()
    layout = Layout(root)
    episodes = {f"e{n}": Episode(f"e{n}", "show", f"Title {n}", n) for n in range(EPISODES)}
    vectors = np.random.default_rng(3).normal(size=(EPISODES * EACH, DIMENSIONS)).astype(np.float32)
    with writer_lock(layout):
        sweep(layout)
        print(len(layout.generations()), flush=True)
        while True:
            current = read_pointer(layout)
            base = current.generation if current and random.random() < 0.5 else None
            builder = GenerationBuilder.begin(layout, base)
            chunks = marked(builder.name)
            if base:
                builder.remove(chunk.id for chunk in chunks)
            builder.add(chunks, episodes, vectors)
            ids = np.array([chunk.id for chunk in chunks])
            check = probe if random.random() < 0.2 else examine
            builder.publish(manifest(builder.name, episodes), {"ids": ids}, check=check)


def marked(marker: str) -> list[Chunk]:
    """Return chunks that all carry the marker."""
    return [
        Chunk(document, ordinal, f"e{episode}", "body", f"{marker} {ordinal} of {document}", ())
        for episode, document in enumerate(DOCUMENTS)
        for ordinal in range(EACH)
    ]


def manifest(name: str, episodes: dict[str, Episode]) -> Manifest:
    """Return the manifest of such a generation."""
    records = [
        DocumentRecord(document, "0" * 64, "markdown", "transcript", EACH, (f"e{episode}",))
        for episode, document in enumerate(DOCUMENTS)
    ]
    rows = EPISODES * EACH
    return Manifest(
        name,
        "2025-01-01T00:00:00+00:00",
        EMBEDDER,
        DIMENSIONS,
        "r",
        tuple(records),
        tuple(episodes.values()),
        (),
        (),
        rows,
    )


class Asker(threading.Thread):
    """Asks through one reader without a pause, and keeps what it saw and what went wrong."""

    def __init__(self, layout: Layout) -> None:
        super().__init__(daemon=True)
        self.reader = IndexReader(layout, EMBEDDER)
        self.seen: set[str] = set()
        self.asked = 0
        self.failures: list[str] = []
        self._over = threading.Event()

    def run(self) -> None:
        chance = np.random.default_rng(5)
        while not self._over.is_set():
            try:
                self._ask(chance.normal(size=DIMENSIONS).astype(np.float32))
            except NoIndex:
                time.sleep(0.01)
            except Exception as error:
                self.failures.append(repr(error))
            if self.reader.trouble:
                self.failures.append(self.reader.trouble)
            time.sleep(0.002)  # the writer needs some of the processor too

    def finish(self) -> None:
        """End the thread and let go of the index."""
        self._over.set()
        self.join()
        self.reader.close()

    def _ask(self, vector: np.ndarray) -> None:
        """Ask one question: search, texts, neighbours, arrays; all must be of the lease's generation."""
        with self.reader.lease() as index:
            hits = [id_ for id_, _ in index.store.query(vector, 20)]
            chunks = index.store.chunks([*hits, *index.arrays["ids"][:5].tolist()])
            markers = {chunk.text.split()[0] for chunk in chunks.values()}
            assert len(hits) == 20
            assert markers == {index.manifest.generation}
        self.seen |= markers
        self.asked += 1


class Writer:
    """The writer as a child process: started ahead of time, set going, killed."""

    def __init__(self, layout: Layout) -> None:
        self._child = subprocess.Popen(
            [sys.executable, __file__, str(layout.root)],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def go(self) -> None:
        """Let it sweep and begin; its sweep leaves two generations at most."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write("go\n")
        self._child.stdin.flush()
        assert self._child.stdout.readline() in {"0\n", "1\n", "2\n"}

    def kill(self) -> None:
        """Kill it; it must have been at work until then."""
        self._child.kill()
        said = self._child.communicate()[1]
        assert self._child.returncode == -signal.SIGKILL, said


def survive(layout: Layout, kills: int) -> Asker:
    """Kill the writer so many times while somebody asks, and check what it leaves each time."""
    chance = random.Random(11)
    asker = Asker(layout)
    asker.start()
    following = Writer(layout)
    for _ in range(kills):
        child, following = following, Writer(layout)
        child.go()
        time.sleep(chance.uniform(0.02, 1.0))
        child.kill()
        opens(layout)
    following.kill()
    asker.finish()
    return asker


def opens(layout: Layout) -> None:
    """Check that a fresh reader opens what CURRENT names, and that little is left over."""
    reader = IndexReader(layout, EMBEDDER, thorough=True)
    with suppress(NoIndex), reader.lease() as index:
        assert read_pointer(layout) == Pointer(index.manifest.generation)
        assert reader.trouble is None
    reader.close()
    assert len(layout.generations()) <= 3  # the current one, the one before, and the one that was being built
    assert len(history(layout)) <= 3


def check(layout: Layout, asker: Asker, kills: int) -> None:
    """Check what was seen in all, and what the next run finds after its sweep."""
    assert asker.failures == []
    assert asker.asked > 10 * kills
    assert len(asker.seen) > kills // 50  # how many are published before they are killed depends on the machine
    with writer_lock(layout):
        sweep(layout)
    assert 1 <= len(layout.generations()) <= 2
    for name in layout.generations():
        examine(layout.generation(name))


@pytest.mark.promise(1)
def test_ten_kills_of_the_writer_cost_the_reader_nothing(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "var")
    check(layout, survive(layout, 10), 10)


@pytest.mark.promise(1)
@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_hundred_kills_of_the_writer_cost_the_reader_nothing(tmp_path: Path, tally: Tally) -> None:
    layout, kills = Layout(tmp_path / "var"), scaled(100)
    asker = survive(layout, kills)
    check(layout, asker, kills)
    tally(kills, f"{asker.asked:,} questions from {len(asker.seen)} generations, no error")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
