"""What moderators read of settings, the audit, the schedule and announcements, in English and Dutch; imports nothing."""

from __future__ import annotations

EN: dict[str, str] = {}
NL: dict[str, str] = {}
