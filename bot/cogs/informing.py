"""/help, /about, /privacy and /language: about the bot itself, to the asker alone; imports views."""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from discord import app_commands
from discord.ext import commands

from bot.answering.library import Library
from bot.cogs.browsing import empty_words, known_to
from bot.cogs.translation import named
from bot.delivery import acknowledged, locale_of, whisper
from bot.desk import Desk
from bot.errors import NotYours
from bot.renderings.notices import about_text, help_text
from bot.texts.spoken import say
from bot.views.moderating.run import audit
from bot.views.mydata import privacy_page
from bot.views.press import Interaction, desk_of
from vectorstore.errors import NoIndex

LANGUAGES = [app_commands.Choice(name=named(f"choice {code}"), value=code) for code in ("auto", "en", "nl")]


class Informing(commands.Cog):
    """The commands about the bot."""

    def __init__(self, client: commands.Bot) -> None:
        self.client = client

    @app_commands.command(name=named("command help name"), description=named("command help text"))
    async def help(self, interaction: Interaction) -> None:
        """Say how to ask, and what to do first when the library is empty."""
        await acknowledged(interaction, private=True)
        desk, language = desk_of(interaction), locale_of(interaction)
        episodes = await known_to(interaction)
        text = help_text(mentions(desk, language), language, episodes, desk.rules.history_turns)
        content = text if episodes else f"{empty_words(interaction)}\n\n{text}"
        await interaction.edit_original_response(content=content[:2000])

    @app_commands.command(name=named("command about name"), description=named("command about text"))
    async def about(self, interaction: Interaction) -> None:
        """Say what the bot is and what it answers from."""
        await acknowledged(interaction, private=True)
        desk = desk_of(interaction)
        zone = desk.rules_for(interaction.guild_id).timezone
        library = desk.library_in(interaction.guild_id)
        content = await desk.look(about_page, desk, library, locale_of(interaction), zone)
        await interaction.edit_original_response(content=content)

    @app_commands.command(name=named("command privacy name"), description=named("command privacy text"))
    async def privacy(self, interaction: Interaction) -> None:
        """Say what is stored about a member, with buttons for a copy and for its deletion."""
        text, row = privacy_page(desk_of(interaction), locale_of(interaction), interaction.guild_id)
        await whisper(interaction, text, row)

    @app_commands.command(name=named("command language name"), description=named("command language text"))
    @app_commands.rename(language=named("option language name"), everyone=named("option everyone name"))
    @app_commands.describe(language=named("option language text"), everyone=named("option everyone text"))
    @app_commands.choices(language=LANGUAGES)
    async def language(
        self, interaction: Interaction, language: app_commands.Choice[str], everyone: bool = False
    ) -> None:
        """Fix the language of a member's answers, or of a server's; "auto" follows the question."""
        await acknowledged(interaction, private=True)
        if everyone and not (interaction.guild_id and interaction.permissions.manage_guild):
            raise NotYours
        desk, shown = desk_of(interaction), locale_of(interaction)
        if everyone and interaction.guild_id:
            await fix_for_everyone(interaction, desk, language.value)
        else:
            await desk.note(desk.ledger.set_preference, interaction.user.id, language.value)
        key = "language set" + (" everyone" if everyone else "") + (" auto" if language.value == "auto" else "")
        name = say(shown, f"choice {language.value}")
        await interaction.edit_original_response(content=say(shown, key, name=name))


async def fix_for_everyone(interaction: Interaction, desk: Desk, language: str) -> None:
    """Set the server's language, which /library settings shows."""
    await desk.note(desk.house.change, "languages", interaction.guild_id, language)
    await audit(interaction, desk, "settings", "languages", language)


def mentions(desk: Desk, language: str) -> dict[str, str]:
    """Return clickable mentions of the commands by their English names; members see them by their own name."""
    return {name: f"</{name}:{id_}>" for name, id_ in desk.command_ids.items() if " " not in name}


def about_page(desk: Desk, library: Library, language: str, zone: str) -> str:
    """Return the text of /about; reads the manifest, so it does not belong on the event loop."""
    episodes = library.catalogue()
    try:
        with library.index.session() as searcher:
            manifest = searcher.index.manifest
        generation, built = manifest.generation, datetime.fromisoformat(manifest.published).timestamp()
    except NoIndex:
        return about_text(language, (), None, None, zone, installed_version(), desk.rules.model)
    return about_text(language, episodes, generation, built, zone, installed_version(), desk.rules.model)


def installed_version() -> str:
    """Return the version of the package, or that it runs from its folder."""
    try:
        return version("podcast-bot")
    except PackageNotFoundError:
        return "0.1.0"
