"""/ask, and the message menu "Ask the episodes about this"; imports views."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.completion import complete_episode, complete_show
from bot.cogs.translation import named
from bot.delivery import InteractionReply, locale_of
from bot.desk import Desk
from bot.renderings.markdown import plain
from bot.texts.spoken import say
from bot.views.asking import Inquiry, ask, inquiry_of
from bot.views.history import Conversation, said_here
from bot.views.press import Interaction, desk_of


class Asking(commands.Cog):
    """The commands that ask."""

    def __init__(self, client: commands.Bot) -> None:
        self.client = client
        self.menu = app_commands.ContextMenu(name=named("menu ask"), callback=ask_about_message)

    async def cog_load(self) -> None:
        """Put up the message menu, which a cog cannot declare."""
        self.client.tree.add_command(self.menu)

    async def cog_unload(self) -> None:
        """Take the message menu down."""
        self.client.tree.remove_command(self.menu.name, type=self.menu.type)

    @app_commands.command(name=named("command ask name"), description=named("command ask text"))
    @app_commands.rename(
        question=named("option question name"),
        episode=named("option episode name"),
        show=named("option show name"),
        private=named("option private name"),
    )
    @app_commands.describe(
        question=named("option question text"),
        episode=named("option episode text"),
        show=named("option show text"),
        private=named("option private text"),
    )
    @app_commands.autocomplete(episode=complete_episode, show=complete_show)
    async def ask(
        self,
        interaction: Interaction,
        question: app_commands.Range[str, 1, 1000],
        episode: app_commands.Range[str, 1, 100] | None = None,
        show: app_commands.Range[str, 1, 100] | None = None,
        private: bool = False,
    ) -> None:
        """Answer a question, in the whole library or in one show or episode."""
        desk, inquiry = desk_of(interaction), inquiry_of(interaction, question, locale_of(interaction))
        reply = InteractionReply(interaction, private)
        if episode is not None:
            await ask_in_episode(desk, replace(inquiry, show=show), reply, episode)
        else:
            await ask(desk, replace(inquiry, show=show, before=earlier(interaction, desk)), reply)


async def ask_in_episode(desk: Desk, inquiry: Inquiry, reply: InteractionReply, wanted: str) -> None:
    """Answer from one episode: a key that was chosen while typing, else a number or words of the title."""
    await reply.acknowledge()
    found = await desk.look(desk.library_in(inquiry.facts.guild_id).find, wanted)
    if found is None:
        await reply.tell(say(inquiry.locale, "no such episode", what=plain(wanted)))
        return
    await ask(desk, replace(inquiry, episode=found.key), reply)


def earlier(interaction: Interaction, desk: Desk) -> Callable[[], Awaitable[Conversation]] | None:
    """Return what reads the conversation so far, where a channel is one: in threads and direct messages."""
    channel = interaction.channel
    if isinstance(channel, discord.Thread) and channel.owner_id == interaction.client.user.id:
        return lambda: said_here(desk, channel, interaction.client.user.id)
    return None


async def ask_about_message(interaction: Interaction, message: discord.Message) -> None:
    """Ask what a message says; the menu gives its text also where the bot may not read."""
    inquiry = inquiry_of(interaction, message.clean_content, locale_of(interaction))
    await ask(desk_of(interaction), inquiry, InteractionReply(interaction, private=False))
