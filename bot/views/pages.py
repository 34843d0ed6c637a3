"""Pages that only their asker turns: search results and the catalogue; and the card of one episode."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.answering.seams import EpisodeCard
from bot.delivery import Row, acknowledged, locale_of, whisper
from bot.desk import Desk
from bot.errors import NotYours
from bot.renderings.markdown import unescaped
from bot.renderings.notices import choice_name
from bot.renderings.pages import Page, catalogue_page, episode_card, page_of_episodes, search_page
from bot.texts.spoken import TEXTS, say
from bot.views.press import BLUE, Interaction, button, custom_id, pressed_message
from vectorstore.records import Episode

HITS = 15
"""Passages of a search: five pages."""
LONGEST_WORDS = 200
"""Characters of a search: as many as the first line of its results shows, from which the next page reads them."""


async def results(interaction: Interaction, desk: Desk, words: str, page: int, asker: int) -> None:
    """Put a page of search results into the deferred message."""
    language = locale_of(interaction)
    result = await desk.look(desk.library_in(interaction.guild_id).search, words, None, None, HITS)
    shown = search_page(result, page, language)
    await interaction.edit_original_response(content=shown.content, view=turning_row(language, "search", shown, asker))


async def turn_results(interaction: Interaction, desk: Desk, page: str, asker: str) -> None:
    """Turn a page of search results."""
    if await turned(interaction, asker):
        words = words_of(pressed_message(interaction).content)
        await results(interaction, desk, words, int(page), int(asker))


def words_of(content: str) -> str:
    """Return the words that a page of results was found for: they stand in its first line."""
    line = content.partition("\n")[0].strip("*")
    for texts in TEXTS.values():
        before, _, after = texts["results title"].partition("{words}")
        if line.startswith(before) and line.endswith(after):
            return unescaped(line[len(before) : len(line) - len(after)])
    return ""


async def catalogue(interaction: Interaction, desk: Desk, page: int, asker: int) -> None:
    """Put a page of the catalogue into the deferred message, with a select that opens an episode's card."""
    language = locale_of(interaction)
    episodes = await desk.look(desk.library_in(interaction.guild_id).catalogue)
    shown = catalogue_page(episodes, page, language)
    row = turning_row(language, "episodes", shown, asker)
    if on_page := page_of_episodes(episodes, page):
        row.add_item(episode_select(on_page, language))
    await interaction.edit_original_response(content=shown.content, view=row)


async def turn_catalogue(interaction: Interaction, desk: Desk, page: str, asker: str) -> None:
    """Turn a page of the catalogue."""
    if await turned(interaction, asker):
        await catalogue(interaction, desk, int(page), int(asker))


async def turned(interaction: Interaction, asker: str) -> bool:
    """Acknowledge a turning by the asker; somebody else is told to ask for pages of their own."""
    if str(interaction.user.id) != asker:
        raise NotYours
    await interaction.response.defer()
    return True


def turning_row(language: str, action: str, page: Page, asker: int) -> Row:
    """Return the buttons that turn pages; none where there is one page."""
    if page.count == 1:
        return Row()
    return Row(
        button(language, "previous", action, page.number - 1, asker, enabled=page.number > 1),
        button(language, "next", action, page.number + 1, asker, enabled=page.number < page.count),
    )


def episode_select(episodes: Sequence[Episode], language: str) -> ui.Select[Any]:
    """Return the select that opens the card of an episode on the page."""
    choices = [discord.SelectOption(label=choice_name(one, language), value=one.key) for one in episodes[:25]]
    return ui.Select(custom_id=custom_id("card"), placeholder=say(language, "select episode"), options=choices, row=1)


async def open_card(interaction: Interaction, desk: Desk, *_: str) -> None:
    """Show the card of the chosen episode to the presser alone."""
    await acknowledged(interaction, private=True)
    data: Any = interaction.data
    await card(interaction, desk, str(data["values"][0]))


async def card(interaction: Interaction, desk: Desk, wanted: str) -> None:
    """Put an episode's card into the deferred message; `wanted` is a key, a number or a part of the title."""
    language, library = locale_of(interaction), desk.library_in(interaction.guild_id)

    def found() -> EpisodeCard | None:
        """Find the episode and read it in one go."""
        episode = library.find(wanted)
        return library.card(episode.key) if episode else None

    known = await desk.look(found)
    if known is None:
        await whisper(interaction, say(language, "no such episode", what=discord.utils.escape_markdown(wanted[:80])))
        return
    ask = button(language, "ask episode", "askabout", known.episode.key, style=BLUE)
    await interaction.edit_original_response(content=episode_card(known, language), view=Row(ask))
