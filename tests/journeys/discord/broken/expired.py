"""A broken bot: it answers when the token no longer holds."""

import asyncio
import os

import discord
from discord import app_commands


class Expired(discord.Client):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), allowed_mentions=discord.AllowedMentions.none())
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        @self.tree.command(description="Ask")
        async def ask(interaction: discord.Interaction, question: str) -> None:
            await interaction.response.defer()
            await asyncio.sleep(0.8)
            await interaction.edit_original_response(content=question)

        await self.tree.sync()


Expired().run(os.environ["DISCORD_TOKEN"])
