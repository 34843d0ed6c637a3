"""What the ledger keeps beside answers and votes: the tables of each feature, and how they are forgotten; imports them.

A part is a module with a `SCHEMA` (a migration; only ever add statements in a new one) and its `TABLES`. From these
the ledger knows by itself what to delete, to purge and to show when a member, a server or the calendar asks for it.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from bot.ledgers import moderation, outcomes, spending
from bot.ledgers.tables import Table

TABLES: tuple[Table, ...] = (*spending.TABLES, *outcomes.TABLES, *moderation.TABLES)


def forget_member(connection: sqlite3.Connection, name: str) -> None:
    """Remove every row of a member."""
    for table in TABLES:
        if table.member:
            connection.execute(f"DELETE FROM {table.name} WHERE {table.member} = ?", (name,))


def forget_members(connection: sqlite3.Connection) -> None:
    """Remove every row that belongs to any member."""
    for table in TABLES:
        if table.member:
            connection.execute(f"DELETE FROM {table.name} WHERE {table.member} IS NOT NULL")


def forget_answer(connection: sqlite3.Connection, message_id: int) -> None:
    """Remove every row that belongs to the answer in a message."""
    for table in TABLES:
        if table.message:
            connection.execute(f"DELETE FROM {table.name} WHERE {table.message} = ?", (message_id,))


def forget_guild(connection: sqlite3.Connection, guild_id: int) -> None:
    """Remove every row of a server."""
    for table in TABLES:
        if table.guild:
            connection.execute(f"DELETE FROM {table.name} WHERE {table.guild} = ?", (guild_id,))


def purge(connection: sqlite3.Connection, now: float) -> None:
    """Remove the rows that are older than their table keeps them."""
    for table in TABLES:
        if table.kept is not None:
            connection.execute(f"DELETE FROM {table.name} WHERE {table.at} < ?", (now - table.kept,))


def exported(connection: sqlite3.Connection, name: str, member_id: int) -> dict[str, Any]:
    """Return the rows of a member by table, as objects; tables without any are left out."""
    found: dict[str, Any] = {}
    for table in TABLES:
        if column := table.member or table.actor:
            owner = name if table.member else member_id
            cursor = connection.execute(f"SELECT * FROM {table.name} WHERE {column} = ?", (owner,))
            names = [column[0] for column in cursor.description]
            if rows := [dict(zip(names, row, strict=True)) for row in cursor]:
                found[table.name] = rows
    return found
