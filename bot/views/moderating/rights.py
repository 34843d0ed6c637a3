"""Whether who presses or commands is a moderator, in code, whatever Discord's settings show; imports guards."""

from __future__ import annotations

import logging
from functools import wraps
from typing import Any

import discord

from bot.desk import Desk
from bot.errors import NotModerator
from bot.guards import ModeratorFacts, may_moderate
from bot.views.press import Handler, Interaction, desk_of

log = logging.getLogger(__name__)


def facts_of(interaction: Interaction) -> ModeratorFacts:
    """Return what decides whether somebody moderates, as Discord states it with the interaction."""
    granted, user = interaction.permissions, interaction.user
    roles = frozenset(role.id for role in user.roles) if isinstance(user, discord.Member) else frozenset()
    return ModeratorFacts(interaction.guild_id, granted.manage_guild or granted.administrator, roles)


def is_moderator(interaction: Interaction) -> bool:
    """Return whether who sent an interaction may run the library."""
    return may_moderate(facts_of(interaction), desk_of(interaction).rules.moderator_roles)


def check_moderator(interaction: Interaction) -> None:
    """Raise NotModerator unless who sent an interaction may run the library; the attempt is logged."""
    if not is_moderator(interaction):
        name = wanted(interaction)
        member = desk_of(interaction).ledger.pseudonym(interaction.user.id)
        log.warning("refused: %s is for moderators (member %s)", name, member[:8])
        raise NotModerator(name)


def wanted(interaction: Interaction) -> str:
    """Return what an interaction is about: its command or the button's custom id."""
    if interaction.command:
        return interaction.command.qualified_name
    data: dict[str, Any] = dict(interaction.data or {})
    return str(data.get("custom_id", "?"))


def moderators_only(handle: Handler) -> Handler:
    """Return a handler of a button or form that does nothing for anybody else."""

    @wraps(handle)
    async def checked(interaction: Interaction, desk: Desk, *arguments: str) -> None:
        check_moderator(interaction)
        await handle(interaction, desk, *arguments)

    return checked
