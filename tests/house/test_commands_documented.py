"""Every verb and option of the two command lines is documented, and none that does not exist."""

import importlib
import re
from pathlib import Path

import click
import pytest
import typer

OPTION = re.compile(r"^\| `(--[a-z-]+)", re.MULTILINE)


def command_line(module: str) -> click.Command:
    """Return the command line that a `__main__` module defines, whatever its name there."""
    defined = vars(importlib.import_module(module)).values()
    found = [typer.main.get_command(thing) for thing in defined if isinstance(thing, typer.Typer)]
    found += [thing for thing in defined if isinstance(thing, click.Command)]
    assert len(found) == 1, f"{module} has {len(found)} command lines"
    return found[0]


def options(command: click.Command) -> set[str]:
    """Return a command's long options; --help is everywhere."""
    named = [option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)]
    return {option for option in named if option.startswith("--")} - {"--help"}


def verbs(command: click.Command) -> dict[str, click.Command]:
    """Return the verbs of a command line; one without verbs has none."""
    found = getattr(command, "commands", {})
    return {name: verb for name, verb in found.items() if not verb.hidden}


@pytest.fixture(scope="module")
def bot() -> dict[str, click.Command]:
    """The verbs of `python -m bot`."""
    return verbs(command_line("bot.__main__"))


@pytest.fixture(scope="module")
def ingest() -> click.Command:
    """The command line of `python -m ingest`."""
    return command_line("ingest.__main__")


@pytest.fixture(scope="module")
def sections(root: Path) -> dict[str, str]:
    """Sections of docs/commands.md by heading, each with what stands below deeper headings."""
    parts = re.split(r"^(#{2,3}) (.+)$", (root / "docs/commands.md").read_text("utf-8"), flags=re.MULTILINE)
    found: dict[str, str] = {}
    chapter = ""
    for level, heading, body in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        chapter = heading if level == "##" else chapter
        found[heading] = body
        found[chapter] += body if heading != chapter else ""
    return found


def test_every_bot_verb_has_its_section(bot: dict[str, click.Command], sections: dict[str, str]) -> None:
    prefix = "python -m bot "
    assert {heading.removeprefix(prefix) for heading in sections if heading.startswith(prefix)} == set(bot)


def test_every_bot_option_has_its_row(bot: dict[str, click.Command], sections: dict[str, str]) -> None:
    code = {verb: options(command) for verb, command in bot.items()}
    written = {verb: set(OPTION.findall(sections[f"python -m bot {verb}"])) for verb in bot}
    assert written == code


def test_every_ingest_option_has_its_row(ingest: click.Command, sections: dict[str, str]) -> None:
    assert set(OPTION.findall(sections["python -m ingest"])) == options(ingest)


def test_every_bot_verb_explains_itself(bot: dict[str, click.Command]) -> None:
    assert [verb for verb, command in bot.items() if not (command.help or "").strip()] == []


def test_every_exit_code_of_an_error_is_documented(sections: dict[str, str]) -> None:
    from vectorstore.errors import EXIT_CODES

    rows = set(re.findall(r"^\| (\d+) \|", sections["python -m ingest"], re.MULTILINE))
    assert {str(code) for code in EXIT_CODES.values()} <= rows
