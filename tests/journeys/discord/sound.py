"""A small well-behaved bot on discord.py, with which the loopback Discord is tried out; it imports discord alone."""

from __future__ import annotations

import asyncio
import logging
import os
from io import BytesIO

import discord
from discord import app_commands

MESSAGES = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


class Form(discord.ui.Modal, title="Follow up"):
    """Asks for a question."""

    question: discord.ui.TextInput[Form] = discord.ui.TextInput(label="Your question", max_length=200)
    tone: discord.ui.Label[Form] = discord.ui.Label(
        text="How",
        component=discord.ui.Select(
            custom_id="tone",
            options=[
                discord.SelectOption(label="Politely", value="p", default=True),
                discord.SelectOption(label="Bluntly", value="b"),
            ],
        ),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        tone = self.tone.component
        assert isinstance(tone, discord.ui.Select)
        how = "" if tone.values == ["p"] else " bluntly"
        await interaction.response.send_message(f"You asked {self.question.value}{how}")


class Buttons(discord.ui.View):
    """Buttons and a select that outlive a restart."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Sources", custom_id="v1:sources:")
    async def sources(self, interaction: discord.Interaction, button: discord.ui.Button[Buttons]) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send("the sources")

    @discord.ui.button(label="Follow up", custom_id="v1:follow:")
    async def follow(self, interaction: discord.Interaction, button: discord.ui.Button[Buttons]) -> None:
        await interaction.response.send_modal(Form())

    @discord.ui.button(label="Next", custom_id="v1:next:")
    async def next(self, interaction: discord.Interaction, button: discord.ui.Button[Buttons]) -> None:
        await interaction.response.edit_message(content="page 2")

    @discord.ui.select(custom_id="v1:pick:", options=[discord.SelectOption(label="One", value="1")], row=1)
    async def pick(self, interaction: discord.Interaction, select: discord.ui.Select[Buttons]) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content=f"picked {select.values[0]}")

    @discord.ui.select(
        cls=discord.ui.ChannelSelect,
        custom_id="v1:where:",
        channel_types=[discord.ChannelType.text],
        min_values=0,
        row=2,
    )
    async def where(self, interaction: discord.Interaction, select: discord.ui.ChannelSelect[Buttons]) -> None:
        await interaction.response.edit_message(content=f"in {', '.join(one.name for one in select.values) or 'none'}")

    @discord.ui.select(cls=discord.ui.UserSelect, custom_id="v1:whom:", row=3)
    async def whom(self, interaction: discord.Interaction, select: discord.ui.UserSelect[Buttons]) -> None:
        joined = [isinstance(one, discord.Member) for one in select.values]
        await interaction.response.edit_message(content=f"with {select.values[0].display_name} {joined}")


class Sound(discord.Client):
    """Answers with what it was asked."""

    def __init__(self) -> None:
        super().__init__(intents=MESSAGES, allowed_mentions=discord.AllowedMentions.none())
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        self.add_view(Buttons())
        add_commands(self.tree)
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for nothing: discord.py's own hook sleeps 5 s before every identify but the first."""

    async def on_message(self, message: discord.Message) -> None:
        if message.author.bot:
            return
        if not message.content:
            await message.channel.send("I cannot read that")
        elif "thread" in message.content:
            thread = await message.create_thread(name="A talk")
            await thread.send("in the thread")
        elif "history" in message.content:
            earlier = [m.content async for m in message.channel.history(limit=10, before=message)]
            await message.reply(" | ".join(reversed(earlier)))
        else:
            async with message.channel.typing():
                await message.reply(f"You said {message.content}")


def add_commands(tree: app_commands.CommandTree[Sound]) -> None:
    """Register what the tests use."""

    @tree.command(description="Ask")
    @app_commands.describe(question="What to ask", episode="Which episode", private="Only for you")
    async def ask(
        interaction: discord.Interaction, question: str, episode: str | None = None, private: bool = False
    ) -> None:
        await interaction.response.defer(ephemeral=private, thinking=True)
        await interaction.edit_original_response(content="looking")
        await asyncio.sleep(0.02)
        locale = f"{interaction.locale.value} {interaction.permissions.manage_messages}"
        await interaction.edit_original_response(content=f"{question} {episode} {locale}", view=Buttons())

    @ask.autocomplete("episode")
    async def episodes(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"Episode {typed}", value=typed)]

    @tree.command(description="Upload")
    @app_commands.describe(file="What to read")
    async def upload(interaction: discord.Interaction, file: discord.Attachment) -> None:
        content = await file.read()
        await interaction.response.send_message(
            "back", file=discord.File(fp=BytesIO(content.upper()), filename="b.txt")
        )

    @tree.context_menu(name="Ask about this")
    async def about(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"about {message.content}", ephemeral=True)


if __name__ == "__main__":
    Sound().run(os.environ["DISCORD_TOKEN"], log_level=logging.INFO)
