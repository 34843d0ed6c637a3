"""The shows of a server: chosen in /library settings, held against the library, and obeyed by announcements."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.cogs.moderating.house import settings
from bot.desk import Desk, Rules
from bot.house_rules import HouseRules
from bot.house_settings import Unfit
from bot.ledger import Ledger
from bot.ledgers.moderation import acts_of
from bot.renderings.library_state import State, status_text
from bot.terminal import ailments
from bot.views.moderating.reports import announce
from bot.views.moderating.shows import PAGE, chosen_shows, offered, show_controls, token
from bot.views.registry import PRESSES
from tests.published import manifest_of
from vectorstore.layout import Layout
from vectorstore.records import Episode

GUILD, OTHER, MO = 222, 333, 1


class Interaction:
    """A moderator, and what they see."""

    def __init__(self, desk: Desk, *values: str) -> None:
        self.client = SimpleNamespace(desk=desk)
        self.user = SimpleNamespace(id=MO)
        self.guild_id, self.guild, self.locale = GUILD, None, "en-GB"
        self.permissions = discord.Permissions(manage_guild=True)
        self.command = None
        self.data = {"values": list(values), "custom_id": "v1:x:"}
        self.response = self
        self.shown, self.row = "", discord.ui.View()

    def is_done(self) -> bool:
        return True

    async def defer(self, **options: object) -> None:
        return None

    async def edit_original_response(self, content: str, view: Any = None, **options: Any) -> None:
        self.shown, self.row = content, view


@pytest.fixture
def shelf() -> Any:
    """A library whose shows a test may change."""
    made = SimpleNamespace(names=["Night Talk", "Roof Radio"], size=lambda: 3)
    made.show_names = lambda: tuple(made.names)
    return made


@pytest.fixture
def desk(tmp_path: Path, shelf: Any) -> Iterator[Desk]:
    nothing: Any = None
    made = Desk(nothing, shelf, Ledger(tmp_path / "ledger.sqlite"), Rules(), HouseRules(tmp_path / "settings.json"))
    made.house.change("set_up", GUILD, True)
    with closing(made.ledger):
        yield made


async def press(desk: Desk, action: str, *arguments: str, values: tuple[str, ...] = ()) -> Interaction:
    interaction = Interaction(desk, *values)
    await PRESSES[action](interaction, desk, *arguments)
    return interaction


def menu(interaction: Interaction) -> Any:
    return next(item for item in interaction.row.children if isinstance(item, discord.ui.Select))


async def test_shows_are_chosen_from_the_librarys_own_and_written_down(desk: Desk) -> None:
    await desk.count()
    page = await press(desk, "setpick", values=("shows",))
    assert "Now: all shows (default)" in page.shown
    assert [option.label for option in menu(page).options] == ["Night Talk", "Roof Radio"]
    assert (menu(page).min_values, menu(page).max_values) == (0, 2)
    page = await press(desk, *menu(page).custom_id.removeprefix("v1:").replace(":", ".").split("."),
                       values=(token("Roof Radio"),))  # fmt: skip
    assert "**Shows** is now: “Roof Radio”" in page.shown
    assert desk.house.shows(GUILD) == {"Roof Radio"}
    assert desk.house.shows(OTHER) is None
    (act,) = acts_of(desk.ledger, GUILD, 5)
    assert (act.act, act.target, act.outcome) == ("settings", "shows", "Roof Radio")
    page = await press(desk, "setvalue", "shows", "", "0")
    assert "**Shows** is now: all shows" in page.shown


async def test_a_show_that_is_gone_is_named_and_can_be_taken_out(desk: Desk, shelf: Any) -> None:
    desk.house.change("shows", GUILD, ["Roof Radio", "Night Talk"])
    shelf.names = ["Attic Radio", "Night Talk"]
    interaction = Interaction(desk)
    await settings.callback(interaction)  # type: ignore[arg-type]
    assert "**Not in the library**: “Roof Radio”" in interaction.shown
    assert "I answer nothing" not in interaction.shown
    page = await press(desk, "setpick", values=("shows",))
    assert [(option.label, option.default) for option in menu(page).options] == [
        ("Attic Radio", False),
        ("Night Talk", True),
        ("Roof Radio", True),
    ]
    await press(desk, "setvalue", "shows", "", "0", values=(token("Night Talk"),))
    assert desk.house.shows(GUILD) == {"Night Talk"}


async def test_a_server_none_of_whose_shows_is_left_is_told_that_nothing_is_answered(desk: Desk, shelf: Any) -> None:
    desk.house.change("shows", GUILD, ["Roof Radio"])
    shelf.names = ["Night Talk"]
    interaction = Interaction(desk)
    await settings.callback(interaction)  # type: ignore[arg-type]
    assert "I answer nothing on this server" in interaction.shown
    state = State(manifest_of(1, {"a.md": ["a"]}), False, None, None, None, "", 0, (), ("Roof Radio",))
    assert "**Not in the library**: “Roof Radio”" in status_text(state, "en", lambda name: name)
    known = State(manifest_of(1, {"a.md": ["a"]}), False, None, None, None, "", 0, (), ("Show",))
    assert "Not in the library" not in status_text(known, "en", lambda name: name)


async def test_a_choice_that_has_gone_meanwhile_is_no_choice_of_all(desk: Desk, shelf: Any) -> None:
    desk.house.change("shows", GUILD, ["Night Talk"])
    page = await press(desk, "setvalue", "shows", "", "0", values=(token("Renamed"),))
    assert "have changed meanwhile" in page.shown
    assert desk.house.shows(GUILD) == {"Night Talk"}


def test_more_shows_than_a_select_takes_are_chosen_page_by_page(desk: Desk, shelf: Any) -> None:
    shelf.names = [f"Show {number:02d}" for number in range(PAGE + 5)]
    desk.shows = tuple(shelf.names)
    desk.house.change("shows", GUILD, ["Show 01", "Show 27"])
    first, second = (show_controls(desk, GUILD, "en", page) for page in (0, 1))
    assert [len(controls[0].options) for controls in (first, second)] == [PAGE, 5]  # type: ignore[attr-defined]
    assert [item.disabled for item in first[1:]] == [True, False]  # type: ignore[attr-defined]
    assert [item.disabled for item in second[1:]] == [False, True]  # type: ignore[attr-defined]
    assert chosen_shows(desk, GUILD, [token("Show 29")], 1) == ("Show 01", "Show 29")
    assert chosen_shows(desk, GUILD, [], 0) == ("Show 27",)


def test_long_and_odd_names_fit_into_a_select(desk: Desk, shelf: Any) -> None:
    desk.shows = ("x" * 300, "\ud800", "C", "C++")
    (select,) = show_controls(desk, GUILD, "en")
    assert all(1 <= len(option.label) <= 100 for option in select.options)  # type: ignore[attr-defined]
    assert len({option.value for option in select.options}) == 4  # type: ignore[attr-defined]
    assert chosen_shows(desk, GUILD, [token("C++")], 0) == ("C++",)
    assert offered(desk, GUILD) == list(desk.shows)


def test_a_direct_message_knows_of_what_every_server_does() -> None:
    house = HouseRules(None)
    assert house.shows(None) is None
    house.change("shows", GUILD, ["A", "B"])
    assert house.shows(None) == {"A", "B"}
    house.change("shows", OTHER, ["B", "C"])
    assert house.shows(None) == {"B"}
    house.change("shows", OTHER, ["C"])
    assert house.shows(None) == frozenset()


@pytest.mark.parametrize("value", ["Roof Radio", [1], [""], {"a": 1}, None, [["x"]], ["x"] * 3 + [None]])
def test_a_list_that_cannot_be_read_opens_no_show_to_a_server(tmp_path: Path, value: object) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"schema": 1, "library": {}, "guilds": {str(GUILD): {"shows": value}}}))
    house = HouseRules(path)
    assert house.shows(GUILD) == {""}
    with pytest.raises(Unfit):
        house.change("shows", GUILD, value)


async def test_a_server_hears_of_new_episodes_of_its_shows_alone(desk: Desk) -> None:
    sent: dict[int, list[str]] = {}

    class Channel(discord.abc.Messageable):
        def __init__(self, guild: int) -> None:
            self.guild = guild

        async def _get_channel(self) -> Any:
            return self

        async def send(self, content: str, **options: Any) -> Any:  # type: ignore[override]
            sent.setdefault(self.guild, []).append(content)

    servers: list[Any] = []
    for number, shows in ((1, ["A"]), (2, ["B"]), (3, []), (4, ["Gone"])):
        channel = Channel(number)
        servers.append(SimpleNamespace(id=number, preferred_locale="en", get_channel=lambda id_, c=channel: c))
        desk.house.change("announcements_channel", number, 7)
        desk.house.change("shows", number, shows)
    client: Any = SimpleNamespace(guilds=servers)
    await announce(client, desk, [Episode("a", "A", "About bees", 1), Episode("b", "B", "About owls", 2)])
    assert {number: ["bees" in said[0], "owls" in said[0]] for number, said in sent.items()} == {
        1: [True, False],
        2: [False, True],
        3: [True, True],
    }


def test_check_names_the_shows_of_servers_that_the_index_does_not_hold(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    assert list(ailments.of_settings(layout, manifest_of(1, {"a.md": ["a"]}))) == []
    house = HouseRules(layout.settings_file)
    house.change("shows", GUILD, ["Show", "Gone"])
    house.change("shows", OTHER, ["Away"])
    some, none = ailments.of_settings(layout, manifest_of(1, {"a.md": ["a"]}))
    assert (str(GUILD) in some.what, "“Gone”" in some.what, "“Show”" in some.what) == (True, True, False)
    assert "answers nothing" in none.what
    assert "answers nothing" not in some.what
    before = layout.settings_file.read_bytes()
    assert list(ailments.of_settings(layout, None)) == []
    assert layout.settings_file.read_bytes() == before
    layout.settings_file.write_text("{")
    (damaged,) = ailments.of_settings(layout, manifest_of(1, {"a.md": ["a"]}))
    assert "settings.json" in damaged.what
    assert layout.settings_file.read_text() == "{"
