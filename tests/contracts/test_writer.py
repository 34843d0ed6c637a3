"""What every writer promises, asked of the double and of the real one on a server of this machine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.answering.writers.openai_chat import ChatWriter, ModelSettings
from bot.answering.writing import Allowance, Message, Prompt, Writer, WritingFailed
from tests.generating import ScriptedWriter

PROMPT = Prompt((Message("system", "Answer from the passages."), Message("user", "Where do the bees winter?")), 100)
TEXT = "They winter in three hives. [1]"


class Kind:
    """A way to make a writer of one kind: one that says `TEXT`, one whose server refuses, one that never ends."""

    def __init__(self, name: str, llmock: Any) -> None:
        self._real, self._llmock, self._made = name == "real", llmock, list[ChatWriter]()

    def saying(self, text: str) -> Writer:
        if not self._real:
            return ScriptedWriter(text)
        self._llmock.reply(text, times=None)
        return self._chat()

    def refused(self) -> Writer:
        if not self._real:
            return ScriptedWriter(WritingFailed("bad key"))
        self._llmock.fail(401, times=None)
        return self._chat()

    def endless(self) -> Writer:
        if not self._real:
            return ScriptedWriter(TEXT, gate=threading.Event())
        self._llmock.stall(after_chunks=1, seconds=3, times=None)
        return self._chat()

    def close(self) -> None:
        for one in self._made:
            one.close()

    def _chat(self) -> ChatWriter:
        self._made.append(ChatWriter(ModelSettings("small", "k", self._llmock.base_url())))
        self._made[-1].prepare()
        return self._made[-1]


@pytest.fixture(params=["double", "real"])
def kind(request: pytest.FixtureRequest, llmock: Any) -> Iterator[Kind]:
    made = Kind(request.param, llmock)
    yield made
    made.close()


def reason_of(failing: Callable[[], object]) -> str:
    with pytest.raises(WritingFailed) as failed:
        failing()
    return failed.value.reason


def test_the_text_is_returned_and_told_on_the_way(kind: Kind) -> None:
    drafts: list[str] = []
    writer, allowance = kind.saying(TEXT), Allowance(3, 10)
    written = writer.write(PROMPT, allowance, drafts.append)
    assert (written.text, drafts[-1], written.model) == (TEXT, TEXT, writer.model)
    assert all(TEXT.startswith(draft) for draft in drafts)
    assert (allowance.used, written.requests) == (1, 1)
    assert written.tokens_in > 0
    assert written.tokens_out > 0


def test_nobody_has_to_listen(kind: Kind) -> None:
    assert kind.saying(TEXT).write(PROMPT, Allowance(3, 10)).text == TEXT


@pytest.mark.promise(15)
def test_without_a_request_left_there_is_no_text(kind: Kind) -> None:
    writer = kind.saying(TEXT)
    assert reason_of(lambda: writer.write(PROMPT, Allowance(0, 10))) == "timeout"


@pytest.mark.promise(17)
def test_a_refused_key_takes_one_request(kind: Kind) -> None:
    writer, allowance = kind.refused(), Allowance(3, 10)
    assert reason_of(lambda: writer.write(PROMPT, allowance)) == "bad key"
    assert allowance.used == 1


def test_the_deadline_ends_what_does_not_end(kind: Kind) -> None:
    writer = kind.endless()
    assert reason_of(lambda: writer.write(PROMPT, Allowance(3, 0.3))) == "timeout"


def test_many_threads_write_at_once(kind: Kind) -> None:
    writer = kind.saying(TEXT)
    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(lambda _: writer.write(PROMPT, Allowance(3, 20)).text, range(16)))
    assert texts == [TEXT] * 16
