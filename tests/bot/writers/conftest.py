"""What the tests of the writer over chat models share."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from bot.answering.writers.openai_chat import ChatWriter, ModelSettings
from bot.answering.writing import Allowance, Message, Prompt, WritingFailed, Written
from tests.canaries import KEY

PROMPT = Prompt((Message("system", "Answer from the passages."), Message("user", "Where do the bees winter?")), 200)


@dataclass(frozen=True)
class Outcome:
    """How one text ended: written or failed, the requests that it took, its seconds, and the texts on the way."""

    written: Written | None
    failed: WritingFailed | None
    requests: int
    seconds: float
    drafts: tuple[str, ...]

    @property
    def reason(self) -> str:
        return self.failed.reason if self.failed else "written"


def ask(writer: ChatWriter, seconds: float = 5.0, prompt: Prompt = PROMPT) -> Outcome:
    """Ask a writer for a text; anything but WritingFailed that it raises ends the test."""
    allowance, drafts = Allowance(3, seconds), list[str]()
    written, failed, began = None, None, time.monotonic()
    try:
        written = writer.write(prompt, allowance, drafts.append)
    except WritingFailed as error:
        failed = error
    return Outcome(written, failed, allowance.used, time.monotonic() - began, tuple(drafts))


@pytest.fixture(scope="module")
def writers() -> Iterator[Callable[..., ChatWriter]]:
    """Makes writers for servers on this machine, and closes them."""
    made: dict[Any, ChatWriter] = {}

    def make(url: str, **more: Any) -> ChatWriter:
        key = (url, *more.items())
        if key not in made:
            plain = {"model": "small", "api_key": KEY, "base_url": url, "backoff_seconds": 0.01}
            made[key] = ChatWriter(ModelSettings(**plain | more))
            made[key].prepare()
        return made[key]

    yield make
    for one in made.values():
        one.close()


@pytest.fixture
def writer(writers: Callable[..., ChatWriter], llmock: Any) -> ChatWriter:
    """A writer on llmock's server, whose faults the test scripts."""
    return writers(llmock.base_url())


def event(delta: dict[str, Any] | None = None, finish: str | None = None, **more: Any) -> bytes:
    """Return one event of OpenAI's stream."""
    choices = [{"index": 0, "delta": delta or {}, "finish_reason": finish}]
    whole = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": choices} | more
    return b"data: " + json.dumps(whole).encode() + b"\n\n"
