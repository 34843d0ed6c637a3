"""Moderators run the library through the loopback Discord, while the bot or the run is ended at the wrong moment.

The short forms run with the suite; the long ones (`-m long`) print their figures.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import closing
from itertools import pairwise

import pytest
import pytest_asyncio

from bot.reingest import holder_of
from bot.texts.spoken import say
from tests.journeys import scenes
from tests.journeys.discord import places
from tests.journeys.discord.options import Upload
from tests.journeys.discord.people import Person
from tests.journeys.discord.posts import Message
from tests.journeys.library import filled
from tests.journeys.moderating import ENDS, begun, generation, lasts, over, preview, with_button
from tests.journeys.scenes import RULES, Scene
from tests.tallies import Tally, scaled
from vectorstore.layout import Layout
from vectorstore.store.pointer import history

pytestmark = pytest.mark.asyncio(loop_scope="module")
SAID_IN = "show/02-passwords-and-passkeys.srt"
PRESSED = ("v1:librun:full", "v1:librun:rollback.gen-000001", "v1:cornow:0123456789", "v1:corundo:1", "v1:goldout:1")
BEES = b"# 12. Bees in town\n\nThe beekeeper keeps forty hives on the roof of the library, and feeds them sugar.\n"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    async with scenes.scene(filled(tmp_path_factory, "runs")) as started:
        yield started


def without_rights(scene: Scene) -> dict[str, Person]:
    """Return six members who look more or less like moderators and are none."""
    guild = scene.guild
    named = guild.member("role called moderator")
    guild.grant(named.user, places.VIEW_CHANNEL)
    stranger = scene.discord.person("in a direct message")
    many = places.MANAGE_THREADS | places.MANAGE_MESSAGES | places.CREATE_PUBLIC_THREADS
    return {
        "no role": guild.member("plain"),
        "a role without rights": named,
        "manages messages": guild.member("messages", permissions=places.MANAGE_MESSAGES),
        "many other rights": guild.member("many", permissions=many),
        "everything but managing": guild.member(
            "nearly", permissions=places.EVERYTHING & ~(places.MANAGE_GUILD | places.ADMINISTRATOR)
        ),
        "in a direct message": stranger,
    }


@pytest.mark.promise(10)
async def test_forged_commands_and_presses_are_refused_in_code_without_side_effect_and_logged(scene: Scene) -> None:
    bait = await preview(scene, scene.guild.moderator("mo"), "library status")
    answer = await (await scene.guild.member("anna").slash(scene.channel, "ask", question=RULES)).message()
    before = generation(scene.data_dir), sorted(path.name for path in scene.data_dir.iterdir()), len(scene.bot.lines)
    attempts = 0
    for kind, person in without_rights(scene).items():
        where = person.direct if person.guild is None else scene.channel
        for command, options in (
            ("library reingest", {"full": True}),
            ("library remove", {"document": SAID_IN, "everywhere": True}),
            ("library add", {"file": Upload("x.md", BEES)}),
            ("library correct", {"document": SAID_IN, "wrong": "passkeys", "right": "pass keys"}),
            ("library edit", {"document": SAID_IN, "field": "title", "value": "Forged"}),
        ):
            told = await (await person.slash(where, command, **options)).message(quiet=0)
            assert "Only moderators" in told.content, (kind, command)
            attempts += 1
        for menu in ("menu correct", "menu golden") if person.guild else ():
            told = await (await person.menu(answer, say("en", menu))).message(quiet=0)
            assert "Only moderators" in told.content, (kind, menu)
            attempts += 1
        for custom_id in PRESSED if person.guild else ():
            told = await (await person.click(with_button(answer, custom_id), custom_id=custom_id)).message(quiet=0)
            assert "Only moderators" in told.content, (kind, custom_id)
            attempts += 1
        assert await person.complete(where, "library remove", "document", "pass") == []
    after = generation(scene.data_dir), sorted(path.name for path in scene.data_dir.iterdir())
    assert after == before[:2]
    refused = [line for line in scene.bot.lines[before[2] :] if "is for moderators" in line]
    assert len(refused) == attempts
    with closing(scene.ledger) as ledger:
        assert ledger.rows("SELECT * FROM acts") == []
    assert bait.content.startswith("### The library")


async def test_a_document_is_added_run_and_shown_step_by_step(scene: Scene) -> None:
    mo = scene.guild.moderator("mo")
    asked = await preview(scene, mo, "library add", file=Upload("Bees!.md", BEES))
    assert "Kept as **inbox/Bees.md**" in asked.content
    message = await begun(scene, mo, asked, "v1:librun:reingest")
    waiting = await preview(scene, scene.guild.moderator("other"))
    assert f"<@{mo.user.id}> is already working on the library" in waiting.content
    end = await over(message)
    assert "**Published**" in end
    assert "1 new, 0 changed, 0 removed, 4 in all" in end
    moments = [at for at, _ in message.history]
    assert all(later - earlier >= 1.9 for earlier, later in pairwise(moments[:-1]))
    answer = await (await mo.slash(scene.channel, "ask", question="Where does the beekeeper keep hives?")).message()
    assert "forty hives" in answer.content


async def cancelled_at(scene: Scene, mo: Person, asked: Message, seconds: float) -> tuple[float, bool]:
    """Cancel a run so many seconds after its begin; return how long that took, and whether it came in time."""
    before = generation(scene.data_dir)
    message = await begun(scene, mo, asked, "v1:librun:full")
    await asyncio.sleep(seconds)
    if any(end in message.content for end in ENDS):
        return 0.0, False
    pressed = time.monotonic()
    await mo.click(message, "Cancel")
    end = await over(message, 10)
    took = time.monotonic() - pressed
    in_time = "Cancelled** after" in end
    assert (generation(scene.data_dir) == before) == in_time, end
    assert holder_of(Layout(scene.data_dir).lock) is None
    return took, in_time


async def cancelled(scene: Scene, times: int, seed: int) -> tuple[list[float], int]:
    """Cancel so many runs at random points; return how long each took, and how many had not published by then."""
    mo, chance = scene.guild.moderator("mo"), random.Random(seed)
    asked = await preview(scene, mo)
    longest = await lasts(scene, mo, asked)
    found = [await cancelled_at(scene, mo, asked, chance.uniform(0.0, longest)) for _ in range(times)]
    return [took for took, _ in found], sum(in_time for _, in_time in found)


@pytest.mark.promise(24)
async def test_cancelling_stops_a_run_within_5_seconds_and_leaves_the_index(scene: Scene) -> None:
    took, _ = await cancelled(scene, 2, seed=3)
    assert max(took) < 5.5


@pytest.mark.promise(24)
@pytest.mark.long
@pytest.mark.timeout(1200)
async def test_fifty_runs_are_cancelled_at_random_points(scene: Scene, tally: Tally) -> None:
    times = scaled(50)
    took, in_time = await cancelled(scene, times, seed=5)
    mo, layout = scene.guild.moderator("mo"), Layout(scene.data_dir)
    await lasts(scene, mo, await preview(scene, mo, "library status"))
    assert len(layout.generations()) == len(history(layout)) == 2
    tally(times, f"{in_time} before they published; from press to message at most {max(took):.2f} s")
    assert max(took) < 5.5
    assert in_time >= 10


async def test_rolling_back_is_confirmed_and_pins(scene: Scene) -> None:
    mo, now = scene.guild.moderator("mo"), generation(scene.data_dir)
    asked = await preview(scene, mo, "library rollback")
    assert f"instead of `{now}`" in asked.content
    end = await over(await begun(scene, mo, asked, f"v1:librun:rollback.{now}"))
    assert "**Rolled back**" in end
    custom_id = f"v1:librun:rollback.{now}"
    again = await mo.click(with_button(asked, custom_id), custom_id=custom_id)
    assert "Meanwhile another index was published" in (await again.message()).content
    assert "Pinned after a rollback" in (await preview(scene, mo, "library status")).content


async def test_an_erased_document_is_gone_from_every_byte(scene: Scene) -> None:
    mo = scene.guild.moderator("mo")
    await lasts(scene, mo, await preview(scene, mo, "library status"))  # the rollback hides the document
    layout = Layout(scene.data_dir)
    assert len(layout.generations()) == len(history(layout)) == 2  # nothing is left of what was cancelled
    asked = await preview(scene, mo, "library remove", document="inbox/Bees.md", everywhere=True)
    assert "for good" in asked.content
    button = asked.control("Erase for good", None, 2)
    assert "**Published**" in await over(await begun(scene, mo, asked, button["custom_id"]))
    await asyncio.sleep(0.5)
    for path in scene.data_dir.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for words in (b"forty hives", "forty hives".encode("utf-16-le"), b"feeds them sugar"):
                assert words not in content, path


async def test_every_act_left_its_line(scene: Scene) -> None:
    with closing(scene.ledger) as ledger:
        acts = [act for (act,) in ledger.rows("SELECT act FROM acts ORDER BY at")]
    assert acts[:2] == ["add", "reingest"]
    assert {"cancel", "full", "rollback", "erase"} <= set(acts)


async def test_the_runs_broke_no_rule_of_discord(scene: Scene) -> None:
    assert scene.discord.violations == []
    assert [line for line in scene.bot.lines if "Traceback" in line or scene.discord.token in line] == []
