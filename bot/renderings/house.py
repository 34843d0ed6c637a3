"""How settings, the audit, announcements and the schedule's reports look; pure, imports texts and its neighbours."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.house_rules import HouseRules
from bot.house_settings import SETTINGS, Unfit
from bot.ledgers.moderation import SCHEDULE, Act
from bot.renderings.cutting import cut
from bot.renderings.labels import episode_name, short
from bot.renderings.markdown import LIMIT, inline, linked, units
from bot.renderings.runs import Mention, Told, failed_text, number, outcome_text, reason_text
from bot.run_events import Ended
from bot.texts.spoken import say
from vectorstore.records import Episode

SHOWN = 10
"""Ids that a line lists, channels of which a check tells, and episodes that an announcement names."""
NAME = 60
"""Characters of a show's name."""
NAMES: tuple[str, ...] = tuple(name for name, setting in SETTINGS.items() if setting.shown)


@dataclass(frozen=True, slots=True)
class Lack:
    """A channel, and the permissions that the bot lacks there, as Discord names them."""

    channel_id: int
    permissions: tuple[str, ...]


def value_text(name: str, value: Any, language: str) -> str:
    """Return a value as a moderator reads it."""
    kind = SETTINGS[name].kind
    if kind in ("channels", "members"):
        return ids_text(value, "#" if kind == "channels" else "@", language)
    if kind == "shows":
        return shows_text(value, language) if value else say(language, "value all shows")
    if kind == "channel":
        return f"<#{value}>" if value else say(language, "value none")
    if kind == "switch":
        return say(language, "value yes" if value else "value no")
    if kind == "choice":
        return say(language, f"value {value}")
    if kind == "words":
        return inline(str(value)) if value else say(language, "value own zone")
    return str(value)


def ids_text(ids: Sequence[int], mark: str, language: str) -> str:
    """Return ids as mentions, the first of many."""
    if not ids:
        everywhere = mark == "#"
        return say(language, "value all channels" if everywhere else "value none")
    shown = ", ".join(f"<{mark}{one}>" for one in ids[:SHOWN])
    return shown if len(ids) <= SHOWN else f"{shown} {say(language, 'and more', count=len(ids) - SHOWN)}"


def shows_text(shows: Sequence[str], language: str) -> str:
    """Return names of shows, the first of many."""
    shown = ", ".join(f"“{inline(short(one, NAME)) or '?'}”" for one in shows[:SHOWN])
    return shown if len(shows) <= SHOWN else f"{shown} {say(language, 'and more', count=len(shows) - SHOWN)}"


def missing_text(chosen: Sequence[str], known: Collection[str], language: str) -> str:
    """Return which of the chosen shows the library does not hold, and what that means; "" when it holds them all."""
    missing = [show for show in chosen if show not in known]
    if not missing:
        return ""
    told = say(language, "shows missing", shows=shows_text(missing, language))
    return f"{told} {say(language, 'shows missing all')}" if len(missing) == len(chosen) else told


def settings_text(house: HouseRules, guild_id: int | None, language: str, news: str = "") -> str:
    """Return all settings with where each value comes from; `news` says what has just changed."""
    lines = [f"### {say(language, 'settings title')}", *filter(None, [news])]
    for name in NAMES:
        value = value_text(name, house.value(name, guild_id), language)
        source = say(language, f"source {house.source(name, guild_id)}")
        lines.append(say(language, "settings line", name=say(language, f"setting {name}"), value=value, source=source))
    return cut("\n".join(lines), LIMIT)[0]


def explained(name: str, language: str, mention: Mention) -> str:
    """Return what a setting does."""
    return say(language, f"setting {name} text", block=mention("block"), unblock=mention("unblock"))


def setting_text(
    house: HouseRules, guild_id: int | None, name: str, language: str, mention: Mention, warning: str = ""
) -> str:
    """Return one setting: what it does, what holds now, and what is wrong with that."""
    value = value_text(name, house.value(name, guild_id), language)
    source = say(language, f"source {house.source(name, guild_id)}")
    now = say(language, "settings now", value=value, source=source)
    title = f"### {say(language, f'setting {name}')}"
    return cut("\n".join(filter(None, [title, explained(name, language, mention), now, warning])), LIMIT)[0]


def changed_text(name: str, value: Any, language: str) -> str:
    """Return that a setting has changed."""
    return say(
        language, "settings changed", name=say(language, f"setting {name}"), value=value_text(name, value, language)
    )


def unfit_text(error: Unfit, language: str) -> str:
    """Return why a value is none for its setting."""
    return say(language, f"unfit {error.reason}", **error.fields)


def permissions_text(lacks: Sequence[Lack], unseen: int, language: str) -> str:
    """Return what the bot lacks, channel by channel; `unseen` counts the channels that it cannot see at all."""
    lines = [
        "- "
        + say(language, "permissions lacking", channel=f"<#{one.channel_id}>", permissions=", ".join(one.permissions))
        for one in lacks[:SHOWN]
    ]
    if len(lacks) > SHOWN:
        lines.append("- " + say(language, "permissions more", count=len(lacks) - SHOWN))
    if unseen:
        lines.append("- " + say(language, "permissions unseen", count=unseen))
    return "\n".join(lines) if lacks else "\n".join([say(language, "permissions fine"), *lines])


def audit_text(acts: Sequence[Act], language: str) -> str:
    """Return acts, newest first."""
    if not acts:
        return say(language, "audit none")
    lines = [f"### {say(language, 'audit title')}"]
    for one in acts:
        who = say(language, "audit schedule") if one.actor_id == SCHEDULE else f"<@{one.actor_id}>"
        target = f" {inline(short(one.target, 60))}" if one.target else ""
        fields = {
            "at": int(one.at),
            "who": who,
            "act": one.act,
            "target": target,
            "outcome": inline(short(one.outcome, 60)),
        }
        lines.append(say(language, "audit line", **fields))
    return cut("\n".join(lines), LIMIT)[0]


def report_text(ended: Ended, language: str, mention: Mention) -> str:
    """Return how a scheduled run ended; it is read in the moderators' channel, so a failure is told whole."""
    told: Told = outcome_text(ended, language, mention)
    failed = ended.outcome == "failed"
    content = failed_text(ended, language) if failed else told.content
    if told.file:  # no file goes with it: /library status has the list
        count = number(len(ended.notes("skipped")), language)
        content = content.replace(
            say(language, "run skipped file", count=count), say(language, "run skipped", count=count)
        )
    reason = reason_text(ended, language) if failed else ""
    lines = [say(language, "schedule report"), content, reason]
    return cut("\n".join(filter(None, lines)), LIMIT)[0]


def waiting_text(counts: Mapping[str, int], language: str, mention: Mention) -> str:
    """Return that documents wait to be read."""
    return say(language, "schedule waiting", **counts, command=mention("reingest"), settings=mention("settings"))


def announcement_text(episodes: Sequence[Episode], language: str) -> str:
    """Return that there are new episodes: at most ten by name with a link, the others as a count."""
    many = len(episodes) > 1
    lines = [say(language, "announce many", count=len(episodes)) if many else say(language, "announce one")]
    for one in episodes[:SHOWN]:
        line = f"- {linked(episode_name(one, language), one.url)}"
        if units("\n".join([*lines, line])) > LIMIT - 40:  # room for the count of the others
            break
        lines.append(line)
    if left := len(episodes) - len(lines) + 1:
        lines.append(say(language, "announce more", count=left))
    return "\n".join(lines)
