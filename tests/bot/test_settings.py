"""The settings of the bot: what an operator writes in .env, and what it becomes."""

from pathlib import Path

import pytest

from bot.settings import BotSettings
from vectorstore.errors import BadSetting
from vectorstore.settings import load_settings


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the settings of whoever runs the tests out of them."""
    monkeypatch.chdir(tmp_path)
    for name in ["DISCORD_TOKEN", *(f"BOT_{field.upper()}" for field in BotSettings.model_fields)]:
        monkeypatch.delenv(name, raising=False)


def settings(text: str) -> BotSettings:
    """Return the settings of a .env with this text."""
    Path(".env").write_text(text)
    return load_settings(BotSettings)


def refused(text: str) -> str:
    """Return the sentence with which a .env is refused."""
    with pytest.raises(BadSetting) as caught:
        settings(text)
    return str(caught.value)


def test_nothing_has_to_be_set() -> None:
    found = settings("")
    assert (found.discord_token, found.channels, found.message_content) == (None, (), False)
    assert (found.per_minute, found.per_hour, found.history_hours, found.history_turns) == (5, 30, 24, 10)
    assert (found.language, found.timezone, found.question_characters) == ("auto", "", 1000)


def test_the_token_has_no_prefix_and_no_other_name() -> None:
    token = settings("DISCORD_TOKEN=abc.def\nBOT_DISCORD_TOKEN=other").discord_token
    assert token is not None
    assert token.get_secret_value() == "abc.def"


def test_what_copying_leaves_around_a_token_is_taken_away() -> None:
    token = settings('DISCORD_TOKEN=" abc.def "').discord_token
    assert token is not None
    assert token.get_secret_value() == "abc.def"


def test_a_token_of_blanks_is_no_token() -> None:
    assert settings('DISCORD_TOKEN="  "').discord_token is None


def test_printing_the_settings_does_not_show_the_token() -> None:
    found = settings("DISCORD_TOKEN=abc.def")
    assert "abc.def" not in f"{found!r} {found} {found.model_dump()}"


@pytest.mark.parametrize("written", ["1,2,3", "1, 2 ,3", "1 2 3", "<#1>, <#2> <#3>", "1,2,3,"])
def test_channels_are_read_as_people_write_them(written: str) -> None:
    assert settings(f"BOT_CHANNELS={written}").channels == (1, 2, 3)


@pytest.mark.parametrize("written", ["general", "1,#general", "-5", "1.5", "٣"])
def test_a_channels_name_is_refused_with_what_to_write(written: str) -> None:
    told = refused(f"BOT_CHANNELS={written}")
    assert "BOT_CHANNELS" in told
    assert "is not an id" in told


@pytest.mark.parametrize("written", ["Mars/Olympus", "Europe", "../etc/passwd", "/etc/localtime"])
def test_a_time_zone_that_does_not_exist_is_named(written: str) -> None:
    told = refused(f"BOT_TIMEZONE={written}")
    assert "BOT_TIMEZONE" in told
    assert "Europe/Amsterdam" in told


def test_a_time_zone_that_exists_is_taken() -> None:
    assert settings("BOT_TIMEZONE=Europe/Amsterdam").timezone == "Europe/Amsterdam"


@pytest.mark.parametrize(
    "line",
    ["BOT_PER_MINUTE=0", "BOT_PER_HOUR=-1", "BOT_HISTORY_TURNS=11", "BOT_QUESTION_CHARACTERS=5000", "BOT_LANGUAGE=fr"],
)
def test_a_value_out_of_range_names_its_setting(line: str) -> None:
    assert line.partition("=")[0] in refused(line)


def test_words_are_taken_in_any_case() -> None:
    found = settings("BOT_LANGUAGE=NL\nBOT_LOG_LEVEL=debug\nBOT_MESSAGE_CONTENT=True")
    assert (found.language, found.log_level, found.message_content) == ("nl", "DEBUG", True)
