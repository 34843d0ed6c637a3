"""Forms that are sent in, and buttons that no version of the bot handles any more; imports views.

All other presses find their way by their custom ids (bot/views/registry.py).
"""

from __future__ import annotations

from typing import Any

import discord
from discord.ext import commands

from bot.delivery import apologise
from bot.errors import AnswerForgotten
from bot.views.forms import submitted
from bot.views.press import Interaction
from bot.views.registry import FORMS, is_handled


class Pressing(commands.Cog):
    """Catches what the library does not hand to anybody."""

    def __init__(self, client: commands.Bot) -> None:
        self.client = client

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Hand forms to their function; say of an old button that its answer is no longer known."""
        data: Any = interaction.data or {}
        if interaction.type is discord.InteractionType.modal_submit:
            await submitted(interaction, FORMS)
        elif interaction.type is discord.InteractionType.component and not is_handled(str(data.get("custom_id"))):
            await apologise(interaction, AnswerForgotten("a button that is no longer handled"))
