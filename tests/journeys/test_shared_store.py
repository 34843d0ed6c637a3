"""Several machines share one index on a real Chroma server: one ingests, and two bots answer from it."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answer import answer_json
from bot.answering.answerer import Asked
from bot.wiring import open_brain
from tests.chroma_server import ChromaProcess
from tests.journeys.library import ROOT, filled, shared_by_all
from vectorstore.settings import StoreSettings

KNOWN = "What are passkeys?"
NEW = "Which rope did the zeppelin of Overdinkel lose?"
ZEPPELIN = "# 90. The zeppelin of Overdinkel\n\nAbove Overdinkel the zeppelin lost its longest rope, the green one.\n"
FOLLOWED = 10.0
"""Seconds within which a bot answers from what was published."""


@dataclass
class Machine:
    """A computer with a DATA_DIR of its own; `url` is its STORE_URL."""

    data_dir: Path
    url: str = ""

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `python -m WORDS` there."""
        return subprocess.run(
            [sys.executable, "-m", *words],
            env=self.environment(),
            cwd=self.data_dir.parent,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    def environment(self) -> dict[str, str]:
        """Return the environment of its processes."""
        others = ("EPISODES_", "EMBED", "OPENAI_", "STORE_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(others)}
        return kept | {"DATA_DIR": str(self.data_dir), "PYTHONPATH": str(ROOT), "STORE_URL": self.url}

    def ask(self, *questions: str) -> list[dict[str, Any]]:
        """Ask with a process of its own."""
        (self.data_dir.parent / "questions").write_text("\n".join(questions))
        done = self.run("bot", "ask", "--questions", "questions")
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def ingest(self, *words: str) -> dict[str, Any]:
        """Ingest, and return the last line."""
        done = self.run("ingest", *words, "--json")
        assert done.returncode == 0, done.stderr
        last: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return last


def soon(claim: Callable[[], bool]) -> bool:
    """Return whether something becomes true within FOLLOWED seconds."""
    deadline = time.monotonic() + FOLLOWED
    while not claim():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


class Bot:
    """A process that stays, and answers line by line."""

    def __init__(self, machine: Machine) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.asking"],
            env=machine.environment(),
            cwd=machine.data_dir.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, question: str) -> dict[str, Any]:
        """Ask it."""
        assert self._child.stdin
        assert self._child.stdout
        self._child.stdin.write(question + "\n")
        self._child.stdin.flush()
        answer: dict[str, Any] = json.loads(self._child.stdout.readline())
        return answer

    def follows(self, generation: str) -> dict[str, Any]:
        """Return its answer to what is new, once it is on a generation."""
        assert soon(lambda: self.ask(NEW).get("generation") == generation)
        return self.ask(NEW)

    def end(self) -> None:
        """Let it end."""
        self._child.communicate(timeout=30)


@dataclass
class Town:
    """One server, the machine that ingests, two with bots, one of which runs, and one that has no business there."""

    server: ChromaProcess
    ingesting: Machine
    first: Bot
    second: Machine
    foreign: Machine
    show: Path
    alone: Path


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Publish three episodes; what they are embedded to is known from the journeys of one machine."""
    folder, alone = tmp_path_factory.mktemp("town"), filled(tmp_path_factory, "alone")
    server = ChromaProcess(folder / "chroma")
    server.start()
    machines = [Machine(folder / name / "var", server.url) for name in ("ingesting", "first", "second", "foreign")]
    for machine in machines:
        machine.data_dir.mkdir(parents=True)
    for machine in (machines[0], machines[3]):
        shutil.copy(alone / "state.sqlite", machine.data_dir)
    shutil.copytree(shared_by_all(tmp_path_factory) / "show", folder / "show")
    assert machines[0].ingest(str(folder / "show"))["chunks"]["embedded"] == 0
    bot = Bot(machines[1])
    yield Town(server, machines[0], bot, machines[2], machines[3], folder / "show", alone)
    bot.end()
    server.stop()


def passages(answer: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return what an answer cites."""
    return [(one["document"], one["start"], one["speaker"], one["quote"], one["url"]) for one in answer["citations"]]


@pytest.mark.promise(4)
def test_two_bots_answer_from_what_one_machine_publishes_and_takes_back(town: Town) -> None:
    brain = open_brain(StoreSettings(data_dir=town.alone, store_url=None, _env_file=None))  # type: ignore[call-arg]
    alone = passages(answer_json(brain.answer(Asked(KNOWN))))
    brain.index.close()
    assert len(alone) > 1
    assert passages(town.first.ask(KNOWN)) == alone
    assert not town.first.ask(NEW)["answered"]
    assert not list(town.ingesting.data_dir.glob("gen-*"))

    (town.show / "090.md").write_text(ZEPPELIN)
    assert town.ingesting.ingest()["generation"] == "gen-000002"
    assert [one["document"] for one in town.first.follows("gen-000002")["citations"]] == ["show/090.md"]
    known, new = town.second.ask(KNOWN, NEW)
    assert (passages(known), new["generation"]) == (alone, "gen-000002")
    assert [one["document"] for one in new["citations"]] == ["show/090.md"]

    assert town.ingesting.ingest("--rollback")["outcome"] == "rolled-back"
    assert not town.first.follows("gen-000001")["answered"]


def test_bots_say_that_the_server_is_away_and_go_on_when_it_is_back(town: Town) -> None:
    assert town.first.ask(KNOWN)["answered"]
    town.server.stop()
    away = town.first.ask(KNOWN)
    assert (away["kind"], town.server.url in away["error"]) == ("Unreachable", True)
    assert "is kept" in away["trouble"]
    anew = town.second.run("bot", "ask", KNOWN)
    assert (anew.returncode, anew.stdout) == (1, "")
    assert "STORE_URL" in anew.stderr
    assert "Traceback" not in anew.stderr
    town.server.start()
    assert soon(lambda: town.first.ask(KNOWN).get("answered", False))


def test_another_machine_is_refused_by_name(town: Town) -> None:
    refused = town.foreign.run("ingest", str(town.show), "--json")
    assert (refused.returncode, json.loads(refused.stdout)["error"]) == (78, "NotOwner")
    assert "--take-over" in refused.stdout
    assert os.uname().nodename in refused.stdout


@pytest.mark.long
def test_another_machine_that_takes_over_publishes_its_own_library(town: Town) -> None:
    show = town.foreign.data_dir.parent / "show"
    show.mkdir()
    (show / "090.md").write_text(ZEPPELIN)
    taken = town.foreign.ingest(str(show), "--take-over")
    assert (taken["outcome"], taken["episodes"]["total"]) == ("published", 1)
    assert [one["document"] for one in town.first.follows(taken["generation"])["citations"]] == ["show/090.md"]
    assert [one["document"] for one in town.second.ask(NEW)[0]["citations"]] == ["show/090.md"]
    assert town.ingesting.run("ingest", "--json").returncode == 78
