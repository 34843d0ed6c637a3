"""A broken bot: it sends 2,001 characters."""

import os

import discord
from discord import app_commands


class Long(discord.Client):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), allowed_mentions=discord.AllowedMentions.none())
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        @self.tree.command(description="Ask")
        async def ask(interaction: discord.Interaction, question: str) -> None:
            await interaction.response.defer()
            await interaction.edit_original_response(content="x" * 2001)

        await self.tree.sync()


Long().run(os.environ["DISCORD_TOKEN"])
