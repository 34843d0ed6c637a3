"""How answers went, for /insights, and questions that wait for an answer; imports tables."""

from __future__ import annotations

from bot.ledgers.tables import Table

SCHEMA = "SELECT 1;"
TABLES: tuple[Table, ...] = ()
