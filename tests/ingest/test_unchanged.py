"""Re-ingestion without news: what it costs a person who runs it every hour."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.desk import Desk, episode

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.long
@pytest.mark.promise(26)
def test_three_hundred_episodes_without_news_take_less_than_a_second(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for n in range(300):
        desk.write(f"show/{n}.md", episode(n, f"Evening {n}", f"Guest {n} brought {n + 2} bees to the studio."))
    desk.ingest(desk.folder / "show")
    before = desk.files()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EPISODES_", "EMBED", "OPENAI_"))}
    environment = kept | {"DATA_DIR": str(desk.layout.root), "PYTHONPATH": str(ROOT)}
    seconds = []
    for _ in range(3):
        begun = time.monotonic()
        done = subprocess.run([sys.executable, "-m", "ingest"], cwd=tmp_path, env=environment, capture_output=True)
        seconds.append(time.monotonic() - begun)
        assert done.returncode == 0, done.stderr
    print(f"\n300 episodes without news: {sorted(seconds)[1]:.2f} s (median of 3)")
    assert sorted(seconds)[1] < 1.0
    after = desk.files()
    assert {name: content for name, (_, content) in after.items() if "gen-" in name or name.endswith("CURRENT")} == {
        name: content for name, (_, content) in before.items() if "gen-" in name or name.endswith("CURRENT")
    }
