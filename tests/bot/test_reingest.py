"""Running ingestion as a child: a short script stands in for it, the processes are real."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import AlreadyRunning
from bot.reingest import Reingestion, holder_of
from bot.run_events import LONGEST_LINE, Ended, Step, event_in, lines_of, step_of

ROOT = Path(__file__).resolve().parents[2]
HELLO = 'print(\'{"event":"progress","stage":"embed","done":1,"total":4,"seconds_left":3}\', flush=True)\n'
DONE = """
print('{"event":"done","outcome":"published","episodes":{"new":2},"skipped":[{"file":"a.md","reason":"empty"}]}')
"""
SLOW = "import time; time.sleep(60)\n"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
POLITE = """
import signal, sys
def leave(*_):
    print('{"event":"failed","error":"Interrupted","message":"Interrupted."}', flush=True)
    sys.exit(130)
signal.signal(signal.SIGTERM, leave)
"""

Script = Callable[..., Reingestion]


@pytest.fixture
def script(tmp_path: Path) -> Script:
    def made(text: str, grace: float = 5.0) -> Reingestion:
        file = tmp_path / "child.py"
        file.write_text(text)
        return Reingestion((sys.executable, str(file)), grace)

    return made


async def begun(run: Reingestion, *arguments: str) -> tuple[asyncio.Task[Ended], list[Step]]:
    """Start a run and wait for its first progress."""
    steps: list[Step] = []
    task = asyncio.create_task(run.run(arguments, steps.append, "mo", "<@1>"))
    async with asyncio.timeout(10):
        while not steps:
            await asyncio.sleep(0.01)
    return task, steps


def gone(pid: int) -> bool:
    """Return whether a process is no more; one that nobody has waited for counts as gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


async def test_a_run_tells_how_far_it_is_and_how_it_ended(script: Script) -> None:
    steps: list[Step] = []
    ended = await script(HELLO + DONE + "raise SystemExit(3)").run(("--full",), steps.append)
    assert steps == [Step("embed", 1, 4, 3)]
    assert (ended.code, ended.outcome, ended.count("episodes", "new")) == (3, "published", 2)
    assert ended.notes("skipped") == (("a.md", "empty"),)


async def test_the_child_is_given_the_arguments_and_who_asked_but_no_token(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    tell = """
import json, os, sys
told = {"argv": sys.argv[1:], "actor": os.environ["INGEST_ACTOR"], "token": os.environ.get("DISCORD_TOKEN")}
print(json.dumps({"event": "done", "outcome": "unchanged", **told}))
"""
    ended = await script(tell).run(("--remove", "a b.md"), actor="mo")
    assert ended.event["argv"] == ["--remove", "a b.md", "--json"]
    assert (ended.event["actor"], ended.event["token"]) == ("mo", None)


async def test_junk_between_the_lines_is_passed_over(script: Script) -> None:
    junk = """
import sys
sys.stdout.buffer.write(b'\\xff\\xfe not json\\n[1,2]\\n\\n{"event":"progress","done":"x","total":-1}\\n"text"\\n')
sys.stdout.flush()
"""
    steps: list[Step] = []
    ended = await script(junk + DONE).run((), steps.append)
    assert ended.outcome == "published"
    assert steps == [Step("", 0, 0, None)]


async def test_a_line_without_an_end_is_never_held() -> None:
    stream = asyncio.StreamReader()
    stream.feed_data(b"x" * (LONGEST_LINE + 70_000) + b'\n{"event":"done"}\nlast')
    stream.feed_eof()
    assert [line async for line in lines_of(stream)] == [b'{"event":"done"}', b"last"]


def test_deep_nesting_is_no_event() -> None:
    assert event_in(b"[" * 100_000) == {}
    assert step_of({"event": "progress", "done": True, "total": 1e300}) == Step("", 1, 0)


async def test_a_child_that_says_nothing_and_dies_has_failed(script: Script) -> None:
    ended = await script("raise SystemExit(1)").run(())
    assert (ended.outcome, ended.code, ended.message) == ("failed", 1, "")


async def test_a_second_run_is_told_that_one_is_going_on(script: Script) -> None:
    run = script(HELLO + SLOW)
    task, _ = await begun(run, "--full")
    assert run.current is not None
    assert (run.current.shown, run.current.arguments, run.current.stage) == ("<@1>", ("--full",), "embed")
    with pytest.raises(AlreadyRunning):
        await run.run(())
    await run.cancel()
    assert (await task).outcome == "cancelled"
    assert run.current is None


async def test_looking_is_possible_while_a_run_goes_on(script: Script, tmp_path: Path) -> None:
    run = script(HELLO + SLOW)
    task, _ = await begun(run)
    (tmp_path / "child.py").write_text(DONE)
    assert (await run.look(("--dry-run",))).outcome == "published"
    assert run.current is not None
    await run.cancel()
    await task


async def test_a_run_that_the_command_line_holds_up_is_busy(script: Script) -> None:
    busy = 'print(\'{"event":"failed","error":"Busy","message":"process 7"}\'); raise SystemExit(75)'
    ended = await script(busy).run(())
    assert (ended.outcome, ended.message) == ("busy", "process 7")


async def test_cancelling_is_polite_first(script: Script) -> None:
    run = script(POLITE + HELLO + SLOW)
    task, _ = await begun(run)
    assert await run.cancel()
    ended = await task
    assert (ended.code, ended.outcome, ended.cancelled) == (130, "cancelled", True)


@pytest.mark.promise(24)
async def test_a_child_that_does_not_listen_is_killed_with_what_it_started(script: Script) -> None:
    grandchild = f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {STUBBORN + SLOW!r}])\n"
    told = 'print(\'{"event":"progress","stage":"embed","total":1,"done":%d}\' % child.pid, flush=True)\n'
    run = script(STUBBORN + grandchild + told + SLOW, grace=0.3)
    task, steps = await begun(run)
    pid = run.pid
    assert await run.cancel()
    ended = await task
    assert (ended.code, ended.outcome) == (-signal.SIGKILL, "cancelled")
    assert pid is not None
    async with asyncio.timeout(5):
        while not (gone(pid) and gone(steps[0].done)):
            await asyncio.sleep(0.02)


