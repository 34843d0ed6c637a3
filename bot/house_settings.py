"""What moderators may set from Discord: names, defaults, and what makes a value fit; pure.

Who reads or changes one goes through bot/house_rules.py. Ids stand in the clear: these are the moderators' own
settings, and a list of blocked members that nobody can read could not be mended.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, TypeAlias
from zoneinfo import ZoneInfo

Value: TypeAlias = bool | int | str | tuple[int, ...] | tuple[str, ...] | None
"""What a setting may be. None is "no channel"; a tuple holds ids, or names of shows."""
LONGEST = 200
"""Ids or names in a list."""


class Unfit(ValueError):
    """A value that a setting does not take; `reason` is the key of its sentence without "unfit "."""

    def __init__(self, reason: str, **fields: object) -> None:
        super().__init__(reason)
        self.reason, self.fields = reason, fields


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its default, what makes a value fit (or raises Unfit), and whether it is the library's."""

    default: Value
    fitted: Callable[[Any], Value]
    kind: Literal["channel", "channels", "shows", "number", "choice", "words", "switch", "members"]
    choices: tuple[str, ...] = ()
    of_library: bool = False
    shown: bool = True
    unreadable: Value = None
    """What holds where the file has something that does not fit; None is the default."""


def channel(value: Any) -> Value:
    """Return a channel's id, None for none."""
    return None if value is None else whole(value, 1, 2**63 - 1)


def ids(value: Any) -> Value:
    """Return ids, each once, in order."""
    if not isinstance(value, list | tuple):
        raise Unfit("list")
    if len(value) > LONGEST:
        raise Unfit("many", most=LONGEST)
    return tuple(dict.fromkeys(whole(one, 1, 2**63 - 1) for one in value))


def names(value: Any) -> Value:
    """Return the names of shows, each once, in order; they are compared letter by letter, so nothing is cleaned."""
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) and one for one in value):
        raise Unfit("list")
    if len(value) > LONGEST:
        raise Unfit("many", most=LONGEST)
    return tuple(dict.fromkeys(value))


def whole(value: Any, least: int, most: int) -> int:
    """Return a whole number within bounds; digits are taken as well."""
    digits = value.strip() if isinstance(value, str) else value
    if isinstance(digits, str) and digits.isascii() and digits.isdecimal() and len(digits) < 20:
        digits = int(digits)
    if isinstance(digits, bool) or not isinstance(digits, int) or not least <= digits <= most:
        raise Unfit("number", least=least, most=most)
    return digits


def switch(value: Any) -> Value:
    """Return on or off."""
    if not isinstance(value, bool):
        raise Unfit("switch")
    return value


def zone(value: Any) -> Value:
    """Return the name of a time zone; "" means the show's own."""
    name = value.strip() if isinstance(value, str) else None
    if name is None or len(name) > 64:
        raise Unfit("zone")
    try:
        return ZoneInfo(name).key if name else ""
    except (ValueError, OSError, KeyError) as error:  # which one depends on what is odd about the name
        raise Unfit("zone") from error


def number(default: int, least: int, most: int) -> Setting:
    """Return a setting that counts."""
    return Setting(default, lambda value: whole(value, least, most), "number")


def choice(*choices: str, of_library: bool = False) -> Setting:
    """Return a setting with these choices, the first of which is the default."""

    def fitted(value: Any) -> Value:
        if value not in choices:
            raise Unfit("choice")
        return str(value)

    return Setting(choices[0], fitted, "choice", choices, of_library)


SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        "channels": Setting((), ids, "channels"),
        # A list that cannot be read must not open the other shows to a server: no show has an empty name.
        "shows": Setting((), names, "shows", unreadable=("",)),
        "moderators_channel": Setting(None, channel, "channel"),
        "announcements_channel": Setting(None, channel, "channel"),
        "schedule": choice("off", "hourly", "daily", "weekly", of_library=True),
        "digest": choice("off", "weekly"),
        "languages": choice("auto", "en", "nl"),
        "timezone": Setting("", zone, "words"),
        "per_minute": number(5, 1, 1000),
        "per_hour": number(30, 1, 10_000),
        "log_questions": Setting(False, switch, "switch"),
        "log_days": number(30, 1, 365),
        "paused": Setting(False, switch, "switch"),
        "blocked": Setting((), ids, "members"),
        # Whether the guided set-up was gone through: nothing that anybody sets.
        "set_up": Setting(False, switch, "switch", shown=False),
    }
)
