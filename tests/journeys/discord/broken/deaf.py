"""A broken bot: it shows a button that it does not know afterwards."""

import os

import discord
from discord import app_commands


class Deaf(discord.Client):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), allowed_mentions=discord.AllowedMentions.none())
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        @self.tree.command(description="Ask")
        async def ask(interaction: discord.Interaction, question: str) -> None:
            view = discord.ui.View(timeout=None)
            view.add_item(discord.ui.Button(label="Sources", custom_id="v0:sources"))
            view.stop()  # the buttons stay under the message, but nobody listens
            await interaction.response.send_message(question, view=view)

        await self.tree.sync()


Deaf().run(os.environ["DISCORD_TOKEN"])
