"""The show's own golden questions in DATA_DIR/golden.jsonl: read, added to, taken from; imports golden, json_lines.

The lines are those of `python -m bot evaluate FILE`. Lines that somebody wrote by hand stay as they are.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from vectorstore.json_lines import change_lines, line_of, object_in, read_lines, schema_of
from vectorstore.layout import Layout
from vectorstore.retrieval.golden import GoldenRow, MalformedRow, Place, row_of, with_history


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no golden question, counted from 1, and what is wrong with it."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class GoldenQuestions:
    """The questions of a file, each id once, and its lines that are none."""

    rows: tuple[GoldenRow, ...] = ()
    bad: tuple[BadLine, ...] = ()


class GoldenFile:
    """The golden questions of one DATA_DIR; safe for several threads and processes.

    All methods raise StoreError and its kin with a sentence when the file cannot be read or written.
    """

    def __init__(self, layout: Layout) -> None:
        self.path: Path = layout.golden

    def read(self) -> GoldenQuestions:
        """Return the questions and the lines that are none; empty when there is no file."""
        rows: dict[str, GoldenRow] = {}
        bad: list[BadLine] = []
        for number, line in enumerate(read_lines(self.path), start=1):
            if not line.strip() or schema_of(line) is not None:
                continue
            try:
                row = row_of(line, number)
            except MalformedRow as error:
                bad.append(BadLine(number, str(error)))
                continue
            if row.id in rows:
                bad.append(BadLine(number, f"the id {row.id} is used twice"))
            rows.setdefault(row.id, row)
        return GoldenQuestions(tuple(with_history(rows.values())), tuple(bad))

    def append(self, row: GoldenRow) -> GoldenRow:
        """Store a question, under an id of its own when it has none, and return it; ValueError for an id in use.

        Its history is not stored: what was said before is the line with the same `pair`.
        """
        stored = replace(row, id=row.id or f"q{secrets.token_hex(4)}", history=())
        line = line_of(object_of(stored))
        row_of(line, 1)

        def change(lines: Sequence[str]) -> Sequence[str]:
            if any(_is(line, stored.id) for line in lines):
                raise ValueError(f"the id {stored.id} is in use")
            return [*lines, line]

        change_lines(self.path, change)
        return stored

    def remove(self, id_: str) -> bool:
        """Take the question with this id out; return whether there was one."""
        return self._without(lambda line: _is(line, id_)) > 0

    def erase(self, document: str) -> int:
        """Take out every question whose answer stands in a document, and every line that is none; return how many."""
        return self._without(lambda line: _names(line, document)) if self.path.exists() else 0

    def _without(self, gone: Callable[[str], bool]) -> int:
        counted = [0]

        def change(lines: Sequence[str]) -> Sequence[str]:
            kept = [line for line in lines if not gone(line)]
            counted[0] = len(lines) - len(kept)
            return kept

        change_lines(self.path, change)
        return counted[0]


def object_of(row: GoldenRow) -> dict[str, Any]:
    """Return a question as the object of its line; what is not known is left out."""
    value = {"id": row.id, "question": row.question, "lang": row.language, "kind": row.kind}
    more: dict[str, Any] = {"answerable": row.answerable, "expected": [_place(place) for place in row.expected]}
    told = {"reference": row.reference, "pair": row.pair}
    return value | more | {name: text for name, text in told.items() if text}


def _place(place: Place) -> dict[str, Any]:
    first, *others = sorted(place.documents)
    more = {"evidence": place.evidence, "start": place.start, "end": place.end, "same_episode": others}
    return {"file": first} | {name: value for name, value in more.items() if value not in (None, [])}


def _is(line: str, id_: str) -> bool:
    """Return whether a line is the question with this id."""
    return str((object_in(line) or {}).get("id")) == id_


def _names(line: str, document: str) -> bool:
    """Return whether a line may hold words of a document; of one that is no question nobody can say."""
    try:
        return any(document in place.documents for place in row_of(line, 1).expected)
    except MalformedRow:
        return True
