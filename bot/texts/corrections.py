"""What moderators read of corrections, edits and test questions, in English and Dutch; imports nothing."""

from __future__ import annotations

EN: dict[str, str] = {}
NL: dict[str, str] = {}
