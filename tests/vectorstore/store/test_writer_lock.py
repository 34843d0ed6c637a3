"""One writer at a time: the second is refused at once and told who is first; a death frees the lock."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vectorstore.errors import Busy, NoPermission, StoreError
from vectorstore.layout import Layout
from vectorstore.store.writer_lock import writer_lock

ROOT = Path(__file__).resolve().parents[3]
HOLD = """
import sys, time
from pathlib import Path
from vectorstore.layout import Layout
from vectorstore.store.writer_lock import writer_lock
with writer_lock(Layout(Path(sys.argv[1]))):
    print("held", flush=True)
    time.sleep(60)
"""
NOBODY = """
import os, sys
from pathlib import Path
from vectorstore.layout import Layout
from vectorstore.store.writer_lock import writer_lock
if os.geteuid() == 0:
    try:
        os.setegid(65534)
        os.seteuid(65534)
    except OSError:  # the only user of a namespace is root
        print("nobody else to be")
        sys.exit()
try:
    with writer_lock(Layout(Path(sys.argv[1]))):
        print("held")
except Exception as error:
    print(type(error).__name__, error)
"""


@pytest.fixture
def hold(layout: Layout) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Start a child process that holds the lock, and return once it does."""
    children: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        child = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(layout.root)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        children.append(child)
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        return child

    yield start
    for child in children:
        child.kill()
        child.communicate()


@pytest.mark.promise(5)
def test_the_second_writer_is_refused_at_once_and_told_who_is_first(
    layout: Layout, hold: Callable[[], subprocess.Popen[str]]
) -> None:
    child = hold()
    began = time.monotonic()
    with pytest.raises(Busy, match=rf"process {child.pid}, since 20\d\d-\d\d-\d\dT"), writer_lock(layout):
        pass
    assert time.monotonic() - began < 1


@pytest.mark.promise(5)
def test_a_killed_writer_leaves_nothing(layout: Layout, hold: Callable[[], subprocess.Popen[str]]) -> None:
    for _ in range(3):
        child = hold()
        child.send_signal(signal.SIGKILL)
        child.wait()
        with writer_lock(layout):
            pass


def test_a_process_that_the_writer_started_does_not_keep_the_lock(layout: Layout) -> None:
    with writer_lock(layout):
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(30)"], close_fds=False)
    try:
        with writer_lock(layout):
            pass
    finally:
        child.kill()
        child.wait()


def test_the_lock_is_refused_to_a_second_holder_in_the_same_process(layout: Layout) -> None:
    with writer_lock(layout), pytest.raises(Busy, match=f"process {os.getpid()}"), writer_lock(layout):
        pass


def test_the_lock_is_free_after_an_error_inside(layout: Layout) -> None:
    with pytest.raises(KeyError), writer_lock(layout):
        raise KeyError
    with writer_lock(layout):
        pass


def test_a_holder_that_cannot_be_named_is_still_busy(layout: Layout) -> None:
    with writer_lock(layout):
        os.truncate(layout.lock, 0)
        with pytest.raises(Busy, match="Another ingestion"), writer_lock(layout):
            pass


def test_a_folder_without_permission_is_named(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    done = subprocess.run(
        [sys.executable, "-c", NOBODY, str(closed / "var")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    if done.stdout == "nobody else to be\n":
        pytest.skip("there is no other user here to be refused")
    assert done.stdout.startswith(f"{NoPermission.__name__} No permission for {closed / 'var'}")


def test_a_file_in_the_place_of_the_folder_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("I am a file")
    with pytest.raises(StoreError, match="var"), writer_lock(Layout(tmp_path / "var")):
        pass
