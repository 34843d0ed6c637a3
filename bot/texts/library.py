"""What moderators read of /library: commands, progress, outcomes, in English and Dutch; imports nothing."""

from __future__ import annotations

EN: dict[str, str] = {
    "command library name": "library",
    "command library text": "For moderators: add episodes, read them again, watch, undo, correct",
}
NL: dict[str, str] = {
    "command library name": "bibliotheek",
    "command library text": "Voor moderatoren: afleveringen toevoegen, opnieuw inlezen, volgen, terugdraaien, verbeteren",
}
