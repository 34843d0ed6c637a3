"""A writer to a shared store is killed at random moments while a reader asks: no error, no mixture, nothing that stays.

Run as a script, this file is that writer: it publishes generations for ever, each with a marker in all its texts.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from tests.journeys.test_store_kills import DIMENSIONS, EACH, EPISODES, ROOT, Asker, manifest, marked
from vectorstore.layout import Layout, Server
from vectorstore.records import Episode
from vectorstore.store.seam import open_store
from vectorstore.store.served import ServerStore

KILLS = 20


def main(layout: Layout) -> None:
    """Publish until killed, afresh and as a difference."""
    store = open_store(layout)
    store.claim()
    store.sweep()
    episodes = {f"e{n}": Episode(f"e{n}", "show", f"Title {n}", n) for n in range(EPISODES)}
    vectors = np.random.default_rng(3).normal(size=(EPISODES * EACH, DIMENSIONS)).astype(np.float32)
    while True:
        current = store.pointer()
        base = current.generation if current and random.random() < 0.5 else None
        builder = store.begin(base)
        chunks = marked(builder.name)
        if base:
            builder.remove(chunk.id for chunk in chunks)
        builder.add(chunks, episodes, vectors)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        told = replace(manifest(builder.name, episodes), published=now)
        builder.publish(told, {"ids": np.array([chunk.id for chunk in chunks])})


def start(layout: Layout, server: Server) -> subprocess.Popen[str]:
    """Start the writer."""
    return subprocess.Popen(
        [sys.executable, __file__, str(layout.root), server.url, server.database],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.long
@pytest.mark.timeout(300)
def test_kills_of_the_writer_cost_the_reader_of_a_shared_store_nothing(tmp_path: Path, database: Server) -> None:
    chance, layout = random.Random(11), Layout(tmp_path / "mine", database)
    asker = Asker(Layout(tmp_path / "theirs", database))
    asker.start()
    for _ in range(KILLS):
        writer = start(layout, database)
        time.sleep(chance.uniform(0.7, 2.5))
        writer.kill()
        said = writer.communicate()[1]
        assert writer.returncode == -9, said
    asker.finish()
    print(f"{KILLS} kills, {asker.asked} questions, {len(asker.seen)} generations answered")
    assert asker.failures == []
    assert asker.asked > 10 * KILLS
    assert len(asker.seen) > KILLS // 4
    store = ServerStore(layout, database)
    pointer = store.pointer()
    assert pointer is not None
    store.examine(pointer.generation)
    store.erase_older()
    assert store.generations() == [pointer.generation]


if __name__ == "__main__":
    main(Layout(Path(sys.argv[1]), Server(sys.argv[2], database=sys.argv[3])))
