"""Moderators look at what was asked, and members hear of an answer that comes later, also from the next bot."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC
from pathlib import Path

import pytest
import pytest_asyncio

from bot.insights.figures import weeks_until
from bot.ledger import Ledger
from bot.ledgers.outcomes import Logged, Outcome, record_outcome
from tests.journeys.discord.child import running_bot
from tests.journeys.discord.faults import Fault
from tests.journeys.discord.people import Person
from tests.journeys.discord.places import Channel
from tests.journeys.discord.posts import Message
from tests.journeys.library import filled, ingest
from tests.journeys.moderating import with_button
from tests.journeys.scenes import Scene, loopback

pytestmark = pytest.mark.asyncio(loop_scope="module")
FACES = "what did they say about the European rules on recognising faces?"
HIVES = "How many hives does the beekeeper keep on the library roof?"
SUGAR = "What does the beekeeper feed the hives on the library roof?"
BEES = "# 12. Bees in town\n\nThe beekeeper keeps forty hives on the roof of the library, and feeds them sugar.\n"
CLOSED = Fault("POST", "/users/@me/channels", status=403, code=50007)
"""Discord's answer when a member takes no direct messages."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    data_dir = filled(tmp_path_factory, "insights")
    async with loopback() as discord:
        guild = discord.guild()
        general, staff = guild.channel("general"), guild.channel("staff")
        last_week(data_dir, guild.guild.id, general, staff)
        async with running_bot(discord, data_dir) as bot:
            yield Scene(discord, bot, guild, general, data_dir)


def last_week(data_dir: Path, guild_id: int, general: Channel, staff: Channel) -> None:
    """Leave a week of questions, with their text, and a digest that is due."""
    values = {"moderators_channel": staff.id, "digest": "weekly", "log_questions": True, "log_days": 60}
    rules = {"schema": 1, "library": {}, "guilds": {str(guild_id): values}}
    (data_dir / "settings.json").write_text(json.dumps(rules))
    at = weeks_until(time.time() - 7 * 3600, 2, UTC)[0] + 86_400
    with closing(Ledger(data_dir / "ledger.sqlite")) as ledger:
        for n, question in enumerate(["Is there a merch shop?", "is there a shop for merch", "Who is the new host?"]):
            outcome = Outcome(guild_id, general.id, "refused", "extractive", None, 0.4, 0.0, (), at)
            record_outcome(ledger, outcome, Logged(n + 1, guild_id, general.id, "f00d", question, "refused", at))


async def asked(scene: Scene, person: Person, question: str, **options: object) -> Message:
    return await (await person.slash(scene.channel, "ask", question=question, **options)).message()


async def said(scene: Scene, channel: Channel, words: str, timeout: float = 30) -> Message:
    """Wait for a message of the bot with these words in a channel."""

    def found() -> Message | None:
        every = (m for m in scene.discord.messages.values() if m.channel is channel and not m.ephemeral)
        return next((m for m in every if m.author is scene.discord.bot and words in m.content), None)

    return await scene.discord.changed.until(found, timeout, scene.discord.tell)


def file_of(scene: Scene, message: Message, name: str) -> bytes:
    (shown,) = [one for one in message.attachments if one["filename"] == name]
    return scene.discord.files[shown["url"].partition(str(scene.discord.port))[2]]


@pytest.mark.long
async def test_the_digest_tells_the_moderators_last_week_with_its_picture_and_what_stayed_unanswered(
    scene: Scene,
) -> None:
    digest = await said(scene, scene.guild.channel("staff"), "**The week from")
    assert "Questions: 3 (0 the week before)" in digest.content
    assert "**2×** " in digest.content
    assert file_of(scene, digest, "insights.png").startswith(b"\x89PNG")


async def test_insights_are_for_moderators_with_a_table_and_the_unanswered(scene: Scene) -> None:
    anna, mo = scene.guild.member("anna"), scene.guild.moderator("mo")
    assert "**Sources**" in (await asked(scene, anna, FACES)).content
    page = await (await mo.slash(scene.channel, "insights", weeks=4)).message(20)
    assert page.ephemeral
    assert "Questions of the last 4 weeks: 4" in page.content
    assert "Wie kijkt er mee?" in page.content
    assert file_of(scene, page, "insights.png").startswith(b"\x89PNG")
    table = await (await mo.click(page, "As a table (CSV)")).message()
    assert file_of(scene, table, "insights.csv").decode().count("\r\n") == 5
    assert "merch" in file_of(scene, table, "unanswered.csv").decode()
    assert "**2×** " in (await (await mo.click(page, "Unanswered questions")).message(20)).content
    forged = await anna.click(with_button(await asked(scene, anna, "hello"), "v1:insightscsv:4"))
    assert "moderators" in (await forged.message()).content


@pytest.mark.long
async def test_a_question_that_waits_is_answered_once_by_the_next_bot_and_a_withdrawn_one_never(scene: Scene) -> None:
    cas, bea, dot = (scene.guild.member(name) for name in ("cas", "bea", "dot"))
    unreachable = await asked(scene, cas, SUGAR)
    assert "**Sources**" not in unreachable.content
    assert "I keep this question" in (await (await cas.click(unreachable, "Tell me")).message()).content
    kept = await asked(scene, bea, HIVES)
    assert "Only the person who asked" in (await (await cas.click(kept, "Tell me")).message()).content
    await (await bea.click(kept, "Tell me")).message()
    withdrawn = await (await dot.click(await asked(scene, dot, HIVES), "Tell me")).message()
    assert "Taken back" in (await (await dot.click(withdrawn, "Never mind")).message()).content
    await scene.bot.kill()
    (scene.data_dir / "inbox").mkdir(exist_ok=True)
    (scene.data_dir / "inbox" / "bees.md").write_text(BEES)
    ingest(scene.data_dir)
    scene.discord.faults.order(CLOSED)  # the first who is written to has waited longest
    async with running_bot(scene.discord, scene.data_dir):
        public = await said(scene, scene.channel, "feeds them sugar")
        assert public.reference is unreachable
        assert public.mentions == []
        notice = await said(scene, bea.direct, "forty hives")
        assert notice.content.startswith(f"> {HIVES}")
        assert f"/{scene.channel.id}/{kept.id}" in notice.content
        with closing(scene.ledger) as ledger:
            await scene.discord.changed.until(
                lambda: not ledger.rows("SELECT 1 FROM waiting"), 10, lambda: "a question still waits"
            )
    notices = [m for m in scene.discord.messages.values() if "Now they do" in m.content]
    assert len(notices) == 2
