"""Lines of `--questions`: each is a question or an object, and gives exactly one JSON object; imports answering."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.answering.answerer import Asked
from bot.terminal.leaving import UsageProblem
from vectorstore.errors import StoreError
from vectorstore.retrieval.query import Turn


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the question with its options, or what is wrong with it; `id` as given."""

    asked: Asked | None
    question: str
    id: Any = None
    error: str | None = None


def lines_of(source: str) -> Iterator[str]:
    """Yield the lines of a file or, for "-", of stdin; empty ones are passed over."""
    if source == "-":
        stream = sys.stdin.buffer.read()
    else:
        try:
            stream = Path(source).read_bytes()
        except OSError as error:
            raise UsageProblem(f"--questions {source}: {error.strerror or error}") from error
    yield from (line for line in stream.decode("utf-8-sig", "replace").split("\n") if line.strip())


def parse(line: str, show: str | None, episode: int | None) -> Line:
    """Return what a line asks; options of the command line hold where the line has none of its own."""
    text = line.strip()
    if not text.startswith("{"):
        return Line(Asked(text, (), show, episode), text)
    try:
        value = json.loads(text)
        return Line(asked_of(value, show, episode), value["question"], value.get("id"))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        known = value if isinstance(value := loaded(text), dict) else {}
        asked = known.get("question")
        question = asked if isinstance(asked, str) else text
        return Line(None, question, known.get("id"), f"not a question: {described(error)}")


def loaded(text: str) -> Any:
    """Return the JSON value of a text, None when it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def described(error: Exception) -> str:
    """Return what is wrong with a line, in words."""
    if isinstance(error, KeyError):
        return f"the field {error} is missing"
    return str(error)


def asked_of(value: dict[str, Any], show: str | None, episode: int | None) -> Asked:
    """Return the question of an object; TypeError or ValueError names the field that does not fit."""
    question = value["question"]
    if not isinstance(question, str):
        raise TypeError("`question` must be a string")
    number, name = value.get("episode"), value.get("show")
    if number is not None and (isinstance(number, bool) or not isinstance(number, int)):
        raise TypeError("`episode` must be an integer")
    if name is not None and not isinstance(name, str):
        raise TypeError("`show` must be a string")
    turns = value.get("history") or []
    if not isinstance(turns, list) or not all(
        isinstance(t, dict) and isinstance(t.get("question"), str) for t in turns
    ):
        raise TypeError('`history` must be a list of {"question", "answer"}')
    history = tuple(Turn(turn["question"], str(turn.get("answer") or "")) for turn in turns)
    return Asked(question, history, name if name is not None else show, number if number is not None else episode)


def each(
    source: str, show: str | None, episode: int | None, deal: Callable[[Asked], dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Yield one object a line, in order; a line that fails gives {"question", "error"} and the others go on."""
    for text in lines_of(source):
        line = parse(text, show, episode)
        head = {} if line.id is None else {"id": line.id}
        if line.asked is None:
            yield {**head, "question": line.question, "error": line.error}
            continue
        try:
            yield {**head, **deal(line.asked)}
        except StoreError as error:
            yield {**head, "question": line.question, "error": str(error)}
