"""Golden questions: what is asked, whether it can be answered, and where the answer stands; imports json_lines, query.

A line is an object. `question` and `answerable` are needed, and for an answerable question `expected`: a list of
{"file", "start", "end", "evidence", "same_episode"}, of which `file` is needed. `kind`, `lang`, `id` and `reference`
describe the question; two lines with one `pair` are a question and its follow-up. golden_file.py keeps a show's own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from vectorstore.json_lines import schema_of
from vectorstore.retrieval.query import Turn
from vectorstore.text.language import language_of

FOLLOW_UP = "follow-up"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer stands: documents of one episode, the words, and when they are said (seconds).

    `wordings` are others of the same words, since they were put right; whoever measures knows them.
    """

    documents: frozenset[str]
    evidence: str | None = None
    start: float | None = None
    end: float | None = None
    wordings: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class GoldenRow:
    """One golden question; `history` is filled for the second half of a follow-up pair."""

    id: str
    question: str
    language: str
    kind: str
    answerable: bool
    expected: tuple[Place, ...] = ()
    pair: str | None = None
    reference: str = ""
    history: tuple[Turn, ...] = ()


class MalformedRow(ValueError):
    """A line that is no golden question; `line` counts from 1, the text says what is wrong with it."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def golden_rows(lines: Iterable[str]) -> list[GoldenRow]:
    """Return the questions of a golden file, follow-ups with the exchange before them.

    Empty lines and the header `{"schema": 1}` are passed over.
    """
    numbered = ((number, text) for number, text in enumerate(lines, start=1) if text.strip())
    return with_history(row_of(text, number) for number, text in numbered if schema_of(text) is None)


def with_history(rows: Iterable[GoldenRow]) -> list[GoldenRow]:
    """Return the rows, each follow-up after the first of its pair with that question and its reference as history."""
    first: dict[str, GoldenRow] = {}
    out = []
    for row in rows:
        before = first.get(row.pair) if row.pair is not None else None
        if before is not None and row.kind == FOLLOW_UP:
            row = replace(row, history=(Turn(before.question, before.reference),))
        if row.pair is not None:
            first.setdefault(row.pair, row)
        out.append(row)
    return out


def row_of(text: str, line: int) -> GoldenRow:
    """Return the question of one line; MalformedRow says what is wrong with it."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MalformedRow(line, f"it is not JSON ({error})") from error
    if not isinstance(value, dict):
        raise MalformedRow(line, "it is not an object")
    try:
        question = field(value, "question", str, needed=True)
        if not question.strip():
            raise TypeError("`question` is empty")
        answerable = field(value, "answerable", bool, needed=True)
        places = tuple(place_of(item) for item in field(value, "expected", list) or [])
        language = field(value, "lang", str) or language_of(question) or "?"
        kind = field(value, "kind", str) or ("factual" if answerable else "unanswerable")
        pair = field(value, "pair", str)
        reference = field(value, "reference", str) or ""
    except TypeError as error:
        raise MalformedRow(line, str(error)) from error
    if answerable and not places:
        raise MalformedRow(line, "an answerable question needs `expected`, where its answer stands")
    return GoldenRow(
        str(value.get("id") or f"line {line}"), question, language, kind, answerable, places, pair, reference
    )


def place_of(value: Any) -> Place:
    """Return where an answer stands; TypeError says what is wrong with it."""
    if not isinstance(value, dict):
        raise TypeError("`expected` must hold objects")
    others = field(value, "same_episode", list) or []
    if not all(isinstance(name, str) for name in others):
        raise TypeError("`same_episode` must hold names of documents")
    documents = frozenset({field(value, "file", str, needed=True), *others})
    start, end = (field(value, name, (int, float)) for name in ("start", "end"))
    return Place(documents, field(value, "evidence", str), start, end)


def field(value: dict[str, Any], name: str, kind: type | tuple[type, ...], needed: bool = False) -> Any:
    """Return a field, None when it is not stated; TypeError when it is needed and missing, or of another type."""
    found = value.get(name)
    if found is None:
        if needed:
            raise TypeError(f"`{name}` is missing")
        return None
    if not isinstance(found, kind) or (isinstance(found, bool) and kind is not bool):
        raise TypeError(f"`{name}` is {json.dumps(found)[:40]}, which is of the wrong type")
    return found
