"""The list of corrections, each of which can be taken back; imports the desk, renderings and lists."""

from __future__ import annotations

from collections import Counter

from bot.delivery import locale_of
from bot.desk import Desk
from bot.renderings.corrections import Applied, corrections_page, on_page, what_of
from bot.renderings.markdown import inline
from bot.texts.spoken import say
from bot.views.moderating.correcting import author, scope_of
from bot.views.moderating.lists import list_row, pick, picked
from bot.views.moderating.run import audit, layout_of
from bot.views.press import BLUE, Interaction, button
from vectorstore.corrections import Corrections, read_corrections, revoke_correction
from vectorstore.errors import NoIndex


async def show_corrections(interaction: Interaction, desk: Desk, page: int = 1, news: str = "") -> None:
    """Put a page of corrections into the deferred message."""
    language = locale_of(interaction)
    known, applied = await desk.look(all_corrections, desk)
    shown = corrections_page(known, applied, page, language, news)
    options = [(f"{n}. {what_of(one, language)}", one.id) for n, one in on_page(known, shown.number)]
    row = list_row(language, "corpage", shown, pick(language, "revoke", "corundo", options, shown.number))
    if news or applied.digest != known.digest:
        row.add_item(button(language, "run", "librun", "reingest", style=BLUE))
    await interaction.edit_original_response(content=shown.content, view=row)


def all_corrections(desk: Desk) -> tuple[Corrections, Applied]:
    """Return the corrections in force, and which the published index was made with; reads files."""
    known = read_corrections(layout_of(desk))
    try:
        with desk.library.index.session() as searcher:
            documents = Counter(one.id for record in searcher.catalogue.documents for one in record.corrections)
            return known, Applied(documents, searcher.index.manifest.errata)
    except NoIndex:
        return known, Applied({}, "")


async def turned(interaction: Interaction, desk: Desk, page: str = "1") -> None:
    """Turn a page."""
    await interaction.response.defer()
    await show_corrections(interaction, desk, int(page))


async def revoked(interaction: Interaction, desk: Desk, page: str = "1") -> None:
    """Take back the correction that was chosen."""
    await interaction.response.defer()
    language = locale_of(interaction)
    one = await desk.look(revoke_correction, layout_of(desk), picked(interaction), author(interaction, desk))
    if one is None:
        news = say(language, "corrections gone")
    else:
        news = say(language, "corrections revoked", what=inline(what_of(one, language)))
        await audit(interaction, desk, "revoke", scope_of(one), f"took back {one.id}")
    await show_corrections(interaction, desk, int(page), news)
