"""The bot is ended (SIGTERM) and killed (SIGKILL) while several members wait for their answers.

Ended, it takes up to ten seconds for what is in flight and then says that it starts again; killed, the next one starts
clean and answers. The short forms stand in test_discord_endings.py and test_library_endings.py.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.journeys import scenes
from tests.journeys.discord.child import running_bot
from tests.journeys.discord.posts import Message
from tests.journeys.library import filled, ingest
from tests.journeys.scenes import RULES, Scene
from tests.tallies import Tally, scaled

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.long, pytest.mark.timeout(1200)]

ASKING = 6
"""Members that wait at the same time."""
GRACE = 12.0
"""Seconds: ten for what is in flight, and some for a machine that does something else."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    async with scenes.scene(filled(tmp_path_factory, "ends")) as started:
        yield started


async def asked(scene: Scene, label: str) -> list[asyncio.Task[Message]]:
    """Let several new members ask at once; each task ends with the message that the member sees in the end."""

    async def one(number: int) -> Message:
        person = scene.guild.member(f"{label}-{number}")
        return await (await person.slash(scene.channel, "ask", question=RULES)).message(60, quiet=0)

    tasks = [asyncio.create_task(one(number)) for number in range(ASKING)]
    await asyncio.sleep(0)
    return tasks


def children(pid: int) -> list[str]:
    """Return what a process has started and not ended; nothing once it is gone."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += task.read_text().split()
    return found


@pytest.mark.promise(4)
async def test_two_bots_on_one_folder_both_answer_and_both_follow_a_publication(
    tmp_path_factory: pytest.TempPathFactory, tally: Tally
) -> None:
    folder, rounds = filled(tmp_path_factory, "two"), scaled(10)
    async with scenes.loopback() as one, scenes.loopback() as other:
        async with running_bot(one, folder) as first, running_bot(other, folder) as second:
            people = [(guild.channel("general"), guild) for guild in (one.guild(), other.guild())]
            for number in range(rounds):
                word = f"quokka{number}"
                show = folder.parent / "more"
                show.mkdir(exist_ok=True)
                (show / f"{number}.md").write_text(
                    f"# {100 + number}. Pets\n\nThe guest keeps a {word} in the garden.\n"
                )
                await asyncio.to_thread(ingest, folder, show)
                await asyncio.sleep(2)  # what is promised: from then on nobody is answered from the old one
                for channel, guild in people:
                    person = guild.member(f"follower{number}")
                    question = f"what did they say about a {word} in the garden?"
                    said = (await (await person.slash(channel, "ask", question=question)).message(30)).content
                    assert word in said.split("\n", 1)[1], said
            assert "Traceback" not in first.said + second.said
        assert one.violations == other.violations == []
    tally(2 * rounds, "each answered from the index that was just published")


@pytest.mark.promise(40)
async def test_whoever_waits_while_the_bot_is_ended_gets_an_answer_or_an_apology(scene: Scene, tally: Tally) -> None:
    chance, ends, slowest, apologies = random.Random(3), scaled(20), 0.0, 0
    await scene.bot.stop()
    for number in range(ends):
        async with running_bot(scene.discord, scene.data_dir) as bot:
            tasks = await asked(scene, f"ended{number}")
            await asyncio.sleep(chance.uniform(0.1, 2.0))
            begun = time.monotonic()
            assert await bot.stop(GRACE) == 0
            slowest = max(slowest, time.monotonic() - begun)
            assert children(bot.pid) == []
            for task in tasks:
                said = (await task).content
                assert "Episode 1" in said or "restarted" in said, said
                apologies += "restarted" in said
            assert "Traceback" not in bot.said
    tally(ends, f"{ends * ASKING} answers: {apologies} apologies; slowest end {slowest:.1f} s")


@pytest.mark.promise(41)
async def test_a_bot_that_is_killed_leaves_nothing_that_hinders_the_next(scene: Scene, tally: Tally) -> None:
    chance, kills = random.Random(4), scaled(20)
    for number in range(kills):
        async with running_bot(scene.discord, scene.data_dir) as bot:
            tasks = await asked(scene, f"killed{number}")
            await asyncio.sleep(chance.uniform(0.1, 2.0))
            await bot.kill()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        async with running_bot(scene.discord, scene.data_dir) as bot:
            (task, *others) = await asked(scene, f"next{number}")
            assert "Episode 1" in (await task).content
            await asyncio.gather(*others)
            assert "Traceback" not in bot.said
            assert await bot.stop(GRACE) == 0
    assert scene.discord.violations == []
    tally(kills, "the next bot answered every time")
