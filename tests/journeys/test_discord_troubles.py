"""What Discord and its networks do to a bot: cut sockets, lost answers, 5xx, deleted channels, missing rights, load.

The short forms run with the suite; the long ones (`-m long`) print their figures.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.journeys import scenes
from tests.journeys.discord import places
from tests.journeys.discord.exchanges import Exchange
from tests.journeys.discord.people import Person
from tests.journeys.library import filled
from tests.journeys.scenes import RULES, Scene
from tests.tallies import Tally, scaled

pytestmark = pytest.mark.asyncio(loop_scope="module")
QUESTIONS = (
    RULES,
    "wat is een passkey?",
    "what is the small print of open source licences?",
    "waarom draai je een taalmodel op je eigen laptop?",
    "What is the best recipe for apple pie?",
    "wat zeggen ze over camera's op stations?",
    "who pays for open source?",
    "hello",
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    async with scenes.scene(filled(tmp_path_factory, "troubles")) as started:
        yield started


async def answer_of(exchange: Exchange, timeout: float = 30.0) -> str:
    return (await exchange.message(timeout)).content


async def test_a_lost_answer_to_the_acknowledgement_does_not_lose_the_question(scene: Scene) -> None:
    scene.discord.fail("POST", "/callback", cut=True, after=True)
    asked = await scene.guild.member("ann").slash(scene.channel, "ask", question=RULES)
    assert "Episode 1" in await answer_of(asked)
    assert len(asked.replies) == 1


async def test_a_5xx_on_the_acknowledgement_is_survived(scene: Scene) -> None:
    scene.discord.fail("POST", "/callback", status=502)
    asked = await scene.guild.member("ben").slash(scene.channel, "ask", question=RULES)
    assert "Episode 1" in await answer_of(asked)


async def test_an_answer_that_discord_does_not_take_at_first_is_sent_again(scene: Scene) -> None:
    scene.discord.fail("PATCH", "/messages/@original", cut=True)
    asked = await scene.guild.member("cas").slash(scene.channel, "ask", question=RULES)
    assert "Episode 1" in await answer_of(asked)


@pytest.mark.promise(30)
@pytest.mark.parametrize("trouble", [{"status": 503}, {"cut": True}, {"cut": True, "after": True}])
async def test_a_reply_that_discord_does_not_take_at_first_comes_once(scene: Scene, trouble: dict[str, object]) -> None:
    scene.discord.fail("POST", "/messages", **trouble)
    said = await scene.guild.member(f"dan{len(trouble)}{trouble.get('status', 0)}").say(scene.channel, f"@bot {RULES}")
    answer = await scene.discord.answer_to(said)
    await asyncio.sleep(1.0)
    assert [m.id for m in scene.discord.messages.values() if m.reference is said] == [answer.id]


@pytest.mark.promise(31)
async def test_a_channel_that_is_deleted_meanwhile_hurts_nobody(scene: Scene) -> None:
    gone = scene.guild.channel("gone")
    await scene.guild.member("eef").say(gone, f"@bot {RULES}")
    scene.discord.remove_channel(gone)
    asked = await scene.guild.member("eef2").slash(scene.channel, "ask", question=RULES)
    assert "Episode 1" in await answer_of(asked)


async def test_permissions_that_are_missing_are_named(scene: Scene) -> None:
    silent, person = scene.guild.channel("silent"), scene.guild.member("fay")
    scene.guild.overwrite(silent, scene.discord.bot, deny=places.SEND_MESSAGES)
    await person.say(silent, f"@bot {RULES}")
    async with asyncio.timeout(10):
        while not (told := [m for m in scene.discord.messages.values() if m.channel is person.direct]):
            await asyncio.sleep(0.05)
    assert "Send Messages" in told[0].content
    bare = scene.guild.channel("bare")
    scene.guild.overwrite(bare, scene.discord.bot, deny=places.CREATE_PUBLIC_THREADS)
    answer = await (await person.slash(bare, "ask", question=RULES)).message()
    refusal = await (await person.click(answer, "Open a thread")).message()
    assert "Create Public Threads" in refusal.content


async def test_an_answer_that_is_no_longer_known_says_so(scene: Scene) -> None:
    person = scene.guild.member("gus")
    answer = await (await person.slash(scene.channel, "ask", question=RULES)).message()
    walk = await (await person.click(answer, "Context")).message()
    await (await person.click(answer, "Delete")).message()
    later = await person.click(walk, "Later")
    await later.acknowledgement()
    async with asyncio.timeout(5):
        while not later.followups:
            await asyncio.sleep(0.05)
    assert "no longer know this answer" in later.followups[0].content


async def test_a_button_of_another_version_is_answered_too(scene: Scene) -> None:
    person = scene.guild.member("hal")
    answer = await (await person.slash(scene.channel, "ask", question="hello")).message()
    assert "no longer know this answer" in await answer_of(await person.forge(answer, "v0:more:5"))


async def cut_and_resumed(scene: Scene, times: int) -> None:
    """Cut every socket while a question is in flight, so many times; none is lost and none answered twice."""
    asked = []
    already = len(scene.discord.gateway.resumes)
    for n in range(times):
        person = scene.guild.member(f"cut{n}")
        asked.append((await person.slash(scene.channel, "ask", question=QUESTIONS[n % 4]), None))
        said = await person.say(scene.channel, "hello") if n % 2 else None
        scene.discord.drop_sockets()
        await scene.discord.resumed(already + n + 1)
        if said is not None:
            asked[-1] = (asked[-1][0], said)
    for exchange, _ in asked:
        assert await answer_of(exchange)
    assert all(len(exchange.replies) == 1 for exchange, _ in asked)


async def flooded(
    scene: Scene, count: int, questions: tuple[str, ...] = QUESTIONS, at_a_time: int = 32
) -> tuple[list[float], list[float]]:
    """Ask so many questions of different members; return the seconds to acknowledgement and to the answer."""
    gate, acknowledged, answered = asyncio.Semaphore(at_a_time), [], []

    async def one(n: int) -> None:
        async with gate:
            begun = time.monotonic()
            exchange = await scene.guild.member(f"member{n}").slash(
                scene.channel, "ask", question=questions[n % len(questions)]
            )
            acknowledged.append(await exchange.acknowledgement())
            message = await exchange.message(60, quiet=0)
            answered.append(time.monotonic() - begun)
            assert message.content.startswith("> ")

    await asyncio.gather(*(one(n) for n in range(count)))
    return sorted(acknowledged), sorted(answered)


def at(share: float, ordered: list[float]) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@pytest.mark.promise(11)
async def test_sixty_members_at_once_are_all_acknowledged_and_answered(scene: Scene) -> None:
    acknowledged, answered = await flooded(scene, 60, (RULES, "hello", "what can you do?", "thanks"))
    assert len(answered) == 60
    assert acknowledged[-1] < 3.0


@pytest.mark.promise(29)
async def test_five_cut_sockets_lose_and_double_no_answer(scene: Scene) -> None:
    await cut_and_resumed(scene, 5)


@pytest.mark.promise(11)
@pytest.mark.long
@pytest.mark.alone
@pytest.mark.timeout(900)
async def test_a_thousand_members_at_once_are_all_acknowledged_and_answered(scene: Scene, tally: Tally) -> None:
    members = scaled(1000)
    acknowledged, answered = await flooded(scene, members)
    named = (("acknowledged", acknowledged), ("answered", answered))
    tally(
        members, "; ".join(f"{name} p99 {at(0.99, values):.2f} s, slowest {values[-1]:.2f} s" for name, values in named)
    )
    assert len(answered) == members
    assert at(0.99, acknowledged) < 1.0
    assert acknowledged[-1] < 3.0


@pytest.mark.promise(29)
@pytest.mark.long
@pytest.mark.alone
@pytest.mark.timeout(900)
async def test_a_hundred_cut_sockets_lose_and_double_no_answer(scene: Scene, tally: Tally) -> None:
    cuts = scaled(100)
    await cut_and_resumed(scene, cuts)
    tally(cuts, "no answer lost, none doubled")


@pytest.mark.promise(33)
@pytest.mark.parametrize("events", [24, pytest.param(1000, marks=pytest.mark.long)])
async def test_two_bots_never_talk_with_each_other(scene: Scene, events: int) -> None:
    person = scene.guild.member(f"bob{events}")
    answer = await (await person.slash(scene.channel, "ask", question=RULES)).message()
    thread = await person.open_thread(answer, "more")
    other = Person(scene.discord, scene.discord._user("Other Bot", bot=True), scene.guild.guild)
    before = {message.id for message in scene.discord.messages.values() if message.author is scene.discord.bot}
    for number in range(events // 4):
        await other.say(scene.channel, f"@bot {RULES}")
        await other.say(scene.channel, f"{RULES} {number}", reply_to=answer)
        await other.say(thread, f"@bot {RULES}")
        await other.say(other.direct, RULES)
    control = await scene.discord.answer_to(await person.say(thread, "@bot hello"))
    said = [message for message in scene.discord.messages.values() if message.author is scene.discord.bot]
    assert [message.id for message in said if message.id not in before] == [control.id]


async def test_the_troubles_broke_no_rule_of_discord(scene: Scene) -> None:
    assert scene.discord.violations == []
    assert [line for line in scene.bot.lines if "Traceback" in line or scene.discord.token in line] == []
