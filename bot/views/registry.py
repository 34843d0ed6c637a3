"""Which function handles which custom id; the client registers them at its start, so old messages go on working."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from discord import ui

from bot.views import feedback, followup, mydata, pages, sources, waiting
from bot.views.moderating import acts as moderators_acts
from bot.views.moderating import correcting, corrections, documents, insights, questions, run
from bot.views.moderating import settings as house
from bot.views.moderating.rights import moderators_only
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
    "tellme": waiting.tell_me,
    "nevermind": waiting.never_mind,
    "librun": moderators_only(run.pressed),
    "libaccept": moderators_only(run.accepted),
    "libcancel": moderators_only(run.cancelled),
    "libno": moderators_only(run.dismissed),
    "libkeep": moderators_only(documents.settled),
    "cornow": moderators_only(correcting.corrected_here),
    "corshow": moderators_only(correcting.corrected_everywhere),
    "corpage": moderators_only(corrections.turned),
    "corundo": moderators_only(corrections.revoked),
    "goldpick": moderators_only(questions.passage_picked),
    "goldpage": moderators_only(questions.turned),
    "goldout": moderators_only(questions.removed),
    "setpick": moderators_only(house.picked),
    "setall": moderators_only(house.all_settings),
    "setstep": moderators_only(house.stepped),
    "setdone": moderators_only(house.finished),
    "setvalue": moderators_only(house.valued),
    "setshows": moderators_only(house.shows_turned),
    "setform": moderators_only(house.form_opened),
    "setreset": moderators_only(house.put_back),
    "acts": moderators_only(moderators_acts.turned),
    "insightscsv": moderators_only(insights.exported),
    "unanswered": moderators_only(insights.listed),
}
FORMS: Mapping[str, Handler] = {
    "followup": followup.followed_up,
    "askabout": followup.asked_about,
    "vote": feedback.explained,
    "libpaste": moderators_only(documents.text_pasted),
    "corform": moderators_only(correcting.form_sent),
    "setwords": moderators_only(house.words_sent),
}
ACTIONS: tuple[type[ui.DynamicItem[Any]], ...] = tuple(pressing(action, handle) for action, handle in PRESSES.items())


def is_handled(custom_id: str) -> bool:
    """Return whether a press with this custom id has its function."""
    return any(action.__discord_ui_compiled_template__.fullmatch(custom_id) for action in ACTIONS)
