"""The commands of the house rules, driven without a connection: what they change, who may, what is written down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.cogs.moderating.group import library
from bot.cogs.moderating.house import audited, block, pause, settings, unblock
from bot.desk import Desk, Rules
from bot.errors import AnswerForgotten, NotModerator
from bot.house_rules import HouseRules
from bot.ledger import Ledger
from bot.ledgers.moderation import acts_of, note_act
from bot.views.moderating.permissions import NEEDED, lacking_in
from bot.views.registry import FORMS, PRESSES

MO, ANNA, GUILD, NOW = 111, 112, 222, 1_700_000_000.0
OURS = ("setpick", "setall", "setstep", "setdone", "setvalue", "setshows", "setform", "setreset", "acts")


class Response:
    """The first answer to an interaction."""

    def __init__(self) -> None:
        self.modal: Any = None

    def is_done(self) -> bool:
        return True

    async def defer(self, **options: object) -> None:
        return None

    async def send_modal(self, modal: Any) -> None:
        self.modal = modal


class Interaction:
    """What a moderator sends; `shown` is the last content of its message, `row` what stands below."""

    def __init__(self, desk: Desk, values: tuple[str, ...] = (), manages: bool = True) -> None:
        self.client = SimpleNamespace(desk=desk)
        self.user = SimpleNamespace(id=MO, mention=f"<@{MO}>", bot=False)
        self.guild_id, self.guild, self.locale = GUILD, None, "en-GB"
        self.permissions = discord.Permissions(manage_guild=manages)
        self.command = None
        self.data = {"values": list(values), "custom_id": "v1:x:"}
        self.response = Response()
        self.shown, self.row = "", discord.ui.View()

    async def edit_original_response(self, content: str, view: Any = None, **options: Any) -> None:
        self.shown, self.row = content, view or discord.ui.View()

    @property
    def ids(self) -> list[str]:
        return [getattr(item, "custom_id", "") for item in self.row.children]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    nothing: Any = None
    house = HouseRules(tmp_path / "settings.json")
    shelf: Any = SimpleNamespace(size=lambda: 2, show_names=lambda: ("Night Talk", "Roof Radio"))
    made = Desk(nothing, shelf, Ledger(tmp_path / "ledger.sqlite"), Rules(), house)
    with closing(made.ledger):
        yield made


def member(id_: int, bot: bool = False) -> Any:
    return SimpleNamespace(id=id_, mention=f"<@{id_}>", bot=bot)


async def use(desk: Desk, command: Any, *arguments: Any) -> Interaction:
    interaction = Interaction(desk)
    await command.callback(interaction, *arguments)
    return interaction


async def press(desk: Desk, action: str, *arguments: str, values: tuple[str, ...] = ()) -> Interaction:
    interaction = Interaction(desk, values)
    await PRESSES[action](interaction, desk, *arguments)
    return interaction


def acts(desk: Desk) -> list[tuple[str, str, str]]:
    return [(one.act, one.target, one.outcome) for one in acts_of(desk.ledger, GUILD, 20)]


async def test_a_blocked_member_is_let_ask_again_and_both_are_written_down(desk: Desk) -> None:
    assert "no more questions from <@112>" in (await use(desk, block, member(ANNA))).shown
    assert desk.house.is_blocked(GUILD, ANNA)
    assert "blocked already" in (await use(desk, block, member(ANNA))).shown
    assert "from <@112> again" in (await use(desk, unblock, member(ANNA))).shown
    assert "is not blocked" in (await use(desk, unblock, member(ANNA))).shown
    assert not desk.house.is_blocked(GUILD, ANNA)
    assert acts(desk)[::-1] == [
        ("block", "112", "done"),
        ("block", "112", "was so already"),
        ("unblock", "112", "done"),
        ("unblock", "112", "was so already"),
    ]


@pytest.mark.parametrize("who", [member(MO), member(9, bot=True)])
async def test_nobody_blocks_themselves_or_a_bot(desk: Desk, who: Any) -> None:
    assert "cannot block a bot" in (await use(desk, block, who)).shown
    assert desk.house.value("blocked", GUILD) == ()


async def test_a_pause_names_the_command_that_ends_it(desk: Desk) -> None:
    desk.command_ids["library"] = 77
    assert "</library resume:77>" in (await use(desk, pause)).shown
    assert desk.house.value("paused", GUILD)


async def test_the_set_up_is_shown_until_somebody_went_through_or_skipped_it(desk: Desk) -> None:
    assert "step 1 of 6" in (await use(desk, settings)).shown
    assert "step 6" not in (await press(desk, "setstep", "5")).shown
    await press(desk, "setdone")
    assert (await use(desk, settings)).shown.startswith("### Settings of this server")
    assert acts(desk) == [("set up", "", "done")]


async def test_each_step_sets_its_own_and_stays_there(desk: Desk) -> None:
    page = await press(desk, "setvalue", "schedule", "3", values=("daily",))
    assert "step 4 of 6: Schedule" in page.shown
    assert "**Schedule** is now: every day" in page.shown
    assert desk.house.value("schedule", None) == "daily"
    page = await press(desk, "setvalue", "moderators_channel", "1", values=("5",))
    assert desk.house.value("moderators_channel", GUILD) == 5
    page = await press(desk, "setvalue", "moderators_channel", "1")
    assert desk.house.value("moderators_channel", GUILD) is None
    assert page.ids == ["v1:setvalue:moderators_channel.1", "v1:setstep:0", "v1:setstep:2", "v1:setdone:"]


@pytest.mark.parametrize(
    ("name", "chosen", "value"),
    [
        ("paused", "yes", True),
        ("log_questions", "no", False),
        ("digest", "weekly", "weekly"),
        ("languages", "nl", "nl"),
    ],
)
async def test_a_choice_holds_at_once_and_can_be_taken_back(desk: Desk, name: str, chosen: str, value: object) -> None:
    page = await press(desk, "setpick", values=(name,))
    assert f"v1:setvalue:{name}" in page.ids
    assert f"v1:setreset:{name}" not in page.ids
    await press(desk, "setvalue", name, values=(chosen,))
    assert desk.house.value(name, GUILD) == value
    assert acts(desk)[0] == ("settings", name, chosen)
    assert f"v1:setreset:{name}" in (await press(desk, "setpick", values=(name,))).ids
    await press(desk, "setreset", name)
    assert desk.house.source(name, GUILD) == "default"


async def test_what_does_not_fit_is_explained_and_not_written_down(desk: Desk) -> None:
    interaction = Interaction(desk)
    await FORMS["setwords"](interaction, desk, "Mars/Olympus", "timezone")
    assert "no such time zone" in interaction.shown
    assert acts(desk) == []


@pytest.mark.parametrize("action", ["setform", "setreset", "setvalue"])
@pytest.mark.parametrize("name", ["set_up", "unheard", ""])
async def test_a_forged_name_of_a_setting_changes_nothing(desk: Desk, action: str, name: str) -> None:
    with pytest.raises(AnswerForgotten):
        await press(desk, action, name, values=("yes",))
    assert desk.house.source("set_up", GUILD) == "default"


@pytest.mark.promise(10)
@pytest.mark.parametrize("action", OURS)
async def test_a_press_of_somebody_without_rights_is_refused_without_side_effect(desk: Desk, action: str) -> None:
    interaction = Interaction(desk, ("paused",), manages=False)
    with pytest.raises(NotModerator):
        await PRESSES[action](interaction, desk, "paused")
    with pytest.raises(NotModerator):
        await FORMS["setwords"](interaction, desk, "3", "per_minute")
    assert not (desk.house.path and desk.house.path.exists())
    assert acts(desk) == []


async def test_the_audit_turns_its_pages(desk: Desk) -> None:
    for n in range(23):
        note_act(desk.ledger, GUILD, MO, "add", f"document {n}", "kept", NOW + n)
    page = await use(desk, audited)
    assert "document 22" in page.shown
    assert "document 12" not in page.shown
    earlier = next(id_ for id_ in page.ids if id_ != "v1:acts:")
    page = await press(desk, "acts", earlier.rpartition(":")[2])
    assert "document 12" in page.shown
    assert "document 13" not in page.shown
    assert "document 22" in (await press(desk, "acts")).shown


def test_every_command_stands_in_the_group() -> None:
    names = {str(command.name) for command in library.commands}
    assert {"settings", "pause", "resume", "block", "unblock", "audit"} <= names
    assert len(names) <= 25


class Room:
    """A channel in which the bot lacks some permissions."""

    def __init__(self, id_: int, *lacks: str) -> None:
        self.id = id_
        granted = dict.fromkeys(NEEDED.values(), True) | dict.fromkeys(lacks, False)
        self.granted = discord.Permissions(**granted)

    def permissions_for(self, who: object) -> discord.Permissions:
        return self.granted


def guild_of(*rooms: Room) -> Any:
    known = {room.id: room for room in rooms}
    return SimpleNamespace(id=GUILD, me=None, text_channels=list(rooms), get_channel=known.get)


def test_where_everything_is_allowed_a_channel_out_of_sight_is_no_fault(desk: Desk) -> None:
    guild = guild_of(Room(5), Room(6, "view_channel"), Room(7, "attach_files"))
    lacks, unseen = lacking_in(guild, desk)
    assert [(one.channel_id, one.permissions) for one in lacks] == [(7, ("Attach Files",))]
    assert unseen == 1


def test_a_channel_that_was_chosen_and_is_out_of_sight_or_gone_is_one(desk: Desk) -> None:
    desk.house.change("channels", GUILD, [6, 8])
    desk.house.change("moderators_channel", GUILD, 9)
    lacks, unseen = lacking_in(guild_of(Room(5), Room(6, "view_channel"), Room(9)), desk)
    assert [(one.channel_id, one.permissions) for one in lacks] == [(8, tuple(NEEDED)), (6, ("View Channel",))]
    assert unseen == 0


def test_channels_of_other_servers_in_the_environment_are_none_of_this_ones(tmp_path: Path) -> None:
    nothing: Any = None
    house = HouseRules(None, {"channels": (5, 999)})
    desk = Desk(nothing, nothing, Ledger(tmp_path / "ledger.sqlite"), Rules(), house)
    with closing(desk.ledger):
        assert lacking_in(guild_of(Room(5)), desk) == ([], 0)
