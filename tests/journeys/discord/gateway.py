"""The gateway of the loopback Discord: hello, identify, ready, events, heartbeats, resume, and its ways to fail."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.journeys.discord.records import Json

if TYPE_CHECKING:
    from tests.journeys.discord.server import LoopbackDiscord

GUILDS, MEMBERS, PRESENCES, GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 0, 1 << 1, 1 << 8, 1 << 9, 1 << 12
MESSAGE_CONTENT = 1 << 15
PRIVILEGED = MEMBERS | PRESENCES | MESSAGE_CONTENT
KNOWN_INTENTS = (1 << 26) - 1
PRESENCE_LENGTH = 128
BAD_TOKEN, INVALID_SEQUENCE, INVALID_INTENTS, DISALLOWED_INTENTS = 4004, 4007, 4013, 4014


@dataclass(slots=True, eq=False)
class Session:
    """What one identify began; it outlives its sockets, and every event of it can be sent again."""

    id: str
    identify: Json
    events: list[str] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    over: bool = False

    @property
    def intents(self) -> int:
        """Return the intents that were asked for."""
        return int(self.identify.get("intents", 0))

    def add(self, event: str, data: Any) -> None:
        """Append an event and wake the writer, if there is a socket."""
        numbered = {"op": 0, "t": event, "s": len(self.events) + 1, "d": data}
        self.events.append(json.dumps(numbered))
        self.wake.set()

    async def write(self, socket: web.WebSocketResponse, sent: int) -> None:
        """Send all events after the first `sent`, then every new one."""
        with suppress(ConnectionError):
            while True:
                self.wake.clear()
                for position in range(sent, len(self.events)):
                    await socket.send_str(self.events[position])
                    sent = position + 1
                await self.wake.wait()


class Gateway:
    """All sessions and sockets. Frames are text: discord.py takes those whatever compression it asked for."""

    def __init__(self, discord: LoopbackDiscord) -> None:
        self.discord = discord
        self.sessions: list[Session] = []
        self.sockets: dict[web.WebSocketResponse, web.Request] = {}
        self.identifies: list[Json] = []
        self.resumes: list[Json] = []
        self.presences: list[Json] = []
        self.heartbeats = 0
        self.refusals = 0
        self.close_codes: list[int] = []
        self.acknowledging = True

    @property
    def live(self) -> list[Session]:
        """Return the sessions that events go to."""
        return [session for session in self.sessions if not session.over]

    def dispatch(self, event: str, data: Json, intents: int = 0) -> None:
        """Send an event to every session that asked for one of these intents (0: to all)."""
        for session in self.live:
            if not intents or session.intents & intents:
                session.add(event, data)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one socket."""
        if self.refusals > 0:
            self.refusals -= 1
            return web.Response(status=503)
        socket = web.WebSocketResponse(autoping=True, max_msg_size=0)
        await socket.prepare(request)
        self.sockets[socket] = request
        writers: list[asyncio.Task[None]] = []
        try:
            await self._say(socket, 10, {"heartbeat_interval": int(self.discord.heartbeat_seconds * 1000)})
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    await self._receive(socket, json.loads(frame.data), writers)
        finally:
            self._forget(socket, writers)
        return socket

    def _forget(self, socket: web.WebSocketResponse, writers: list[asyncio.Task[None]]) -> None:
        self.sockets.pop(socket, None)
        for writer in writers:
            writer.cancel()
        for session in self.sessions:
            if session.socket is socket:
                session.socket = None
                session.over = session.over or socket.close_code in (1000, 1001)
        self.discord.changed.fire()

    async def _receive(self, socket: web.WebSocketResponse, frame: Json, writers: list[asyncio.Task[None]]) -> None:
        op, data = frame["op"], frame.get("d") or {}
        if op == 1:
            self.heartbeats += 1
            if self.acknowledging:
                await self._say(socket, 11, None)
        elif op == 2:
            await self._identify(socket, data, writers)
        elif op == 3:
            self._present(data)
        elif op == 6:
            await self._resume(socket, data, writers)
        elif op == 8:
            self._members(data)
        self.discord.changed.fire()

    async def _identify(self, socket: web.WebSocketResponse, data: Json, writers: list[asyncio.Task[None]]) -> None:
        shown = {key: value for key, value in data.items() if key != "token"}
        self.identifies.append(shown)
        if self.close_codes:
            await socket.close(code=self.close_codes.pop(0))
        elif data.get("token") != self.discord.token:
            await socket.close(code=BAD_TOKEN, message=b"Authentication failed.")
        elif int(data.get("intents", 0)) & ~KNOWN_INTENTS:
            await socket.close(code=INVALID_INTENTS, message=b"Invalid intent(s).")
        elif int(data.get("intents", 0)) & PRIVILEGED & ~self.discord.portal_intents:
            await socket.close(code=DISALLOWED_INTENTS, message=b"Disallowed intent(s).")
        else:
            self._begin(socket, shown, writers)

    def _begin(self, socket: web.WebSocketResponse, shown: Json, writers: list[asyncio.Task[None]]) -> None:
        for old in self.live:
            old.over = old.over or old.socket is None
        session = Session(f"session-{len(self.sessions) + 1}", shown, socket=socket)
        self.sessions.append(session)
        guilds = [guild for guild in self.discord.guilds.values() if self.discord.bot.id in guild.members]
        ready = {
            "v": 10,
            "user": self.discord.bot.json() | {"verified": True, "mfa_enabled": True, "email": None},
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.discord.gateway_url,
            "application": {"id": str(self.discord.bot.id), "flags": 0},
            "shard": [0, 1],
        }
        session.add("READY", ready)
        for guild in guilds:
            session.add("GUILD_CREATE", guild.json(self.discord.bot))
        writers.append(asyncio.create_task(session.write(socket, 0)))

    async def _resume(self, socket: web.WebSocketResponse, data: Json, writers: list[asyncio.Task[None]]) -> None:
        self.resumes.append({key: value for key, value in data.items() if key != "token"})
        known = [session for session in self.live if session.id == data.get("session_id")]
        if data.get("token") != self.discord.token:
            await socket.close(code=BAD_TOKEN, message=b"Authentication failed.")
        elif not known:
            await self._say(socket, 9, False)
        elif int(data.get("seq") or 0) > len(known[0].events):
            await socket.close(code=INVALID_SEQUENCE, message=b"Invalid seq.")
        else:
            known[0].socket = socket
            known[0].add("RESUMED", {})
            writers.append(asyncio.create_task(known[0].write(socket, int(data.get("seq") or 0))))

    def _present(self, data: Json) -> None:
        self.presences.append(data)
        for activity in data.get("activities") or []:
            for key in ("name", "state"):
                if len(activity.get(key) or "") > PRESENCE_LENGTH:
                    self.discord.report("limit", f"presence {key} of {len(activity[key])} characters")

    def _members(self, data: Json) -> None:
        guild = self.discord.guilds[int(data["guild_id"])]
        wanted = {int(id) for id in data.get("user_ids") or []}
        found = [member.json() for id, member in guild.members.items() if not wanted or id in wanted]
        chunk = {"guild_id": str(guild.id), "members": found, "chunk_index": 0, "chunk_count": 1, "not_found": []}
        self.dispatch("GUILD_MEMBERS_CHUNK", chunk | ({"nonce": data["nonce"]} if "nonce" in data else {}))

    async def _say(self, socket: web.WebSocketResponse, op: int, data: Any) -> None:
        with suppress(ConnectionError):
            await socket.send_str(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    def drop(self, resumable: bool = True) -> int:
        """Cut every socket without a close frame, as a broken network does; return how many there were."""
        requests = list(self.sockets.values())
        for request in requests:
            if request.transport is not None:
                request.transport.abort()
        self._end(resumable)
        return len(requests)

    async def ask_to_reconnect(self) -> None:
        """Send op 7."""
        for socket in list(self.sockets):
            await self._say(socket, 7, None)

    async def invalidate(self, resumable: bool = False) -> None:
        """Send op 9."""
        self._end(resumable)
        for socket in list(self.sockets):
            await self._say(socket, 9, resumable)

    async def close(self, code: int) -> None:
        """Close every socket with a code."""
        for socket in list(self.sockets):
            await socket.close(code=code)

    def _end(self, resumable: bool) -> None:
        for session in self.sessions:
            session.over = session.over or not resumable
