"""What an answer stands on: its quotations whole, and the transcript around each; both for the presser alone."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.answering.answer import Citation
from bot.answering.library import Library
from bot.answering.seams import ContextPage
from bot.delivery import Row, acknowledged, locale_of
from bot.desk import Desk
from bot.errors import AnswerForgotten
from bot.ledgers.records import AnswerRecord
from bot.renderings.notices import source_choice
from bot.renderings.pages import context_page, sources_pages
from bot.texts.spoken import say
from bot.views.press import Interaction, answer_below, button, custom_id

NEW = "0"
"""Stands for the pressed message: its id was not known when the button was made."""


async def arrived(interaction: Interaction, first: bool) -> None:
    """Acknowledge: a first press gets a message of its own, a further one changes that message."""
    if first:
        await acknowledged(interaction, private=True)
    else:
        await interaction.response.defer()


async def sources(interaction: Interaction, desk: Desk, answer: str = NEW, page: str = "1") -> None:
    """Show the quoted passages whole."""
    await arrived(interaction, answer == NEW)
    record = await answer_below(interaction, desk, answer)
    language = locale_of(interaction)
    citations = await desk.look(quoted, desk.library_in(interaction.guild_id), record)
    beside = {ref.n for ref in record.sources if not ref.cited}
    cited = [citation for citation in citations if citation.n not in beside]
    pages = sources_pages(cited, language, [citation for citation in citations if citation.n in beside])
    at = min(max(int(page), 1), len(pages))
    buttons = [
        button(language, "previous", "sources", record.message_id, at - 1, enabled=at > 1),
        button(language, "next", "sources", record.message_id, at + 1, enabled=at < len(pages)),
    ]
    row = Row(*buttons) if len(pages) > 1 else None
    await interaction.edit_original_response(content=pages[at - 1], view=row)


async def context(interaction: Interaction, desk: Desk, answer: str = NEW, chunk: str = "", step: str = "0") -> None:
    """Show the transcript around the first source, or one step on from a chunk."""
    await arrived(interaction, answer == NEW)
    record = await answer_below(interaction, desk, answer)
    if not record.sources:
        raise AnswerForgotten("an answer without sources")
    await show_page(interaction, desk, record, chunk or record.sources[0].chunk, int(step))


async def around(interaction: Interaction, desk: Desk, answer: str) -> None:
    """Show the transcript around the source that was chosen in the select."""
    await interaction.response.defer()
    record = await answer_below(interaction, desk, answer)
    data: Any = interaction.data
    wanted = str(data["values"][0])
    ref = next((ref for ref in record.sources if str(ref.n) == wanted), None)
    if ref is None:
        raise AnswerForgotten("a source that the answer does not have")
    await show_page(interaction, desk, record, ref.chunk, 0)


async def show_page(interaction: Interaction, desk: Desk, record: AnswerRecord, chunk: str, step: int) -> None:
    """Put a page of a transcript into the presser's message."""
    language = locale_of(interaction)
    page = await desk.look(desk.library_in(interaction.guild_id).context, "", chunk, step)
    if page is None:
        raise AnswerForgotten("the document is gone")
    citations = await desk.look(quoted, desk.library_in(interaction.guild_id), record)
    row = walking_row(record.message_id, page, citations, language)
    await interaction.edit_original_response(content=context_page(page, language), view=row)


def walking_row(answer: int, page: ContextPage, citations: list[Citation], language: str) -> Row:
    """Return the buttons of a walk, and a select of the answer's sources when there are several."""
    earlier = button(language, "earlier", "context", answer, page.chunk, -1, enabled=page.position > 1)
    later = button(language, "later", "context", answer, page.chunk, 1, enabled=page.position < page.count)
    if len(citations) < 2:
        return Row(earlier, later)
    choices = [discord.SelectOption(label=source_choice(one, language), value=str(one.n)) for one in citations[:25]]
    select: ui.Select[Any] = ui.Select(
        custom_id=custom_id("around", answer), placeholder=say(language, "select source"), options=choices, row=1
    )
    return Row(earlier, later, select)


def quoted(library: Library, record: AnswerRecord) -> list[Citation]:
    """Return the quotations of an answer that still stand in the library, by their numbers."""
    found = [library.quoted(ref.document, ref.chunk, ref.quote_hash, ref.n) for ref in record.sources]
    return [citation for citation in found if citation is not None]
