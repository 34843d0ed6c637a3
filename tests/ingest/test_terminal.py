"""What a run prints: JSON lines for programs, sentences for people, and nothing when nobody reads any more."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.commands import Published
from ingest.outcome import ChunkCounts, EpisodeCounts, Estimate, Outcome
from ingest.pace import Countdown, Pace, Step, Throttle
from ingest.summary import left_over, minutes, sentences
from ingest.terminal import ForPeople, JsonLines, open_report
from vectorstore.records import Note

ROOT = Path(__file__).resolve().parents[2]


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


OUTCOME = Outcome(
    "published",
    "gen-000054",
    EpisodeCounts(2, 1, 30, 0, 33),
    ChunkCounts(61, 940, 12, 1001),
    (Note("show/é.pdf", "a PDF"),),
    (Note("show/1.md", "odd"),),
)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_time_left_is_unknown_until_there_is_a_pace_and_is_zero_at_the_end(clock: Clock) -> None:
    pace = Pace(clock)
    assert pace.step("embed", 0, 100).seconds_left is None
    clock.now = 10.0
    assert pace.step("embed", 50, 100).seconds_left == 10
    assert pace.step("embed", 100, 100).seconds_left == 0


def test_one_slow_batch_hardly_moves_the_time_left(clock: Clock) -> None:
    pace = Pace(clock)
    for second in range(41):
        clock.now = float(second)
        steady = pace.step("embed", 10 * second, 1000)
    assert steady.seconds_left == 60
    clock.now += 2.0
    slow = pace.step("embed", 410, 1000).seconds_left
    assert slow is not None
    assert 59 < slow < 70


def test_every_stage_has_a_time_left_of_its_own_pace(clock: Clock) -> None:
    pace = Pace(clock)
    for pause, stage in enumerate(("read", "chunk", "embed", "index", "gate", "check"), start=1):
        assert pace.step(stage, 0, 10).seconds_left is None
        clock.now += pause
        assert pace.step(stage, 5, 10).seconds_left == pause


def test_the_last_report_said_again_counts_down_and_never_to_nothing(clock: Clock) -> None:
    countdown = Countdown(clock)
    assert countdown.again() is None
    countdown.note(Step("check", 1, 4, 10))
    clock.now += 4
    assert countdown.again() == Step("check", 1, 4, 6)
    clock.now += 60
    assert countdown.again() == Step("check", 1, 4, 1)


def test_a_step_that_takes_long_is_told_again_meanwhile_and_not_after_the_last_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = JsonLines(every=0.01)
    report.progress("check", 0, 2)
    said: list[dict[str, object]] = []
    deadline = time.monotonic() + 20
    while len(said) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
        said += lines(capsys)
    report.done(OUTCOME, 1.0)
    time.sleep(0.05)
    said += lines(capsys)
    assert [line["event"] for line in said[-2:]] == ["progress", "done"]
    assert all((line["stage"], line["done"]) == ("check", 0) for line in said[:-1])


def test_reports_are_spared_but_never_the_first_and_the_last_of_a_stage(clock: Clock) -> None:
    shown: list[Step] = []
    throttle = Throttle(shown.append, 0.25, clock)
    for done in range(101):
        throttle(Step("read", done, 100))
        clock.now += 0.01
    throttle(Step("embed", 0, 5))
    throttle(Step("embed", 5, 5))
    throttle.flush()
    reads = [step.done for step in shown if step.stage == "read"]
    assert (reads[0], reads[-1]) == (0, 100)
    assert len(reads) <= 6
    assert [step.done for step in shown if step.stage == "embed"] == [0, 5]


def test_the_done_line_has_the_promised_shape_and_comes_last(capsys: pytest.CaptureFixture[str]) -> None:
    report = JsonLines()
    for done in range(3):
        report.progress("embed", done, 2)
    report.done(OUTCOME, 8.123)
    *progress, done_line = lines(capsys)
    assert [line["done"] for line in progress] == [0, 2]
    assert progress[-1] == {"event": "progress", "stage": "embed", "done": 2, "total": 2, "seconds_left": 0}
    assert done_line == {
        "event": "done",
        "outcome": "published",
        "episodes": {"new": 2, "changed": 1, "unchanged": 30, "removed": 0, "total": 33},
        "chunks": {"embedded": 61, "reused": 940, "removed": 12, "total": 1001},
        "skipped": [{"file": "show/é.pdf", "reason": "a PDF"}],
        "warnings": [{"file": "show/1.md", "reason": "odd"}],
        "estimate": None,
        "generation": "gen-000054",
        "seconds": 8.12,
    }


def test_json_is_ascii_and_one_line_whatever_a_file_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    JsonLines().done(Outcome("unchanged", None, skipped=(Note("a\u2028b\né", "x"),)), 0)
    out = capsys.readouterr().out
    assert out.isascii()
    assert len(out.splitlines()) == 1


def test_an_estimate_has_its_three_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    JsonLines().done(Outcome("dry-run", None, estimate=Estimate(120, 0.01, 3.5)), 0)
    assert lines(capsys)[0]["estimate"] == {"tokens": 120, "cost_usd": 0.01, "seconds": 3.5}


def test_a_lost_root_stands_among_the_warnings_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    JsonLines().done(Outcome("unchanged", "gen-000001", lost=(Note("/mnt/show", "cannot be found"),)), 0)
    assert lines(capsys)[0]["warnings"] == [{"file": "/mnt/show", "reason": "cannot be found"}]


def test_a_failure_is_one_line_with_class_and_message(capsys: pytest.CaptureFixture[str]) -> None:
    JsonLines().failed("Busy", "Another ingestion is running.")
    assert lines(capsys) == [{"event": "failed", "error": "Busy", "message": "Another ingestion is running."}]


def test_a_generation_line_has_the_promised_shape(capsys: pytest.CaptureFixture[str]) -> None:
    JsonLines().generation(Published("gen-000002", "2025-01-01T00:00:00+00:00", 3, 40, True, False))
    told = {"event": "generation", "generation": "gen-000002", "published": "2025-01-01T00:00:00+00:00"}
    assert lines(capsys) == [told | {"episodes": 3, "chunks": 40, "current": True, "pinned": False}]


def test_a_person_reads_the_outcome_on_stdout_and_what_is_missing_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    open_report(as_json=False).done(OUTCOME, 8)
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "Published gen-000054: 2 new, 1 changed (33 episodes in all, 8 s).",
        "1,001 passages: 61 embedded, 940 reused.",
        "1 warning; --json lists them.",
    ]
    assert said.err.splitlines() == ["Skipped show/é.pdf: a PDF"]


def test_at_most_twenty_skipped_files_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    skipped = tuple(Note(f"show/{n}", "empty") for n in range(25))
    told = left_over(Outcome("unchanged", "gen-000001", skipped=skipped))
    assert len(told) == 21
    assert told[-1] == "Skipped 5 more; --json lists them."


@pytest.mark.parametrize("result", ["published", "unchanged", "dry-run", "pinned", "rolled-back", "checked"])
def test_every_outcome_has_its_sentence(result: str) -> None:
    told = sentences(Outcome(result, "gen-000003", estimate=Estimate(9, 0.5, 100)), 1)  # type: ignore[arg-type]
    assert told[0].endswith(".")
    assert all(told)


def test_a_pipe_gets_a_line_a_stage_and_no_bar(capsys: pytest.CaptureFixture[str]) -> None:
    report = ForPeople()
    report.progress("read", 0, 86)
    report.progress("read", 86, 86)
    report.progress("check", 0, 1)
    assert capsys.readouterr().err.splitlines() == ["Reading: 86", "Checking and publishing"]


@pytest.mark.parametrize(("seconds", "said"), [(0.4, "0 s"), (45, "45 s"), (200, "3 min"), (4200, "70 min")])
def test_times_are_said_as_people_say_them(seconds: float, said: str) -> None:
    assert minutes(seconds) == said
    assert minutes(7800) == "2 h 10 min"


def test_whoever_stops_reading_stops_nothing() -> None:
    code = """
import sys, time
from ingest.outcome import Outcome
from ingest.terminal import JsonLines
report = JsonLines()
sys.stdin.readline()
for done in range(3):
    report.failed("X", "x" * 100000)
print("still here", file=sys.stderr)
report.done(Outcome("unchanged", None), 0)
"""
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    child.stdout.close()
    child.stdout = None
    _, said = child.communicate("go\n", timeout=20)
    assert (child.returncode, said.strip()) == (0, "still here")
