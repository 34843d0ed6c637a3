"""`python -m bot run`: start, try again with growing pauses, end on SIGTERM; imports wiring and the client lazily.

The library's own reconnecting covers a lost connection. It does not cover a first connection that fails or a 503 at
login, so each attempt is a client of its own, while the desk (models, index, questions in flight) lives on.
"""

from __future__ import annotations

import asyncio
import logging
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.invitation import token_of
from bot.lag import LoopLag
from bot.quiet import log_to_stderr
from bot.settings import AnswerSettings, BotSettings
from bot.terminal.opening import store_settings
from bot.wiring import open_client, open_desk
from vectorstore.errors import BadSetting
from vectorstore.settings import load_settings

if TYPE_CHECKING:
    from bot.client import PodcastBot
    from bot.desk import Desk

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds between attempts: 1, 2, 4 ... 60. One a minute stays far below the 10,000 failed requests in 10 minutes
after which Discord bans an address."""
STEADY = 60.0
"""Seconds of connection after which the pauses begin anew."""
FINISHING, CLOSING = 6.0, 2.0
"""Seconds for questions in flight, and for leaving Discord: together below the 10 that docs/commands.md promises."""


def run() -> int:
    """Be the Discord bot until SIGTERM or Ctrl-C (0); 78 when a setting has to be mended first."""
    settings, bot, answers = store_settings(), load_settings(BotSettings), load_settings(AnswerSettings)
    token = token_of(bot)
    log_to_stderr(bot.log_level, token, answers.key)
    desk = open_desk(settings, bot, answers)
    asyncio.run(serve(desk, token))
    if desk.is_thinking():
        # A thread cannot be ended from outside, and the interpreter would wait for it.
        sys.stderr.flush()
        os._exit(0)
    desk.close()
    return 0


def pauses() -> Iterator[float]:
    """Yield the seconds to wait before each next attempt, a little scattered so that many bots do not march in step."""
    pause = FIRST_PAUSE
    while True:
        yield pause * random.uniform(0.8, 1.2)
        pause = min(2 * pause, LONGEST_PAUSE)


async def serve(desk: Desk, token: str) -> None:
    """Stay connected until a signal comes; BadSetting when trying again cannot help."""
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    await desk.warm()
    waiting, lag = pauses(), LoopLag()
    watching: asyncio.Task[None] | None = None
    while not stopping.is_set():
        begun = time.monotonic()
        client = open_client(desk)
        # Only now: loading the library holds the loop up, when nobody waits yet.
        watching = watching or asyncio.create_task(lag.watch())
        await connected(client, token, stopping)
        if time.monotonic() - begun > STEADY:
            waiting = pauses()
        if not stopping.is_set():
            await asleep(next(waiting), stopping)
    await desk.reingestion.cancel()  # without a connection nobody has ended it yet
    if watching:
        watching.cancel()
    log.info("event loop lag: %s", lag.told())
    log.info("the bot has ended")


async def connected(client: PodcastBot, token: str, stopping: asyncio.Event) -> None:
    """Run one client until it ends or a signal comes; only what a person has to mend is raised, as BadSetting."""
    from bot.client import fatal, passing

    running = asyncio.create_task(client.start(token))
    signalled = asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait({running, signalled}, return_when=asyncio.FIRST_COMPLETED)
        if stopping.is_set():
            await client.desk.finish(FINISHING)
    finally:
        signalled.cancel()
        await closed(client)
    error = await ended(running)
    if error is None or stopping.is_set():
        return
    if sentence := fatal(error):
        raise BadSetting(sentence)
    # Without a socket the library has stumbled over its own first connection (an AttributeError): nothing to trace.
    known = passing(error) or client.ws is None
    log.warning("not connected (%s), trying again", type(error).__name__, exc_info=None if known else error)


async def closed(client: PodcastBot) -> None:
    """Leave Discord, within CLOSING seconds; a peer that does not answer cannot hold up the end."""
    try:
        await asyncio.wait_for(client.close(), CLOSING)
    except Exception as error:  # whatever a broken connection raises while it is closed, it is closed
        log.info("closing was not clean (%s)", type(error).__name__)


async def ended(running: asyncio.Task[None]) -> BaseException | None:
    """Return why a client's task ended, None for a clean end; one that still runs is cancelled."""
    if not running.done():
        running.cancel()
    await asyncio.wait({running}, timeout=CLOSING)
    if not running.done() or running.cancelled():
        return None
    return running.exception()


async def asleep(seconds: float, stopping: asyncio.Event) -> None:
    """Wait, or shorter when a signal comes."""
    try:
        await asyncio.wait_for(stopping.wait(), seconds)
    except TimeoutError:
        return
