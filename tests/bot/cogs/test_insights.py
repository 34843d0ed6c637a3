"""/insights and its buttons, driven without a connection: what they show, and who may."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.cogs.moderating.insights import Insights
from bot.desk import Desk
from bot.errors import AnswerForgotten, NotModerator
from bot.ledgers.moderation import acts_of
from bot.ledgers.waiting import Waiting, begin_waiting
from bot.views.moderating import insights as views
from bot.views.registry import PRESSES
from tests.asked import GENERAL, GUILD, Painter, ask, desk_in

MO = 111


class Interaction:
    """What a moderator sends; `shown`, `files` and `row` are what the message holds last."""

    def __init__(self, desk: Desk, permissions: discord.Permissions | None = None, guild: int | None = GUILD) -> None:
        self.client = SimpleNamespace(desk=desk)
        self.user = SimpleNamespace(id=MO, mention=f"<@{MO}>")
        self.guild_id, self.guild, self.locale = guild, None, "en-GB"
        self.permissions = discord.Permissions(manage_guild=True) if permissions is None else permissions
        self.command, self.data = None, {"custom_id": "v1:x:"}
        self.response = self
        self.deferred = 0
        self.shown, self.row = "", discord.ui.View()
        self.files: list[discord.File] = []

    def is_done(self) -> bool:
        return False

    async def defer(self, **options: object) -> None:
        assert options["ephemeral"]
        self.deferred += 1

    async def edit_original_response(self, content: str, view: Any = None, attachments: Any = ()) -> None:
        self.shown, self.row, self.files = content, view, list(attachments)

    @property
    def tables(self) -> dict[str, str]:
        return {file.filename: file.fp.read().decode("utf-8-sig") for file in self.files}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = desk_in(tmp_path)
    with closing(made.ledger):
        yield made


@pytest.fixture
def painter(monkeypatch: pytest.MonkeyPatch) -> Painter:
    made = Painter()
    monkeypatch.setattr(views, "PAINTER", made)
    return made


async def insights(interaction: Any, weeks: int = 8) -> None:
    cog = Insights(interaction.client)
    await Insights.insights.callback(cog, interaction, weeks)  # type: ignore[call-arg, arg-type]


@pytest.mark.parametrize(
    ("permissions", "guild"),
    [
        (discord.Permissions.none(), GUILD),
        (discord.Permissions(manage_messages=True, manage_channels=True, kick_members=True), GUILD),
        (discord.Permissions(manage_guild=True), None),
        (discord.Permissions(administrator=True), None),
    ],
)
async def test_nobody_but_moderators_sees_anything(
    desk: Desk, painter: Painter, permissions: discord.Permissions, guild: int | None
) -> None:
    interaction: Any = Interaction(desk, permissions, guild)
    ask(desk, time.time(), "refused", "why?")
    with pytest.raises(NotModerator):
        await insights(interaction)
    for action in ("insightscsv", "unanswered"):
        with pytest.raises(NotModerator):
            await PRESSES[action](interaction, desk, "8")
    assert (interaction.deferred, interaction.shown, painter.told) == (0, "", [])


async def test_moderators_see_numbers_topics_and_the_picture(desk: Desk, painter: Painter) -> None:
    now = time.time()
    for verdict in ("answered", "answered", "uncertain", "refused"):
        ask(desk, now, verdict)
    ask(desk, now, mode="extractive", degraded="timeout")
    begin_waiting(desk.ledger, Waiting(1, 7, GUILD, GENERAL, False, "why?", (), "en", now))
    interaction: Any = Interaction(desk)
    await insights(interaction)
    shown = interaction.shown
    assert "Questions of the last 8 weeks: 5" in shown
    assert "Answered: 3 (60 %)" in shown
    assert "Without the model, which was asked for: 1 (it took too long: 1)" in shown
    assert "#12 Bees in town: Wintering: 3" in shown.replace("\\", "")
    assert f"<#{GENERAL}> 5" in shown
    assert "(“Tell me”): 1" in shown
    assert [file.filename for file in interaction.files] == ["insights.png"]
    assert len(painter.told[0]["weeks"]) == 8
    assert [item.custom_id for item in interaction.row.children] == ["v1:insightscsv:8", "v1:unanswered:8"]
    assert [act.act for act in acts_of(desk.ledger, GUILD, 9)] == ["insights"]


async def test_without_the_picture_the_numbers_are_there_all_the_same(desk: Desk, painter: Painter) -> None:
    painter.cannot = True
    ask(desk, time.time())
    interaction: Any = Interaction(desk)
    await insights(interaction)
    assert "could not be drawn" in interaction.shown
    assert "Answered: 1" in interaction.shown
    assert interaction.files == []


async def test_where_nothing_was_asked_nothing_is_drawn(desk: Desk, painter: Painter) -> None:
    interaction: Any = Interaction(desk)
    await insights(interaction, 1)
    assert "Nothing has been asked" in interaction.shown
    assert painter.told == []
    assert all(item.disabled for item in interaction.row.children)


async def test_the_table_holds_a_line_a_question_and_no_formula(desk: Desk) -> None:
    desk.house.change("log_questions", GUILD, True)
    ask(desk, time.time(), "refused", '=HYPERLINK("http://evil","x")')
    interaction: Any = Interaction(desk)
    await PRESSES["insightscsv"](interaction, desk, "4")
    assert sorted(interaction.tables) == ["insights.csv", "unanswered.csv"]
    tables = {file.filename: (file.fp.seek(0), file.fp.read().decode())[1] for file in interaction.files}
    assert tables["insights.csv"].count("\r\n") == 2
    assert "'=HYPERLINK" in tables["unanswered.csv"]
    assert [act.act for act in acts_of(desk.ledger, GUILD, 9)] == ["insights csv"]


async def test_what_is_no_longer_to_be_kept_is_not_handed_out_either(desk: Desk) -> None:
    ask(desk, time.time(), "refused", "an old question")
    interaction: Any = Interaction(desk)
    await PRESSES["insightscsv"](interaction, desk, "4")
    assert sorted(interaction.tables) == ["insights.csv"]
    await PRESSES["unanswered"](interaction, desk, "4")
    assert "old question" not in interaction.shown
    assert "how many stayed unanswered: 1, and 0" in interaction.shown


async def test_unanswered_questions_are_shown_together_with_what_is_like_them(desk: Desk) -> None:
    desk.house.change("log_questions", GUILD, True)
    now = time.time()
    for n, question in enumerate(["merch shop where", "where merch shop", "Who is the *new* host?"]):
        ask(desk, now - n, "refused", question)
    ask(desk, now - 9, "answered", "answered already")
    interaction: Any = Interaction(desk)
    await PRESSES["unanswered"](interaction, desk, "4")
    assert "3 questions" in interaction.shown
    assert "**2×** " in interaction.shown
    assert "the \\*new\\* host" in interaction.shown
    assert "answered already" not in interaction.shown


@pytest.mark.parametrize("weeks", ["", "0", "53", "-1", "x", "9" * 30])
async def test_a_forged_number_of_weeks_is_no_button_of_ours(desk: Desk, weeks: str) -> None:
    interaction: Any = Interaction(desk)
    with pytest.raises(AnswerForgotten):
        await PRESSES["unanswered"](interaction, desk, weeks)
