"""Both languages can say everything that the code asks for."""

import ast
import re
import string
from pathlib import Path

import pytest

from bot.texts import TEXTS, say, spoken

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = sorted(TEXTS)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def keys_in_code() -> dict[str, str]:
    """Return every key that a call of `say` names as it stands, with a place."""
    found = {}
    for path in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                for part in ast.walk(node.args[1]):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        found[part.value] = f"{path.name}:{node.lineno}"
    return found


def test_both_languages_have_the_same_keys() -> None:
    assert set(TEXTS["en"]) == set(TEXTS["nl"])


@pytest.mark.parametrize("key", TEXTS["en"])
def test_a_sentence_has_the_same_fields_in_both_languages(key: str) -> None:
    assert fields(TEXTS["nl"][key]) == fields(TEXTS["en"][key])


def test_every_key_that_the_code_names_exists() -> None:
    named = {key: place for key, place in keys_in_code().items() if key != " at"}  # said at, heard at
    assert len(named) > 15
    assert {key: place for key, place in named.items() if key not in TEXTS["en"]} == {}


@pytest.mark.parametrize("key", ["greeting", "thanks", "help", "said at", "heard at", "no times", "no number"])
def test_keys_that_the_code_puts_together_exist(key: str) -> None:
    assert key in TEXTS["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_keeps_a_brace_once_it_is_filled_in(language: str) -> None:
    for key, text in TEXTS[language].items():
        filled = say(language, key, **dict.fromkeys(fields(text), "7"))
        assert not re.search(r"[{}]", filled), key
        assert filled == filled.strip(), key


def test_braces_in_what_is_filled_in_stay_as_they_are() -> None:
    assert "{0} %s" in say("en", "no episode", what="{0} %s")


@pytest.mark.parametrize(("language", "answer"), [("nl", "nl"), ("en", "en"), ("de", "en"), (None, "en"), ("", "en")])
def test_a_language_that_the_bot_does_not_speak_is_answered_in_english(language: str | None, answer: str) -> None:
    assert spoken(language) == answer
