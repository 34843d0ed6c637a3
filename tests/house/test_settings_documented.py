"""Every setting of the code is documented, and every documented setting is one of the code."""

import importlib
import inspect
import re
from pathlib import Path

import pytest
from pydantic import AliasChoices
from pydantic_settings import BaseSettings

ROOMS = ["vectorstore.settings", "ingest.settings", "bot.settings"]
DOCUMENTED = re.compile(r"^\| `([A-Z][A-Z0-9_]+)` \|", re.MULTILINE)
OFFERED = re.compile(r"^# ([A-Z][A-Z0-9_]+)=(.*)$", re.MULTILINE)


def sections() -> list[type[BaseSettings]]:
    """Return every settings class that a room defines."""
    found = []
    for name in ROOMS:
        module = importlib.import_module(name)
        own = [c for _, c in inspect.getmembers(module, inspect.isclass) if c.__module__ == name]
        found += [c for c in own if issubclass(c, BaseSettings)]
    return found


def names(section: type[BaseSettings]) -> list[str]:
    """Return the environment variables that a settings class reads: a field's own name, or its aliases."""
    prefix = section.model_config.get("env_prefix") or ""
    found: list[str] = []
    for field, info in section.model_fields.items():
        alias = info.validation_alias or info.alias
        if isinstance(alias, AliasChoices):
            found += [str(choice) for choice in alias.choices]
        else:
            found.append(str(alias) if alias else prefix + field)
    return [name.upper() for name in found]


@pytest.fixture(scope="module")
def in_code() -> set[str]:
    """All settings of the code."""
    return {name for section in sections() for name in names(section)}


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    """The page on settings."""
    return (root / "docs/settings.md").read_text("utf-8")


@pytest.fixture(scope="module")
def example(root: Path) -> dict[str, str]:
    """The settings of .env.example with the values that stand there."""
    return dict(OFFERED.findall((root / ".env.example").read_text("utf-8")))


def test_every_room_has_its_settings() -> None:
    assert {section.__module__ for section in sections()} == set(ROOMS)


def test_every_setting_has_its_row(in_code: set[str], page: str) -> None:
    assert in_code - set(DOCUMENTED.findall(page)) == set()


def test_every_setting_stands_in_the_example(in_code: set[str], example: dict[str, str]) -> None:
    assert in_code - set(example) == set()


def test_no_document_promises_a_setting_that_is_not_there(in_code: set[str], page: str) -> None:
    assert set(DOCUMENTED.findall(page)) == in_code


def test_the_example_and_the_page_name_the_same_settings(page: str, example: dict[str, str]) -> None:
    assert set(example) == set(DOCUMENTED.findall(page))


def test_the_example_changes_nothing_until_it_is_edited(root: Path) -> None:
    lines = (root / ".env.example").read_text("utf-8").splitlines()
    assert [line for line in lines if line.strip() and not line.startswith("#")] == []


def test_every_line_of_the_example_is_valid_when_its_mark_is_taken_away(
    example: dict[str, str], in_code: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in in_code:
        monkeypatch.delenv(name, raising=False)
    taken = tmp_path / "taken.env"
    taken.write_text("".join(f"{name}={value}\n" for name, value in example.items()))
    for section in sections():
        section(_env_file=taken)


def test_an_empty_env_file_works(in_code: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in in_code:
        monkeypatch.delenv(name, raising=False)
    empty = tmp_path / "empty.env"
    empty.write_text("")
    for section in sections():
        section(_env_file=empty)
