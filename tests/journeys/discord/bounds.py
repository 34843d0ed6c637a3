"""The limits of Discord that its description does not state, and those that must hold without it. Pure.

Source of the figures: ../shared/facts/discord.md. Lengths are in characters (code points).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.journeys.discord.posts import LINK_BUTTON, walk
from tests.journeys.discord.records import Json
from tests.journeys.discord.schemas import Finding

CONTENT, EMBEDS_TOTAL, EMBEDS, ROWS, BUTTONS, LABEL, CUSTOM_ID, OPTIONS = 2000, 6000, 10, 5, 5, 80, 100, 25
MODAL_TITLE, TEXT_INPUT, CHOICES, CHOICE, THREAD_NAME = 45, 4000, 25, 100, 100
COMMAND_NAME, COMMAND_DESCRIPTION, COMMAND_OPTIONS, CHAT_COMMANDS, COMMAND_TOTAL = 32, 100, 25, 100, 8000
EMBED = {"title": 256, "description": 4096}
FIELDS, FIELD_NAME, FIELD_VALUE, FOOTER, AUTHOR = 25, 256, 1024, 2048, 256
CHAT_NAME = re.compile(r"^[-_'\w]{1,32}$")
Path = tuple[str | int, ...]


def too_long(value: Any, limit: int, path: Path) -> Iterator[Finding]:
    """Yield a finding for a text that exceeds its limit."""
    if isinstance(value, str) and len(value) > limit:
        yield Finding(path, "BASE_TYPE_MAX_LENGTH", f"Must be {limit} or fewer in length.")


def too_many(values: Any, limit: int, path: Path) -> Iterator[Finding]:
    """Yield a finding for a list that exceeds its limit."""
    if isinstance(values, list) and len(values) > limit:
        yield Finding(path, "BASE_TYPE_BAD_LENGTH", f"Must be between 0 and {limit} in length.")


def of_message(body: Json, at: Path = ()) -> Iterator[Finding]:
    """Yield what is wrong with a message."""
    yield from too_long(body.get("content"), CONTENT, (*at, "content"))
    embeds = body.get("embeds") or []
    yield from too_many(embeds, EMBEDS, (*at, "embeds"))
    for index, embed in enumerate(embeds):
        yield from of_embed(embed, (*at, "embeds", index))
    if sum(_weight(embed) for embed in embeds) > EMBEDS_TOTAL:
        message = f"Embed size exceeds maximum size of {EMBEDS_TOTAL}"
        yield Finding((*at, "embeds"), "MAX_EMBED_SIZE_EXCEEDED", message)
    yield from of_components(body.get("components") or [], (*at, "components"))


def of_embed(embed: Json, at: Path) -> Iterator[Finding]:
    """Yield what is wrong with an embed."""
    for name, limit in EMBED.items():
        yield from too_long(embed.get(name), limit, (*at, name))
    yield from too_long((embed.get("footer") or {}).get("text"), FOOTER, (*at, "footer", "text"))
    yield from too_long((embed.get("author") or {}).get("name"), AUTHOR, (*at, "author", "name"))
    fields = embed.get("fields") or []
    yield from too_many(fields, FIELDS, (*at, "fields"))
    for index, field in enumerate(fields):
        yield from too_long(field.get("name"), FIELD_NAME, (*at, "fields", index, "name"))
        yield from too_long(field.get("value"), FIELD_VALUE, (*at, "fields", index, "value"))


def _weight(embed: Json) -> int:
    texts = [embed.get("title"), embed.get("description"), (embed.get("footer") or {}).get("text")]
    texts.append((embed.get("author") or {}).get("name"))
    texts += [field.get(key) for field in embed.get("fields") or [] for key in ("name", "value")]
    return sum(len(text) for text in texts if isinstance(text, str))


def of_components(rows: list[Json], at: Path) -> Iterator[Finding]:
    """Yield what is wrong with the rows under a message or in a modal."""
    if all(row.get("type") == 1 for row in rows):
        yield from too_many(rows, ROWS, at)
    for index, row in enumerate(rows):
        yield from too_many(row.get("components"), BUTTONS, (*at, index, "components"))
    controls = list(walk(rows))
    for control in controls:
        yield from of_control(control, at)
    ids = [control["custom_id"] for control in controls if control.get("custom_id")]
    for id in sorted({id for id in ids if ids.count(id) > 1}):
        yield Finding(at, "COMPONENT_CUSTOM_ID_DUPLICATED", f"Component custom id cannot be duplicated: {id}")


def of_control(control: Json, at: Path) -> Iterator[Finding]:
    """Yield what is wrong with a button, a select or a text input."""
    yield from too_long(control.get("custom_id"), CUSTOM_ID, (*at, "custom_id"))
    yield from too_many(control.get("options"), OPTIONS, (*at, "options"))
    if control.get("type") == 2:
        yield from too_long(control.get("label"), LABEL, (*at, "label"))
        wanted, banned = ("url", "custom_id") if control.get("style") == LINK_BUTTON else ("custom_id", "url")
        if not control.get(wanted):
            yield Finding((*at, wanted), "BASE_TYPE_REQUIRED", f"A button of this style needs a {wanted}")
        if control.get(banned):
            yield Finding((*at, banned), "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "Not both")
        if not control.get("label") and not control.get("emoji"):
            yield Finding((*at, "label"), "BUTTON_COMPONENT_LABEL_REQUIRED", "A button needs a label or an emoji")
    if control.get("type") == 4:
        yield from too_long(control.get("value"), TEXT_INPUT, (*at, "value"))


def of_modal(data: Json, at: Path) -> Iterator[Finding]:
    """Yield what is wrong with a modal."""
    yield from too_long(data.get("title"), MODAL_TITLE, (*at, "title"))
    yield from too_long(data.get("custom_id"), CUSTOM_ID, (*at, "custom_id"))
    yield from too_many(data.get("components"), ROWS, (*at, "components"))
    yield from of_components(data.get("components") or [], (*at, "components"))


def of_choices(data: Json, at: Path) -> Iterator[Finding]:
    """Yield what is wrong with the choices of an autocompletion."""
    choices = data.get("choices") or []
    yield from too_many(choices, CHOICES, (*at, "choices"))
    for index, choice in enumerate(choices):
        for key in ("name", "value"):
            yield from too_long(choice.get(key), CHOICE, (*at, "choices", index, key))
        if choice.get("name") == "":
            yield Finding((*at, "choices", index, "name"), "BASE_TYPE_REQUIRED", "This field is required")


def of_commands(commands: list[Json], at: Path = ()) -> Iterator[Finding]:
    """Yield what is wrong with the list of commands."""
    chat = [command for command in commands if command.get("type", 1) == 1]
    yield from too_many(chat, CHAT_COMMANDS, at)
    for index, command in enumerate(commands):
        yield from of_command(command, (*at, index), chat=command.get("type", 1) == 1)
        if _text(command) > COMMAND_TOTAL:
            message = f"Command exceeds maximum size ({COMMAND_TOTAL})"
            yield Finding((*at, index), "APPLICATION_COMMAND_TOO_LARGE", message)


def of_command(command: Json, at: Path, chat: bool) -> Iterator[Finding]:
    """Yield what is wrong with a command or an option: lower-case names, described, required options first."""
    names = {"name": command.get("name", "")} | (command.get("name_localizations") or {})
    for key, name in names.items():
        yield from too_long(name, COMMAND_NAME, (*at, key))
        if not name or (chat and (not CHAT_NAME.match(name) or name != name.lower())):
            yield Finding((*at, key), "APPLICATION_COMMAND_INVALID_NAME", f"Command name is invalid: {name!r}")
    described = {"description": command.get("description", "")} | (command.get("description_localizations") or {})
    for key, text in described.items():
        yield from too_long(text, COMMAND_DESCRIPTION, (*at, key))
        if bool(text) is not chat:
            yield Finding((*at, key), "BASE_TYPE_REQUIRED", "Chat commands and options alone are described")
    options = command.get("options") or []
    yield from too_many(options, COMMAND_OPTIONS, (*at, "options"))
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        message = "Required options must be placed before non-required options"
        yield Finding((*at, "options"), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
    for index, option in enumerate(options):
        yield from of_command(option, (*at, "options", index), chat=True)


def _text(command: Json) -> int:
    own = len(command.get("name") or "") + len(command.get("description") or "")
    own += sum(len(str(choice["value"])) for choice in command.get("choices") or [])
    return own + sum(_text(option) for option in command.get("options") or [])
