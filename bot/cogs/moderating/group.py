"""The group /library: for moderators of a server alone, which is checked here for every subcommand; imports views.

A subcommand is a function of a module in this folder: `@library.command(name=named(...), ...)`. Whatever is offered
while a moderator types goes through `for_moderators`, because Discord asks for choices without the group's check.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord import app_commands

from bot.cogs.translation import named
from bot.views.moderating.rights import check_moderator, is_moderator
from bot.views.press import Interaction

Complete = Callable[[Interaction, str], Awaitable[list[app_commands.Choice[Any]]]]


class LibraryGroup(app_commands.Group):
    """/library and its subcommands."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Let moderators pass; NotModerator for others, whatever Discord's settings let them see."""
        check_moderator(interaction)
        return True


library = LibraryGroup(
    name=named("command library name"),
    description=named("command library text"),
    guild_only=True,
    default_permissions=discord.Permissions(manage_guild=True),
)


def for_moderators(complete: Complete) -> Complete:
    """Return a completion that offers nothing to anybody else."""

    async def checked(interaction: Interaction, typed: str) -> list[app_commands.Choice[Any]]:
        return await complete(interaction, typed) if is_moderator(interaction) else []

    return checked