async def test_cancelling_while_the_child_is_being_started_ends_it(script: Script) -> None:
    run = script(SLOW)
    task = asyncio.create_task(run.run(()))
    await asyncio.sleep(0)
    assert await run.cancel()
    assert (await task).outcome == "cancelled"


async def test_there_is_nothing_to_cancel_without_a_run(script: Script) -> None:
    assert not await script(DONE).cancel()


async def test_a_signal_from_outside_is_no_cancelling(script: Script) -> None:
    run = script(HELLO + SLOW)
    task, _ = await begun(run)
    assert run.pid is not None
    os.kill(run.pid, signal.SIGTERM)
    assert (await task).outcome == "interrupted"


async def test_when_the_caller_is_cancelled_the_child_ends_too(script: Script) -> None:
    run = script(HELLO + SLOW)
    task, _ = await begun(run)
    pid = run.pid
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert pid is not None
    assert gone(pid)
    assert run.current is None


@pytest.mark.promise(41)
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_a_parent_that_is_killed_takes_the_child_with_it(tmp_path: Path) -> None:
    (tmp_path / "child.py").write_text(f"import os; print(os.getpid(), file=open('pid', 'w'), flush=True)\n{SLOW}")
    parent = f"""
import asyncio, sys
from bot.reingest import Reingestion
asyncio.run(Reingestion((sys.executable, {str(tmp_path / "child.py")!r})).run(()))
"""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-c", parent], cwd=tmp_path, env=environment)
    deadline = time.monotonic() + 10
    while not ((tmp_path / "pid").exists() and (tmp_path / "pid").read_text().strip()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    pid = int((tmp_path / "pid").read_text())
    process.kill()
    process.wait()
    while not gone(pid):
        assert time.monotonic() < deadline + 5
        time.sleep(0.02)


def test_the_lock_names_its_holder_only_while_it_lives(tmp_path: Path) -> None:
    lock = tmp_path / "LOCK"
    assert holder_of(lock) is None
    lock.write_text("")
    assert holder_of(lock) is None
    sleeper = subprocess.Popen([sys.executable, "-c", SLOW, "ingest"])
    try:
        lock.write_text(json.dumps({"pid": sleeper.pid, "since": "2026-01-01T00:00:00+00:00"}))
        deadline = time.monotonic() + 5
        while holder_of(lock) is None:  # until it has become the program that it is to be
            assert time.monotonic() < deadline
        assert (found := holder_of(lock)) is not None
        assert found.pid == sleeper.pid
    finally:
        sleeper.kill()
        sleeper.wait()
    assert holder_of(lock) is None


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs /proc")
def test_a_process_that_has_the_number_of_a_former_holder_is_not_taken_for_it(tmp_path: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", SLOW])
    try:
        (tmp_path / "LOCK").write_text(json.dumps({"pid": other.pid, "since": "x"}))
        time.sleep(0.2)
        assert holder_of(tmp_path / "LOCK") is None
    finally:
        other.kill()
        other.wait()
