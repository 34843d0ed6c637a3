"""Modals that outlive a restart: the library only shows them; what is sent in is dispatched by custom id here.

The library forgets its modals when it ends, while one may stand open on somebody's screen.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any

import discord
from discord import ui

from bot.delivery import apologise
from bot.texts.spoken import say
from bot.views.press import Handler, Interaction, custom_id, desk_of

log = logging.getLogger(__name__)

OPEN_FOR = 900.0
"""Seconds that the library remembers a modal that was opened: as long as its interaction lives."""


def form(
    language: str, kind: str, action: str, *arguments: object, longest: int = 1000, required: bool = True
) -> ui.Modal:
    """Return a modal with one field; `kind` is the middle of its texts' keys ("modal KIND title")."""
    modal = ui.Modal(
        title=say(language, f"modal {kind} title"), custom_id=custom_id(action, *arguments), timeout=OPEN_FOR
    )
    field: ui.TextInput[Any] = ui.TextInput(
        label=say(language, f"modal {kind} label"),
        placeholder=say(language, f"modal {kind} placeholder"),
        style=discord.TextStyle.paragraph,
        custom_id="text",
        max_length=longest,
        required=required,
    )
    return modal.add_item(field)


def written(parts: object) -> Iterator[str]:
    """Yield the values of a modal's text fields, however deep they stand in its rows."""
    for part in parts if isinstance(parts, list) else [parts]:
        if isinstance(part, Mapping):
            if part.get("type") == discord.ComponentType.text_input.value:
                yield str(part.get("value") or "")
            yield from written(part.get("components") or part.get("component") or [])


async def submitted(interaction: Interaction, handlers: Mapping[str, Handler]) -> None:
    """Hand a modal that was sent in to its function: the interaction, the desk, the text, the arguments."""
    data: Any = interaction.data or {}
    version, _, rest = str(data.get("custom_id", "")).partition(":")
    action, _, arguments = rest.partition(":")
    handle = handlers.get(action)
    if version != "v1" or handle is None:
        log.warning("a form that nobody knows was sent in: %s", action)
        return
    text = next(written(data.get("components", [])), "")
    try:
        await handle(interaction, desk_of(interaction), text, *filter(None, arguments.split(".")))
    except Exception as error:  # the edge towards the member: every failure becomes a sentence with an id
        await apologise(interaction, error)
