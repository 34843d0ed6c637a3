"""What generated answers cost, and who asked for them; imports tables."""

from __future__ import annotations

from bot.ledgers.tables import Table

SCHEMA = "SELECT 1;"
TABLES: tuple[Table, ...] = ()
