"""Which function handles which custom id; the client registers them at its start, so old messages go on working."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from discord import ui

from bot.views import feedback, followup, mydata, pages, sources
from bot.views.press import Handler, pressing

PRESSES: Mapping[str, Handler] = {
    "sources": sources.sources,
    "context": sources.context,
    "around": sources.around,
    "followup": followup.follow_up,
    "thread": followup.open_thread,
    "askabout": followup.about_episode,
    "share": feedback.share,
    "vote": feedback.vote,
    "delete": feedback.delete,
    "search": pages.turn_results,
    "episodes": pages.turn_catalogue,
    "card": pages.open_card,
    "export": mydata.export,
    "forget": mydata.forget,
    "forgetnow": mydata.forget_now,
    "forgetnot": mydata.forget_not,
}
FORMS: Mapping[str, Handler] = {
    "followup": followup.followed_up,
    "askabout": followup.asked_about,
    "vote": feedback.explained,
}
ACTIONS: tuple[type[ui.DynamicItem[Any]], ...] = tuple(pressing(action, handle) for action, handle in PRESSES.items())


def is_handled(custom_id: str) -> bool:
    """Return whether a press with this custom id has its function."""
    return any(action.__discord_ui_compiled_template__.fullmatch(custom_id) for action in ACTIONS)
