"""Whatever stands in the environment, in .env and in settings.json: it holds, or is told in a sentence."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pydantic_settings import BaseSettings

from bot.house_rules import HouseRules
from bot.house_settings import SETTINGS, Unfit
from bot.settings import AnswerSettings, BotSettings
from ingest.settings import IngestSettings
from tests.canaries import KEY
from tests.fuzzing import examples
from tests.hostile import PIECES, json_files, scalars
from vectorstore.errors import BadSetting, NewerVersion
from vectorstore.settings import StoreSettings, load_settings

SECTIONS: tuple[type[BaseSettings], ...] = (StoreSettings, IngestSettings, BotSettings, AnswerSettings)
SECRET = {"OPENAI_API_KEY", "DISCORD_TOKEN", "STORE_TOKEN"}
GUILD = 222_333_444


def variables(section: type[BaseSettings]) -> list[str]:
    prefix = section.model_config.get("env_prefix") or ""
    names = (str(info.validation_alias or prefix + name) for name, info in section.model_fields.items())
    return [name.upper() for name in names]


NAMES = sorted({name for section in SECTIONS for name in variables(section)})
TYPED = (
    "1", "0", "-1", "1.5", "1e400", "NaN", "inf", "٣", "1_000", " 7 ", "0x10", "true", "on", "OFF", "yes", "auto", "EN",
    "local", "openai", "openai:", ":x", "http://", "http://[::1", "https://user:pw@x/y?z", "a,b", "1,2,,3",
    "<#5> <@&6>",
    "Europe/Amsterdam", "../../etc/passwd", "/", "~", "C:\\x", "DEBUG", "debug ", "[1]", '{"a": 1}', "null",
)  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(TYPED), st.sampled_from(PIECES), st.text(max_size=20), st.integers().map(str)
).filter(lambda text: "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text))
BY_NAME = st.dictionaries(st.sampled_from(NAMES), VALUES, min_size=1, max_size=6)


@contextmanager
def environment(given_: dict[str, str]) -> Iterator[None]:
    """Set these variables, and none of ours besides."""
    before = dict(os.environ)
    for name in NAMES:
        os.environ.pop(name, None)
    os.environ |= given_
    try:
        yield
    finally:
        os.environ.clear()
        os.environ |= before


def load(section: type[BaseSettings], **more: Any) -> BaseSettings | None:
    """Return a section; None when it was refused, with a sentence that names a variable and no secret."""
    told, found = "", None
    try:
        found = load_settings(section, **more)
    except BadSetting as error:
        told = str(error)
    assert found is not None or any(name in told for name in (*variables(section), ".env"))
    assert KEY not in told + repr(found)
    return found


@examples(60)
@given(BY_NAME)
def test_any_value_in_the_environment_holds_or_is_named(values: dict[str, str]) -> None:
    with environment({"OPENAI_API_KEY": KEY} | values):
        for section in SECTIONS:
            load(section, _env_file=None)


@examples(30)
@given(st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=6), st.binary(max_size=40))
def test_any_env_file_holds_or_is_named(lines: list[tuple[str, str]], noise: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ".env"
        text = "".join(f"{name}={value}\n" for name, value in lines)
        path.write_bytes(text.encode("utf-8", "replace") + noise)
        with environment({}):
            for section in SECTIONS:
                load(section, _env_file=path)


WHOLE = {
    "schema": 1,
    "library": {"schedule": "daily"},
    "guilds": {str(GUILD): {"channels": [5, 6], "per_minute": 3, "log_questions": True, "timezone": "Europe/Amsterdam",
                            "blocked": [7], "languages": "nl", "paused": False, "moderators_channel": None}},
}  # fmt: skip


@examples(60)
@given(json_files(WHOLE))
def test_any_settings_file_leaves_every_setting_with_a_value_that_fits(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settings.json"
        path.write_bytes(content)
        try:
            rules = HouseRules(path)
        except NewerVersion:
            assert path.read_bytes() == content
            return
        for name, setting in SETTINGS.items():
            value = rules.value(name, GUILD)
            assert value == setting.default or setting.fitted(value) == value
        rules.change("per_minute", GUILD, 9)
        assert json.loads(path.read_text())["guilds"][str(GUILD)]["per_minute"] == 9
        assert HouseRules(path).value("per_minute", GUILD) == 9


@examples(60)
@given(st.sampled_from(sorted(SETTINGS)), scalars | st.lists(scalars, max_size=3))
def test_any_value_is_taken_or_does_not_fit(name: str, value: Any) -> None:
    rules = HouseRules(None)
    try:
        fit = rules.change(name, GUILD, value)
    except Unfit:
        assert rules.value(name, GUILD) == SETTINGS[name].default
        return
    assert rules.value(name, GUILD) == fit == SETTINGS[name].fitted(fit)
