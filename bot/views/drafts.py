"""Shows an answer while it is being written, never after the final one; imports delivery and rendering.

Best effort: after a draft that Discord does not take no more are shown.
"""

from __future__ import annotations

import asyncio
import logging
from types import TracebackType

import aiohttp
import discord

from bot.delivery import Reply
from bot.errors import BotError
from bot.rendering import draft_message

log = logging.getLogger(__name__)

EVERY = 1.3
"""Seconds between two edits: Discord takes five of one message in five seconds."""
LAST = 2.0
"""Seconds to wait for an edit on its way before the final one is sent, which it must not overtake."""


class Drafts:
    """The drafts of one reply, while the `async with` block lasts; for one event loop."""

    def __init__(self, reply: Reply, question: str) -> None:
        self._reply, self._question = reply, question
        self._loop = asyncio.get_running_loop()
        self._text = self._shown = ""
        self._sending = self._ended = False
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Drafts:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Show no more drafts; one that is on its way may arrive."""
        self._ended = True
        if self._task is None:
            return
        if self._sending:
            await asyncio.wait({self._task}, timeout=LAST)
        self._task.cancel()
        await asyncio.wait({self._task})

    def offer(self, text: str) -> None:
        """Take the checked part of an answer; from any thread, and whenever it comes."""
        try:
            self._loop.call_soon_threadsafe(self._take, text)
        except RuntimeError:  # the loop has ended meanwhile, and with it everybody who could have read this
            log.debug("a draft came after the end")

    def _take(self, text: str) -> None:
        if self._ended or not text:
            return
        self._text = text
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._show())

    async def _show(self) -> None:
        """Show the newest draft, and then each newer one, with pauses."""
        while self._text != self._shown and not self._ended:
            self._shown = self._text
            self._sending = True
            try:
                await self._reply.draft(draft_message(self._question, self._shown))
            except (discord.HTTPException, aiohttp.ClientError, OSError, BotError) as error:
                log.info("a draft was not taken (%s)", type(error).__name__)
                self._ended = True
            finally:
                self._sending = False
            await asyncio.sleep(EVERY)
