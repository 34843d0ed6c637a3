"""/library correct, edit and corrections, and the message menu "Correct a word"; imports views."""

from __future__ import annotations

import logging
from typing import cast

import discord
from discord import app_commands

from bot.answering.amended import facts_of
from bot.cogs.completion import LONGEST, MOST
from bot.cogs.moderating.documents import chosen, complete_published
from bot.cogs.moderating.group import for_moderators, library
from bot.cogs.translation import named
from bot.delivery import acknowledged, locale_of
from bot.desk import Desk
from bot.texts.spoken import say
from bot.views.moderating.correcting import form_opened, offered
from bot.views.moderating.corrections import show_corrections
from bot.views.moderating.editing import edited, offered_values
from bot.views.moderating.rights import check_moderator
from bot.views.moderating.run import known_names
from bot.views.press import Interaction, desk_of
from vectorstore.corrections import FIELDS, Edit, EditField
from vectorstore.errors import StoreError
from vectorstore.text.folding import fold

log = logging.getLogger(__name__)

FIELD_CHOICES = [app_commands.Choice(name=named(f"choice field {field}"), value=field) for field in FIELDS]


async def complete_old(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer what may be replaced: the speakers of the chosen document, or what it says of its episodes."""
    desk, given = desk_of(interaction), interaction.namespace
    field = cast(EditField, given.field if given.field in FIELDS else "speaker")
    try:
        values = await desk.look(replaceable, desk, str(given.document or ""), field)
    except StoreError as error:
        log.warning("nothing to offer: %s", error)
        return []
    shown = {value: say(locale_of(interaction), "choice open") if value == "None" else value for value in values}
    fitting = [value for value in values if len(value) <= LONGEST and fold(typed) in fold(shown[value])]
    return [app_commands.Choice(name=shown[value], value=value) for value in fitting[:MOST]]


def replaceable(desk: Desk, typed: str, field: EditField) -> tuple[str, ...]:
    """Return the values of a field in a document, by its name or token; none where no document is chosen yet."""
    document = chosen(known_names(desk, "remove"), typed) if typed else None
    if document is None:
        return ()
    return offered_values(facts_of(desk.library.index, document), desk, Edit(document, field, None))


async def document_meant(interaction: Interaction, typed: str) -> str | None:
    """Return the document that was chosen or typed; None, and the moderator is told, when there is none."""
    await acknowledged(interaction, private=True)
    desk = desk_of(interaction)
    name = chosen(await desk.look(known_names, desk, "remove"), typed)
    if name is None:
        await interaction.edit_original_response(content=say(locale_of(interaction), "document unknown"))
    return name


@library.command(name=named("command correct name"), description=named("command correct text"))
@app_commands.rename(
    document=named("option document name"), wrong=named("option wrong name"), right=named("option right name")
)
@app_commands.describe(
    document=named("option document text"), wrong=named("option wrong text"), right=named("option right text")
)
@app_commands.autocomplete(document=for_moderators(complete_published))
async def correct(
    interaction: Interaction,
    document: app_commands.Range[str, 1, 300],
    wrong: app_commands.Range[str, 1, 200],
    right: app_commands.Range[str, 1, 200],
) -> None:
    """Show where the wrong words stand, and ask whether to put them right."""
    name = await document_meant(interaction, document)
    if name is not None:
        await offered(interaction, desk_of(interaction), name, wrong, right)


@library.command(name=named("command edit name"), description=named("command edit text"))
@app_commands.rename(
    document=named("option document name"),
    field=named("option field name"),
    value=named("option value name"),
    old=named("option old name"),
)
@app_commands.describe(
    document=named("option document text"),
    field=named("option field text"),
    value=named("option value text"),
    old=named("option old text"),
)
@app_commands.choices(field=FIELD_CHOICES)
@app_commands.autocomplete(document=for_moderators(complete_published), old=for_moderators(complete_old))
async def edit(
    interaction: Interaction,
    document: app_commands.Range[str, 1, 300],
    field: app_commands.Choice[str],
    value: app_commands.Range[str, 1, 2000] | None = None,
    old: app_commands.Range[str, 1, 200] | None = None,
) -> None:
    """Note what is to be said of the episode that a document tells, or of one of its speakers."""
    name = await document_meant(interaction, document)
    if name is not None:
        wanted = Edit(name, cast(EditField, field.value), value, old)
        await edited(interaction, desk_of(interaction), wanted)


@library.command(name=named("command corrections name"), description=named("command corrections text"))
async def listing(interaction: Interaction) -> None:
    """List the corrections in force."""
    await acknowledged(interaction, private=True)
    await show_corrections(interaction, desk_of(interaction))


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.default_permissions(manage_guild=True)
async def correct_word(interaction: Interaction, message: discord.Message) -> None:
    """Open the form for a word of an answer's sources."""
    check_moderator(interaction)
    await form_opened(interaction, desk_of(interaction), message.id)


MENU = app_commands.ContextMenu(name=named("menu correct"), callback=correct_word)
