"""A broken bot: it acknowledges twice."""

import os

import discord
from discord import app_commands


class Twice(discord.Client):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), allowed_mentions=discord.AllowedMentions.none())
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        @self.tree.command(description="Ask")
        async def ask(interaction: discord.Interaction, question: str) -> None:
            await interaction.response.defer()
            interaction.response._response_type = None  # forgets that it has answered
            await interaction.response.send_message(question)

        await self.tree.sync()


Twice().run(os.environ["DISCORD_TOKEN"])
