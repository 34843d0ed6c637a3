"""/library settings, pause, resume, block, unblock and audit; imports views."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.cogs.moderating.group import library
from bot.cogs.translation import named
from bot.delivery import acknowledged, locale_of
from bot.texts.spoken import say
from bot.views.moderating.acts import show_acts
from bot.views.moderating.run import audit, mention_in
from bot.views.moderating.settings import show
from bot.views.moderating.settings_pages import first_page
from bot.views.press import Interaction, desk_of


@library.command(name=named("command settings name"), description=named("command settings text"))
async def settings(interaction: Interaction) -> None:
    """Show all settings and what changes them; the first time, begin with the set-up."""
    await acknowledged(interaction, private=True)
    desk = desk_of(interaction)
    if not desk.shows:
        await desk.count()
    await show(interaction, first_page(interaction, desk))


@library.command(name=named("command pause name"), description=named("command pause text"))
async def pause(interaction: Interaction) -> None:
    """Take no questions on this server until somebody resumes."""
    await set_paused(interaction, True)


@library.command(name=named("command resume name"), description=named("command resume text"))
async def resume(interaction: Interaction) -> None:
    """Take questions again."""
    await set_paused(interaction, False)


async def set_paused(interaction: Interaction, paused: bool) -> None:
    """Pause or go on, at once."""
    await acknowledged(interaction, private=True)
    desk, language = desk_of(interaction), locale_of(interaction)
    await desk.note(desk.house.change, "paused", interaction.guild_id, paused)
    await audit(interaction, desk, "pause" if paused else "resume", "", "done")
    command = mention_in(desk, language)("resume")
    words = say(language, "paused", command=command) if paused else say(language, "resumed")
    await interaction.edit_original_response(content=words)


@library.command(name=named("command block name"), description=named("command block text"))
@app_commands.rename(member=named("option member name"))
@app_commands.describe(member=named("option member text"))
async def block(interaction: Interaction, member: discord.User) -> None:
    """Take no more questions from a member."""
    await set_blocked(interaction, member, True)


@library.command(name=named("command unblock name"), description=named("command unblock text"))
@app_commands.rename(member=named("option member name"))
@app_commands.describe(member=named("option member text"))
async def unblock(interaction: Interaction, member: discord.User) -> None:
    """Take a member's questions again; who has left the server can be chosen as well."""
    await set_blocked(interaction, member, False)


async def set_blocked(interaction: Interaction, member: discord.abc.User, blocked: bool) -> None:
    """Block a member or not, at once; nobody can block themselves out, and a bot asks nothing."""
    await acknowledged(interaction, private=True)
    desk, language = desk_of(interaction), locale_of(interaction)
    if blocked and (member.bot or member.id == interaction.user.id):
        await interaction.edit_original_response(content=say(language, "blocked nobody"))
        return
    act = "block" if blocked else "unblock"
    changed = await desk.note(desk.house.block, interaction.guild_id or 0, member.id, blocked)
    await audit(interaction, desk, act, str(member.id), "done" if changed else "was so already")
    key = f"{act}ed" if changed else f"{act}ed already"
    command = mention_in(desk, language)("unblock")
    await interaction.edit_original_response(content=say(language, key, member=member.mention, command=command))


@library.command(name=named("command audit name"), description=named("command audit text"))
async def audited(interaction: Interaction) -> None:
    """Show what moderators did."""
    await acknowledged(interaction, private=True)
    await show_acts(interaction, desk_of(interaction))
