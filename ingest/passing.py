"""Which files are passed over without a word: hidden ones and what editors leave behind; imports nothing."""

from __future__ import annotations

_BACKUPS = ("~", ".bak", ".swp", ".orig")


def is_passed_over(name: str, folder: bool) -> bool:
    """Whether a file or folder of this name is hidden or, if it is a file, an editor's backup or lock."""
    if name.startswith("."):
        return True
    if folder:
        return False
    return name.lower().endswith(_BACKUPS) or (name.startswith("#") and name.endswith("#") and len(name) > 1)
