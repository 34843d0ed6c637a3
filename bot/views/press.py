"""The base of all buttons and selects: a custom id that says everything, so that they outlive a restart.

A custom id is `v1:ACTION:ARGUMENTS`, the arguments joined by dots; what does not fit into its 100 characters is in the
ledger under the message's id. Imports delivery and the texts.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any, cast

import discord
from discord import ui

from bot.delivery import apologise
from bot.desk import Desk
from bot.errors import AnswerForgotten
from bot.ledgers.records import AnswerRecord
from bot.texts.spoken import say

Interaction = discord.Interaction[Any]
Handler = Callable[..., Awaitable[None]]
"""Takes the interaction, the desk and the custom id's arguments, which are strings."""

GREY, BLUE, RED = discord.ButtonStyle.secondary, discord.ButtonStyle.primary, discord.ButtonStyle.danger


def custom_id(action: str, *arguments: object) -> str:
    """Return the custom id of an action."""
    return f"v1:{action}:{'.'.join(map(str, arguments))}"


def button(
    language: str, label: str, action: str, *arguments: object, style: discord.ButtonStyle = GREY, enabled: bool = True
) -> ui.Button[Any]:
    """Return a button; `label` is the key of its text without "button "."""
    text = say(language, f"button {label}")
    return ui.Button(label=text, style=style, custom_id=custom_id(action, *arguments), disabled=not enabled)


def pressing(action: str, handle: Handler) -> type[ui.DynamicItem[ui.Item[Any]]]:
    """Return the class that hands presses of an action to a function.

    Whatever the function runs into, the presser is told in one sentence.
    """

    class Press(ui.DynamicItem[ui.Item[Any]], template=rf"v1:{action}:(?P<arguments>[\w.-]{{0,88}})"):
        """One press."""

        def __init__(self, item: ui.Item[Any], arguments: str) -> None:
            super().__init__(item)
            self.arguments = arguments.split(".") if arguments else []

        @classmethod
        async def from_custom_id(cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /) -> Press:
            """Return the item that was pressed."""
            return cls(item, match["arguments"])

        async def callback(self, interaction: Interaction) -> None:
            """Handle the press."""
            try:
                await handle(interaction, desk_of(interaction), *self.arguments)
            except Exception as error:  # the edge towards the member: every failure becomes a sentence with an id
                await apologise(interaction, error)

    return Press


def desk_of(interaction: Interaction) -> Desk:
    """Return the desk of the client that received an interaction."""
    return cast(Desk, interaction.client.desk)


def pressed_message(interaction: Interaction) -> discord.Message:
    """Return the message that the pressed button stands below."""
    if interaction.message is None:
        raise AnswerForgotten("an interaction without its message")
    return interaction.message


async def answer_below(interaction: Interaction, desk: Desk, message_id: str | int = 0) -> AnswerRecord:
    """Return what is kept of the answer with this id, 0 meaning the pressed message; AnswerForgotten without it."""
    wanted = int(message_id) or pressed_message(interaction).id
    record = await desk.note(desk.ledger.answer, wanted)
    if record is None:
        raise AnswerForgotten(f"message {wanted}")
    return record
