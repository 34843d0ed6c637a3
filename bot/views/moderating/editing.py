"""Noting what is to be said of an episode or a speaker; imports the desk, renderings and correcting."""

from __future__ import annotations

from dataclasses import replace

from bot.answering.amended import Facts, Unclear, aimed, facts_of, takes_back, values_of
from bot.delivery import locale_of
from bot.desk import Desk
from bot.renderings.corrections import value_text
from bot.renderings.labels import listed
from bot.renderings.runs import document_name
from bot.texts.spoken import say
from bot.views.moderating.correcting import author, noted_text
from bot.views.moderating.run import audit, layout_of
from bot.views.press import Interaction
from vectorstore.corrections import BadCorrection, Edit, append_correction, checked, read_corrections

CHOICES = 10
"""Values that a sentence names."""


async def edited(interaction: Interaction, desk: Desk, edit: Edit) -> None:
    """Note an edit, when it is clear what it means and its value is one; say so either way."""
    language = locale_of(interaction)
    facts = await desk.look(facts_of, desk.library.index, edit.document)
    if facts is None:
        await interaction.edit_original_response(content=say(language, "document unknown"))
        return
    known = await desk.look(read_corrections, layout_of(desk))
    try:
        aim, old = aimed(edit, facts, known)
        aim = checked(aim)
    except Unclear as error:
        await interaction.edit_original_response(content=unclear_text(edit, error, language))
        return
    except BadCorrection:
        await interaction.edit_original_response(content=say(language, f"edit bad {edit.field}"))
        return
    fields = {"field": say(language, f"choice field {edit.field}"), "document": document_name(edit.document)}
    fields["old"] = value_text(old, language)
    if (aim.new or "None") == old and not takes_back(facts, edit.field, known):
        await interaction.edit_original_response(content=say(language, "edit same", **fields))
        return
    # The note lets the list say what an edit replaced, also where it need not name that.
    aim = replace(aim, note=old, by=author(interaction, desk))
    stored = await desk.look(append_correction, layout_of(desk), aim)
    key = "edit noted" if stored.new is not None else "edit noted open"
    await noted_text(interaction, say(language, key, new=value_text(stored.new, language), **fields))
    await audit(interaction, desk, "edit", edit.document, f"{edit.field}, noted as {stored.id}")


def unclear_text(edit: Edit, error: Unclear, language: str) -> str:
    """Return what has to be said besides, and what there is to choose from."""
    fields = {"field": say(language, f"choice field {edit.field}"), "document": document_name(edit.document)}
    if error.choices:
        choices = listed([f"“{value_text(one, language)}”" for one in error.choices], CHOICES, language)
        return say(language, "edit unclear", option=say(language, "option old name"), choices=choices)
    if edit.field == "speaker":
        return say(language, "edit nobody", **fields)
    return say(language, "edit no choices", **fields)


def offered_values(facts: Facts | None, desk: Desk, edit: Edit) -> tuple[str, ...]:
    """Return what may be replaced in a document; reads a file, so it does not belong on the event loop."""
    return values_of(facts, edit.field, read_corrections(layout_of(desk))) if facts else ()
