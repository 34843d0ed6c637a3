"""Moderators set the house up, and the bot does what was set: pauses, keeps the schedule, reports, announces."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio

from bot.ledger import Ledger
from bot.publications import Publications
from tests.journeys.discord import places
from tests.journeys.discord.child import running_bot
from tests.journeys.discord.people import Person
from tests.journeys.discord.places import Channel
from tests.journeys.discord.posts import Message
from tests.journeys.library import filled
from tests.journeys.scenes import RULES, Scene, loopback
from vectorstore.layout import Layout

pytestmark = pytest.mark.asyncio(loop_scope="module")
BEES = "# 12. Bees in town\n\nThe beekeeper keeps forty hives on the roof of the library, and feeds them sugar.\n"
CHANNEL_SELECT = 8


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    data_dir = filled(tmp_path_factory, "house")
    async with loopback() as discord:
        guild = discord.guild()
        general, staff, news = (guild.channel(name) for name in ("general", "staff", "news"))
        prepared(data_dir, guild.guild.id, staff, news)
        async with running_bot(discord, data_dir) as bot:
            yield Scene(discord, bot, guild, general, data_dir)


def prepared(data_dir: Path, guild_id: int, staff: Channel, news: Channel) -> None:
    """Leave what a bot left that ran two hours ago with an hourly schedule, and a document since."""
    values = {"moderators_channel": staff.id, "announcements_channel": news.id}
    rules = {"schema": 1, "library": {"schedule": "hourly"}, "guilds": {str(guild_id): values}}
    (data_dir / "settings.json").write_text(json.dumps(rules))
    with closing(Ledger(data_dir / "ledger.sqlite")) as ledger:
        Publications(Layout(data_dir), ledger).look()
        before = time.time() - 7200
        ledger.keep("schedule runs", json.dumps({"begun": before, "ended": before}))
    inbox = data_dir / "inbox"
    inbox.mkdir(exist_ok=True)
    (inbox / "bees.md").write_text(BEES)


async def posted(scene: Scene, channel: Channel, words: str) -> list[Message]:
    """Wait for a message with these words in a channel; return all that the bot has said there."""

    def found() -> list[Message] | None:
        said = [m for m in scene.discord.messages.values() if m.channel is channel and m.author is scene.discord.bot]
        return said if any(words in message.content for message in said) else None

    return await scene.discord.changed.until(found, 60, scene.discord.tell)


async def choose_channel(person: Person, page: Message, custom_id: str, channel: Channel) -> Message:
    menu = page.control(None, custom_id, CHANNEL_SELECT)
    assert menu["min_values"] == 0
    return await person._use(page, menu, {"values": [str(channel.id)]}, "a channel").message()


async def test_the_schedule_reads_what_is_new_reports_it_and_announces_each_new_episode_once(scene: Scene) -> None:
    (announcement,) = await posted(scene, scene.guild.channel("news"), "Bees in town")
    assert announcement.content.startswith("**A new episode in the library**\n- Episode 12")
    (report,) = await posted(scene, scene.guild.channel("staff"), "**Published**")
    assert "1 new, 0 changed, 0 removed, 4 in all" in report.content
    assert scene.guild.channel("general").id not in {
        message.channel.id for message in scene.discord.messages.values() if message.author is scene.discord.bot
    }


async def test_the_first_visit_is_a_set_up_that_names_what_the_bot_lacks_where(scene: Scene) -> None:
    mo, closed = scene.guild.moderator("mo"), scene.guild.channel("closed")
    scene.guild.overwrite(closed, scene.discord.bot, deny=places.ATTACH_FILES | places.CREATE_PUBLIC_THREADS)
    page = await (await mo.slash(scene.channel, "library settings")).message()
    assert page.ephemeral
    assert "step 1 of 6: Channels" in page.content
    page = await choose_channel(mo, page, "v1:setvalue:channels.0", closed)
    assert f"**Channels** is now: <#{closed.id}>" in page.content
    assert f"I lack permissions in <#{closed.id}>: Attach Files, Create Public Threads" in page.content
    for _ in range(5):
        page = await (await mo.click(page, "Next")).message()
    assert "what I may do here" in page.content
    page = await (await mo.click(page, "Done")).message()
    assert f"**Channels**: <#{closed.id}> · set by moderators" in page.content
    assert "**Schedule**: every hour · set by moderators" in page.content
    assert "**Questions a minute**: 5 · default" in page.content
    answer = await (await mo.slash(scene.channel, "ask", question=RULES)).message()
    assert "do not answer in this channel" in answer.content
    page = await (await mo.select(page, "channels")).message()
    page = await (await mo.click(page, "Back to the default")).message()
    assert "**Channels**: all channels · default" in page.content


async def test_a_limit_is_typed_into_a_form_and_what_is_none_is_refused(scene: Scene) -> None:
    mo = scene.guild.moderator("mo")
    page = await (await mo.slash(scene.channel, "library settings")).message()
    page = await (await mo.select(page, "per_minute")).message()
    form = await (await mo.click(page, "Change")).modal()
    page = await (await mo.submit(form, text="0")).message()
    assert "a whole number from 1 to 1000" in page.content
    page = await (await mo.select(page, "per_minute")).message()
    form = await (await mo.click(page, "Change")).modal()
    assert "**Questions a minute** is now: 2" in (await (await mo.submit(form, text="2")).message()).content


async def test_a_pause_holds_at_once_and_the_audit_names_who_did_what(scene: Scene) -> None:
    mo = scene.guild.moderator("mo")
    await (await mo.slash(scene.channel, "library pause")).message()
    anna = scene.guild.member("anna")
    assert "pausing" in (await (await anna.slash(scene.channel, "ask", question=RULES)).message()).content
    await (await mo.slash(scene.channel, "library resume")).message()
    assert "**Sources**" in (await (await anna.slash(scene.channel, "ask", question=RULES)).message()).content
    told = (await (await mo.slash(scene.channel, "library audit")).message()).content
    assert f"<@{mo.user.id}> · `resume` · done" in told
    assert f"<@{mo.user.id}> · `settings` channels · back to the default" in told
    assert "the schedule · `reingest` · published" in told
