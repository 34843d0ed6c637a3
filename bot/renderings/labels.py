"""What an episode, a source and a day are called; imports answering, texts and the neighbouring modules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.answering.answer import Citation
from bot.answering.seams import ContextPage, Found
from bot.answering.writers.extractive import clock
from bot.renderings.cutting import shortened
from bot.renderings.markdown import inline, linked
from bot.texts.spoken import say
from vectorstore.records import Episode
from vectorstore.text.folding import squeeze, visible

TITLE, SECTION, CREDIT = 90, 60, 120
"""Characters of a title, a section and an attribution in one line."""
SEPARATOR = " · "
_FREE = re.compile(r"(?:cc[ -]?0\b|public domain|$)", re.IGNORECASE)

Place = Citation | Found | ContextPage
"""Anything that stands somewhere in an episode."""


def day_in_words(date: str, language: str) -> str:
    """Return YYYY-MM-DD as "23 January 2024"; what is no such day stays as it is."""
    try:
        day = datetime.strptime(date, "%Y-%m-%d")
    except ValueError:
        return date
    return say(language, "day in words", day=day.day, month=say(language, f"month {day.month}"), year=day.year)


def moment_in_words(at: float, zone: str, language: str) -> str:
    """Return the day of a moment (unix seconds) in a time zone, "" meaning UTC."""
    moment = datetime.fromtimestamp(at, ZoneInfo(zone or "UTC"))
    return day_in_words(moment.strftime("%Y-%m-%d"), language)


def short(text: str, longest: int) -> str:
    """Return foreign text on one line, unescaped, in at most `longest` units."""
    return shortened(squeeze(visible(text)), longest)


def name_parts(episode: Episode, language: str, title: int = TITLE) -> list[str]:
    """Return an episode's number and title, unescaped."""
    number = [say(language, "episode label", number=episode.number)] if episode.number is not None else []
    return [*number, short(episode.title, title)]


def episode_name(episode: Episode, language: str, title: int = TITLE) -> str:
    """Return `Episode 1 · title`, escaped."""
    return inline(SEPARATOR.join(name_parts(episode, language, title)))


def place_parts(place: Place, language: str, title: int = TITLE, section: int = SECTION) -> list[str]:
    """Return number, title, section, moment and day of a place, unescaped; what is not known is left out."""
    where = short(place.section, section) if place.section and section else None
    moment = clock(place.start) if place.start is not None else None
    day = day_in_words(place.episode.date, language) if place.episode.date else None
    return [part for part in (*name_parts(place.episode, language, title), where, moment, day) if part]


def place_label(place: Place, language: str, title: int = TITLE, section: int = SECTION, address: bool = True) -> str:
    """Return a place as a masked link to its moment, or as its bare name."""
    label = inline(SEPARATOR.join(place_parts(place, language, title, section)))
    return linked(label, place.url if address else None)


def credit(episode: Episode, language: str) -> str:
    """Return the attribution and licence that a document asks for, escaped; "" for one that asks for nothing."""
    if not episode.attribution and _FREE.match(episode.license or ""):
        return ""
    parts = [inline(short(episode.attribution, CREDIT))] if episode.attribution else []
    if episode.license:
        parts.append(say(language, "license", license=inline(short(episode.license, CREDIT))))
    return SEPARATOR.join(parts)


def credit_lines(episodes: Iterable[Episode], language: str) -> str:
    """Return each credit once in small print; "" when no episode asks for one."""
    given = dict.fromkeys(credit(episode, language) for episode in episodes)
    return "\n".join(f"-# {text}" for text in given if text)


def listed(names: Sequence[str], most: int, language: str) -> str:
    """Return the first `most` names with commas, and how many more there are."""
    shown = ", ".join(names[:most])
    more = len(names) - most
    return f"{shown} {say(language, 'and more', count=more)}" if more > 0 else shown
