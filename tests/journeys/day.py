"""A show of real episodes, its moderator, and its members, who ask from the first run of the day to the last.

What the operator of the show writes into an episode changes the passages that members ask about, so that every answer
tells which state of the show it was made from.
"""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC
from itertools import count
from pathlib import Path
from string import Formatter
from urllib.parse import urlsplit

from bot.insights.figures import weeks_until
from bot.ledger import Ledger
from bot.ledgers.outcomes import Logged, Outcome, record_outcome
from bot.texts.spoken import TEXTS, say
from tests.journeys.discord.child import running_bot
from tests.journeys.discord.people import Person
from tests.journeys.discord.places import Channel
from tests.journeys.discord.posts import Message
from tests.journeys.discord.records import Json
from tests.journeys.moderating import generation, over, pressed, preview
from tests.journeys.scenes import Scene, loopback
from vectorstore.layout import Layout
from vectorstore.store.journal import Run, read_run
from vectorstore.store.pointer import read_manifest

SHOW = ("nl_seedlike/episode-002.md", "nl_seedlike/episode-003.md", "pythonbytes/shownotes-280.md")
MUSIC = "Wat zijn de gevolgen van AI-muziek voor de muziekindustrie?"
CHANGING = ("Deze aflevering", "Er wordt verwacht dat de muziekindustrie")
"""How the two passages begin that answer it; the operator's mark is put behind these words."""
UNANSWERED = ("Who won the football match last night?", "Wat is een goed recept voor stamppot?")
DAY, MORNING = 86_400.0, 7 * 3600.0
"""Seconds; until Monday morning the week before counts as going on."""


@dataclass
class Day:
    """The scene, and what members were told; `stands` is the operator's mark in each published index."""

    scene: Scene
    folder: Path
    mo: Person
    staff: Channel
    stands: dict[str, str]
    fresh: int = 0
    asked: int = 0
    answers: list[Message] = field(default_factory=list)
    runs: list[Message] = field(default_factory=list)
    asking: asyncio.Task[None] = field(init=False)

    @property
    def layout(self) -> Layout:
        """Return where the bot's index lies."""
        return Layout(self.scene.data_dir)

    @property
    def now(self) -> str:
        """Return what is published."""
        return generation(self.scene.data_dir)

    @property
    def last(self) -> Run:
        """Return what ingestion wrote down of its last run."""
        run = read_run(self.layout)
        assert run is not None
        return run

    @property
    def embedded(self) -> int:
        """Return how many vectors the embedding cache holds."""
        with closing(sqlite3.connect(self.layout.state)) as connection:
            return int(connection.execute("SELECT count(*) FROM embeddings").fetchone()[0])

    @property
    def asker(self) -> Person:
        """Return the member who asked first."""
        return self.scene.guild.member("member0")

    def passages(self, document: str) -> int:
        """Return of how many passages a published document is made."""
        documents = read_manifest(self.layout, self.now).documents
        return next(one.chunks for one in documents if one.name == document)

    def mark(self, stand: str) -> None:
        """Let the operator write another mark into the passages that members ask about."""
        path = self.folder / "episode-002.md"
        text = re.sub(r" \(\d\)", "", path.read_text())
        for words in CHANGING:
            text = text.replace(words, f"{words} ({stand})", 1)
        path.write_text(text)

    async def tell(self, command: str, **options: object) -> Message:
        """Use a command as the moderator; return what it says."""
        return await preview(self.scene, self.mo, command, **options)

    async def begin(self, asked: Message, label: str) -> Message:
        """Press a button that starts a run; return the message that shows how it goes."""
        self.runs.append(await pressed(self.scene, self.mo, asked, say("en", label)))
        return self.runs[-1]

    async def run(self, asked: Message, label: str, stand: str) -> str:
        """Start a run, follow it to its end, and note what is published then."""
        end = await over(await self.begin(asked, label))
        self.stands.setdefault(self.now, stand)
        return end

    async def answer(self, question: str) -> Message:
        """Ask something as a new member, again while the index is being opened that was published just now."""
        async with asyncio.timeout(10):
            while True:
                guest = self.scene.guild.member(f"guest{len(self.scene.guild.guild.members)}")
                asked = await guest.slash(self.scene.channel, "ask", question=question)
                message = await asked.message()
                if self.made_from()[message.id] == self.now:
                    return message

    def made_from(self) -> dict[int, str]:
        """Return of which index each answer is, by its message's id."""
        with closing(self.scene.ledger) as ledger:
            return dict(ledger.rows("SELECT message, generation FROM answers"))

    async def posted(self, channel: Channel) -> Message:
        """Wait for what the bot writes into a channel by itself."""

        def found() -> Message | None:
            said = (message for message in self.scene.discord.messages.values() if message.channel is channel)
            return next((message for message in said if message.author is self.scene.discord.bot), None)

        return await self.scene.discord.changed.until(found, 20, self.scene.discord.tell)

    def content(self, attachment: Json) -> bytes:
        """Return what is in a file that the bot sent."""
        return self.scene.discord.files[urlsplit(attachment["url"]).path]

    async def ask_on(self) -> None:
        """Ask one question after the other, each of a new member, until cancelled."""
        lounge = self.scene.guild.channel("lounge")
        for number in count():
            self.asked += 1
            exchange = await self.scene.guild.member(f"member{number}").slash(lounge, "ask", question=MUSIC)
            self.answers.append(await exchange.message(20, quiet=0))
            await asyncio.sleep(1.2)


@asynccontextmanager
async def day_with(episodes: Path, data_dir: Path) -> AsyncIterator[Day]:
    """Let a day begin: some episodes wait in the show's folder, and the bot has counted the week before."""
    folder = data_dir.parent / "fans"
    folder.mkdir()
    for name in SHOW:
        shutil.copy(episodes / name, folder)
    async with loopback() as discord:
        guild = discord.guild()
        general, staff, _ = (guild.channel(name) for name in ("general", "staff", "lounge"))
        last_week(data_dir, guild.id, general.id)
        async with running_bot(discord, data_dir, EPISODES_DIR=str(folder)) as bot:
            scene = Scene(discord, bot, guild, general, data_dir)
            day = Day(scene, folder, guild.moderator("mo"), staff, {generation(data_dir): ""})
            day.mark("1")
            day.asking = asyncio.create_task(day.ask_on())
            yield day
            day.asking.cancel()


def last_week(data_dir: Path, guild_id: int, channel_id: int) -> None:
    """Leave what a bot left that was asked eight questions last week, and was told to keep them."""
    rules = {"schema": 1, "library": {}, "guilds": {str(guild_id): {"set_up": True, "log_questions": True}}}
    (data_dir / "settings.json").write_text(json.dumps(rules))
    at = weeks_until(time.time() - MORNING, 2, UTC)[0] + 3 * DAY
    with closing(Ledger(data_dir / "ledger.sqlite")) as ledger:
        for n in range(6):
            record_outcome(ledger, Outcome(guild_id, channel_id, "answered", "extractive", None, 0.2, 0.0, (), at + n))
        for n, question in enumerate(UNANSWERED, start=1):
            outcome = Outcome(guild_id, channel_id, "refused", "extractive", None, 0.2, 0.0, (), at + n)
            record_outcome(ledger, outcome, Logged(n, guild_id, channel_id, "somebody", question, "refused", at + n))


def words(key: str) -> str:
    """Return the longest stretch of a sentence that stays the same, whatever is filled in."""
    return max((literal for literal, *_ in Formatter().parse(TEXTS["en"][key])), key=len)
