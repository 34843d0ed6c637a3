"""Lists of which a moderator takes one away: buttons that turn the pages, and a select; imports press."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.delivery import Row
from bot.renderings.pages import Page
from bot.texts.spoken import say
from bot.views.press import button, custom_id

Options = Sequence[tuple[str, str]]
"""What a select shows of each item, and the item's id."""


def list_row(language: str, action: str, page: Page, select: ui.Select[Any] | None) -> Row:
    """Return the select, and below it the buttons that turn the pages where there are several."""
    row = Row(select) if select else Row()
    if page.count > 1:
        row.add_item(button(language, "previous", action, page.number - 1, enabled=page.number > 1))
        row.add_item(button(language, "next", action, page.number + 1, enabled=page.number < page.count))
    return row


def pick(language: str, label: str, action: str, options: Options, *arguments: object) -> ui.Select[Any] | None:
    """Return a select, None without options; `label` is the key of its text without "select "."""
    if not options:
        return None
    choices = [discord.SelectOption(label=shown[:100], value=value[:100]) for shown, value in options]
    return ui.Select(
        custom_id=custom_id(action, *arguments),
        placeholder=say(language, f"select {label}"),
        options=choices[:25],
        row=0,
    )


def picked(interaction: discord.Interaction[Any]) -> str:
    """Return what was chosen in a select, "" for nothing."""
    data: Any = interaction.data or {}
    return str(next(iter(data.get("values", [])), ""))
