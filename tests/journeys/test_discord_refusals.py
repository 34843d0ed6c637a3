"""What Discord refuses, for a while and for good: 429, tokens that are over, what is deleted or forbidden meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio

from tests.journeys import scenes
from tests.journeys.discord.people import Person
from tests.journeys.library import filled
from tests.journeys.scenes import RULES, Scene

pytestmark = pytest.mark.asyncio(loop_scope="module")
ORIGINAL, CALLBACK = "/webhooks/{webhook_id}/{webhook_token}/messages/@original", "/callback"
MESSAGES, TYPING, THREADS = "/channels/{channel_id}/messages", "/typing", "/messages/{message_id}/threads"
OVER = {"status": 401, "code": 50027, "times": 9}
"""Discord's answer to a token after its 15 minutes."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    async with scenes.scene(filled(tmp_path_factory, "refusals")) as started:
        yield started


async def until(holds: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.02)


async def still_answers(scene: Scene) -> None:
    """Somebody else is answered as if nothing had been; what was under way before has come to its end by then."""
    name = f"control {len(scene.guild.guild.members)}"
    said = await scene.guild.member(name).say(scene.channel, "@bot hello")
    assert (await scene.discord.answer_to(said)).content


@pytest.mark.promise(12)
async def test_an_answer_after_its_fifteen_minutes_goes_into_the_channel(scene: Scene) -> None:
    place = scene.guild.channel("late")
    fault = scene.discord.fail("PATCH", ORIGINAL, **OVER)
    exchange = await scene.guild.member("ann").slash(place, "ask", question=RULES)
    await until(lambda: len(place.messages) > 1)
    fault.times = 0
    answers = [scene.discord.messages[id] for id in place.messages]
    assert ["Episode 1" in message.content for message in answers] == [False, True]
    assert answers[0] is exchange.original
    assert fault.taken == 1


@pytest.mark.promise(12)
async def test_a_private_answer_after_its_fifteen_minutes_is_dropped(scene: Scene) -> None:
    place, before = scene.guild.channel("late and private"), len(scene.bot.lines)
    fault = scene.discord.fail("PATCH", ORIGINAL, **OVER)
    await scene.guild.member("ben").slash(place, "ask", question=RULES, private=True)
    await until(lambda: "not delivered" in "\n".join(scene.bot.lines[before:]))
    fault.times = 0
    assert place.messages == []
    assert fault.taken == 2  # the answer, and what went wrong with it
    assert "Traceback" not in "\n".join(scene.bot.lines[before:])


@pytest.mark.promise(30)
async def test_a_429_is_waited_for_and_the_order_of_answers_is_kept(scene: Scene) -> None:
    place = scene.guild.channel("busy")
    fault = scene.discord.fail("POST", MESSAGES, status=429, retry_after=0.3, times=3)
    asked = [
        await scene.guild.member(f"cas{n}").say(place, f"@bot {words}") for n, words in enumerate(("hello", "help"))
    ]
    answers = [await scene.discord.answer_to(one) for one in asked]
    assert [answer.reference for answer in answers] == asked
    assert answers[0].id < answers[1].id
    assert fault.taken == 3
    sent = [r for r in scene.discord.sent("POST", MESSAGES) if str(place.id) in r.path]
    assert [r.status for r in sent].count(200) == 2
    assert len(sent) == 5


async def mentioned(scene: Scene, person: Person) -> None:
    """Ask with a mention."""
    await person.say(scene.channel, "@bot thanks")


async def commanded(scene: Scene, person: Person) -> None:
    """Ask with the command."""
    scene.discord.excuse(await person.slash(scene.channel, "ask", question="thanks"))


async def threaded(scene: Scene, person: Person) -> None:
    """Press the button that opens a thread."""
    answer = await (await person.slash(scene.channel, "ask", question=RULES)).message(quiet=0)
    await person.click(answer, "Open a thread")


async def deleted(scene: Scene, person: Person) -> None:
    """Press the button that deletes an answer."""
    answer = await (await person.slash(scene.channel, "ask", question=RULES)).message(quiet=0)
    await person.click(answer, "Delete")


CALLS: dict[str, tuple[str, str, Callable[[Scene, Person], Awaitable[None]], int]] = {
    "the acknowledgement": ("POST", CALLBACK, commanded, 2),
    "the answer to a command": ("PATCH", ORIGINAL, commanded, 2),
    "the answer to a message": ("POST", MESSAGES, mentioned, 3),
    "the typing sign": ("POST", TYPING, mentioned, 1),
    "a new thread": ("POST", THREADS, threaded, 1),
    "the deletion of an answer": ("DELETE", ORIGINAL, deleted, 1),
}
"""How a call is brought about, and how often it may be made: once, and for the apology once more there, and once
directly to the asker where the bot may not write."""


@pytest.mark.promise(31)
@pytest.mark.parametrize("refusal", [{"status": 404, "code": 10003}, {"status": 403, "code": 50001}])
async def test_a_refusal_for_good_is_not_asked_again(scene: Scene, refusal: dict[str, int]) -> None:
    for what, (method, route, act, most) in CALLS.items():
        before = len(scene.bot.lines)
        fault = scene.discord.fail(method, route, times=9, **refusal)
        await act(scene, scene.guild.member(f"{what} {refusal['status']}"))
        await until(lambda fault=fault: fault.taken)
        await asyncio.sleep(0.2)
        fault.times = 0
        said = scene.bot.lines[before:]
        assert 1 <= fault.taken <= most, what
        assert sum(" error " in line and ": " in line for line in said) <= 1, said
        assert [line for line in said if "Traceback" in line] == []
    await still_answers(scene)


@pytest.mark.promise(31)
async def test_a_server_that_removes_the_bot_is_not_worked_for(scene: Scene) -> None:
    guild = scene.discord.guild("Second")
    held = scene.discord.fail("POST", TYPING, delay=5.0)
    await guild.member("dora").say(guild.channel(), f"@bot {RULES}")
    await until(lambda: held.taken)
    guild.remove_bot()
    await until(lambda: "1 questions there were given up" in scene.bot.said, 1.0)
    await still_answers(scene)
    assert len(guild.channel().messages) == 1


async def test_the_refusals_broke_no_rule_of_discord(scene: Scene) -> None:
    assert scene.discord.violations == []
