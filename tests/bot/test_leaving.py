"""How a verb ends: exit codes, one sentence on stderr, never a traceback."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from bot.terminal.leaving import UsageProblem, run
from vectorstore.errors import EXIT_CODES, StoreError

Bot = Callable[..., subprocess.CompletedProcess[bytes]]


def raising(error: BaseException) -> Callable[[], NoReturn]:
    def verb() -> NoReturn:
        raise error

    return verb


@pytest.mark.parametrize("code", [0, 1, 4])
def test_a_verbs_own_code_is_passed_on(code: int) -> None:
    assert run(lambda: code) == code


@pytest.mark.parametrize(("kind", "code"), EXIT_CODES.items())
def test_an_expected_failure_is_its_sentence_and_its_code(
    kind: type[StoreError], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(raising(kind("The disk is full. Free space."))) == code
    assert capsys.readouterr() == ("", "The disk is full. Free space.\n")


def test_wrong_usage_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(raising(UsageProblem("Give one question."))) == 2
    assert capsys.readouterr().err == "Give one question.\n"


def test_an_interruption_is_130(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(raising(KeyboardInterrupt())) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_a_surprise_is_a_sentence_without_its_text(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BOT_DEBUG", raising=False)
    assert run(raising(ValueError("sk-secret"))) == 1
    told = capsys.readouterr().err
    assert "ValueError" in told
    assert "sk-secret" not in told
    assert "Traceback" not in told


def test_a_surprise_shows_its_traceback_to_who_asks_for_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_DEBUG", "1")
    run(raising(ValueError("here")))
    assert "Traceback" in capsys.readouterr().err


def test_a_reader_that_has_gone_is_no_reason_to_complain() -> None:
    code = """
import sys
from bot.terminal.leaving import run
def verb():
    while True:
        print("x" * 1000, flush=True)
sys.exit(run(verb))
"""
    root = Path(__file__).resolve().parents[2]
    child = subprocess.Popen([sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.readline()
    child.stdout.close()
    assert (child.stderr.read(), child.wait(30)) == (b"", 1)
    child.stderr.close()


@pytest.mark.parametrize(
    ("words", "env", "code", "says"),
    [
        (("ask",), {}, 2, b"--questions"),
        (("ask", "Bees?", "--questions", "x"), {}, 2, b"not both|--questions"),
        (("search", "bees", "--questions", "nowhere.jsonl"), {}, 2, b"--questions"),
        (("search", "bees", "--limit", "0"), {}, 2, b"limit"),
        (("evaluate", "nowhere.jsonl"), {}, 2, b"nowhere.jsonl"),
        (("ask", "Bees?"), {"EMBEDDINGS": "magic"}, 78, b"EMBEDDINGS"),
        (("check",), {"EMBEDDINGS": "openai"}, 78, b"OPENAI_API_KEY"),
        (("ask", "Bees?"), {"STORE_URL": "x.test"}, 78, b"STORE_URL"),
        (("ask", "Bees?"), {"STORE_URL": "http://127.0.0.1:9"}, 1, b"No Chroma server.*STORE_URL"),
    ],
)
def test_a_wrong_call_ends_with_its_code_and_a_sentence(
    bot: Bot, words: tuple[str, ...], env: dict[str, str], code: int, says: bytes
) -> None:
    import re

    done = bot(*words, **env)
    assert (done.returncode, done.stdout) == (code, b"")
    assert re.search(says, done.stderr)
    assert b"Traceback" not in done.stderr
