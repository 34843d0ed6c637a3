"""What a model is to write, by which rules, and why it did not; imports writing and the ground floor."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.answering.writing import REQUESTS, SECONDS, WritingFailed
from vectorstore.retrieval.query import Turn
from vectorstore.retrieval.search import Hit

if TYPE_CHECKING:
    from bot.answering.checking.checked import Checked

OVER_BUDGET, UNSUPPORTED, UNEXPECTED = "over budget", "unsupported", "unexpected"
"""Reasons for an answer without a model, beside those of `Reason`."""


class Check(Protocol):
    """Checks a draft against its passages: `bot.answering.checking.checked.check`."""

    def __call__(
        self,
        draft: str,
        question: str,
        hits: Sequence[Hit],
        language: str,
        keep_unsupported: bool = False,
        complete: bool = True,
    ) -> Checked:
        """Return what may be shown of a draft; hits[n - 1] is passage [n]."""
        ...


@dataclass(frozen=True, slots=True)
class GenerationRules:
    """What the settings say about generated answers, as plain values; docs/settings.md describes each."""

    requests: int = REQUESTS
    seconds: float = SECONDS
    prompt_tokens: int = 6000
    reply_tokens: int = 1500
    keep_unsupported: bool = False


DEFAULT_RULES = GenerationRules()


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be written: `key` is equal for questions that one answer serves; `hits` are best first.

    `question` is what the model is asked, `asked` what the asker said themselves: its names and numbers need no
    passage.
    """

    key: Hashable
    question: str
    asked: str
    history: tuple[Turn, ...]
    hits: tuple[Hit, ...]
    language: str


class Refused(Exception):
    """No request is made, or nothing of the text is left; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def reason_of(error: BaseException) -> str:
    """Return why there is no text, in the words of `Reason` or one of ours."""
    if isinstance(error, WritingFailed | Refused):
        return str(error.reason)
    return "timeout" if isinstance(error, TimeoutError) else UNEXPECTED
