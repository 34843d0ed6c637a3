"""The pages of /library audit: what moderators did, newest first."""

from __future__ import annotations

from bot.delivery import Row, locale_of
from bot.desk import Desk
from bot.ledgers.moderation import acts_of
from bot.renderings.house import audit_text
from bot.views.press import Interaction, button

PER_PAGE = 10


async def show_acts(interaction: Interaction, desk: Desk, before: int | None = None) -> None:
    """Put a page into the deferred message; `before` is the id of an act, None for the newest ones."""
    language, guild = locale_of(interaction), interaction.guild_id or 0
    found = await desk.note(acts_of, desk.ledger, guild, PER_PAGE + 1, before)
    shown, more = found[:PER_PAGE], len(found) > PER_PAGE
    row = Row()
    if more or before is not None:
        last = shown[-1].id if shown else 0
        row.add_item(button(language, "audit earlier", "acts", last, enabled=more))
        row.add_item(button(language, "audit newest", "acts", enabled=before is not None))
    await interaction.edit_original_response(content=audit_text(shown, language), view=row)


async def turned(interaction: Interaction, desk: Desk, before: str = "") -> None:
    """Show the acts before one, or the newest ones."""
    await interaction.response.defer()
    await show_acts(interaction, desk, int(before) if before else None)
