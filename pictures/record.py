"""Records the bodies that the bot sends for the messages of docs/pictures: `python -m pictures.record FILE`.

The real `python -m bot run` answers on the loopback Discord of the journeys, from the sample show. Each line of FILE
is what one request held: {"name": of the picture, "body", "ephemeral", "asked": the command above it}.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.journeys.discord.people import Person
from tests.journeys.discord.places import CREATE_PUBLIC_THREADS
from tests.journeys.discord.posts import Message
from tests.journeys.library import read
from tests.journeys.scenes import RULES, Scene, scene

ALL_EPISODES = ("0", "1", "show")
PRIVATE = "what did they say about the right to repair?"
DUTCH = "Wat is er mis met een knop zonder naam?"
NOT_SAID = "who won the chess world championship?"


class Recording:
    """What has been recorded so far, a line a message."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.lines: list[str] = []

    def keep(self, name: str, message: Message, asked: str | None = None) -> Message:
        """Add the body of the request that gave a message its present content."""
        line = {"name": name, "body": self.body_of(message), "ephemeral": message.ephemeral, "asked": asked}
        self.lines.append(json.dumps(line))
        return message

    def body_of(self, message: Message) -> Any:
        """Return the last body with the content of a message."""
        for request in reversed(self.scene.discord.requests):
            body = request.body if isinstance(request.body, dict) else {}
            if (body.get("data") or body).get("content") == message.content:
                return body
        raise LookupError(f"no request holds {message.content[:60]!r}")


async def answers(recording: Recording) -> None:
    """Record answers in both languages, what they stand on, a refusal and an error."""
    place, guild = recording.scene.channel, recording.scene.guild
    mira, noor = guild.member("Mira", locale="en-GB"), guild.member("Noor", locale="nl")
    answer = await (await mira.slash(place, "ask", question=RULES)).message()
    recording.keep("answer-en", answer, asked="ask")
    recording.keep("sources", await (await mira.click(answer, "Sources")).message())
    recording.keep("context", await (await mira.click(answer, "Context")).message())
    recording.keep("answer-nl", await (await noor.slash(place, "ask", question=DUTCH)).message(), asked="vraag")
    private = await (await mira.slash(place, "ask", question=PRIVATE, private=True)).message()
    recording.keep("private", private, asked="ask")
    recording.keep("refusal", await (await mira.slash(place, "ask", question=NOT_SAID)).message(), asked="ask")
    guild.overwrite(place, recording.scene.discord.bot, deny=CREATE_PUBLIC_THREADS)
    recording.keep("error", await (await mira.click(answer, "Open a thread")).message())
    recording.keep("error", await cooled_down(recording, mira), asked="ask")


async def cooled_down(recording: Recording, person: Person) -> Message:
    """Return what a member reads who asks too much at once."""
    for _ in range(6):
        message = await (await person.slash(recording.scene.channel, "ask", question=RULES)).message()
        if not message.content.startswith("> "):
            break
    return message


async def shelves(recording: Recording) -> None:
    """Record the search, the catalogue, a card and the help."""
    place, person = recording.scene.channel, recording.scene.guild.member("Sien", locale="en-GB")
    search = await (await person.slash(place, "search", words="language model at home")).message()
    recording.keep("search", search, asked="search")
    recording.keep("episodes", await (await person.slash(place, "episodes")).message(), asked="episodes")
    choice = (await person.complete(place, "episode", "episode", "3"))[-1]
    card = await (await person.slash(place, "episode", episode=choice["value"])).message()
    recording.keep("episode", card, asked="episode")
    recording.keep("help", await (await person.slash(place, "help")).message(), asked="help")


async def record(file: Path) -> None:
    """Let the bot answer, and write what it sent."""
    with tempfile.TemporaryDirectory() as folder:
        read(Path(folder), episodes=ALL_EPISODES)
        async with scene(Path(folder) / "var") as started:
            recording = Recording(started)
            await answers(recording)
            await shelves(recording)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join([*recording.lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(record(Path(sys.argv[1])))
