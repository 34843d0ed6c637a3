"""The Makefile in a folder of its own, with a python3 that only tells what it was asked."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

QUESTION = "what \"did\" 'they' say; $5 $(shell touch owned) $(touch owned) `touch owned` | tee owned # \\ %s $$ é?"

# Plays python3 and (copied by its own "-m venv") .venv/bin/python. CODE is the exit code of the two programs.
FAKE_PYTHON = """#!/bin/sh
echo "$*" >> "$CALLS"
case "$1 $2" in
"-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && echo chatter ;;
"-m pip") echo chatter; exit ${PIP_CODE:-0} ;;
"-m bot" | "-m ingest") shift 2; for word in "$@"; do printf '<%s>\\n' "$word"; done; exit ${CODE:-0} ;;
"-c "*) case "$2" in *exit*) exit ${OLD:-0} ;; *) echo "${VERSION:-3.11}" ;; esac ;;
esac
"""


class Workshop:
    """A folder with the project's Makefile, a small lock and the fake python3 first on the PATH."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.folder = folder
        self.calls = folder / "calls"
        shutil.copy(root / "Makefile", folder)
        (folder / "requirements.lock").write_text("a==1\n")
        (folder / "bin").mkdir()
        python = folder / "bin/python3"
        python.write_text(FAKE_PYTHON)
        python.chmod(0o755)

    def make(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run make as a person would, free of what an outer make left in the environment."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS")) and k not in "QP"}
        path = f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        env = inherited | {"PATH": path, "CALLS": str(self.calls)} | environment
        command = ["make", *arguments]
        return subprocess.run(command, cwd=self.folder, env=env, capture_output=True, text=True, timeout=60)

    def installations(self) -> int:
        """Return how often packages were installed."""
        return self.calls.read_text().count("-m pip install")


@pytest.fixture
def workshop(root: Path, tmp_path: Path) -> Workshop:
    return Workshop(root, tmp_path)


def test_make_alone_lists_every_verb_with_a_line(root: Path, workshop: Workshop) -> None:
    verbs = set(re.findall(r"^([a-z-]+):.*## \S", (root / "Makefile").read_text(), re.MULTILINE))
    done = workshop.make()
    assert set(re.findall(r"^  make ([a-z-]+) +\S", done.stdout, re.MULTILINE)) == verbs
    assert {"ask", "search", "ingest", "episodes", "chat", "test", "check", "crash", "lock", "clean"} <= verbs
    assert not workshop.calls.exists()


@pytest.mark.parametrize("verb", ["ask", "search"])
def test_a_hostile_question_arrives_as_it_was_typed(workshop: Workshop, verb: str) -> None:
    as_argument = workshop.make(verb, f"Q={QUESTION}")
    as_variable = workshop.make(verb, Q=QUESTION)
    assert as_argument.stdout == as_variable.stdout == f"<{verb}>\n<-->\n<{QUESTION}>\n"
    assert not (workshop.folder / "owned").exists()


def test_a_question_is_never_part_of_a_command(workshop: Workshop) -> None:
    done = workshop.make("-n", "ask", f"Q={QUESTION}")
    assert '"$Q"' in done.stdout
    assert "owned" not in done.stdout
    assert not (workshop.folder / "owned").exists()


def test_a_question_is_asked_when_none_is_given(workshop: Workshop) -> None:
    assert "<what did they say about EU facial recognition rules?>" in workshop.make("ask").stdout


def test_stdout_is_the_answer_alone_and_stderr_tells_of_the_set_up(workshop: Workshop) -> None:
    done = workshop.make("ask", "Q=x")
    assert done.stdout == "<ask>\n<-->\n<x>\n"
    assert "Setting up .venv" in done.stderr
    assert "minutes" in done.stderr


def test_a_refusal_is_an_answer_and_an_error_is_not(workshop: Workshop) -> None:
    assert workshop.make("ask", CODE="4").returncode == 0
    assert workshop.make("ask", CODE="1").returncode != 0
    assert workshop.make("ingest", CODE="3").returncode == 0
    assert workshop.make("ingest", CODE="4").returncode != 0


def test_paths_are_words_unless_they_are_one_path(workshop: Workshop) -> None:
    (workshop.folder / "my show").mkdir()
    assert workshop.make("ingest").stdout == ""
    assert workshop.make("ingest", "P=my show").stdout == "<my show>\n"
    assert workshop.make("ingest", "P=a $(touch owned) b").stdout == "<a>\n<$(touch>\n<owned)>\n<b>\n"
    assert not (workshop.folder / "owned").exists()


def test_the_set_up_is_skipped_while_nothing_changes(workshop: Workshop) -> None:
    assert [workshop.make("setup").returncode for _ in range(3)] == [0, 0, 0]
    assert workshop.installations() == 1


def test_another_lock_or_another_python_is_set_up_again(workshop: Workshop) -> None:
    workshop.make("setup")
    (workshop.folder / "requirements.lock").write_text("a==2\n")
    workshop.make("setup")
    assert workshop.installations() == 2
    workshop.make("setup", VERSION="3.12")
    assert workshop.installations() == 3


def test_an_interrupted_set_up_is_begun_again(workshop: Workshop) -> None:
    broken = workshop.make("ask", PIP_CODE="1")
    assert broken.returncode != 0
    assert broken.stdout == ""
    assert "begins it again" in broken.stderr
    (workshop.folder / ".venv/half").write_text("left behind")
    assert workshop.make("ask").returncode == 0
    assert workshop.installations() == 2
    assert not (workshop.folder / ".venv/half").exists()


def test_an_old_python_is_refused_before_anything_is_made(workshop: Workshop) -> None:
    done = workshop.make("ask", OLD="1")
    assert done.returncode != 0
    assert not (workshop.folder / ".venv").exists()


def test_packages_are_checked_against_their_hashes(workshop: Workshop) -> None:
    workshop.make("setup")
    assert "--require-hashes" in workshop.calls.read_text()


def test_the_real_model_has_an_environment_and_a_lock_of_its_own(workshop: Workshop) -> None:
    (workshop.folder / "requirements-wire.lock").write_text("w==1\n")
    assert [workshop.make("test-wire").returncode for _ in range(2)] == [0, 0]
    calls = workshop.calls.read_text()
    assert calls.count("-r requirements-wire.lock") == workshop.installations() == 1
    assert calls.count("-m pytest tests/wire") == 2
    assert not (workshop.folder / ".venv").exists()


def test_clean_keeps_the_index(workshop: Workshop) -> None:
    workshop.make("setup")
    (workshop.folder / "var").mkdir()
    workshop.make("clean")
    assert (workshop.folder / "var").exists()
    assert not (workshop.folder / ".venv").exists()
