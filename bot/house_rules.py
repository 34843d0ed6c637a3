"""What moderators have set from Discord, kept in DATA_DIR/settings.json; imports house_settings and the ground floor.

A value that moderators set wins over the environment, which wins over the default; `HouseRules.source` says which it
is. Most values belong to a server, the schedule to the library, which all servers share.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from bot.house_settings import SETTINGS, Setting, Unfit, Value
from vectorstore.layout import refuse_newer, said_plainly, write_json

log = logging.getLogger(__name__)

SCHEMA = 1
ASIDE = 3
"""Damaged files that are kept beside the settings."""
DAMAGES = (ValueError, TypeError, KeyError, AttributeError, RecursionError)
"""What reading a file of another shape raises."""
Source = Literal["discord", "environment", "default"]


class HouseRules:
    """The settings of all servers; safe for threads. Reading costs microseconds, a change writes the file.

    `environment` holds what the environment sets, by the names above. Without a path nothing outlives the process.
    Raises NewerVersion when a newer version wrote the file; a damaged one is moved aside.
    """

    def __init__(
        self,
        path: Path | None,
        environment: Mapping[str, Value] = MappingProxyType({}),
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.path = path
        self._environment = dict(environment)
        self._guard = threading.Lock()
        self._given: dict[int | None, dict[str, Value]] = read(path, clock()) if path else {}

    def value(self, name: str, guild_id: int | None) -> Any:
        """Return what holds in a server; `guild_id` None is a direct message, for which no server's settings hold."""
        setting = SETTINGS[name]
        given = self._given.get(owner_of(setting, guild_id), {})
        return given[name] if name in given else self._environment.get(name, setting.default)

    def source(self, name: str, guild_id: int | None) -> Source:
        """Return where a value comes from."""
        if name in self._given.get(owner_of(SETTINGS[name], guild_id), {}):
            return "discord"
        return "environment" if name in self._environment else "default"

    def change(self, name: str, guild_id: int | None, value: object) -> Value:
        """Set a value, write it down and return it; Unfit when it is none for this setting."""
        fit = SETTINGS[name].fitted(value)
        self._alter(name, guild_id, lambda given: given | {name: fit})
        return fit

    def reset(self, name: str, guild_id: int | None) -> Any:
        """Take back what moderators set, and return what holds now."""
        self._alter(name, guild_id, lambda given: {key: value for key, value in given.items() if key != name})
        return self.value(name, guild_id)

    def block(self, guild_id: int, member_id: int, blocked: bool) -> bool:
        """Block a member, or let them ask again; return whether that changed anything."""
        before: tuple[int, ...] = self.value("blocked", guild_id)
        if (member_id in before) is blocked:
            return False
        rest = tuple(one for one in before if one != member_id)
        self.change("blocked", guild_id, (*rest, member_id) if blocked else rest)
        return True

    def is_blocked(self, guild_id: int | None, member_id: int) -> bool:
        """Return whether a member may not ask; in direct messages that is who is blocked in any server."""
        if guild_id is not None:
            return member_id in self.value("blocked", guild_id)
        return any(member_id in self.value("blocked", guild) for guild in self.guilds())

    def shows(self, guild_id: int | None) -> frozenset[str] | None:
        """Return the shows that a server knows of, None for all.

        A direct message is no server's: nothing may reach somebody there that their server keeps from them, and which
        servers are theirs is not known. So it knows of what every server does.
        """
        if guild_id is not None:
            return frozenset(self.value("shows", guild_id)) or None
        named = [shows for guild in self.guilds() if (shows := self.shows(guild)) is not None]
        return frozenset.intersection(*named) if named else None

    def guilds(self) -> list[int]:
        """Return the servers that have set anything."""
        return [guild for guild in list(self._given) if guild is not None]

    def forget_guild(self, guild_id: int) -> None:
        """Drop the settings of a server that removed the bot."""
        with self._guard:
            if guild_id in self._given:
                self._keep({guild: given for guild, given in self._given.items() if guild != guild_id})

    def _alter(self, name: str, guild_id: int | None, alter: Callable[[dict[str, Value]], dict[str, Value]]) -> None:
        owner = owner_of(SETTINGS[name], guild_id)
        if owner is None and not SETTINGS[name].of_library:
            raise Unfit("server")
        with self._guard:
            self._keep(self._given | {owner: alter(self._given.get(owner, {}))})

    def _keep(self, given: dict[int | None, dict[str, Value]]) -> None:
        """Write first: what is not on the disk does not hold either."""
        if self.path is not None:
            write_json(self.path, told(given))
        self._given = given


def owner_of(setting: Setting, guild_id: int | None) -> int | None:
    """Return whose a setting is: a server's, or None for the library's."""
    return None if setting.of_library else guild_id


def told(given: Mapping[int | None, Mapping[str, Value]]) -> dict[str, Any]:
    """Return the settings as they stand in the file."""
    guilds = {str(guild): dict(values) for guild, values in given.items() if guild is not None}
    return {"schema": SCHEMA, "library": dict(given.get(None, {})), "guilds": guilds}


def read(path: Path, now: float) -> dict[int | None, dict[str, Value]]:
    """Return what the file holds; nothing where there is none, or it is damaged and was moved aside."""
    with said_plainly(path):
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return {}
    try:
        return held(path, json.loads(content))
    except DAMAGES as error:
        set_aside(path, now, error)
        return {}


def held(path: Path, value: Any) -> dict[int | None, dict[str, Value]]:
    """Return what a settings file says; one of DAMAGES for what is none, NewerVersion for a newer version's.

    A part that is not there holds nothing: only what is there and of another shape is damage.
    """
    refuse_newer(path, value["schema"], SCHEMA, "move the file away: nothing is then set any more")
    library, guilds = value.get("library", {}), value.get("guilds", {})
    return {None: fitting(library, True)} | {int(guild): fitting(values) for guild, values in guilds.items()}


def fitting(values: Mapping[str, Any], of_library: bool = False) -> dict[str, Value]:
    """Return the values that their settings take; others are passed over, with a line in the log."""
    found: dict[str, Value] = {}
    for name, value in values.items():
        setting = SETTINGS.get(name)
        try:
            if setting is None or setting.of_library is not of_library:
                raise Unfit("choice")
            found[name] = setting.fitted(value)
        except Unfit:
            log.warning("the settings hold a value for %s that is passed over", name)
            if setting is not None and setting.of_library is of_library and setting.unreadable is not None:
                found[name] = setting.unreadable
    return found


def set_aside(path: Path, now: float, error: Exception) -> None:
    """Move a damaged file away, under a name that tells when."""
    stamp = int(now)
    while (target := path.with_name(f"{path.name}.damaged-{stamp}")).exists():
        stamp += 1
    with said_plainly(path):
        os.replace(path, target)
        for old in sorted(path.parent.glob(f"{path.name}.damaged-*"))[:-ASIDE]:
            old.unlink(missing_ok=True)
    log.warning("%s is damaged (%s): moved to %s. What moderators had set has to be set again.", path, error, target)
