"""The gateway of the loopback Discord, spoken to over a plain socket."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from tests.journeys.discord.records import Json
from tests.journeys.discord.server import LoopbackDiscord

INTENTS = 1 | 1 << 9 | 1 << 12


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as discord:
        discord.guild()
        yield discord


class Socket:
    """A gateway client that does as it is told."""

    def __init__(self, discord: LoopbackDiscord, plain: aiohttp.ClientWebSocketResponse) -> None:
        self.discord, self.plain = discord, plain

    async def next(self) -> Json:
        frame: Json = await self.plain.receive_json(timeout=5)
        return frame

    async def until(self, event: str) -> Json:
        while (frame := await self.next())["t"] != event:
            pass
        return frame

    async def identify(self, **changes: Any) -> None:
        data = {"token": self.discord.token, "intents": INTENTS, "properties": {}} | changes
        await self.plain.send_json({"op": 2, "d": data})

    async def resume(self, session: str, seq: int) -> None:
        data = {"token": self.discord.token, "session_id": session, "seq": seq}
        await self.plain.send_json({"op": 6, "d": data})

    async def closed(self) -> int | None:
        while not self.plain.closed:
            await self.plain.receive(timeout=5)
        return self.plain.close_code


@asynccontextmanager
async def connected(discord: LoopbackDiscord) -> AsyncIterator[Socket]:
    async with aiohttp.ClientSession() as http, http.ws_connect(discord.gateway_url) as plain:
        socket = Socket(discord, plain)
        assert (await socket.next())["op"] == 10
        yield socket


async def test_identify_is_answered_with_ready_and_the_guilds(discord: LoopbackDiscord) -> None:
    async with connected(discord) as socket:
        await socket.identify()
        ready = await socket.next()
        assert (ready["t"], ready["s"], ready["d"]["resume_gateway_url"]) == ("READY", 1, discord.gateway_url)
        assert (await socket.next())["t"] == "GUILD_CREATE"
        assert discord.intents == INTENTS
        assert "token" not in discord.gateway.identifies[0]


async def test_heartbeats_are_acknowledged_unless_the_test_forbids_it(discord: LoopbackDiscord) -> None:
    async with connected(discord) as socket:
        await socket.plain.send_json({"op": 1, "d": None})
        assert (await socket.next())["op"] == 11
        discord.gateway.acknowledging = False
        await socket.plain.send_json({"op": 1, "d": None})
        with pytest.raises(TimeoutError):
            await socket.plain.receive_json(timeout=0.1)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"token": "wrong"}, 4004), ({"intents": 1 << 40}, 4013), ({"intents": INTENTS | 1 << 15}, 4014)],
    ids=["bad token", "invalid intents", "disallowed intents"],
)
async def test_a_wrong_identify_is_closed_with_its_code(discord: LoopbackDiscord, changes: Json, code: int) -> None:
    async with connected(discord) as socket:
        await socket.identify(**changes)
        assert await socket.closed() == code


async def test_a_privileged_intent_that_the_portal_grants_is_accepted(discord: LoopbackDiscord) -> None:
    discord.portal_intents = 1 << 15
    async with connected(discord) as socket:
        await socket.identify(intents=INTENTS | 1 << 15)
        assert (await socket.next())["t"] == "READY"


async def test_a_resume_repeats_what_was_missed_and_nothing_else(discord: LoopbackDiscord) -> None:
    house = next(iter(discord.guilds.values()))
    channel = next(iter(house.channels.values()))
    anna = discord.person("anna")
    async with connected(discord) as socket:
        await socket.identify()
        ready = await socket.next()
        seen = await socket.until("GUILD_CREATE")
        discord.drop_sockets()
    for text in ("@bot one", "@bot two"):
        await anna.say(channel, text)
    async with connected(discord) as socket:
        await socket.resume(ready["d"]["session_id"], seen["s"])
        missed = [await socket.next() for _ in range(3)]
    assert [frame["t"] for frame in missed] == ["MESSAGE_CREATE", "MESSAGE_CREATE", "RESUMED"]
    assert [frame["s"] for frame in missed] == [3, 4, 5]


async def test_an_unknown_session_is_invalid(discord: LoopbackDiscord) -> None:
    async with connected(discord) as socket:
        await socket.resume("never", 3)
        assert await socket.next() == {"op": 9, "d": False, "s": None, "t": None}


async def test_a_clean_goodbye_ends_the_session(discord: LoopbackDiscord) -> None:
    async with connected(discord) as socket:
        await socket.identify()
        await socket.next()
    await discord.changed.until(lambda: not discord.gateway.live, 5, lambda: "the session lives on")


async def test_a_refused_gateway_is_a_503(discord: LoopbackDiscord) -> None:
    discord.refuse_gateway(1)
    async with aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.WSServerHandshakeError, match="503"):
            await http.ws_connect(discord.gateway_url)
    async with connected(discord) as socket:
        await socket.identify()
        assert (await socket.next())["t"] == "READY"


async def test_events_without_their_intent_are_not_sent(discord: LoopbackDiscord) -> None:
    channel = next(iter(next(iter(discord.guilds.values())).channels.values()))
    async with connected(discord) as socket:
        await socket.identify(intents=1)
        await socket.until("GUILD_CREATE")
        await discord.person("anna").say(channel, "@bot hello")
        assert [frame for frame in discord.gateway.live[0].events if "MESSAGE_CREATE" in frame] == []
