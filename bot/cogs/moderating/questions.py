"""/library questions, and the message menu "Add to test questions"; imports views."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.cogs.moderating.group import library
from bot.cogs.translation import named
from bot.delivery import acknowledged
from bot.views.moderating.questions import asked_to_keep, show_questions
from bot.views.moderating.rights import check_moderator
from bot.views.press import Interaction, desk_of


@library.command(name=named("command questions name"), description=named("command questions text"))
async def listing(interaction: Interaction) -> None:
    """List the test questions."""
    await acknowledged(interaction, private=True)
    await show_questions(interaction, desk_of(interaction))


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.default_permissions(manage_guild=True)
async def add_question(interaction: Interaction, message: discord.Message) -> None:
    """Ask which passage answers the question of an answer, and keep both."""
    check_moderator(interaction)
    await asked_to_keep(interaction, desk_of(interaction), message.id, message.content)


MENU = app_commands.ContextMenu(name=named("menu golden"), callback=add_question)
