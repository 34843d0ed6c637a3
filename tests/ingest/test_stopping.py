"""SIGTERM ends a run: as Ctrl-C does, and by force when one long step does not let go."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ingest.stopping import stopped_by_signal

ROOT = Path(__file__).resolve().parents[2]


def terminated() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(30)


def test_sigterm_is_taken_as_ctrl_c_and_only_until_the_block_ends() -> None:
    before = signal.getsignal(signal.SIGTERM)
    said: list[str] = []
    with stopped_by_signal(lambda: said.append("last words"), 130, patience=30), pytest.raises(KeyboardInterrupt):
        terminated()
    assert signal.getsignal(signal.SIGTERM) is before
    assert said == []


def test_a_step_that_hears_no_signal_is_ended_with_last_words() -> None:
    code = """
import signal, sys
from ingest.stopping import stopped_by_signal
def last_words():
    print("stopped", flush=True)
with stopped_by_signal(last_words, 130, patience=0.1):
    signal.signal(signal.SIGTERM, lambda *_: None)  # as deaf as one long call into a library
    print("begun", flush=True)
    while True:
        sys.stdin.read(1)
"""
    child = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "begun\n"
    child.send_signal(signal.SIGTERM)
    said, _ = child.communicate(timeout=20)
    assert (said, child.returncode) == ("stopped\n", 130)


def test_the_exit_code_is_ours_also_when_the_signal_comes_while_text_is_executed(tmp_path: Path) -> None:
    """As it does in the import of a dataclass: CPython then ends a `-m` by SIGINT, though the exception was caught."""
    (tmp_path / "stopped.py").write_text(
        """
import os, signal, sys
from ingest.stopping import stopped_by_signal
with stopped_by_signal(lambda: None, 130):
    try:
        exec("os.kill(os.getpid(), signal.SIGTERM)\\nwhile True: pass")
    except KeyboardInterrupt:
        print("caught")
sys.exit(130)
""",
        "utf-8",
    )
    child = subprocess.run(
        [sys.executable, "-m", "stopped"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert (child.stdout, child.returncode) == ("caught\n", 130)
