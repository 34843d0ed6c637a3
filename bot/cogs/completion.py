"""What is offered while a member types an episode or a show; never fails, as nobody could be told."""

from __future__ import annotations

import logging

from discord import app_commands

from bot.delivery import locale_of
from bot.renderings.notices import choice_name
from bot.views.press import Interaction, desk_of
from vectorstore.errors import StoreError
from vectorstore.text.folding import fold

log = logging.getLogger(__name__)

MOST, LONGEST = 25, 100
"""Discord's limits for choices, and for the characters of one."""


async def complete_episode(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the episodes whose number or title is being typed; the choice stands for the episode's key."""
    desk, language = desk_of(interaction), locale_of(interaction)
    try:
        found = await desk.look(desk.library_in(interaction.guild_id).episodes_like, typed, MOST)
    except StoreError as error:
        log.warning("no episodes to offer: %s", error)
        return []
    return [app_commands.Choice(name=choice_name(one, language), value=one.key) for one in found[:MOST]]


async def complete_show(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the shows with these letters in their name."""
    desk = desk_of(interaction)
    try:
        names = await desk.look(desk.library_in(interaction.guild_id).show_names)
    except StoreError as error:
        log.warning("no shows to offer: %s", error)
        return []
    shows = [show for show in names if fold(typed) in fold(show) and len(show) <= LONGEST]
    return [app_commands.Choice(name=show, value=show) for show in shows[:MOST]]
