"""Questions that members want to be told the answer of, once there is one; imports outcomes.

Pressing "Tell me" is the consent to keep such a question until it is answered or withdrawn, and half a year at most.
The member's id stands here in the clear, because nobody can be written to under a hash; /privacy says so, shows the
rows and deletes them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.ledgers.outcomes import Book

MOST = 20
"""Questions that one member may have waiting."""
COLUMNS = "id, message, member_id, guild, channel, private, question, before, show, episode, locale, at"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that waits. `message_id` is the refusal's message in `channel_id`; `private` when only the asker
    saw it. `before` are the questions that it followed, oldest first, `show` and `episode` (a key) what it was
    restricted to, `locale` is the language of the notice.
    """

    message_id: int
    member_id: int
    guild_id: int | None
    channel_id: int
    private: bool
    question: str
    before: tuple[str, ...]
    locale: str
    at: float
    id: int = 0
    show: str | None = None
    episode: str | None = None


def begin_waiting(ledger: Book, waiting: Waiting) -> bool:
    """Keep a question until it is answered; the same one once. False when the member has MOST of them already."""
    name = ledger.pseudonym(waiting.member_id)

    def work(connection: sqlite3.Connection) -> bool:
        """Look and keep in one go."""
        others = "SELECT COUNT(*) FROM waiting WHERE member = ? AND message != ?"
        (count,) = connection.execute(others, (name, waiting.message_id)).fetchone()
        if count >= MOST:
            return False
        place = (waiting.message_id, name, waiting.member_id, waiting.guild_id, waiting.channel_id, waiting.private)
        asked = (waiting.question, json.dumps(waiting.before, ensure_ascii=False), waiting.show, waiting.episode)
        row = (*place, *asked, waiting.locale, waiting.at, waiting.at)
        columns = (
            "(message, member, member_id, guild, channel, private, question, before, show, episode, locale, at, tried)"
        )
        marks = ", ".join("?" * len(row))
        connection.execute(f"INSERT OR IGNORE INTO waiting {columns} VALUES ({marks})", row)
        return True

    return ledger.together(work)


def withdraw(ledger: Book, message_id: int, member_id: int) -> bool:
    """Take a member's question back; return whether it still waited."""
    statement, values = (
        "DELETE FROM waiting WHERE message = ? AND member = ?",
        (message_id, ledger.pseudonym(member_id)),
    )
    return ledger.together(lambda connection: connection.execute(statement, values).rowcount > 0)


def longest_waiting(ledger: Book, most: int, before: float = float("inf")) -> list[Waiting]:
    """Return the questions whose turn it is: those that were tried last before a moment, the longest ago first.

    A new one counts as tried when it was asked.
    """
    rows = ledger.rows(f"SELECT {COLUMNS} FROM waiting WHERE tried < ? ORDER BY tried, id LIMIT ?", before, most)
    return [waiting_of(row) for row in rows]


def still_waits(ledger: Book, id_: int) -> bool:
    """Return whether a question was not withdrawn meanwhile."""
    return bool(ledger.rows("SELECT 1 FROM waiting WHERE id = ?", id_))


def tried(ledger: Book, id_: int, at: float) -> None:
    """Note that a question was asked again and cannot be answered yet, or its asker not be reached."""
    ledger.change("UPDATE waiting SET tried = ? WHERE id = ?", at, id_)


def done_waiting(ledger: Book, ids: Sequence[int]) -> None:
    """Delete questions that were answered."""
    ledger.together(lambda connection: connection.executemany("DELETE FROM waiting WHERE id = ?", [(i,) for i in ids]))


def count_waiting(ledger: Book, guild_id: int) -> int:
    """Return how many questions of a server wait."""
    return int(ledger.rows("SELECT COUNT(*) FROM waiting WHERE guild = ?", guild_id)[0][0])


def waiting_of(row: tuple[Any, ...]) -> Waiting:
    """Return the question of a row."""
    id_, message, member, guild, channel, private, question, before, show, episode, locale, at = row
    place = (message, member, guild, channel, bool(private))
    return Waiting(*place, question, tuple(json.loads(before)), locale, at, id_, show, episode)
