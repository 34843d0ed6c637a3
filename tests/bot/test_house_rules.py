"""What moderators set: precedence, validation, the file on the disk, and that it holds at once."""

from __future__ import annotations

import json
import logging
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.desk import Desk, Rules, settings_in
from bot.guards import AskFacts, Limits
from bot.house_rules import HouseRules
from bot.house_settings import SETTINGS, Unfit
from bot.ledger import Ledger
from bot.settings import BotSettings
from bot.wiring import open_desk
from vectorstore.errors import NewerVersion, StoreError
from vectorstore.settings import StoreSettings

GUILD, OTHER, ANNA = 222, 333, 111


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_what_moderators_set_wins_over_the_environment_which_wins_over_the_default(path: Path) -> None:
    house = HouseRules(path, {"per_minute": 9})
    assert (house.value("per_minute", GUILD), house.source("per_minute", GUILD)) == (9, "environment")
    assert (house.value("per_hour", GUILD), house.source("per_hour", GUILD)) == (30, "default")
    house.change("per_minute", GUILD, 2)
    assert (house.value("per_minute", GUILD), house.source("per_minute", GUILD)) == (2, "discord")
    assert house.reset("per_minute", GUILD) == 9
    assert house.source("per_minute", GUILD) == "environment"


def test_a_server_decides_for_itself_alone_and_the_schedule_is_everybodys(path: Path) -> None:
    house = HouseRules(path)
    house.change("languages", GUILD, "nl")
    house.change("schedule", GUILD, "daily")
    assert house.value("languages", OTHER) == house.value("languages", None) == "auto"
    assert house.value("schedule", OTHER) == house.value("schedule", None) == "daily"


def test_everything_is_there_again_after_a_restart(path: Path) -> None:
    house = HouseRules(path)
    values: dict[str, Any] = {
        "channels": (5, 6),
        "moderators_channel": 7,
        "schedule": "weekly",
        "timezone": "Europe/Amsterdam",
        "per_hour": 12,
        "log_questions": True,
        "blocked": (ANNA,),
    }
    for name, value in values.items():
        house.change(name, GUILD, value)
    again = HouseRules(path)
    assert {name: again.value(name, GUILD) for name in values} == values
    assert [again.source(name, GUILD) for name in values] == ["discord"] * len(values)


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("per_minute", " 7 ", 7),
        ("per_minute", "0", None),
        ("per_minute", "1001", None),
        ("per_minute", "five", None),
        ("per_minute", "٥", None),
        ("per_minute", "9" * 5000, None),
        ("per_minute", True, None),
        ("log_days", 365, 365),
        ("log_days", 366, None),
        ("channels", ["5", "5", "6"], (5, 6)),
        ("channels", ["-5"], None),
        ("channels", "5", None),
        ("channels", list(range(1, 300)), None),
        ("moderators_channel", "2" * 19, int("2" * 19)),
        ("moderators_channel", "9" * 19, None),
        ("schedule", "monthly", None),
        ("schedule", ["daily"], None),
        ("timezone", " Europe/Amsterdam ", "Europe/Amsterdam"),
        ("timezone", "Mars/Olympus", None),
        ("timezone", "../../etc/passwd", None),
        ("timezone", "\0", None),
        ("timezone", "", ""),
        ("paused", "yes", None),
    ],
)
def test_a_value_is_taken_only_when_it_fits(path: Path, name: str, typed: object, value: object) -> None:
    house = HouseRules(path)
    if value is None:
        with pytest.raises(Unfit):
            house.change(name, GUILD, typed)
        assert house.source(name, GUILD) == "default"
        assert not path.exists()
    else:
        assert house.change(name, GUILD, typed) == value == house.value(name, GUILD)


def test_a_servers_setting_needs_a_server(path: Path) -> None:
    with pytest.raises(Unfit, match="server"):
        HouseRules(path).change("paused", None, True)


def test_a_file_of_a_newer_version_is_refused_with_a_sentence_and_left_as_it_is(path: Path) -> None:
    path.write_text('{"schema": 2, "library": {}, "guilds": {}}')
    with pytest.raises(NewerVersion, match="newer version"):
        HouseRules(path)
    assert json.loads(path.read_text())["schema"] == 2


