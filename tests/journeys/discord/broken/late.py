"""A broken bot: it thinks before it acknowledges."""

import asyncio
import os

import discord
from discord import app_commands


class Late(discord.Client):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), allowed_mentions=discord.AllowedMentions.none())
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        @self.tree.command(description="Ask")
        async def ask(interaction: discord.Interaction, question: str) -> None:
            await asyncio.sleep(0.6)
            await interaction.response.send_message(question)

        await self.tree.sync()


Late().run(os.environ["DISCORD_TOKEN"])
