"""What the real bot leaves on the disk of a thousand questions, and of those that moderators want to be kept."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from tests.canaries import CANARIES, WORD, leaks
from tests.journeys.discord.child import running_bot
from tests.journeys.discord.people import Person
from tests.journeys.library import filled
from tests.journeys.scenes import RULES, Scene, loopback, scene

pytestmark = [pytest.mark.long, pytest.mark.promise(36), pytest.mark.timeout(900)]
QUESTIONS = (RULES, f"What is the best recipe for {WORD} pie?", f"hello {WORD}", f"and what of {WORD}?")
AT_ONCE = 16
PIANO, TUBA = "who tunes the grand piano of the zoo?", "who polishes the tuba of the zoo?"
"""What two members ask where words are kept: the episodes answer neither."""


async def ask(scene: Scene, person: Person, question: str, number: int) -> None:
    """Ask in one of the four ways that there are, and wait for the answer."""
    if number % 4 == 0:
        await scene.discord.answer_to(await person.say(person.direct, question), 60, quiet=0)
    elif number % 4 == 1:
        busy = scene.guild.channel(f"busy-{number % 40}")  # a channel takes five messages in five seconds
        await scene.discord.answer_to(await person.say(busy, f"@bot {question}"), 60, quiet=0)
    else:
        asked = await person.slash(scene.channel, "ask", question=question, private=number % 4 == 2)
        await asked.message(60, quiet=0)


async def test_a_thousand_questions_leave_no_word_on_the_disk(tmp_path_factory: pytest.TempPathFactory) -> None:
    async with scene(filled(tmp_path_factory, "thousand")) as started:
        turns = asyncio.Semaphore(AT_ONCE)

        async def one(number: int) -> None:
            async with turns:
                person = started.guild.member(f"member{number}")
                await ask(started, person, QUESTIONS[number % len(QUESTIONS)], number // len(QUESTIONS))

        await asyncio.gather(*(one(number) for number in range(1000)))
        while_it_runs = leaks(started.data_dir)
        assert await started.bot.stop() == 0
    assert while_it_runs == []
    assert leaks(started.data_dir.parent) == []
    assert (started.data_dir / "ledger.sqlite").stat().st_size > 100_000
    print("\n1,000 questions by command, mention and direct message: no word of them on the disk or in the log")


def holders(data_dir: Path, words: str) -> set[str]:
    """Return the names of the files with some words."""
    return {Path(line.rpartition(" in ")[2]).name for line in leaks(data_dir, [words.encode()])}


async def test_kept_words_stand_under_a_hash_and_go_with_the_member_and_after_their_days(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    data_dir = filled(tmp_path_factory, "kept")
    async with loopback() as discord:
        guild = discord.guild()
        rules = {"schema": 1, "library": {}, "guilds": {str(guild.guild.id): {"log_questions": True}}}
        (data_dir / "settings.json").write_text(json.dumps(rules))
        anna, bert, channel = guild.member("anna"), guild.member("bert"), guild.channel("general")
        async with running_bot(discord, data_dir):
            for person, question in ((anna, PIANO), (bert, TUBA)):
                await (await person.slash(channel, "ask", question=question)).message()
            assert holders(data_dir, PIANO) | holders(data_dir, TUBA) <= {"ledger.sqlite", "ledger.sqlite-wal"}
            assert all(holders(data_dir, words) for words in (PIANO, TUBA))
            for person in (anna, bert):
                id_ = person.user.id
                assert leaks(data_dir, [str(id_).encode(), id_.to_bytes(8, "big")]) == []
            page = await (await anna.slash(channel, "privacy")).message()
            await (await anna.click(page, page.labels[1])).message()
            await (await anna.click(page, page.labels[0])).message()
            assert not holders(data_dir, PIANO)
            assert holders(data_dir, TUBA)
        async with running_bot(discord, data_dir, LOOPBACK_DAYS_LATER="29"):
            await asyncio.sleep(2)
            assert holders(data_dir, TUBA)
        async with running_bot(discord, data_dir, LOOPBACK_DAYS_LATER="31"):
            async with asyncio.timeout(20):
                while holders(data_dir, TUBA):
                    await asyncio.sleep(0.1)
    assert leaks(data_dir.parent, [*CANARIES, PIANO.encode(), TUBA.encode()]) == []
    print("\nkept words: under a hash; gone with their member at once, else after 30 days, from free pages too")
