"""The bot is ended or killed in the middle of a run, and members ask while 20,000 passages are ingested.

The short forms run with the suite; the long ones (`-m long`) print their figures.
"""

from __future__ import annotations

import asyncio
import random
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from bot.reingest import holder_of
from tests.journeys import scenes
from tests.journeys.discord.child import running_bot
from tests.journeys.discord.people import Person
from tests.journeys.discord.posts import Message
from tests.journeys.library import ROOT, filled, read
from tests.journeys.moderating import begun, lasts, over, preview
from tests.journeys.scenes import RULES, Scene
from tests.tallies import Tally, scaled
from vectorstore.layout import Layout
from vectorstore.store.pointer import history
from vectorstore.store.writer_lock import writer_lock

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    async with scenes.scene(filled(tmp_path_factory, "endings")) as started:
        yield started


async def killed(scene: Scene, times: int, seed: int, longest: float) -> list[str]:
    """Kill so many bots in the middle of a run of `longest` seconds; return what each next one made of its message."""
    chance, mo, ends = random.Random(seed), scene.guild.moderator("mo"), []
    shown = await killed_in_a_run(scene, mo, chance.uniform(0.0, longest))
    for number in range(1, times + 1):
        async with running_bot(scene.discord, scene.data_dir) as bot:
            now = Scene(scene.discord, bot, scene.guild, scene.channel, scene.data_dir)
            ends.append(await found_whole(now, shown))
            if number < times:
                shown = await killed_in_a_run(now, mo, chance.uniform(0.0, longest))
            else:
                await lasts(now, mo, await preview(now, mo, "library status"))
                await stopped_in_a_run(now, mo)
    layout = Layout(scene.data_dir)
    assert len(layout.generations()) == len(history(layout)) == 2
    return ends


async def killed_in_a_run(scene: Scene, mo: Person, seconds: float) -> Message:
    """Kill the bot so many seconds after a run has begun; return the run's message. The lock is free soon."""
    shown = await begun(scene, mo, await preview(scene, mo, "library status"), "v1:librun:full")
    await asyncio.sleep(seconds)
    await scene.bot.kill()
    await lock_is_free(scene.data_dir)
    return shown


async def stopped_in_a_run(scene: Scene, mo: Person) -> None:
    """End the bot as an operator does while a run goes on: the run ends too, and its message says so."""
    shown = await begun(scene, mo, await preview(scene, mo, "library status"), "v1:librun:full")
    assert await scene.bot.stop() == 0
    assert "restarted" in shown.content or "**Published**" in shown.content
    await lock_is_free(scene.data_dir)


async def lock_is_free(data_dir: Path) -> None:
    """Wait until nobody writes, at most 5 s, and take the lock."""
    async with asyncio.timeout(5):
        while holder_of(Layout(data_dir).lock) is not None:
            await asyncio.sleep(0.02)
    with writer_lock(Layout(data_dir)):
        pass


async def found_whole(scene: Scene, shown: Message) -> str:
    """Return what a bot makes of the message of the run before it; it answers, and has lost nothing."""
    end = await over(shown, 20)
    answer = await (await scene.guild.member(f"ann{shown.id}").slash(scene.channel, "ask", question=RULES)).message(20)
    assert "gezichtsherkenning" in answer.content
    assert [line for line in scene.bot.lines if "Traceback" in line] == []
    async with asyncio.timeout(5):  # a message that was complete already is not waited for
        while run_is_noted(scene):
            await asyncio.sleep(0.05)
    return end


def run_is_noted(scene: Scene) -> bool:
    """Return whether the ledger still holds the run that the bot before was showing."""
    with closing(scene.ledger) as ledger:
        return bool(ledger.kept("run"))


@pytest.mark.promise(41)
async def test_bots_that_are_killed_in_a_run_leave_a_free_lock_and_the_next_ones_say_so(scene: Scene) -> None:
    ends = await killed(scene, 1, seed=1, longest=1.0)
    assert any("restarted" in end for end in ends)
    assert scene.discord.violations == []


@pytest.mark.promise(41)
@pytest.mark.long
@pytest.mark.timeout(1200)
async def test_twenty_bots_are_killed_in_the_middle_of_a_run(
    tmp_path_factory: pytest.TempPathFactory, tally: Tally
) -> None:
    times = scaled(20)
    async with scenes.scene(filled(tmp_path_factory, "killed")) as scene:
        mo = scene.guild.moderator("mo")
        longest = await lasts(scene, mo, await preview(scene, mo, "library status"))
        ends = await killed(scene, times, seed=2, longest=longest)
    published = sum("**Published**" in end for end in ends)
    tally(times, f"lock free and next start clean each time; {published} runs had published by then")


@pytest.mark.promise(3)
@pytest.mark.long
@pytest.mark.alone
@pytest.mark.timeout(1200)
async def test_members_are_answered_while_20000_passages_are_ingested_and_opened(
    tmp_path_factory: pytest.TempPathFactory, tally: Tally
) -> None:
    stock = tmp_path_factory.mktemp("stock")
    command = (sys.executable, "-m", "evals.stocked", str(stock), "--chunks", "20000")
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    read(stock, "small")
    async with scenes.scene(stock / "var", EPISODES_DIR=str(stock / "show")) as scene:
        mo = scene.guild.moderator("mo")
        message = await begun(scene, mo, await preview(scene, mo, "library status"), "v1:librun:reingest")
        asking = asyncio.create_task(asked_all_the_time(scene))
        end = await over(message, 900)
        await asyncio.sleep(10)  # the new index is opened meanwhile
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):  # it went on until now, so every answer came
            await asking
        acknowledged = sorted(scene.discord.acknowledgements)
        await scene.bot.stop()
        assert "**Published**" in end, end
        assert scene.discord.violations == []
        (told,) = [line for line in scene.bot.lines if "event loop lag: " in line]
    late = re.search(r"p99 (\d+) ms, max (\d+) ms in (\d+) looks", told)
    assert late is not None
    p99, longest = at(0.99, acknowledged), acknowledged[-1]
    lag = f"event loop lag p99 {late[1]} ms, max {late[2]} ms"
    tally(len(acknowledged), f"{lag}; acknowledged p99 {p99:.3f} s, slowest {longest:.3f} s")
    assert int(late[2]) < 250
    assert p99 < 1.0


def at(share: float, ordered: list[float]) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def asked_all_the_time(scene: Scene) -> None:
    """Ask one question after the other, each of a new member; every one is answered."""
    for number in count():
        person = scene.guild.member(f"asker{number}")
        answer = await (await person.slash(scene.channel, "ask", question=RULES)).message(60, quiet=0)
        assert answer.content.startswith("> "), answer.content
        await asyncio.sleep(0.2)
