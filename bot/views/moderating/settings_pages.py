"""The pages of /library settings: all settings, one of them, and the guided set-up; imports the desk and renderings.

Every control carries in its custom id which setting it changes and, within the set-up, at which step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.delivery import Row, locale_of
from bot.desk import Desk
from bot.errors import AnswerForgotten
from bot.house_settings import SETTINGS
from bot.renderings.house import (
    NAMES,
    explained,
    missing_text,
    permissions_text,
    setting_text,
    settings_text,
    value_text,
)
from bot.texts.spoken import say
from bot.views.moderating.permissions import is_public, lacking_in
from bot.views.moderating.run import mention_in
from bot.views.moderating.shows import show_controls
from bot.views.press import BLUE, Interaction, button, custom_id

STEPS = ("channels", "moderators_channel", "announcements_channel", "schedule", "languages")
"""The settings of the guided set-up, in order; the page after them says what the bot may do here."""
ANSWERS = (discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum)
POSTS = (discord.ChannelType.text, discord.ChannelType.news)


@dataclass(frozen=True, slots=True)
class Page:
    """What an ephemeral message shows."""

    content: str
    row: Row


def first_page(interaction: Interaction, desk: Desk) -> Page:
    """Return the page that /library settings opens: the set-up until somebody has gone through it here."""
    if not desk.house.value("set_up", interaction.guild_id):
        return step_page(interaction, desk, 0)
    return overview(interaction, desk)


def overview(interaction: Interaction, desk: Desk, news: str = "") -> Page:
    """Return all settings, and what changes one."""
    language = locale_of(interaction)
    options = [discord.SelectOption(label=say(language, f"setting {name}"), value=name) for name in NAMES]
    pick: ui.Select[Any] = ui.Select(
        custom_id=custom_id("setpick"), placeholder=say(language, "select setting"), options=options, row=0
    )
    row = Row(pick, button(language, "set up", "setstep", 0))
    news = "\n".join(filter(None, [news, warning(interaction, desk, "shows")]))
    return Page(settings_text(desk.house, interaction.guild_id, language, news), row)


def setting_page(interaction: Interaction, desk: Desk, name: str, page: int = 0) -> Page:
    """Return one setting and what changes it; `page` counts from 0 where there is more to choose from than fits."""
    language, guild = locale_of(interaction), interaction.guild_id
    content = setting_text(
        desk.house, guild, name, language, mention_in(desk, language), warning(interaction, desk, name)
    )
    row = Row(*(show_controls(desk, guild, language, page) if name == "shows" else controls(interaction, desk, name)))
    if SETTINGS[name].kind in ("number", "words"):
        row.add_item(button(language, "setting change", "setform", name, style=BLUE))
    if desk.house.source(name, guild) == "discord":
        row.add_item(button(language, "setting reset", "setreset", name))
    return Page(content, row.add_item(button(language, "settings", "setall")))


def step_page(interaction: Interaction, desk: Desk, step: int, news: str = "") -> Page:
    """Return a step of the guided set-up; beyond the last one, what the bot may do here."""
    language, mention = locale_of(interaction), mention_in(desk, locale_of(interaction))
    back = button(language, "step back", "setstep", step - 1, enabled=step > 0)
    if step >= len(STEPS):
        lacks, unseen = lacking_in(interaction.guild, desk)
        lines = [f"### {say(language, 'setup done title')}", news, permissions_text(lacks, unseen, language)]
        if not desk.episodes:
            lines.append(say(language, "setup empty", add=mention("add")))
        done = button(language, "step done", "setdone", style=BLUE)
        return Page("\n".join(filter(None, lines)), Row(back, done))
    name = STEPS[step]
    title = say(language, "setup title", step=step + 1, steps=len(STEPS) + 1, name=say(language, f"setting {name}"))
    value = value_text(name, desk.house.value(name, interaction.guild_id), language)
    source = say(language, f"source {desk.house.source(name, interaction.guild_id)}")
    welcome = say(language, "setup welcome", command=mention("settings")) if step == 0 else ""
    now = say(language, "settings now", value=value, source=source)
    lines = [f"### {title}", news, welcome, explained(name, language, mention), now, warning(interaction, desk, name)]
    onward = button(language, "step next", "setstep", step + 1, style=BLUE)
    skip = button(language, "step skip", "setdone")
    row = Row(*controls(interaction, desk, name, step), back, onward, skip)
    return Page("\n".join(filter(None, lines)), row)


def warning(interaction: Interaction, desk: Desk, name: str) -> str:
    """Return what is wrong with what a setting names.

    Channels: a permission that is lacking, too many readers. Shows: those that are not in the library.
    """
    if name == "shows":
        return missing_text(desk.house.value(name, interaction.guild_id), desk.shows, locale_of(interaction))
    if not SETTINGS[name].kind.startswith("channel"):
        return ""
    language, now = locale_of(interaction), desk.house.value(name, interaction.guild_id)
    lacks, _ = lacking_in(interaction.guild, desk)
    lines = [permissions_text(lacks, 0, language)] if lacks else []
    if name == "moderators_channel" and is_public(interaction.guild, now):
        lines.append("- " + say(language, "permissions public", channel=f"<#{now}>"))
    return "\n".join(lines)


def controls(interaction: Interaction, desk: Desk, name: str, step: int | None = None) -> list[ui.Item[Any]]:
    """Return the select that changes a setting; none for those that are typed."""
    setting, language = SETTINGS[name], locale_of(interaction)
    id_ = custom_id("setvalue", *(name, step) if step is not None else (name,))
    now = desk.house.value(name, interaction.guild_id)
    if setting.kind in ("channel", "channels"):
        many = setting.kind == "channels"
        ids = now if many else (now,) if now else ()
        return [channel_select(interaction, language, id_, tuple(ids), many)]
    if setting.kind not in ("choice", "switch"):
        return []
    chosen = ("yes" if now else "no") if setting.kind == "switch" else now
    options = [
        discord.SelectOption(label=say(language, f"value {one}"), value=one, default=one == chosen)
        for one in setting.choices or ("yes", "no")
    ]
    return [ui.Select(custom_id=id_, placeholder=say(language, "select value"), options=options, row=0)]


def channel_select(
    interaction: Interaction, language: str, id_: str, chosen: tuple[int, ...], many: bool
) -> ui.ChannelSelect[Any]:
    """Return a select of channels; those of other servers, which the environment may name, are left out."""
    guild = interaction.guild
    here = [one for one in chosen if guild is not None and guild.get_channel(one) is not None]
    most = 25 if many else 1
    return ui.ChannelSelect(
        custom_id=id_,
        channel_types=list(ANSWERS if many else POSTS),
        placeholder=say(language, "select channels") if many else say(language, "select channel"),
        min_values=0,
        max_values=most,
        default_values=[
            discord.SelectDefaultValue(id=one, type=discord.SelectDefaultValueType.channel) for one in here[:most]
        ],
        row=0,
    )


def known(name: str) -> str:
    """Return the name of a setting; AnswerForgotten for one that this version does not have."""
    if name not in NAMES:
        raise AnswerForgotten(f"a setting {name!r}")
    return name
