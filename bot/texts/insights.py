"""What moderators read of /insights and digests, and members of answers that came later, in English and Dutch; imports nothing."""

from __future__ import annotations

EN: dict[str, str] = {}
NL: dict[str, str] = {}
