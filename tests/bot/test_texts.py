"""Both languages can say everything that the code asks for."""

import ast
import re
import string
from pathlib import Path

import pytest

from bot.guards import REASONS
from bot.texts.spoken import MODULES, TEXTS, say, spoken

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = sorted(TEXTS)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def keys_in_code() -> dict[str, str]:
    """Return every key that a call of `say` names, with a place; one that is put together as a pattern."""
    found = {}
    for path in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                found |= dict.fromkeys(named_in(node.args[1]), f"{path.name}:{node.lineno}")
    return found


def named_in(node: ast.AST) -> list[str]:
    """Return the keys in an expression, as patterns."""
    if isinstance(node, ast.JoinedStr):
        parts = (re.escape(p.value) if isinstance(p, ast.Constant) else ".+" for p in node.values)
        return ["".join(parts)]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [re.escape(node.value)]
    return [key for child in ast.iter_child_nodes(node) for key in named_in(child)]


def test_no_key_stands_in_two_modules() -> None:
    for language in ("EN", "NL"):
        keys = [key for module in MODULES for key in getattr(module, language)]
        assert sorted(key for key in set(keys) if keys.count(key) > 1) == []


def test_both_languages_have_the_same_keys() -> None:
    assert set(TEXTS["en"]) == set(TEXTS["nl"])


@pytest.mark.parametrize("key", TEXTS["en"])
def test_a_sentence_has_the_same_fields_in_both_languages(key: str) -> None:
    assert fields(TEXTS["nl"][key]) == fields(TEXTS["en"][key])


def test_every_key_that_the_code_names_exists() -> None:
    named = keys_in_code()
    assert len(named) > 60
    missing = {key: place for key, place in named.items() if not any(re.fullmatch(key, known) for known in TEXTS["en"])}
    assert missing == {}


@pytest.mark.parametrize("key", ["greeting", "thanks", "help", "said at", "heard at", "no times", "no number"])
def test_keys_that_the_code_puts_together_exist(key: str) -> None:
    assert key in TEXTS["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_keeps_a_brace_once_it_is_filled_in(language: str) -> None:
    for key, text in TEXTS[language].items():
        filled = say(language, key, **dict.fromkeys(fields(text), "7"))
        assert not re.search(r"[{}]", filled), key
        assert filled == filled.strip(), key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", REASONS)
def test_every_refusal_has_its_sentence(language: str, reason: str) -> None:
    assert TEXTS[language][f"refusal {reason}"]


LONGEST = {
    "command .* name": 32,
    "option .* name": 32,
    "menu .*": 32,
    "command .* text": 100,
    "option .* text": 100,
    "choice .*": 100,
    "button .*": 80,
    "select .*": 100,
    "modal .* (?:title|label)": 45,
    "modal .* placeholder": 100,
    "presence.*": 100,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("pattern", LONGEST)
def test_what_stands_in_a_field_of_discord_fits_it(language: str, pattern: str) -> None:
    found = {key: text for key, text in TEXTS[language].items() if re.fullmatch(pattern, key)}
    assert found
    assert {key: len(text) for key, text in found.items() if not 0 < len(text) <= LONGEST[pattern]} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_of_a_command_or_option_is_one_small_word(language: str) -> None:
    names = {k: t for k, t in TEXTS[language].items() if k.startswith(("command ", "option ")) and k.endswith(" name")}
    assert {
        key: text for key, text in names.items() if not re.fullmatch(r"[-_\w]+", text) or text != text.lower()
    } == {}
    commands = [text for key, text in names.items() if key.startswith("command ")]
    assert len(commands) == len(set(commands))


def test_braces_in_what_is_filled_in_stay_as_they_are() -> None:
    assert "{0} %s" in say("en", "no episode", what="{0} %s")


@pytest.mark.parametrize(
    ("language", "answer"),
    [("nl", "nl"), ("en", "en"), ("de", "en"), ("nl-BE", "nl"), ("en-GB", "en"), (None, "en"), ("", "en")],
)
def test_a_language_that_the_bot_does_not_speak_is_answered_in_english(language: str | None, answer: str) -> None:
    assert spoken(language) == answer
