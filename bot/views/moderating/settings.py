"""What the controls of /library settings do: show a setting, set it, take that back, go through the set-up."""

from __future__ import annotations

from typing import Any

from discord import ui

from bot.delivery import locale_of
from bot.desk import Desk
from bot.house_settings import SETTINGS, Unfit
from bot.renderings.house import changed_text, unfit_text
from bot.texts.spoken import say
from bot.views.forms import OPEN_FOR
from bot.views.moderating.run import audit
from bot.views.moderating.settings_pages import Page, known, overview, setting_page, step_page, warning
from bot.views.moderating.shows import chosen_shows
from bot.views.press import Interaction, custom_id


async def show(interaction: Interaction, page: Page) -> None:
    """Put a page in the place of the one that was pressed."""
    await interaction.edit_original_response(content=page.content, view=page.row)


async def picked(interaction: Interaction, desk: Desk, *_: str) -> None:
    """Show the setting that was chosen."""
    await interaction.response.defer()
    await show(interaction, setting_page(interaction, desk, known(chosen_in(interaction)[0])))


async def all_settings(interaction: Interaction, desk: Desk, *_: str) -> None:
    """Go back to all settings."""
    await interaction.response.defer()
    await show(interaction, overview(interaction, desk))


async def stepped(interaction: Interaction, desk: Desk, step: str = "0") -> None:
    """Go to a step of the set-up."""
    await interaction.response.defer()
    await show(interaction, step_page(interaction, desk, int(step)))


async def finished(interaction: Interaction, desk: Desk, *_: str) -> None:
    """End the set-up; it does not begin by itself again."""
    await interaction.response.defer()
    if not desk.house.value("set_up", interaction.guild_id):
        await desk.note(desk.house.change, "set_up", interaction.guild_id, True)
        await audit(interaction, desk, "set up", "", "done")
    await show(interaction, overview(interaction, desk))


async def shows_turned(interaction: Interaction, desk: Desk, page: str = "0") -> None:
    """Turn the pages of the shows that can be chosen."""
    await interaction.response.defer()
    await show(interaction, setting_page(interaction, desk, "shows", int(page)))


async def shows_valued(interaction: Interaction, desk: Desk, page: int) -> None:
    """Set the shows that were chosen on a page, and stay there."""
    tokens, guild = chosen_in(interaction), interaction.guild_id
    await desk.count()
    try:
        news = await changed(interaction, desk, "shows", chosen_shows(desk, guild, tokens, page))
    except Unfit as error:
        news = unfit_text(error, locale_of(interaction))
    await show(interaction, overview(interaction, desk, news))


async def valued(interaction: Interaction, desk: Desk, name: str = "", step: str = "", shows_page: str = "0") -> None:
    """Set what was chosen in a select."""
    await interaction.response.defer()
    values, setting = chosen_in(interaction), SETTINGS[known(name)]
    if setting.kind == "shows":
        await shows_valued(interaction, desk, int(shows_page))
        return
    value: Any = values
    if setting.kind == "channel":
        value = values[0] if values else None
    elif setting.kind == "switch":
        value = values == ["yes"]
    elif setting.kind == "choice":
        value = values[0] if values else ""
    news = await changed(interaction, desk, name, value)
    if step:
        page = step_page(interaction, desk, int(step), news)
    else:
        page = overview(interaction, desk, "\n".join(filter(None, [news, warning(interaction, desk, name)])))
    await show(interaction, page)


async def form_opened(interaction: Interaction, desk: Desk, name: str = "") -> None:
    """Open the form for a setting that is typed."""
    language = locale_of(interaction)
    modal = ui.Modal(
        title=say(language, "modal setting title"), custom_id=custom_id("setwords", known(name)), timeout=OPEN_FOR
    )
    field: ui.TextInput[Any] = ui.TextInput(
        label=say(language, f"setting {name}")[:45],
        custom_id="text",
        default=str(desk.house.value(name, interaction.guild_id)),
        required=SETTINGS[name].kind == "number",
        max_length=64,
    )
    await interaction.response.send_modal(modal.add_item(field))


async def words_sent(interaction: Interaction, desk: Desk, text: str, name: str = "") -> None:
    """Set what was typed."""
    await interaction.response.defer()
    news = await changed(interaction, desk, known(name), text)
    await show(interaction, overview(interaction, desk, news))


async def put_back(interaction: Interaction, desk: Desk, name: str = "") -> None:
    """Take back what was set here."""
    await interaction.response.defer()
    value = await desk.note(desk.house.reset, known(name), interaction.guild_id)
    await audit(interaction, desk, "settings", name, "back to the default")
    await show(interaction, overview(interaction, desk, changed_text(name, value, locale_of(interaction))))


async def changed(interaction: Interaction, desk: Desk, name: str, value: object) -> str:
    """Set a value and write that down; return what a moderator is told of it."""
    language = locale_of(interaction)
    try:
        now = await desk.note(desk.house.change, name, interaction.guild_id, value)
    except Unfit as error:
        return unfit_text(error, language)
    await audit(interaction, desk, "settings", name, plain_value(now))
    return changed_text(name, now, language)


def plain_value(value: object) -> str:
    """Return a value as the audit holds it."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None or value == "" else str(value)


def chosen_in(interaction: Interaction) -> list[str]:
    """Return what was chosen in a select."""
    data: Any = interaction.data or {}
    return [str(value) for value in data.get("values", [])]
