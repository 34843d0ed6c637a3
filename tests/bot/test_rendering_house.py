"""Settings, audit and announcements fit a message, in both languages, whatever stands in them."""

from __future__ import annotations

import re

import pytest

from bot.house_rules import HouseRules
from bot.house_settings import SETTINGS
from bot.ledgers.moderation import Act
from bot.renderings.house import (
    NAMES,
    Lack,
    announcement_text,
    audit_text,
    permissions_text,
    report_text,
    setting_text,
    settings_text,
    value_text,
)
from bot.renderings.markdown import LIMIT, units
from bot.run_events import Ended
from bot.texts.spoken import TEXTS
from vectorstore.records import Episode

GUILD = 222
EVIL = "@everyone **[click](https://evil.example)** <@1> `x`\n# big " * 6
LANGUAGES = sorted(TEXTS)


def mention(name: str) -> str:
    return f"</library {name}:1111111111111111111>"


def full() -> HouseRules:
    house = HouseRules(None)
    ids = list(range(10**18, 10**18 + 200))
    for name, value in {"channels": ids, "blocked": ids, "moderators_channel": ids[0], "schedule": "daily"}.items():
        house.change(name, GUILD, value)
    return house


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_settings_stand_in_one_message_with_where_they_come_from(language: str) -> None:
    for house in (HouseRules(None), full()):
        text = settings_text(house, GUILD, language, "news")
        assert units(text) <= LIMIT
        assert text.count("\n") == len(NAMES) + 1
        assert "{" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_each_setting_has_a_page_that_says_what_it_does(language: str, name: str) -> None:
    text = setting_text(full(), GUILD, name, language, mention)
    assert 60 < units(text) <= LIMIT
    for choice in SETTINGS[name].choices:
        assert value_text(name, choice, language)


def test_the_mark_of_the_set_up_is_no_setting_that_anybody_sees() -> None:
    assert "set_up" not in NAMES
    assert len(NAMES) <= 25


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_the_audit_formats_or_pings(language: str) -> None:
    acts = [Act(n, GUILD, 10**18 + n, "add", EVIL, EVIL, 1.7e9 + n) for n in range(10)]
    text = audit_text(acts, language)
    assert units(text) <= LIMIT
    assert "@everyone" not in text
    assert not re.search(r"(?<!\\)\[click", text)
    assert "<@1>" not in text
    assert text.count("<t:") == 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_announcement_names_what_fits_and_counts_the_others(language: str) -> None:
    long = [Episode(str(n), "Show", EVIL * 9, n, url=f"https://example.org/{'x' * 400}/{n}") for n in range(300)]
    text = announcement_text(long, language)
    assert units(text) <= LIMIT
    assert "@everyone" not in text
    named = text.count("\n- ")
    assert 0 < named <= 10
    assert str(300 - named) in text.splitlines()[-1]


def test_one_new_episode_is_announced_as_one() -> None:
    text = announcement_text([Episode("a", "Show", "Bees in town", 12, url="https://example.org/12")], "en")
    assert text == "**A new episode in the library**\n- [Episode 12 · Bees in town](<https://example.org/12>)"


def test_a_report_promises_no_file_that_does_not_come_with_it() -> None:
    skipped = [{"file": f"{n}.md", "reason": "empty"} for n in range(40)]
    text = report_text(Ended(3, 2.0, {"event": "done", "outcome": "published", "skipped": skipped}), "en", mention)
    assert "Skipped: 40" in text
    assert "file" not in text


def test_a_long_failure_fits_a_message() -> None:
    event = {"event": "failed", "message": EVIL * 30}
    assert units(report_text(Ended(1, 2.0, event), "nl", mention)) <= LIMIT


@pytest.mark.parametrize("language", LANGUAGES)
def test_many_lacking_permissions_are_told_for_the_first_channels(language: str) -> None:
    lacks = [Lack(10**18 + n, ("Send Messages", "Attach Files")) for n in range(60)]
    text = permissions_text(lacks, 7, language)
    assert units(text) <= LIMIT
    assert text.count("<#") == 10
    assert "50" in text
