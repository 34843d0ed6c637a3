"""What the bench measures is what it says: CPU and memory of children, and figures judged by their goals."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from evals.bench.asking import percentile
from evals.bench.children import Failed, run
from evals.bench.figures import GOALS, Found, table
from evals.bench.texts import written

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
BUSY = "import time\nend = time.process_time() + .3\nwhile time.process_time() < end: pass\n"


@LINUX
def test_the_cpu_and_memory_of_what_a_command_starts_are_its_own() -> None:
    grandchild = "import time; block = bytearray(80_000_000); time.sleep(.4)\n" + BUSY
    code = f"import subprocess, sys, time; subprocess.run([sys.executable, '-c', {grandchild!r}]); print('done')"
    ran = run(["-c", code])
    assert ran.out == "done\n"
    assert ran.cpu >= 0.3
    assert ran.peak > 80


@LINUX
def test_a_command_that_fails_stops_the_bench_with_what_it_said() -> None:
    with pytest.raises(Failed, match="no such thing"):
        run(["-c", "import sys; sys.exit('no such thing')"])


@LINUX
def test_settings_of_whoever_runs_it_change_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "set")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    code = "import json, os; print(json.dumps([n for n in os.environ if n.startswith(('OPENAI', 'OMP'))]))"
    assert json.loads(run(["-c", code]).out) == []


@pytest.mark.parametrize(
    ("goal", "value", "held"), [("first", 2.6, "aim"), ("first", 1.9, "**NO**"), ("cold", 0.9, "yes")]
)
def test_a_figure_is_judged_by_its_goal(goal: str, value: float, held: str) -> None:
    assert GOALS[goal].held(value) == held
    assert f"| {held} " in table([Found(goal, "a corpus", value, "1 s")])[2]


def test_written_episodes_are_the_same_each_time_and_differ_from_each_other(tmp_path: Path) -> None:
    texts = [
        [path.read_text("utf-8") for path in sorted(written(tmp_path / name, 3).folder.iterdir())]
        for name in ("one", "two")
    ]
    assert texts[0] == texts[1]
    assert len(set(texts[0])) == 3


def test_a_percentile_is_one_of_the_values() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile([3.0, 1.0, 2.0], 0.95) == 3.0
