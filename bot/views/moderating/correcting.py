"""Putting a misheard word right: asked about, confirmed, noted; imports the desk, renderings and run.

What is noted is applied by the next run of ingestion, which is offered.
"""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.answering.amended import facts_of
from bot.answering.documents import document_names, named, token_of
from bot.answering.misheard import standing_of
from bot.delivery import Row, acknowledged, locale_of, whisper
from bot.desk import Desk
from bot.errors import AnswerForgotten
from bot.renderings.corrections import name_of, sure_text, words_in
from bot.renderings.runs import document_name
from bot.texts.spoken import say
from bot.views.forms import OPEN_FOR, written
from bot.views.moderating.run import Order, audit, layout_of, mention_in, run_button
from bot.views.press import BLUE, Interaction, button, custom_id, pressed_message
from vectorstore.corrections import (
    LONGEST,
    BadCorrection,
    Correction,
    Erratum,
    append_correction,
    checked,
    read_corrections,
)
from vectorstore.text.folding import visible


def correct_form(language: str, answer: int, sources: list[int]) -> ui.Modal:
    """Return the form for a word of an answer's source."""
    modal = ui.Modal(
        title=say(language, "modal correct title"), custom_id=custom_id("corform", answer), timeout=OPEN_FOR
    )
    longest = {"source": 3, "wrong": LONGEST, "right": LONGEST}
    for name, most in longest.items():
        field: ui.TextInput[Any] = ui.TextInput(
            label=say(language, f"modal correct {name} label"),
            placeholder=say(language, f"modal correct {name} placeholder"),
            default=str(sources[0]) if name == "source" and len(sources) == 1 else None,
            style=discord.TextStyle.short,
            custom_id=name,
            max_length=most,
        )
        modal.add_item(field)
    return modal


async def form_opened(interaction: Interaction, desk: Desk, message_id: int) -> None:
    """Open the form for a message, when it is an answer with sources."""
    record = await desk.note(desk.ledger.answer, message_id)
    language = locale_of(interaction)
    if record is None or not record.sources:
        await whisper(interaction, say(language, "correct no sources"))
        return
    await interaction.response.send_modal(correct_form(language, message_id, [ref.n for ref in record.sources]))


async def form_sent(interaction: Interaction, desk: Desk, source: str, answer: str = "") -> None:
    """Take what was written into the form."""
    await acknowledged(interaction, private=True)
    data: Any = interaction.data or {}
    _, wrong, right, *_ = [*written(data.get("components", [])), "", "", ""]
    record = await desk.note(desk.ledger.answer, int(answer or 0))
    if record is None:
        raise AnswerForgotten(f"message {answer}")
    ref = next((ref for ref in record.sources if str(ref.n) == source.strip(" []")), None)
    if ref is None:
        numbers = ", ".join(str(ref.n) for ref in record.sources)
        words = say(locale_of(interaction), "correct no such source", numbers=numbers)
        await interaction.edit_original_response(content=words)
        return
    await offered(interaction, desk, ref.document, wrong, right)


async def offered(interaction: Interaction, desk: Desk, document: str, wrong: str, right: str) -> None:
    """Show in how many places of a document words stand, with buttons that put them right."""
    language = locale_of(interaction)
    mention = mention_in(desk, language)
    try:
        # Without unseen characters: the buttons read the words again from a message, which shows none.
        erratum = checked(Erratum(visible(wrong), visible(right), document))
    except BadCorrection as error:
        await interaction.edit_original_response(content=say(language, f"correct bad {error.field}"))
        return
    standing = await desk.look(standing_of, desk.library.index, document, erratum.wrong)
    if standing is None:
        await interaction.edit_original_response(content=say(language, "document unknown"))
        return
    if await desk.look(is_noted, desk, erratum):
        words = say(language, "correct noted before", command=mention("corrections"))
        await interaction.edit_original_response(content=words)
        return
    if not standing.count:
        fields = {"wrong": name_of(erratum.wrong), "document": document_name(document)}
        words = say(language, "correct nowhere", command=mention("edit"), **fields)
        await interaction.edit_original_response(content=words)
        return
    row = Row(button(language, "correct here", "cornow", token_of(document), style=BLUE))
    if not standing.alone:
        row.add_item(button(language, "correct show", "corshow", token_of(document)))
    row.add_item(button(language, "cancel", "libno"))
    await interaction.edit_original_response(content=sure_text(erratum, standing, language), view=row)


def is_noted(desk: Desk, erratum: Erratum) -> bool:
    """Return whether the same correction is in force."""

    def said(one: Erratum) -> tuple[str | None, ...]:
        return one.wrong, one.right, one.document, one.episode, one.show

    return any(said(one) == said(erratum) for one in read_corrections(layout_of(desk)).errata)


async def corrected_here(interaction: Interaction, desk: Desk, token: str = "") -> None:
    """Note the correction of this question for its document."""
    await confirmed(interaction, desk, token, whole_show=False)


async def corrected_everywhere(interaction: Interaction, desk: Desk, token: str = "") -> None:
    """Note the correction of this question for the whole show of its document."""
    await confirmed(interaction, desk, token, whole_show=True)


async def confirmed(interaction: Interaction, desk: Desk, token: str, whole_show: bool) -> None:
    """Note a correction that was asked about."""
    await interaction.response.defer()
    language = locale_of(interaction)
    words = words_in(pressed_message(interaction).content)
    document = named(await desk.look(document_names, desk.library.index), token)
    facts = await desk.look(facts_of, desk.library.index, document) if document else None
    if words is None or document is None or facts is None:
        await interaction.edit_original_response(content=say(language, "document unknown"), view=None)
        return
    show = facts.episodes[0].show if whole_show and facts.episodes else None
    erratum = Erratum(*words, document=None if show else document, show=show, by=author(interaction, desk))
    if await desk.look(is_noted, desk, erratum):
        command = mention_in(desk, language)("corrections")
        noted = say(language, "correct noted before", command=command)
        await interaction.edit_original_response(content=noted, view=None)
        return
    stored = await desk.look(append_correction, layout_of(desk), erratum)
    where = name_of(show) if show else document_name(document)
    fields = {"wrong": name_of(stored.wrong), "right": name_of(stored.right), "where": where}
    await noted_text(interaction, say(language, "correct noted", **fields))
    await audit(interaction, desk, "correct", show or document, f"noted as {stored.id}")


async def noted_text(interaction: Interaction, words: str) -> None:
    """Say what was noted, and offer the run that applies it."""
    language = locale_of(interaction)
    await interaction.edit_original_response(content=words, view=run_button(language, "run", Order("reingest")))


def author(interaction: Interaction, desk: Desk) -> str:
    """Return under which name a correction is kept: never the id in the clear."""
    return desk.ledger.pseudonym(interaction.user.id)[:12]


def scope_of(one: Correction) -> str:
    """Return what the audit names a correction's scope: its document, episode or show, "" for everything."""
    return one.document or (one.episode or one.show or "" if isinstance(one, Erratum) else "")
