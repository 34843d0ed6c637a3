"""What a member types into a slash command or picks in a menu, as the data of an interaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.journeys.discord.places import Channel, Guild, Role, User
from tests.journeys.discord.records import Json

if TYPE_CHECKING:
    from tests.journeys.discord.server import LoopbackDiscord

SUB_COMMAND, SUB_COMMAND_GROUP = 1, 2
STRING, INTEGER, BOOLEAN, NUMBER, ATTACHMENT = 3, 4, 5, 10, 11
USERS, ROLES, MENTIONABLES, CHANNELS = 5, 6, 7, 8
"""Selects that Discord fills itself."""
TYPES: dict[int, tuple[type, ...]] = {STRING: (str,), INTEGER: (int,), BOOLEAN: (bool,), NUMBER: (int, float)}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a member attaches."""

    name: str
    content: bytes


def filled(discord: LoopbackDiscord, channel: Channel, command: Json, path: str, values: dict[str, Any]) -> Json:
    """Return the data of a used command; AssertionError where Discord's client would not send it."""
    known, wrap = _known(command, path)
    missing = [name for name, option in known.items() if option.get("required") and name not in values]
    assert not missing, f"/{path} requires {missing}"
    resolved: Json = {}
    given = [_option(discord, channel, known, name, value, resolved) for name, value in values.items()]
    shown: Json = {"id": command["id"], "name": command["name"], "type": 1, "options": wrap(given)}
    return shown | ({"resolved": resolved} if resolved else {})


def typing(command: Json, path: str, option: str, typed: Any, others: dict[str, Any]) -> Json:
    """Return the data of an autocompletion: the option being typed is focused."""
    known, wrap = _known(command, path)
    assert known[option].get("autocomplete"), f"/{path} {option} is not completed: {known[option]}"
    given = [{"name": name, "type": known[name]["type"], "value": value} for name, value in others.items()]
    given.append({"name": option, "type": known[option]["type"], "value": typed, "focused": True})
    return {"id": command["id"], "name": command["name"], "type": 1, "options": wrap(given)}


def _known(command: Json, path: str) -> tuple[dict[str, Json], Any]:
    """Return the options at the end of "command group sub", and what wraps given ones in its names."""
    at, steps = command, []
    for step in path.split()[1:]:
        at = next(part for part in at["options"] if part["name"] == step)
        steps.append(at)

    def wrap(given: list[Json]) -> list[Json]:
        for part in reversed(steps):
            given = [{"name": part["name"], "type": part["type"], "options": given}]
        return given

    return {option["name"]: option for option in at.get("options") or []}, wrap


def _option(
    discord: LoopbackDiscord, channel: Channel, known: dict[str, Json], name: str, value: Any, resolved: Json
) -> Json:
    assert name in known, f"no option {name!r}; there are {sorted(known)}"
    option = known[name]
    if option["type"] == ATTACHMENT:
        attachment = discord.attach(channel, value.name, value.content)
        resolved.setdefault("attachments", {})[attachment["id"]] = attachment
        value = attachment["id"]
    else:
        _check(option, value)
    return {"name": name, "type": option["type"], "value": value}


def _check(option: Json, value: Any) -> None:
    """Fail where the client itself refuses a value."""
    wanted = TYPES.get(option["type"], (str,))
    assert isinstance(value, wanted), f"{option['name']} takes {wanted}, not {value!r}"
    if option.get("choices"):
        assert value in [choice["value"] for choice in option["choices"]], f"{value!r} is no choice of {option}"
    if isinstance(value, str):
        assert option.get("min_length", 0) <= len(value) <= option.get("max_length", 6000), f"length of {value!r}"
    else:
        assert option.get("min_value", value) <= value <= option.get("max_value", value), f"{value!r} is out of range"


def picked(menu: Json, chosen: tuple[Channel | User | Role, ...], guild: Guild | None, user: User) -> Json:
    """Return the data of a pick in a select that Discord fills; AssertionError where its client would not send it.

    A channel comes with what `user`, who picks it, may do there.
    """
    least, most = menu.get("min_values", 1), menu.get("max_values", 1)
    assert least <= len(chosen) <= most, f"{len(chosen)} picked, from {least} to {most} allowed: {menu}"
    resolved: Json = {}
    for one in chosen:
        _resolve(menu, one, guild, user, resolved)
    return {"values": [str(one.id) for one in chosen]} | ({"resolved": resolved} if resolved else {})


def _resolve(menu: Json, one: Channel | User | Role, guild: Guild | None, user: User, resolved: Json) -> None:
    fits = {USERS: (User,), ROLES: (Role,), MENTIONABLES: (User, Role), CHANNELS: (Channel,)}[menu["type"]]
    assert isinstance(one, fits), f"{one.name} is none of what {menu} offers"
    kind = "channels" if isinstance(one, Channel) else "roles" if isinstance(one, Role) else "users"
    if isinstance(one, Channel):
        allowed = menu.get("channel_types") or [one.type]
        assert one.type in allowed, f"the client offers no channel of type {one.type}, only {allowed}"
    resolved.setdefault(kind, {})[str(one.id)] = one.json()
    if isinstance(one, Channel) and guild is not None:
        resolved[kind][str(one.id)]["permissions"] = str(guild.permissions(user, one))
    if isinstance(one, User) and guild is not None and one.id in guild.members:
        resolved.setdefault("members", {})[str(one.id)] = guild.members[one.id].json(permissions=0, user=False)
