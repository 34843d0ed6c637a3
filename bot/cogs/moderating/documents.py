"""/library add, remove, restore and download; imports views."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Literal

import discord
from discord import app_commands

from bot.answering.documents import named as named_by
from bot.answering.documents import token_of, whole_text
from bot.cogs.completion import LONGEST, MOST
from bot.cogs.moderating.group import for_moderators, library
from bot.cogs.translation import named
from bot.delivery import Row, acknowledged, locale_of
from bot.desk import Desk
from bot.inbox import LARGEST, file_of
from bot.renderings.cutting import shortened
from bot.renderings.runs import document_name
from bot.texts.spoken import say
from bot.views.moderating.documents import file_attached, paste_form
from bot.views.moderating.run import Order, audit, busy_text, known_names, layout_of, mention_in, run_button
from bot.views.press import Interaction, desk_of
from vectorstore.errors import StoreError
from vectorstore.store.seam import open_store
from vectorstore.text.folding import fold

log = logging.getLogger(__name__)

Kind = Literal["remove", "erase", "restore"]


async def complete_published(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the documents of the index; those that were removed too when they are to be erased."""
    return await offers(interaction, "erase" if interaction.namespace.everywhere else "remove", typed)


async def complete_removed(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the documents that were removed."""
    return await offers(interaction, "restore", typed)


async def offers(interaction: Interaction, kind: Kind, typed: str) -> list[app_commands.Choice[str]]:
    """Offer documents with these letters in their name; one with a long name is chosen by its token."""
    desk = desk_of(interaction)
    try:
        names = await desk.look(known_names, desk, kind)
    except StoreError as error:
        log.warning("no documents to offer: %s", error)
        return []
    found = [name for name in names if fold(typed) in fold(name)][:MOST]
    return [
        app_commands.Choice(name=shortened(name, LONGEST), value=name if len(name) <= LONGEST else token_of(name))
        for name in found
    ]


def chosen(names: Sequence[str], typed: str) -> str | None:
    """Return the document that was chosen or typed: by name, by token, or the only one with these letters."""
    if typed in names:
        return typed
    alike = [name for name in names if fold(typed) in fold(name)]
    return named_by(names, typed) or (alike[0] if len(alike) == 1 else None)


@library.command(name=named("command add name"), description=named("command add text"))
@app_commands.rename(file=named("option file name"))
@app_commands.describe(file=named("option file text"))
async def add(interaction: Interaction, file: discord.Attachment | None = None) -> None:
    """Add an attached file, or open the form for a text."""
    if file is None:
        await interaction.response.send_modal(paste_form(locale_of(interaction)))
    else:
        await file_attached(interaction, desk_of(interaction), file)


@library.command(name=named("command remove name"), description=named("command remove text"))
@app_commands.rename(document=named("option document name"), everywhere=named("option everywhere name"))
@app_commands.describe(document=named("option document text"), everywhere=named("option everywhere text"))
@app_commands.autocomplete(document=for_moderators(complete_published))
async def remove(interaction: Interaction, document: app_commands.Range[str, 1, 300], everywhere: bool = False) -> None:
    """Ask whether to take a document out, or to erase it."""
    await confirm(interaction, "erase" if everywhere else "remove", document)


@library.command(name=named("command restore name"), description=named("command restore text"))
@app_commands.rename(document=named("option document name"))
@app_commands.describe(document=named("option document text"))
@app_commands.autocomplete(document=for_moderators(complete_removed))
async def restore(interaction: Interaction, document: app_commands.Range[str, 1, 300]) -> None:
    """Ask whether to let a document in again."""
    await confirm(interaction, "restore", document)


async def confirm(interaction: Interaction, kind: Kind, typed: str) -> None:
    """Show which document is meant and what will happen to it, with a button that does it."""
    await acknowledged(interaction, private=True)
    desk, language = desk_of(interaction), locale_of(interaction)
    name = chosen(await desk.look(known_names, desk, kind), typed)
    if name is None:
        key = "document not removed" if kind == "restore" else "document unknown"
        await interaction.edit_original_response(content=say(language, key))
        return
    if busy := await busy_text(desk, language):
        await interaction.edit_original_response(content=busy)
        return
    command = mention_in(desk, language)("restore")
    sure = say(language, f"{kind} sure", document=document_name(name), command=command)
    if await desk.look(is_pinned, desk):
        sure += "\n" + say(language, "preview pinned")
    row = run_button(language, kind, Order(kind, token_of(name), name), danger=kind != "restore")
    await interaction.edit_original_response(content=sure, view=row)


def is_pinned(desk: Desk) -> bool:
    """Return whether the index was rolled back, so that any run brings the newer episodes back as well."""
    pointer = open_store(layout_of(desk)).pointer()
    return pointer is not None and pointer.pinned


@library.command(name=named("command download name"), description=named("command download text"))
@app_commands.rename(document=named("option document name"))
@app_commands.describe(document=named("option document text"))
@app_commands.autocomplete(document=for_moderators(complete_published))
async def download(interaction: Interaction, document: app_commands.Range[str, 1, 300]) -> None:
    """Hand out one document: its file when it lies in the inbox, else its text as the index holds it."""
    await acknowledged(interaction, private=True)
    desk, language = desk_of(interaction), locale_of(interaction)
    name = chosen(await desk.look(known_names, desk, "remove"), document)
    if name is None:
        await interaction.edit_original_response(content=say(language, "document unknown"))
        return
    content, original = await desk.look(content_of, desk, name)
    shown = document_name(name)
    if len(content) > LARGEST:
        await interaction.edit_original_response(content=say(language, "download large", document=shown))
        return
    key = "download file" if original else "download text"
    file = discord.File(io.BytesIO(content), file_name(name, original))
    words = say(language, key, document=shown)
    await interaction.edit_original_response(content=words, attachments=[file], view=Row())
    await audit(interaction, desk, "download", name, "sent")


def content_of(desk: Desk, document: str) -> tuple[bytes, bool]:
    """Return a document's bytes and whether they are those of its file.

    Which folder another root is, is ingestion's to know: only the inbox is read here.
    """
    if path := file_of(layout_of(desk).inbox, document):
        return path.read_bytes(), True
    return (whole_text(desk.library.index, document) or "").encode(), False


def file_name(document: str, original: bool) -> str:
    """Return the name of the file to send; text that was put together again is Markdown, whatever it was."""
    name = PurePosixPath(document).name
    return name if original else f"{PurePosixPath(name).stem}.md"
