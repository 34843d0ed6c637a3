"""What goes wrong on the loopback Discord reaches the real discord.py client as it would from the real one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.journeys.discord import child, places
from tests.journeys.discord.child import running_bot
from tests.journeys.discord.places import Channel
from tests.journeys.discord.server import LoopbackDiscord
from tests.journeys.discord.town import House

pytestmark = pytest.mark.asyncio(loop_scope="module")
SOUND = ("-P", str(Path(child.__file__).parent / "sound.py"))


class Scene:
    """A sound bot that runs through all tests of this file."""

    def __init__(self, discord: LoopbackDiscord, guild: House) -> None:
        self.discord, self.guild = discord, guild
        self.channel: Channel = guild.channel()
        self.anna = guild.member("anna")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    async with LoopbackDiscord() as discord:
        guild = discord.guild()
        async with running_bot(discord, tmp_path_factory.mktemp("sound") / "var", arguments=SOUND):
            yield Scene(discord, guild)


async def test_dropped_sockets_are_resumed_and_no_answer_is_lost_or_doubled(scene: Scene) -> None:
    resumes, sessions = len(scene.discord.gateway.resumes), len(scene.discord.gateway.sessions)
    asked = []
    for turn in range(10):
        asked.append(await scene.anna.slash(scene.channel, "ask", question=f"{turn}?"))
        assert scene.discord.drop_sockets() == 1
        asked.append(await scene.anna.slash(scene.channel, "ask", question=f"{turn} again?"))
        await scene.discord.resumed(resumes + turn + 1)
    answers = [await exchange.message(quiet=0) for exchange in asked]
    assert len({answer.id for answer in answers}) == 20
    assert len(scene.discord.gateway.sessions) == sessions
    assert scene.discord.violations == []


async def test_op_7_ends_in_a_resume_and_op_9_in_a_new_session(scene: Scene) -> None:
    gateway = scene.discord.gateway
    resumes, sessions = len(gateway.resumes), len(gateway.sessions)
    await gateway.ask_to_reconnect()
    await scene.discord.resumed(resumes + 1)
    await gateway.invalidate()
    await scene.discord.ready(sessions=sessions + 1)
    assert (await (await scene.anna.slash(scene.channel, "ask", question="Why?")).message()).content


async def test_a_429_is_waited_for(scene: Scene) -> None:
    fault = scene.discord.fail("POST", "/callback", status=429, retry_after=0.1, times=2)
    asked = await scene.anna.slash(scene.channel, "ask", question="Why?")
    assert (await asked.message()).content.startswith("Why?")
    assert fault.taken == 2
    assert await asked.acknowledgement() > 0.2


async def test_a_500_is_tried_again(scene: Scene) -> None:
    scene.discord.fail("POST", "/callback", status=500)
    asked = await scene.anna.slash(scene.channel, "ask", question="Why?")
    assert (await asked.message()).content.startswith("Why?")


async def test_a_lost_answer_leaves_an_acknowledged_interaction_and_is_no_violation(scene: Scene) -> None:
    scene.discord.fail("POST", "/callback", after=True)
    asked = await scene.anna.slash(scene.channel, "ask", question="Why?")
    await asked.acknowledgement()
    assert asked.answer_lost
    assert asked.original is not None
    assert asked.original.loading
    assert scene.discord.violations == []


async def test_a_deleted_channel_is_unknown(scene: Scene) -> None:
    channel = scene.guild.channel("doomed")
    asked = await scene.anna.slash(channel, "ask", question="Why?")
    await asked.acknowledgement()
    scene.guild.remove_channel(channel)
    await scene.discord.refused("/messages/@original", 10003)


async def test_a_channel_that_may_not_be_written_in_is_refused(scene: Scene) -> None:
    channel = scene.guild.channel("silent")
    scene.guild.overwrite(channel, scene.discord.bot, deny=places.SEND_MESSAGES)
    await scene.anna.say(channel, "@bot hello")
    await scene.discord.refused("/channels/{channel_id}/messages", 50013)


async def test_a_guild_that_removes_the_bot_tells_it_no_more(scene: Scene) -> None:
    guild = scene.discord.guild("Second")
    said = await guild.member("bert").say(guild.channel(), "@bot hello")
    await scene.discord.answer_to(said)
    guild.remove_bot()
    before = len(scene.discord.gateway.live[-1].events)
    await guild.member("bert").say(guild.channel(), "@bot hello?")
    assert len(scene.discord.gateway.live[-1].events) == before


async def test_an_outage_ends_in_a_resume(scene: Scene) -> None:
    resumes = len(scene.discord.gateway.resumes)
    await scene.discord.stop()
    await scene.discord.start()
    await scene.discord.resumed(resumes + 1)
    assert (await (await scene.anna.slash(scene.channel, "ask", question="Why?")).message()).content


async def test_a_wrong_token_ends_the_child_and_its_words_are_kept(scene: Scene, tmp_path: Path) -> None:
    wrong = running_bot(scene.discord, tmp_path / "var", arguments=SOUND, wait=False, DISCORD_TOKEN="wrong")
    async with wrong as bot:
        assert await bot.exit_code() == 1
        assert "LoginFailure" in bot.said


async def test_a_child_that_ends_before_it_connects_fails_at_once(scene: Scene, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="exit code 3"):
        async with running_bot(scene.discord, tmp_path / "var", arguments=("-c", "raise SystemExit(3)")):
            pass


async def test_what_goes_wrong_on_purpose_is_no_violation(scene: Scene) -> None:
    assert scene.discord.violations == []
