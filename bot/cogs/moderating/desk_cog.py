"""Puts up /library, once all modules with its subcommands are imported; imports them.

A subcommand registers itself with the group while its module is imported: add the module to MODULES.
"""

from __future__ import annotations

import logging
from types import ModuleType

from discord.ext import commands

from bot.cogs.moderating import correcting, documents, house, questions, running
from bot.cogs.moderating.group import library
from bot.desk import Desk
from bot.views.moderating.erasing import forgetting
from bot.views.moderating.recovery import found_again

log = logging.getLogger(__name__)

MODULES: tuple[ModuleType, ...] = (running, documents, correcting, questions, house)
MENUS = (correcting.MENU, questions.MENU)


class Moderating(commands.Cog):
    """The commands of moderators."""

    def __init__(self, client: commands.Bot) -> None:
        self.client = client
        self.desk: Desk = client.desk  # type: ignore[attr-defined]
        self.forget = forgetting(self.desk)

    async def cog_load(self) -> None:
        """Put up the group, whose subcommands stand in several modules, and the menus: a cog declares neither."""
        for command in (library, *MENUS):
            self.client.tree.add_command(command)
        self.desk.on_publication.append(self.forget)

    async def cog_unload(self) -> None:
        """Take them down."""
        self.client.tree.remove_command(library.name)
        for menu in MENUS:
            self.client.tree.remove_command(menu.name, type=menu.type)
        self.desk.on_publication.remove(self.forget)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Tell how a run ended that was going on when the bot was."""
        try:
            await found_again(self.client, self.desk)
        except Exception:  # the edge of an event; a run is over or not, whatever happens to its message
            log.exception("a run of the bot before could not be looked for")
