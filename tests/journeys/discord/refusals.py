"""The errors that the loopback Discord answers with: Discord's own codes and shapes. Standard library only."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """An error answer. `violation` names what the bot did wrong, when it did."""

    def __init__(
        self, status: int, code: int, message: str, *, errors: dict[str, Any] | None = None, violation: str = ""
    ) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status, self.code, self.message = status, code, message
        self.errors, self.violation = errors, violation
        self.extra: dict[str, Any] = {}
        self.headers: dict[str, str] = {}

    def body(self) -> dict[str, Any]:
        """Return the JSON of the answer."""
        shown: dict[str, Any] = {"message": self.message, "code": self.code}
        if self.errors is not None:
            shown["errors"] = self.errors
        return shown | self.extra


UNKNOWN = {
    "Application": 10002,
    "Channel": 10003,
    "Guild": 10004,
    "Member": 10007,
    "Message": 10008,
    "User": 10013,
    "Webhook": 10015,
    "Interaction": 10062,
    "Application Command": 10063,
}


def unknown(thing: str, violation: str = "") -> Refusal:
    """Return "Unknown Channel" and its like."""
    return Refusal(404, UNKNOWN[thing], f"Unknown {thing.replace('Interaction', 'interaction')}", violation=violation)


def unauthorized() -> Refusal:
    """Return the answer to a wrong bot token."""
    return Refusal(401, 0, "401: Unauthorized")


def missing_access() -> Refusal:
    """Return the answer about a channel that the bot cannot see."""
    return Refusal(403, 50001, "Missing Access")


def missing_permissions() -> Refusal:
    """Return the answer to what the bot may not do."""
    return Refusal(403, 50013, "Missing Permissions")


def expired_token() -> Refusal:
    """Return the answer to a follow-up later than 15 minutes."""
    return Refusal(401, 50027, "Invalid Webhook Token", violation="expired token")


def acknowledged_already(violation: str) -> Refusal:
    """Return the answer to a second callback."""
    return Refusal(400, 40060, "Interaction has already been acknowledged.", violation=violation)


def invalid_body(errors: dict[str, Any], violation: str) -> Refusal:
    """Return the answer to a malformed body; `errors` nests by field as Discord's do."""
    return Refusal(400, 50035, "Invalid Form Body", errors=errors, violation=violation)


def field_error(path: tuple[str | int, ...], code: str, message: str) -> dict[str, Any]:
    """Return Discord's nested shape for one field."""
    tree: dict[str, Any] = {"_errors": [{"code": code, "message": message}]}
    for key in reversed(path):
        tree = {str(key): tree}
    return tree
