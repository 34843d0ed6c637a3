"""What can go wrong while answering in Discord, as a tree; imports vectorstore.errors alone.

    BotError                   base of what the front desk expects
    ├── TooSlow                an answer did not come in time
    ├── Stopping               the bot is being ended or restarted
    ├── MissingPermissions     Discord does not let the bot do it here (names the permissions)
    ├── MessageGone            the message, channel or thread was deleted meanwhile
    ├── AnswerForgotten        a button's answer is not, or no longer, in the ledger
    ├── NotYours               the button belongs to the asker or a moderator
    ├── NotModerator           only moderators may do this, and only in a server
    ├── AlreadyRunning         the library is being worked on already by another run
    ├── DiscordTrouble         Discord answers 5xx or not at all, again and again
    └── TokenExpired           the 15 minutes or the 3 seconds of an interaction are over
    StoreError ...             the ground floor's own (vectorstore/errors.py)
    └── LedgerError            the ledger's file does not open or does not take a note
        └── NewerLedger        a newer version of the program wrote it; also a NewerVersion of the ground floor

KEYS gives each class the key of its sentence in bot/texts/errors_words.py. A member sees that sentence and an id of
eight hex digits, and never the exception's own text: `bot.texts.reporting.report` does it.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from vectorstore.errors import (
    BadSetting,
    Busy,
    DamagedIndex,
    DiskFull,
    IndexMismatch,
    NewerVersion,
    NoIndex,
    NoPermission,
    NotOwner,
    StoreError,
    Unreachable,
)


class BotError(Exception):
    """Base of what the front desk expects to go wrong; `fields` fill in the sentence that a member sees."""

    @property
    def fields(self) -> dict[str, str]:
        """What the member's sentence names."""
        return {}


class TooSlow(BotError):
    """An answer did not come in time."""


class Stopping(BotError):
    """The bot is being ended or restarted."""


class MissingPermissions(BotError):
    """Discord does not let the bot do it here; `permissions` are named as Discord names them ("Send Messages")."""

    def __init__(self, permissions: Sequence[str]):
        super().__init__(", ".join(permissions))
        self.permissions = tuple(permissions)

    @property
    def fields(self) -> dict[str, str]:
        """The permissions, listed."""
        return {"permissions": ", ".join(self.permissions)}


class MessageGone(BotError):
    """The message, channel or thread was deleted meanwhile."""


class AnswerForgotten(BotError):
    """The answer that a button belongs to is not in the ledger."""


class NotYours(BotError):
    """The button belongs to the asker or a moderator."""


class NotModerator(BotError):
    """Only moderators may do this, and only in a server."""


class AlreadyRunning(BotError):
    """The library is being worked on already; `Reingestion.current` says by whom and since when."""


class DiscordTrouble(BotError):
    """Discord answers 5xx or not at all, again and again."""


class TokenExpired(BotError):
    """The time of an interaction is over."""


class LedgerError(StoreError):
    """The ledger's file does not open or does not take a note; the text says why and what to do."""


class NewerLedger(LedgerError, NewerVersion):
    """A newer version of the program wrote the ledger."""


KEYS: dict[type[BaseException], str] = {
    TooSlow: "error slow",
    TimeoutError: "error slow",
    Stopping: "error stopping",
    MissingPermissions: "error missing permissions",
    MessageGone: "error gone",
    AnswerForgotten: "error forgotten",
    NotYours: "error not yours",
    NotModerator: "error not moderator",
    AlreadyRunning: "error running",
    DiscordTrouble: "error discord",
    TokenExpired: "error expired",
    NoIndex: "error no index",
    DamagedIndex: "error damaged",
    IndexMismatch: "error mismatch",
    NewerVersion: "error newer version",
    Busy: "error busy",
    DiskFull: "error disk",
    NoPermission: "error permission",
    Unreachable: "error unreachable",
    NotOwner: "error not owner",
    BadSetting: "error setting",
    NewerLedger: "error newer ledger",
    LedgerError: "error ledger",
    StoreError: "error store",
    BotError: "error unknown",
}
"""Of each class the key of its sentence; a class that is not here has that of its nearest base."""

UNEXPECTED = "error unknown"


def key_of(error: BaseException) -> str:
    """Return the key of the sentence for an error: that of its class, else of its nearest base."""
    return next((KEYS[kind] for kind in type(error).__mro__ if kind in KEYS), UNEXPECTED)


def expected(error: BaseException) -> bool:
    """Return whether an error is one of those above, so that the log needs no traceback."""
    return isinstance(error, BotError | StoreError | TimeoutError)


def new_id() -> str:
    """Return a fresh id of eight hex digits, for a member to tell and an operator to look up."""
    return secrets.token_hex(4)
