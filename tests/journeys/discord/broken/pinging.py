"""A broken bot: it lets its texts ping everybody."""

import os

import discord
from discord import app_commands


class Pinging(discord.Client):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        @self.tree.command(description="Ask")
        async def ask(interaction: discord.Interaction, question: str) -> None:
            await interaction.response.send_message(f"@everyone {question}")

        await self.tree.sync()


Pinging().run(os.environ["DISCORD_TOKEN"])
