"""Documents that moderators add: checked by ingestion before they are kept, and what happens when a name is taken."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.answering.documents import excluded_names
from bot.delivery import Row, acknowledged, locale_of
from bot.desk import Desk
from bot.inbox import (
    ENDINGS,
    LARGEST,
    Unsuitable,
    Waiting,
    check_file,
    discard,
    free_name,
    keep,
    pasted,
    put_aside,
    waiting,
)
from bot.renderings.labels import short
from bot.renderings.markdown import inline
from bot.renderings.runs import document_name, reason_text
from bot.run_events import Ended
from bot.texts.spoken import say
from bot.views.forms import OPEN_FOR, written
from bot.views.moderating.run import Order, audit, layout_of, run_button
from bot.views.press import BLUE, RED, Interaction, button, custom_id
from vectorstore.layout import Layout

LONGEST_TITLE, LONGEST_TEXT = 100, 4000
"""Characters of a form's fields; 4,000 are the most that Discord takes."""
REMARKS = 3


def paste_form(language: str) -> ui.Modal:
    """Return the form for a text and its title."""
    modal = ui.Modal(title=say(language, "modal paste title"), custom_id=custom_id("libpaste"), timeout=OPEN_FOR)
    heading: ui.TextInput[Any] = ui.TextInput(
        label=say(language, "modal paste heading"), custom_id="title", max_length=LONGEST_TITLE
    )
    text: ui.TextInput[Any] = ui.TextInput(
        label=say(language, "modal paste label"),
        placeholder=say(language, "modal paste placeholder"),
        style=discord.TextStyle.paragraph,
        custom_id="text",
        max_length=LONGEST_TEXT,
    )
    return modal.add_item(heading).add_item(text)


async def text_pasted(interaction: Interaction, desk: Desk, title: str) -> None:
    """Take a text from the form."""
    await acknowledged(interaction, private=True)
    data: Any = interaction.data or {}
    _, text, *_ = [*written(data.get("components", [])), "", ""]
    await offered(interaction, desk, *pasted(title, text))


async def file_attached(interaction: Interaction, desk: Desk, file: discord.Attachment) -> None:
    """Take an attached file, when its kind and size allow it."""
    await acknowledged(interaction, private=True)
    language = locale_of(interaction)
    try:
        check_file(file.filename, file.size)
        content = await file.read()
        check_file(file.filename, len(content))  # what Discord said of it is one thing, what came another
    except Unsuitable as error:
        fields = {"endings": ", ".join(sorted(ENDINGS)), "megabytes": LARGEST // 1_000_000}
        await interaction.edit_original_response(content=say(language, f"add {error.reason}", **fields))
        await audit(interaction, desk, "add", short(file.filename, 100), f"refused: {error.reason}")
        return
    except discord.HTTPException:
        await interaction.edit_original_response(content=say(language, "add download failed"))
        return
    await offered(interaction, desk, file.filename, content)


async def offered(interaction: Interaction, desk: Desk, name: str, content: bytes) -> None:
    """Have a document checked, and keep it unless another one has its name; nothing is kept that cannot be read."""
    layout, language = layout_of(desk), locale_of(interaction)
    one = await desk.look(put_aside, layout.inbox, name, content)
    ended = await desk.reingestion.look(("--check", str(one.path)))
    if ended.outcome != "checked" or not ended.count("episodes", "total"):
        await desk.look(discard, layout.inbox, one.token)
        why = inline(short(next((reason for _, reason in ended.notes("skipped")), ""), 300))
        unreadable = say(language, "add unreadable", reason=why or reason_text(ended, language) or "?")
        await interaction.edit_original_response(content=unreadable)
        await audit(interaction, desk, "add", one.document, "refused: unreadable")
        return
    standing = await desk.look(standing_of, layout, one)
    if standing == "free":
        await kept(interaction, desk, one, one.name, notes_of(ended, language))
    elif standing == "removed":
        name = await desk.look(free_name, layout.inbox, one.name, frozenset(excluded_names(layout)))
        await kept(interaction, desk, one, name, notes_of(ended, language))
    elif standing == "same":
        await desk.look(discard, layout.inbox, one.token)
        same = say(language, "add same", document=document_name(one.document))
        await interaction.edit_original_response(content=same, view=run_button(language, "run", Order("reingest")))
    else:
        taken = say(language, "add taken", document=document_name(one.document))
        await interaction.edit_original_response(content=taken, view=taken_row(language, one.token))


def standing_of(layout: Layout, one: Waiting) -> str:
    """Return whether a waiting document's name is "free", was "removed", or is of the "same" or an "other" document."""
    if one.document in excluded_names(layout):
        return "removed"
    target = layout.inbox / one.name
    if not target.exists():
        return "free"
    return "same" if target.read_bytes() == one.path.read_bytes() else "other"


def taken_row(language: str, token: str) -> Row:
    """Return what can be done about a name that is taken."""
    return Row(
        button(language, "replace", "libkeep", token, "replace", style=RED),
        button(language, "keep both", "libkeep", token, "both", style=BLUE),
        button(language, "cancel", "libkeep", token, "no"),
    )


def notes_of(ended: Ended, language: str) -> str:
    """Return what ingestion remarks on a document, "" for nothing."""
    remarks = [inline(short(reason, 150)) for _, reason in ended.notes("warnings")[:REMARKS]]
    return say(language, "add notes", notes="; ".join(remarks)) if remarks else ""


async def kept(
    interaction: Interaction, desk: Desk, one: Waiting, name: str, notes: str = "", replace: bool = False
) -> None:
    """Keep a document, and offer to run."""
    language = locale_of(interaction)
    document = await desk.look(keep, layout_of(desk).inbox, one, name, replace)
    words = say(language, "add kept", document=document_name(document), notes=notes)
    await interaction.edit_original_response(content=words, view=run_button(language, "run", Order("reingest")))
    await audit(interaction, desk, "add", document, "replaced" if replace else "kept")


async def settled(interaction: Interaction, desk: Desk, token: str = "", how: str = "no") -> None:
    """Do with a document whose name was taken what was chosen."""
    await interaction.response.defer()
    inbox, language = layout_of(desk).inbox, locale_of(interaction)
    one = await desk.look(waiting, inbox, token)
    if one is None:
        await interaction.edit_original_response(content=say(language, "add gone"), view=None)
    elif how == "replace":
        await kept(interaction, desk, one, one.name, replace=True)
    elif how == "both":
        name = await desk.look(free_name, inbox, one.name, frozenset(excluded_names(layout_of(desk))))
        await kept(interaction, desk, one, name)
    else:
        await desk.look(discard, inbox, token)
        await interaction.edit_original_response(content=say(language, "add dropped"), view=None)
