"""/search, /episodes and /episode: the library without an answer; imports views."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.cogs.completion import complete_episode
from bot.cogs.translation import named
from bot.delivery import acknowledged, locale_of
from bot.texts.spoken import say
from bot.views import pages
from bot.views.moderating.run import mention_in
from bot.views.press import Interaction, desk_of


class Browsing(commands.Cog):
    """The commands that show the library."""

    def __init__(self, client: commands.Bot) -> None:
        self.client = client

    @app_commands.command(name=named("command search name"), description=named("command search text"))
    @app_commands.rename(words=named("option words name"))
    @app_commands.describe(words=named("option words text"))
    async def search(self, interaction: Interaction, words: app_commands.Range[str, 1, pages.LONGEST_WORDS]) -> None:
        """Show the nearest passages, three a page."""
        await acknowledged(interaction, private=False)
        if not await is_empty(interaction):
            await pages.results(interaction, desk_of(interaction), words, 1, interaction.user.id)

    @app_commands.command(name=named("command episodes name"), description=named("command episodes text"))
    async def episodes(self, interaction: Interaction) -> None:
        """Show the catalogue, newest first."""
        await acknowledged(interaction, private=False)
        if not await is_empty(interaction):
            await pages.catalogue(interaction, desk_of(interaction), 1, interaction.user.id)

    @app_commands.command(name=named("command episode name"), description=named("command episode text"))
    @app_commands.rename(episode=named("option episode name"))
    @app_commands.describe(episode=named("option episode text"))
    @app_commands.autocomplete(episode=complete_episode)
    async def episode(self, interaction: Interaction, episode: app_commands.Range[str, 1, 100]) -> None:
        """Show the card of one episode."""
        await acknowledged(interaction, private=False)
        if not await is_empty(interaction):
            await pages.card(interaction, desk_of(interaction), episode)


async def is_empty(interaction: Interaction) -> bool:
    """Return whether the library is empty, and then tell the member, or a moderator how to fill it."""
    if await known_to(interaction):
        return False
    await interaction.edit_original_response(content=empty_words(interaction))
    return True


async def known_to(interaction: Interaction) -> int:
    """Return how many episodes a member may ask about: those of their server's shows."""
    desk = desk_of(interaction)
    episodes = desk.episodes or await desk.count()
    if not episodes or desk.house.shows(interaction.guild_id) is None:
        return episodes
    return await desk.look(desk.library_in(interaction.guild_id).size)


def empty_words(interaction: Interaction) -> str:
    """Return what an empty library means to this member, or one without their server's shows."""
    desk, language = desk_of(interaction), locale_of(interaction)
    manages = interaction.guild_id is not None and interaction.permissions.manage_guild
    if desk.episodes:
        mention = mention_in(desk, language)
        fields = {name: mention(name) for name in ("settings", "status")}
        key = "no shows" if interaction.guild_id else "no shows direct"
        return say(language, "no shows moderator", **fields) if manages else say(language, key)
    return say(language, "empty library moderator" if manages else "refusal empty library")
