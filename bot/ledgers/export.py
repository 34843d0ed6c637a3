"""What the ledger knows of one member, in the words in which the member is shown it; imports records."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import Any

from bot.ledgers.records import AnswerRecord, record_of


def exported(connection: sqlite3.Connection, member: str) -> dict[str, Any]:
    """Return everything that is kept under a member's name; fit for JSON. Ids are strings, as Discord writes them."""
    asks = connection.execute("SELECT at, guild FROM asks WHERE member = ? ORDER BY at", (member,))
    answers = connection.execute("SELECT * FROM answers WHERE asker = ? ORDER BY at", (member,))
    votes = connection.execute("SELECT message, helpful, reason, at FROM votes WHERE member = ? ORDER BY at", (member,))
    language = connection.execute("SELECT language FROM preferences WHERE owner = ?", (member,)).fetchone()
    return {
        "stored_as": member,
        "language": language[0] if language else None,
        "asks": [{"at": moment(at), "server": text(guild)} for at, guild in asks],
        "answers": [answer_shown(record_of(row)) for row in answers],
        "votes": [
            {"message": text(message), "helpful": bool(helpful), "reason": reason, "at": moment(at)}
            for message, helpful, reason, at in votes
        ],
    }


def answer_shown(record: AnswerRecord) -> dict[str, Any]:
    """Return an answer's record as its asker is shown it."""
    return {
        "message": text(record.message_id),
        "channel": text(record.channel_id),
        "server": text(record.guild_id),
        "previous_message": text(record.previous),
        "at": moment(record.at),
        "language": record.language,
        "verdict": record.verdict,
        "private": record.private,
        "index": record.generation,
        "sources": [
            {"n": ref.n, "document": ref.document, "chunk": ref.chunk, "quote_hash": ref.quote_hash, "cited": ref.cited}
            for ref in record.sources
        ],
    }


def moment(at: float) -> str:
    """Return unix seconds as ISO 8601 in UTC."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")


def text(id_: int | None) -> str | None:
    """Return a Discord id as a string."""
    return None if id_ is None else str(id_)
