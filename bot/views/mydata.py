"""What is stored about a member: a copy of it, and its deletion after a second press."""

from __future__ import annotations

from bot.delivery import Row, acknowledged, locale_of
from bot.desk import Desk
from bot.renderings.notices import export_text, privacy_text
from bot.retention import keeps_text
from bot.texts.spoken import say
from bot.views.press import RED, Interaction, button


def privacy_page(desk: Desk, language: str, guild_id: int | None) -> tuple[str, Row]:
    """Return what is stored, and the buttons for it."""
    rules = desk.rules
    days = desk.house.value("log_days", guild_id) if keeps_text(desk.house, guild_id) else None
    text = privacy_text(language, rules.history_hours, rules.history_turns, rules.provider, days)
    return text, Row(button(language, "export", "export"), button(language, "forget", "forget", style=RED))


async def export(interaction: Interaction, desk: Desk, *_: str) -> None:
    """Show a member everything that is stored under their name."""
    await acknowledged(interaction, private=True)
    data = await desk.note(desk.ledger.export, interaction.user.id)
    first, *more = export_text(data, locale_of(interaction))
    await interaction.edit_original_response(content=first)
    for content in more:
        await interaction.followup.send(content, ephemeral=True)


async def forget(interaction: Interaction, desk: Desk, *_: str) -> None:
    """Ask once more before anything is deleted."""
    language = locale_of(interaction)
    sure = Row(
        button(language, "yes delete", "forgetnow", style=RED),
        button(language, "keep", "forgetnot"),
    )
    await interaction.response.edit_message(view=sure)


async def forget_now(interaction: Interaction, desk: Desk, *_: str) -> None:
    """Delete everything that is stored under a member's name."""
    await interaction.response.defer()
    await desk.note(desk.ledger.forget, interaction.user.id)
    await interaction.edit_original_response(content=say(locale_of(interaction), "forgotten"), view=None)


async def forget_not(interaction: Interaction, desk: Desk, *_: str) -> None:
    """Put the page back as it was."""
    text, row = privacy_page(desk, locale_of(interaction), interaction.guild_id)
    await interaction.response.edit_message(content=text, view=row)
