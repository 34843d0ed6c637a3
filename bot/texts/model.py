"""What is said about generated answers: labels, drafts, degraded answers, in English and Dutch; imports nothing."""

from __future__ import annotations

EN: dict[str, str] = {}
NL: dict[str, str] = {}
