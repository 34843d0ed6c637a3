"""`make soak`: for five minutes one process answers 10,000 questions while 50 others publish, one after the other.

Every document says of which edition it is, and all are rewritten before each publication, so an answer that mixes two
indexes would show. The memory of the process that answers is read after a fifth of the time and at the end.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from tests.journeys.test_ingest_kills import ROOT, finished, prepared, start, write_edition
from tests.tallies import Tally, scaled

pytestmark = [pytest.mark.long, pytest.mark.soak, pytest.mark.timeout(1800)]

QUESTIONS = (
    "which edition is this?",
    "hello",
    "what did they say about volcanoes in Iceland?",
    "which episodes are there?",
    "thanks",
    "what is episode 2 about?",
    "wat kun je?",
    "welke editie is dit?",
    "when was episode 1 published?",
    "hoi",
)
GROWTH = 1.10
SECONDS = 300


class Answering:
    """A process that answers, and what it has answered so far."""

    def __init__(self, folder: Path) -> None:
        environment = os.environ | {"PYTHONPATH": str(ROOT), "DATA_DIR": str(folder / "var")}
        command = [sys.executable, "-m", "tests.journeys.asking"]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.child = subprocess.Popen(command, cwd=ROOT, env=environment, **pipes)
        self.verdicts: Counter[str] = Counter()
        self.failures: list[str] = []
        self.generations: list[str] = []

    def ask(self, question: str) -> None:
        """Ask, and keep what is wrong with the answer."""
        assert self.child.stdin is not None
        assert self.child.stdout is not None
        print(question, file=self.child.stdin, flush=True)
        answer = json.loads(self.child.stdout.readline())
        if "error" in answer or answer["trouble"]:
            self.failures.append(str(answer))
            return
        shown = " ".join(one["quote"] for one in answer["citations"] + answer["related"])
        editions = set(re.findall(r"edition (\d+)", shown))
        if len(editions) > 1:
            self.failures.append(f"{answer['generation']}: editions {editions}")
        self.verdicts[answer["verdict"]] += 1
        if self.generations[-1:] != [answer["generation"]]:
            self.generations.append(answer["generation"])

    @property
    def memory(self) -> int:
        """KB that it holds."""
        status = Path(f"/proc/{self.child.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0])


@contextmanager
def asked(answering: Answering, questions: int, samples: list[int]) -> Iterator[threading.Thread]:
    """Ask so many questions in another thread, evenly over the time; wait for the last one at the end."""

    def go_on() -> None:
        begun = time.monotonic()
        for number, question in enumerate(islice(cycle(QUESTIONS), questions)):
            answering.ask(question)
            if number % 100 == 0:
                samples.append(answering.memory)
            time.sleep(max(0.0, begun + scaled(SECONDS) * number / questions - time.monotonic()))

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield thread
    finally:
        thread.join()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.promise(2)
@pytest.mark.promise(42)
def test_five_minutes_of_questions_and_publications_cost_no_answer_and_no_memory(tmp_path: Path, tally: Tally) -> None:
    questions, publications, samples = scaled(10_000), max(3, scaled(50)), []
    write_edition(tmp_path / "show", 0)
    prepared(tmp_path)
    answering = Answering(tmp_path)
    try:
        for question in QUESTIONS:
            answering.ask(question)
        with asked(answering, questions, samples):
            for edition in range(1, publications + 1):
                write_edition(tmp_path / "show", edition)
                assert finished(start(tmp_path))["outcome"] == "published"
        answering.ask(QUESTIONS[0])
    finally:
        answering.child.kill()
        answering.child.communicate()
    early, late = (median(part) for part in (samples[len(samples) // 5 :][:5], samples[-5:]))
    grown = 100 * (late / early - 1)
    verdicts = ", ".join(f"{count:,} {verdict}" for verdict, count in answering.verdicts.most_common())
    tally(questions, f"{publications} publications; {verdicts}; memory {early // 1024:.0f} MB, {grown:+.1f} %")
    assert answering.failures == []
    assert len(answering.verdicts) >= 3  # greetings, answers and refusals
    assert len(answering.generations) > publications // 2
    assert late < GROWTH * early
