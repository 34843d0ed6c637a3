"""Every error has its sentence in both languages, and an id that stands in the log."""

import importlib
import logging
import pkgutil
import re

import pytest

import bot
import bot.errors
import vectorstore.errors
from bot.errors import KEYS, BotError, MissingPermissions, NotYours, TooSlow, expected, key_of, new_id
from bot.texts.reporting import report, sentence_of
from bot.texts.spoken import TEXTS
from vectorstore.errors import DiskFull, NoIndex, StoreError

LANGUAGES = sorted(TEXTS)


def kinds(base: type[BaseException]) -> list[type[BaseException]]:
    """Return a class and everything below it."""
    return [base, *(kind for child in base.__subclasses__() for kind in kinds(child))]


def import_the_front_desk() -> None:
    """Load every module of the bot, so that an error that is declared anywhere in it is known."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def reaches_members(kind: type[BaseException]) -> bool:
    """Return whether an error is the project's own, and not one of the terminal, which has no members."""
    return kind.__module__.startswith(("bot.", "vectorstore.")) and not kind.__module__.startswith("bot.terminal.")


def test_every_error_of_the_project_has_a_sentence_of_its_own() -> None:
    import_the_front_desk()
    known = {kind for base in (StoreError, BotError) for kind in kinds(base) if reaches_members(kind)}
    assert len(known) > 15
    assert {kind.__name__ for kind in known if kind not in KEYS} == set()


def test_no_two_errors_say_the_same() -> None:
    keys = [key for kind, key in KEYS.items() if kind is not TimeoutError]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_has_a_sentence(language: str) -> None:
    assert {key for key in KEYS.values() if key not in TEXTS[language]} == set()


def test_every_error_stands_in_the_tree_that_is_drawn() -> None:
    drawn = bot.errors.__doc__ or ""
    assert {kind.__name__ for kind in KEYS if kind.__module__ == "bot.errors" and kind.__name__ not in drawn} == set()


def test_an_error_of_a_new_kind_has_the_sentence_of_its_base() -> None:
    class Fuller(DiskFull):
        pass

    assert key_of(Fuller()) == KEYS[DiskFull]
    assert key_of(ZeroDivisionError()) == "error unknown"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KEYS)
def test_a_member_never_reads_the_errors_own_text(kind: type[BaseException], language: str) -> None:
    error = kind(["Send Messages"]) if kind is MissingPermissions else kind("chroma: /srv/secret is locked")
    sentence = sentence_of(error, language, "0badcafe")
    assert "secret" not in sentence
    assert sentence.endswith("`0badcafe`)")
    assert len(sentence) < 250


@pytest.mark.parametrize("language", LANGUAGES)
def test_missing_permissions_are_named(language: str) -> None:
    assert "Send Messages, View Channels" in sentence_of(
        MissingPermissions(["Send Messages", "View Channels"]), language, "0"
    )


def test_the_id_that_is_shown_stands_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    sentence = report(ZeroDivisionError("by zero"), "en-GB")
    found = re.search(r"\(error `([0-9a-f]{8})`\)$", sentence)
    assert found
    assert f"error {found[1]}: ZeroDivisionError: by zero" in caplog.text
    assert caplog.records[0].exc_info


def test_what_was_expected_needs_no_traceback(caplog: pytest.LogCaptureFixture) -> None:
    report(NoIndex("nothing published"), "nl")
    assert caplog.records[0].levelno == logging.ERROR
    assert not caplog.records[0].exc_info


@pytest.mark.parametrize("error", [TooSlow(), NotYours(), NoIndex(), TimeoutError()])
def test_what_the_tree_names_is_expected(error: BaseException) -> None:
    assert expected(error)


def test_a_bug_is_not_expected() -> None:
    assert not expected(KeyError("x"))


def test_ids_differ() -> None:
    assert len({new_id() for _ in range(100)}) == 100


def test_the_ground_floors_errors_are_all_known() -> None:
    assert set(vectorstore.errors.EXIT_CODES) <= set(KEYS)
