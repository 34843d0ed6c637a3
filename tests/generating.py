"""Doubles for tests of generated answers: a writer that says what it is told, passages made by hand, a plain check."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.answering.answer import Answer, Citation
from bot.answering.citations import opening
from bot.answering.generation import Generation
from bot.answering.purse import NOBODY
from bot.answering.seams import Purse, Spender
from bot.answering.tasks import GenerationRules, Task
from bot.answering.writing import Allowance, Prompt, Writer, WritingFailed, Written
from vectorstore.records import Chunk, DocumentRecord, Episode, Span
from vectorstore.retrieval.passages import Passage
from vectorstore.retrieval.search import Hit

EPISODE = Episode("e1", "tuin", "Bijen op het dak", 1, "2024-01-09", "https://www.youtube.com/watch?v=bijen000001")


def hit(
    rank: int = 1, text: str = "The bees winter in three hives.", speaker: str | None = "Jelle", **more: Any
) -> Hit:
    """Return a passage of one turn, as a search finds it."""
    episode = more.pop("episode", EPISODE)
    start = more.pop("start", 15.0 * rank)
    span = Span(0, len(text), rank, speaker, start, None if start is None else start + 5)
    chunk = Chunk("tuin/1.vtt", rank, episode.key, "body", text, (span,), more.pop("section", None), speaker, start)
    record = DocumentRecord("tuin/1.vtt", "d", "vtt", "transcript", 20, (episode.key,), timed=start is not None)
    passage = Passage(record, episode, chunk, text, (span,), (0, len(text)), frozenset({rank}))
    return Hit(rank, 1.0 / rank, 0.8, 0.5, rank, passage)


Reply = str | Exception | Callable[[Prompt], str]


class ScriptedWriter:
    """A writer that answers with what it is given, in order, the last one again and again; an exception is raised.

    `prompts` holds what it was asked. `gate`, when given, is waited for within the deadline of each request. `write`
    takes a request of the allowance, as every writer has to.
    """

    model = "scripted"

    def __init__(self, *replies: Reply, gate: threading.Event | None = None) -> None:
        self.replies = list(replies)
        self.gate = gate
        self.prompts: list[Prompt] = []
        self.pieces = 4
        self._guard = threading.Lock()

    def write(self, prompt: Prompt, allowance: Allowance, on_text: Callable[[str], None] | None = None) -> Written:
        if not allowance.take():
            raise WritingFailed("timeout")
        with self._guard:
            self.prompts.append(prompt)
            reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if self.gate and not self.gate.wait(allowance.remaining):
            raise WritingFailed("timeout")
        if isinstance(reply, Exception):
            raise reply
        text = reply if isinstance(reply, str) else reply(prompt)
        for part in range(1, self.pieces + 1):
            if on_text:
                on_text(text[: len(text) * part // self.pieces])
        return Written(text, self.model, 100, 20, 0.001, 1)

    def prepare(self) -> None:
        """Have everything."""


@dataclass(frozen=True)
class Kept:
    """What the plain check leaves of a draft."""

    text: str
    citations: tuple[Citation, ...]
    dropped: tuple[object, ...] = ()
    supported: int = 0


def plain_check(
    draft: str,
    question: str,
    hits: Sequence[Hit],
    language: str,
    keep_unsupported: bool = False,
    complete: bool = True,
) -> Any:
    """Keep the sentences with a number that a passage has; tests of generation need no more of the real check."""
    sentences = re.findall(r"[^.]*\.(?: ?\[\d+\])*", draft)
    marks = [[int(n) for n in re.findall(r"\[(\d+)\]", sentence)] for sentence in sentences]
    kept = [s for s, numbers in zip(sentences, marks, strict=True) if any(0 < n <= len(hits) for n in numbers)]
    used = sorted({n for numbers in marks for n in numbers if 0 < n <= len(hits)})
    citations = tuple(opening(hits[n - 1], n) for n in used)
    return Kept("".join(kept).strip(), citations, (), len(kept))


def generation(writer: Writer, purse: Purse | None = None, **rules: Any) -> Generation:
    """Return a generation with the plain check."""
    return Generation(writer, plain_check, purse, GenerationRules(**rules))


def task(question: str = "Where do the bees winter?", *hits: Hit, key: object = None) -> Task:
    """Return a task over these passages, or over one."""
    return Task(key or question, question, question, (), hits or (hit(),), "en")


EXTRACTIVE = Answer("Where do the bees winter?", "en", "answered", "“The bees winter in three hives.” [1]")
ANSWERED = "They winter in three hives. [1]"


def generated(made: Generation, one: Task, spender: Spender = NOBODY, on_draft: Any = None) -> Answer:
    """Return the answer to a task, as the brain asks for it."""
    allowance = made.allowance(spender)
    return made.finish(made.begin(one, spender, allowance, on_draft), EXTRACTIVE)
