"""The group /library: for moderators of a server alone, which is checked here for every subcommand; imports views.

A subcommand is a function of a module in this folder: `@library.command(name=named(...), ...)`. Whatever is offered
while a moderator types goes through `for_moderators`, because Discord asks for choices without the group's check.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import discord
from discord import app_commands

from bot.cogs.translation import named
from bot.errors import NotModerator
from bot.views.moderating.rights import check_moderator, is_moderator
from bot.views.press import Interaction

Complete = Callable[[Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[Any]]]]


class LibraryGroup(app_commands.Group):
    """/library and its subcommands."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Let moderators pass, and nobody else, whatever Discord's settings let them see.

        The library hands only its own errors to the tree's handler, so NotModerator goes there inside one of these.
        """
        try:
            check_moderator(interaction)
        except NotModerator as error:
            command: Any = interaction.command
            raise app_commands.CommandInvokeError(command, error) from error
        return True


library = LibraryGroup(
    name=named("command library name"),
    description=named("command library text"),
    guild_only=True,
    allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
    default_permissions=discord.Permissions(manage_guild=True),
)


def for_moderators(complete: Complete) -> Complete:
    """Return a completion that offers nothing to anybody else."""

    async def checked(interaction: Interaction, typed: str) -> list[app_commands.Choice[Any]]:
        return await complete(interaction, typed) if is_moderator(interaction) else []

    return checked
