"""The one message that shows how a run goes: posted, edited at most every 2 s, and found again after a restart."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from dataclasses import asdict, dataclass
from typing import Any

import aiohttp
import discord

from bot.delivery import ChannelReply, Row, persistently, whisper
from bot.desk import Desk
from bot.errors import MissingPermissions
from bot.renderings.runs import Told
from bot.views.press import Interaction

log = logging.getLogger(__name__)

KEPT = "run"
"""The name in the ledger under which the message of the run that goes on is kept."""
TROUBLE = (discord.HTTPException, aiohttp.ClientError, OSError)


@dataclass(frozen=True, slots=True)
class Note:
    """What the next start of the bot needs of a run: its message, the language, the index before, what it does.

    `message` is 0 where the message was for one moderator alone, and cannot be found again.
    """

    guild: int
    channel: int
    message: int
    language: str
    before: str
    arguments: tuple[str, ...] = ()


class Board:
    """The message of a run: in the channel where the bot may write there, else the presser's own.

    A private message can be edited for 15 minutes only, a channel's for good. What Discord does not take is logged:
    no trouble with a message ends a run.
    """

    def __init__(self, interaction: Interaction) -> None:
        self.interaction = interaction
        self.message: discord.Message | None = None

    async def open(self, content: str, row: Row) -> None:
        """Post the message, or begin with the presser's own."""
        channel = self.interaction.channel
        if may_write(self.interaction) and isinstance(channel, discord.abc.Messageable):
            try:
                (self.message,) = await ChannelReply(channel).show([content], row)
                return
            except (MissingPermissions, *TROUBLE) as error:
                log.info("a run is shown to its moderator alone (%s)", type(error).__name__)
        await self.edit(content, row)

    @property
    def place(self) -> str:
        """Return the link to the message; "" where it is the presser's own."""
        return self.message.jump_url if self.message else ""

    async def edit(self, content: str, row: Row) -> None:
        """Show how far the run is; a failure is nothing, as the next edit comes soon."""
        try:
            await self._edit(Told(content), row)
        except TROUBLE as error:
            log.info("progress was not shown (%s)", type(error).__name__)

    async def close(self, told: Told, row: Row) -> bool:
        """Show how the run ended, again and again where Discord has trouble; return whether that was shown."""
        try:
            await persistently(lambda: self._edit(told, row))
            return True
        except TROUBLE as error:
            log.warning("the end of a run could not be shown in its message (%s)", type(error).__name__)
        try:
            await whisper(self.interaction, told.content)
            return True
        except TROUBLE:
            return False

    async def _edit(self, told: Told, row: Row) -> None:
        files: dict[str, Any] = {"attachments": [file_of(told)]} if told.file else {}
        if self.message is not None:
            await self.message.edit(content=told.content, view=row, **files)
        else:
            await self.interaction.edit_original_response(content=told.content, view=row, **files)


def file_of(told: Told, name: str = "skipped.txt") -> discord.File:
    """Return the file that belongs to a message; made anew for each attempt, as sending reads it to its end."""
    return discord.File(io.BytesIO(told.file.encode()), name)


def may_write(interaction: Interaction) -> bool:
    """Return whether the bot may write an ordinary message where somebody pressed."""
    granted = interaction.app_permissions
    if isinstance(interaction.channel, discord.Thread):
        return granted.view_channel and granted.send_messages_in_threads
    return granted.view_channel and granted.send_messages


async def remember(desk: Desk, note: Note) -> None:
    """Keep where a run is shown, for a start in the middle of it."""
    await desk.note(desk.ledger.keep, KEPT, json.dumps(asdict(note)))


async def forget(desk: Desk) -> None:
    """Forget a run whose end has been shown."""
    await desk.note(desk.ledger.keep, KEPT, "")


async def remembered(desk: Desk) -> Note | None:
    """Return what the bot that ran before kept of a run whose end it did not show."""
    kept = await desk.note(desk.ledger.kept, KEPT)
    if not kept:
        return None
    try:
        value = json.loads(kept)
        return Note(**(value | {"arguments": tuple(value["arguments"])}))
    except (ValueError, TypeError, KeyError):
        return None  # another version wrote it


async def wait_for(task: asyncio.Task[Any], seconds: float) -> bool:
    """Return whether a task is done, after at most so many seconds."""
    done, _ = await asyncio.wait({task}, timeout=seconds)
    return bool(done)
