"""What the ledger keeps, as values; imports the answer alone. No question and no answer text is among it."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from typing import Any

from bot.answering.answer import Answer, Citation, quote_hash


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Where a numbered source of an answer stands, without its words.

    `chunk` is a chunk id, `quote_hash` the quotation's `bot.answering.answer.quote_hash`: with both
    `Library.quoted` finds the words again. `cited` is False for what is merely related.
    """

    document: str
    chunk: str
    quote_hash: str
    n: int
    cited: bool = True


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """What the buttons below an answer need after a restart.

    `asker` is `Ledger.pseudonym(member_id)`. `previous` is the message of the answer before it in the same
    conversation. `at` is unix seconds.
    """

    message_id: int
    channel_id: int
    guild_id: int | None
    asker: str
    generation: str | None
    language: str
    verdict: str
    sources: tuple[SourceRef, ...]
    previous: int | None
    private: bool
    at: float


@dataclass(frozen=True, slots=True)
class Votes:
    """How many members found an answer helpful, how many did not, and what those said was wrong."""

    helpful: int = 0
    unhelpful: int = 0
    reasons: tuple[str, ...] = ()


def sources_of(answer: Answer) -> tuple[SourceRef, ...]:
    """Return the references to an answer's citations and to what is related, in the order of their numbers."""

    def ref(citation: Citation, cited: bool) -> SourceRef:
        return SourceRef(citation.document, citation.chunk, quote_hash(citation.quote), citation.n, cited)

    return (*(ref(c, True) for c in answer.citations), *(ref(c, False) for c in answer.related))


def row_of(record: AnswerRecord) -> tuple[Any, ...]:
    """Return the row of the table `answers` for a record."""
    sources = json.dumps([astuple(ref) for ref in record.sources], ensure_ascii=False)
    row = tuple(getattr(record, name) for name in AnswerRecord.__slots__)
    place = AnswerRecord.__slots__.index("sources")
    return (*row[:place], sources, *row[place + 1 :])


def record_of(row: tuple[Any, ...]) -> AnswerRecord:
    """Return the record of a row of the table `answers`."""
    message, channel, guild, asker, generation, language, verdict, sources, previous, private, at = row
    refs = tuple(SourceRef(*ref) for ref in json.loads(sources))
    place = (message, channel, guild, asker)
    return AnswerRecord(*place, generation, language, verdict, refs, previous, bool(private), at)
