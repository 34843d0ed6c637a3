"""The select that chooses a server's shows, page by page, and what was chosen in it; imports the desk and renderings.

A select names a show by a token, as names may be longer than Discord takes. Shows that are chosen and not in the
library stand among the others, so that they can be taken out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.desk import Desk
from bot.house_settings import Unfit
from bot.renderings.labels import short
from bot.renderings.notices import FIELD
from bot.texts.spoken import say
from bot.views.press import button, custom_id

PAGE = 25
"""Options that a select takes."""


def offered(desk: Desk, guild_id: int | None) -> list[str]:
    """Return the shows that can be chosen: those of the library, and those that are chosen already."""
    return list(dict.fromkeys((*desk.shows, *desk.house.value("shows", guild_id))))


def page_of(desk: Desk, guild_id: int | None, page: int) -> list[str]:
    """Return the shows on a page, which counts from 0."""
    return offered(desk, guild_id)[page * PAGE : (page + 1) * PAGE]


def show_controls(desk: Desk, guild_id: int | None, language: str, page: int = 0) -> list[ui.Item[Any]]:
    """Return the select of a page of shows, and what turns the pages; nothing while there is no show at all."""
    every, chosen = offered(desk, guild_id), desk.house.value("shows", guild_id)
    page = min(max(page, 0), max(0, (len(every) - 1) // PAGE))
    on_page = page_of(desk, guild_id, page)
    if not on_page:
        return []
    missing = say(language, "show missing")
    options = [
        discord.SelectOption(
            label=short(one, FIELD) or "?",
            value=token(one),
            default=one in chosen,
            description=None if one in desk.shows else missing,
        )
        for one in on_page
    ]
    select: ui.Select[Any] = ui.Select(
        custom_id=custom_id("setvalue", "shows", "", page),
        placeholder=say(language, "select shows"),
        options=options,
        min_values=0,
        max_values=len(options),
        row=0,
    )
    if len(every) <= PAGE:
        return [select]
    return [
        select,
        button(language, "previous", "setshows", page - 1, enabled=page > 0),
        button(language, "next", "setshows", page + 1, enabled=(page + 1) * PAGE < len(every)),
    ]


def chosen_shows(desk: Desk, guild_id: int | None, tokens: Sequence[str], page: int) -> tuple[str, ...]:
    """Return all chosen shows after a choice on one page; Unfit for a token that stands for none of its shows.

    A choice that is no longer there must not count as none, as that would mean all.
    """
    on_page = {token(one): one for one in page_of(desk, guild_id, page)}
    if not set(tokens) <= set(on_page):
        raise Unfit("show")
    kept = [one for one in desk.house.value("shows", guild_id) if one not in on_page.values()]
    chosen = (*kept, *(on_page[one] for one in tokens))
    return tuple(one for one in offered(desk, guild_id) if one in chosen)


def token(show: str) -> str:
    """Return what stands for a show in a select."""
    return hashlib.sha256(show.encode("utf-8", "replace")).hexdigest()[:16]
