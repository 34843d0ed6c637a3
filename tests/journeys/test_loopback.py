"""The loopback Discord with a sound bot on discord.py: all that a member can do, and what the bot is given of it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from tests.journeys.discord import child
from tests.journeys.discord.child import RunningBot, running_bot
from tests.journeys.discord.options import Upload
from tests.journeys.discord.places import MANAGE_MESSAGES, Channel
from tests.journeys.discord.server import LoopbackDiscord
from tests.journeys.discord.town import House

pytestmark = pytest.mark.asyncio(loop_scope="module")
SOUND = ("-P", str(Path(child.__file__).parent / "sound.py"))


@dataclass(frozen=True)
class Scene:
    discord: LoopbackDiscord
    bot: RunningBot
    guild: House
    channel: Channel


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    folder = tmp_path_factory.mktemp("sound")
    async with LoopbackDiscord(shared / "discord" / "openapi.json") as discord:
        guild = discord.guild(locale="nl")
        async with running_bot(discord, folder / "var", arguments=SOUND) as bot:
            yield Scene(discord, bot, guild, guild.channel("general"))


async def test_a_slash_command_is_deferred_and_then_edited(scene: Scene) -> None:
    anna = scene.guild.member("anna", locale="nl", permissions=MANAGE_MESSAGES)
    asked = await anna.slash(scene.channel, "ask", question="Why?", episode="9")
    message = await asked.message()
    assert message.content == "Why? 9 nl True"
    assert [content for _, content in message.history][:-1] == ["looking"]
    assert 0 < await asked.acknowledgement() < 1
    assert not message.ephemeral
    assert message.labels == ["Sources", "Follow up", "Next"]


async def test_the_first_follow_up_takes_the_visibility_of_the_deferral(scene: Scene) -> None:
    anna = scene.guild.member("anna")
    message = await (await anna.slash(scene.channel, "ask", question="Why?")).message()
    sources = await (await anna.click(message, "Sources")).message()
    assert sources.content == "the sources"
    assert sources.ephemeral
    assert sources.id not in scene.channel.messages


async def test_a_private_deferral_makes_a_private_answer_that_nobody_else_can_press(scene: Scene) -> None:
    anna, bert = scene.guild.member("anna"), scene.guild.member("bert")
    message = await (await anna.slash(scene.channel, "ask", question="Why?", private=True)).message()
    assert message.ephemeral
    with pytest.raises(AssertionError, match="does not see"):
        await bert.click(message, "Next")


async def test_a_modal_is_opened_filled_in_and_answered(scene: Scene) -> None:
    anna = scene.guild.member("anna")
    message = await (await anna.slash(scene.channel, "ask", question="Why?")).message()
    modal = await (await anna.click(message, "Follow up")).modal()
    assert modal.title == "Follow up"
    answer = await (await anna.submit(modal, **{"Your question": "And then?"})).message()
    assert answer.content == "You asked And then?"


async def test_a_select_in_a_modal_keeps_its_preset_and_takes_what_it_offers(scene: Scene) -> None:
    anna = scene.guild.member("anna")
    message = await (await anna.slash(scene.channel, "ask", question="Why?")).message()
    modal = await (await anna.click(message, "Follow up")).modal()
    with pytest.raises(AssertionError, match="are not among"):
        await anna.submit(modal, **{"Your question": "So?", "How": "Loudly"})
    with pytest.raises(AssertionError, match="length of"):
        await anna.submit(modal, **{"Your question": "o" * 201})
    answer = await (await anna.submit(modal, **{"Your question": "So?", "How": "Bluntly"})).message()
    assert answer.content == "You asked So? bluntly"


async def test_channels_and_members_are_picked_in_selects_that_discord_fills(scene: Scene) -> None:
    anna = scene.guild.member("anna")
    message = await (await anna.slash(scene.channel, "ask", question="Why?")).message()
    await (await anna.pick(message, scene.channel, custom_id="v1:where:")).message()
    assert message.content == "in general"
    await (await anna.pick(message, custom_id="v1:where:")).message()
    assert message.content == "in none"
    await (await anna.pick(message, scene.guild.member("bert").user, custom_id="v1:whom:")).message()
    assert message.content == "with bert [True]"
    with pytest.raises(AssertionError, match="none of what"):
        await anna.pick(message, scene.channel, custom_id="v1:whom:")


async def test_a_button_updates_its_message_at_once_or_after_a_deferral(scene: Scene) -> None:
    anna = scene.guild.member("anna")
    message = await (await anna.slash(scene.channel, "ask", question="Why?")).message()
    assert (await (await anna.click(message, "Next")).message()) is message
    assert message.content == "page 2"
    assert (await (await anna.select(message, "One")).message()).content == "picked 1"


async def test_an_option_is_completed(scene: Scene) -> None:
    choices = await scene.guild.member("anna").complete(scene.channel, "ask", "episode", "12", question="Why?")
    assert choices == [{"name": "Episode 12", "value": "12"}]


async def test_a_message_menu_gives_the_text_of_a_message_that_the_bot_was_not_given(scene: Scene) -> None:
    anna = scene.guild.member("anna")
    said = await anna.say(scene.channel, "not for the bot")
    answer = await (await anna.menu(said, "Ask about this")).message()
    assert answer.content == "about not for the bot"


async def test_files_travel_both_ways(scene: Scene) -> None:
    anna = scene.guild.member("anna")
    answer = await (await anna.slash(scene.channel, "upload", file=Upload("a.txt", b"words"))).message()
    assert [part["filename"] for part in answer.attachments] == ["b.txt"]
    assert b"WORDS" in scene.discord.files.values()


async def test_a_mention_is_answered_with_a_reply(scene: Scene) -> None:
    said = await scene.guild.member("anna").say(scene.channel, "@bot hello")
    answer = await scene.discord.answer_to(said)
    assert answer.content == f"You said {scene.discord.bot.mention} hello"
    assert answer.reference is said
    assert scene.channel.typing > 0


async def test_a_thread_is_opened_from_a_message_and_plain_messages_in_it_arrive_empty(scene: Scene) -> None:
    anna = scene.guild.member("anna")
    said = await anna.say(scene.channel, "@bot thread please")
    first = await scene.discord.answer_to(said)
    assert said.thread is not None
    assert (first.channel, first.content) == (said.thread, "in the thread")
    plain = await anna.say(said.thread, "and now?")
    assert (await scene.discord.answer_to(plain)).content == "I cannot read that"


async def test_direct_messages_arrive_whole(scene: Scene) -> None:
    anna = scene.guild.member("anna")
    said = await anna.say(anna.direct, "hello")
    assert (await scene.discord.answer_to(said)).content == "You said hello"


async def test_the_history_holds_own_messages_whole_and_others_empty(scene: Scene) -> None:
    anna = scene.guild.member("anna")
    channel = scene.guild.channel("history")
    answered = await scene.discord.answer_to(await anna.say(channel, "@bot one"))
    await scene.discord.answer_to(await anna.say(channel, "secret"))
    said = await anna.say(channel, "@bot history")
    answer = await scene.discord.answer_to(said)
    assert answer.content == f"{scene.discord.bot.mention} one | {answered.content} |  | I cannot read that"


async def test_a_reply_with_a_ping_arrives_whole_but_not_one_to_an_answer_to_a_command(scene: Scene) -> None:
    anna = scene.guild.member("anna")
    ordinary = await scene.discord.answer_to(await anna.say(scene.channel, "@bot one"))
    replied = await anna.say(scene.channel, "two", reply_to=ordinary)
    assert (await scene.discord.answer_to(replied)).content == "You said two"
    of_command = await (await anna.slash(scene.channel, "ask", question="Why?")).message()
    replied = await anna.say(scene.channel, "three", reply_to=of_command)
    assert (await scene.discord.answer_to(replied)).content == "I cannot read that"


async def test_a_sound_bot_violates_nothing(scene: Scene) -> None:
    assert scene.discord.violations == []
    assert scene.discord.intents == (1 << 0) | (1 << 9) | (1 << 12)
