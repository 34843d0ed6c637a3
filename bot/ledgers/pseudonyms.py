"""Names for members and servers that only this installation can make; imports the ground floor's layout.

HMAC-SHA256 with a random key in a file of its own: a list of Discord ids is guessed through in seconds where the hash
has no key, so a copy of the ledger alone tells nobody who asked.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from pathlib import Path

from vectorstore.layout import said_plainly, write_atomically

log = logging.getLogger(__name__)

KEY_BYTES = 32


class Pseudonyms:
    """Makes the names with the key in `path`, a new one where there is none; `is_new` says so."""

    def __init__(self, path: Path) -> None:
        key = read_key(path)
        self.is_new = key is None
        self._key = key or make_key(path)

    def of(self, id_: int | str) -> str:
        """Return the name of a Discord id: 64 hex digits."""
        return hmac.new(self._key, str(id_).encode(), hashlib.sha256).hexdigest()


def read_key(path: Path) -> bytes | None:
    """Return the key, None where there is none or only half of one; others lose the right to read it."""
    with said_plainly(path):
        try:
            key = bytes.fromhex(path.read_text("ascii").strip())
        except FileNotFoundError:
            return None
        except ValueError:
            key = b""
        if len(key) != KEY_BYTES:
            log.warning("%s holds no key: a new one is made, and what is known of members is forgotten.", path)
            return None
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        return key


def make_key(path: Path) -> bytes:
    """Write a new key, readable by its owner alone (as is all that `write_atomically` makes), and return it."""
    key = secrets.token_bytes(KEY_BYTES)
    write_atomically(path, key.hex().encode() + b"\n")
    return key
