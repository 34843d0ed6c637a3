"""What moderators did: the audit; imports tables."""

from __future__ import annotations

from bot.ledgers.tables import Table

SCHEMA = "SELECT 1;"
TABLES: tuple[Table, ...] = ()
