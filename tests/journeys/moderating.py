"""What the journeys of moderators share: a run is begun, followed to its end, and timed."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from tests.journeys.discord.people import Person
from tests.journeys.discord.posts import Message
from tests.journeys.scenes import Scene
from vectorstore.layout import Layout
from vectorstore.store.pointer import read_pointer

ENDS = (
    "**Published**",
    "**Cancelled",
    "**Interrupted**",
    "**Failed**",
    "**Nothing has changed**",
    "**Not published**",
    "**Rolled back**",
)


def generation(data_dir: Path) -> str:
    pointer = read_pointer(Layout(data_dir))
    return pointer.generation if pointer else ""


def with_button(message: Message, custom_id: str) -> Message:
    """Return a message with a button in its row that the bot may never have put there: what a forger would send."""
    button = {"type": 2, "style": 2, "label": "forged", "custom_id": custom_id, "id": 99}
    message.components = [{"type": 1, "id": 98, "components": [button]}]
    return message


async def preview(scene: Scene, person: Person, command: str = "library reingest", **options: object) -> Message:
    return await (await person.slash(scene.channel, command, **options)).message(60, quiet=0)


async def begun(scene: Scene, person: Person, asked: Message, custom_id: str) -> Message:
    """Press a button that starts a run; return the message that shows how it goes."""
    before = max(scene.discord.messages, default=0)
    await person.click(with_button(asked, custom_id), custom_id=custom_id)
    return await shown_after(scene, before)


async def pressed(scene: Scene, person: Person, asked: Message, label: str) -> Message:
    """Press a button that a message does have, and that starts a run; return the message that shows how it goes."""
    before = max(scene.discord.messages, default=0)
    await person.click(asked, label)
    return await shown_after(scene, before)


async def shown_after(scene: Scene, before: int) -> Message:
    """Wait for the message of a run that is newer than the message with this id."""

    def posted() -> Message | None:
        later = (m for id, m in scene.discord.messages.items() if id > before and m.channel is scene.channel)
        return next((m for m in later if m.author is scene.discord.bot and not m.ephemeral), None)

    return await scene.discord.changed.until(posted, 20, scene.discord.tell)


async def over(message: Message, timeout: float = 60) -> str:
    """Return what the message of a run says once the run is over."""
    async with asyncio.timeout(timeout):
        while not message.content.startswith(ENDS) and not any(end in message.content for end in ENDS):
            await asyncio.sleep(0.02)
    return message.content


async def lasts(scene: Scene, mo: Person, asked: Message) -> float:
    """Return how long a run takes here and now: the moments to cancel and to kill are spread over that."""
    began = time.monotonic()
    assert "**Published**" in await over(await begun(scene, mo, asked, "v1:librun:full"))
    return time.monotonic() - began
