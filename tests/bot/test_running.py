"""The restart loop: pauses that grow, what is tried again, what ends the program."""

from __future__ import annotations

import asyncio
from itertools import islice
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from bot.client import FATAL_CLOSES, MISSING_INTENT, fatal, intents_of, passing
from bot.running import LONGEST_PAUSE, connected, pauses
from vectorstore.errors import BadSetting


def closed(code: int) -> discord.ConnectionClosed:
    socket: Any = SimpleNamespace(close_code=code)
    return discord.ConnectionClosed(socket, shard_id=None, code=code)


def answered(kind: type[discord.HTTPException], status: int) -> discord.HTTPException:
    response: Any = SimpleNamespace(status=status, reason="")
    return kind(response, "no")


class Client:
    """A client whose start ends as it is told."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error
        self.ws = object()
        self.closed = self.finished = False
        self.desk = self

    async def start(self, token: str) -> None:
        if self.error:
            raise self.error
        await asyncio.sleep(30)

    async def finish(self, seconds: float) -> None:
        self.finished = True

    async def close(self) -> None:
        self.closed = True


def test_pauses_double_up_to_a_minute() -> None:
    waits = list(islice(pauses(), 10))
    assert 0.8 <= waits[0] <= 1.2
    assert all(0.8 * min(2**n, LONGEST_PAUSE) <= wait <= 1.2 * LONGEST_PAUSE for n, wait in enumerate(waits))


@pytest.mark.parametrize("code", sorted(FATAL_CLOSES))
def test_a_close_code_that_trying_again_cannot_mend_has_its_sentence(code: int) -> None:
    assert fatal(closed(code)) == FATAL_CLOSES[code]


def test_a_missing_intent_and_a_wrong_token_have_their_sentences() -> None:
    assert fatal(closed(4014)) == fatal(discord.PrivilegedIntentsRequired(None)) == MISSING_INTENT
    assert fatal(discord.LoginFailure("no")) == FATAL_CLOSES[4004]


@pytest.mark.parametrize(
    "error",
    [
        closed(1000),
        closed(4009),
        answered(discord.DiscordServerError, 503),
        answered(discord.HTTPException, 429),
        aiohttp.ServerDisconnectedError(),
        ConnectionResetError(),
        TimeoutError(),
    ],
)
def test_what_passes_is_tried_again_without_a_traceback(error: BaseException) -> None:
    assert fatal(error) is None
    assert passing(error)


async def test_a_client_that_fails_is_closed_and_may_be_tried_again() -> None:
    client: Any = Client(AttributeError("'NoneType' object has no attribute 'sequence'"))
    client.ws = None
    await connected(client, "token", asyncio.Event())
    assert client.closed


async def test_a_client_that_cannot_work_ends_the_program() -> None:
    client: Any = Client(discord.LoginFailure("no"))
    with pytest.raises(BadSetting, match="DISCORD_TOKEN"):
        await connected(client, "token", asyncio.Event())
    assert client.closed


async def test_a_signal_finishes_questions_and_closes() -> None:
    client: Any = Client()
    stopping = asyncio.Event()
    asyncio.get_running_loop().call_later(0.01, stopping.set)
    await connected(client, "token", stopping)
    assert (client.finished, client.closed) == (True, True)


def test_no_privileged_intent_is_asked_for_unless_the_setting_is_on() -> None:
    plain, reading = intents_of(False), intents_of(True)
    assert {name for name, on in plain if on} == {"guilds", "guild_messages", "dm_messages"}
    assert {name for name, on in reading if on} - {name for name, on in plain if on} == {"message_content"}