@pytest.mark.parametrize(
    "content",
    [
        "",
        "half a {",
        "[]",
        "null",
        '{"library": {}, "guilds": {}}',
        '{"schema": 1, "library": [], "guilds": {}}',
        '{"schema": 1, "guilds": {"x": {}}}',
        '{"schema": 1, "guilds": null}',
    ],
)
def test_a_damaged_file_is_moved_aside_with_a_line_in_the_log(
    path: Path, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    path.write_text(content)
    with caplog.at_level(logging.WARNING):
        house = HouseRules(path, clock=lambda: 17.0)
    assert "is damaged" in caplog.text
    assert path.with_name("settings.json.damaged-17").read_text() == content
    house.change("paused", GUILD, True)
    assert HouseRules(path).value("paused", GUILD) is True


@pytest.mark.parametrize("library", [{}, {"library": {}}])
def test_a_part_that_is_not_there_holds_nothing_and_damages_nothing(path: Path, library: dict[str, object]) -> None:
    path.write_text(json.dumps({"schema": 1, "guilds": {str(GUILD): {"paused": True}}} | library))
    house = HouseRules(path)
    assert (house.value("paused", GUILD), house.value("schedule", None)) == (True, "off")
    house.change("schedule", GUILD, "daily")
    assert HouseRules(path).value("paused", GUILD) is True
    path.write_text('{"schema": 1}')
    assert HouseRules(path).guilds() == []
    assert [one.name for one in path.parent.glob("settings.json*")] == ["settings.json"]


def test_a_value_that_does_not_fit_is_passed_over_and_the_others_hold(path: Path) -> None:
    values = {"per_minute": "many", "per_hour": 4, "unheard_of": 1}
    content = {"schema": 1, "library": {"paused": True}, "guilds": {str(GUILD): values | {"schedule": "daily"}}}
    path.write_text(json.dumps(content))
    house = HouseRules(path)
    assert (house.value("per_minute", GUILD), house.value("per_hour", GUILD)) == (5, 4)
    assert (house.value("paused", None), house.value("schedule", GUILD)) == (False, "off")


def test_what_cannot_be_written_down_does_not_hold_either(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    house = HouseRules(tmp_path / "settings.json")
    house.path = file / "settings.json"
    with pytest.raises(StoreError, match="settings"):
        house.change("paused", GUILD, True)
    assert house.value("paused", GUILD) is False


def test_a_file_that_may_not_be_read_says_so(path: Path) -> None:
    path.mkdir()
    with pytest.raises(StoreError, match="settings"):
        HouseRules(path)


def test_who_is_blocked_in_a_server_is_blocked_there_and_in_direct_messages(path: Path) -> None:
    house = HouseRules(path)
    assert house.block(GUILD, ANNA, True)
    assert not house.block(GUILD, ANNA, True)
    assert [house.is_blocked(guild, ANNA) for guild in (GUILD, OTHER, None)] == [True, False, True]
    assert house.block(GUILD, ANNA, False)
    assert not house.is_blocked(None, ANNA)


def test_a_server_that_leaves_leaves_nothing(path: Path) -> None:
    house = HouseRules(path)
    house.block(GUILD, ANNA, True)
    house.change("schedule", GUILD, "daily")
    house.forget_guild(GUILD)
    assert str(ANNA) not in path.read_text()
    assert HouseRules(path).value("schedule", None) == "daily"


def test_defaults_are_those_of_the_environments_settings() -> None:
    defaults = BotSettings(_env_file=None)  # type: ignore[call-arg]
    limits = Limits(frozenset(defaults.channels), defaults.per_minute, defaults.per_hour)
    rules = Rules(limits, language=defaults.language, timezone=defaults.timezone)
    assert settings_in(rules) == {name: SETTINGS[name].default for name in settings_in(rules)}


@pytest.mark.parametrize("set_first", [True, False])
def test_the_desk_goes_by_what_holds_in_the_server_at_once(tmp_path: Path, set_first: bool) -> None:
    nothing: Any = None
    desk = Desk(nothing, nothing, Ledger(tmp_path / "ledger.sqlite"), Rules(Limits(frozenset({5}))))
    with closing(desk.ledger):
        facts = AskFacts(ANNA, 9, GUILD, length=10)
        if set_first:
            desk.house.change("channels", GUILD, [9])
            assert refused(desk, facts) is None
        else:
            assert refused(desk, facts) == "channel"
        desk.house.block(GUILD, ANNA, True)
        assert refused(desk, facts) == "blocked"
        desk.house.change("paused", GUILD, True)
        assert refused(desk, facts) == "paused"
        assert refused(desk, AskFacts(7, 5, OTHER, length=10)) is None


def refused(desk: Desk, facts: AskFacts) -> str | None:
    """Return why a question is refused."""
    refusal = desk.refused(facts)
    return refusal.reason if refusal else None


async def test_a_servers_language_is_the_one_that_is_set_and_else_the_one_of_old(tmp_path: Path) -> None:
    nothing: Any = None
    desk = Desk(nothing, nothing, Ledger(tmp_path / "ledger.sqlite"), Rules(language="en"))
    with closing(desk.ledger):
        desk.ledger.set_preference(GUILD, "nl")
        assert await desk.language(ANNA, GUILD) == "nl"
        desk.house.change("languages", GUILD, "auto")
        assert await desk.language(ANNA, GUILD) is None
        assert await desk.language(ANNA, None) == "en"


def test_the_desk_shows_what_the_environment_sets_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_PER_MINUTE", "5000")
    monkeypatch.setenv("BOT_LANGUAGE", "nl")
    settings = StoreSettings(_env_file=None, data_dir=tmp_path)  # type: ignore[call-arg]
    desk = open_desk(settings, BotSettings(_env_file=None))  # type: ignore[call-arg]
    with closing(desk.ledger):
        sources = {name: desk.house.source(name, GUILD) for name in ("per_minute", "languages", "per_hour")}
        assert sources == {"per_minute": "environment", "languages": "environment", "per_hour": "default"}
        assert desk.rules_for(GUILD).limits.per_minute == 5000
        assert desk.rules_for(GUILD).language == "nl"
