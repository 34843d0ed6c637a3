"""The commands as Discord is told them: both languages, Discord's limits, and that a press finds its function."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest
import pytest_asyncio

from bot.answering.seams import Found, SearchResult
from bot.client import PodcastBot
from bot.cogs.registry import COGS
from bot.cogs.translation import Localisations
from bot.desk import Desk, Rules
from bot.ledger import Ledger
from bot.renderings.pages import search_page
from bot.texts.spoken import TEXTS
from bot.views.forms import form, written
from bot.views.pages import words_of
from bot.views.press import custom_id
from bot.views.registry import ACTIONS, FORMS, PRESSES
from tests.answers import episode

COMMANDS = {
    "ask",
    "search",
    "episodes",
    "episode",
    "help",
    "about",
    "privacy",
    "language",
    "library",
    "insights",
    "Ask the episodes about this",
    "Correct a word",
    "Add to test questions",
}


class Shelf:
    """A library that is empty."""

    layout = None

    def size(self) -> int:
        return 0


@pytest_asyncio.fixture
async def payloads(tmp_path: Path) -> AsyncIterator[list[dict[str, Any]]]:
    library: Any = Shelf()
    brain: Any = SimpleNamespace(generation=None)
    desk = Desk(brain, library, Ledger(tmp_path / "ledger.sqlite"), Rules())
    with closing(desk.ledger):
        client = PodcastBot(desk)
        for cog in COGS:
            await client.add_cog(cog(client))
        yield [await c.get_translated_payload(client.tree, Localisations()) for c in client.tree.get_commands()]
        await client.close()


def parts(payload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield payload
    for option in payload.get("options", []):
        yield option
        yield from option.get("choices", [])


async def test_all_commands_are_there(payloads: list[dict[str, Any]]) -> None:
    assert {payload["name"] for payload in payloads} == COMMANDS


async def test_every_name_and_description_has_its_dutch(payloads: list[dict[str, Any]]) -> None:
    for part in (part for payload in payloads for part in parts(payload)):
        assert set(part["name_localizations"]) == {"nl"}, part["name"]
        if part.get("description"):
            assert set(part["description_localizations"]) == {"nl"}, part["name"]


async def test_names_and_descriptions_keep_to_discords_limits(payloads: list[dict[str, Any]]) -> None:
    for payload in payloads:
        for part in parts(payload):
            for name in (part["name"], part["name_localizations"]["nl"]):
                assert len(name) <= (100 if "value" in part else 32)
                assert "value" in part or payload["type"] == 3 or (name == name.lower() and " " not in name)
            for text in (part.get("description") or "", *part.get("description_localizations", {}).values()):
                assert len(text) <= 100


async def test_commands_work_in_servers_and_direct_messages_and_those_of_moderators_in_servers_alone(
    payloads: list[dict[str, Any]],
) -> None:
    for payload in payloads:
        moderating = payload["default_member_permissions"] is not None
        assert sorted(payload["contexts"]) == ([0] if moderating else [0, 1]), payload["name"]
    assert all(payload["integration_types"] == [0] for payload in payloads)


def test_every_custom_id_is_handled_by_one_class() -> None:
    templates = [action.__discord_ui_compiled_template__ for action in ACTIONS]
    for action in PRESSES:
        longest = custom_id(action, 2**64, "0123456789abcdef-00042", -1)
        assert len(longest) <= 100
        assert sum(template.fullmatch(longest) is not None for template in templates) == 1
        assert sum(template.fullmatch(custom_id(action)) is not None for template in templates) == 1


@pytest.mark.parametrize("language", sorted(TEXTS))
@pytest.mark.parametrize("kind", ["ask", "follow up", "vote"])
async def test_forms_keep_to_discords_limits(language: str, kind: str) -> None:
    shown = form(language, kind, "followup").to_dict()
    (row,) = shown["components"]
    (field,) = row["components"]
    assert len(shown["title"]) <= 45
    assert len(field["label"]) <= 45
    assert len(field["placeholder"]) <= 100
    assert shown["custom_id"].split(":")[1] in FORMS


def test_a_forms_text_is_found_in_either_kind_of_row() -> None:
    field = {"type": discord.ComponentType.text_input.value, "value": "why?"}
    assert list(written([{"type": 1, "components": [field]}])) == ["why?"]
    assert list(written([{"type": 18, "component": field}])) == ["why?"]


@pytest.mark.parametrize("words", ["licence", "*open* _source_ `x`", "a “quoted” word", "@everyone <@1>", "x" * 200])
@pytest.mark.parametrize("language", sorted(TEXTS))
def test_the_words_of_a_search_are_read_from_its_page_again(words: str, language: str) -> None:
    hit = Found(1, 0.9, episode(), "d", "c", None, None, None, None, None, "text")
    page = search_page(SearchResult(words, (hit,), "gen-000001", 0.1), 1, language)
    assert words_of(page.content) == words
