"""Moderators who press, without Discord: a recorder of what they see, and a script in the place of ingestion."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord

from bot.desk import Desk, Rules
from bot.ledger import Ledger
from bot.reingest import Reingestion
from vectorstore.layout import Layout


class Person:
    """One who presses: what they see of it, message by message. `deaf` is how often Discord takes nothing."""

    def __init__(self, desk: Desk, number: int = 1, deaf: int = 0) -> None:
        self.client = SimpleNamespace(desk=desk)
        self.user = SimpleNamespace(id=number, mention=f"<@{number}>")
        self.guild_id, self.channel_id, self.channel = 5, 6, None
        self.app_permissions = discord.Permissions.none()
        self.locale = "en-US"
        self.data: dict[str, Any] = {}
        self.message: Any = None
        self.response = self.followup = self
        self.seen: list[str] = []
        self.rows: list[Any] = []
        self.deaf = deaf

    def is_done(self) -> bool:
        return True

    async def defer(self, **options: Any) -> None:
        return None

    async def edit_original_response(self, content: str, view: Any = None, attachments: Any = ()) -> None:
        if self.deaf:
            self.deaf -= 1
            raise aiohttp.ClientConnectionError
        self.seen.append(content)
        self.rows.append(view)

    async def send(self, content: str, **options: Any) -> None:
        self.seen.append(content)

    @property
    def buttons(self) -> list[str]:
        """The custom ids below the last message."""
        return [item.custom_id for item in self.rows[-1].children] if self.rows[-1] else []


def desk_in(folder: Path) -> Desk:
    """Return a desk whose DATA_DIR is a folder; it has no index. Close its ledger."""
    nothing: Any = None
    library: Any = SimpleNamespace(layout=Layout(folder))
    return Desk(nothing, library, Ledger(folder / "ledger.sqlite"), Rules())


def saying(desk: Desk, folder: Path, *events: object, code: int = 0, wait: float = 0.0) -> None:
    """Let the desk's ingestion write down its arguments, say these events, wait and end."""
    script = f"""
import json, sys, time
open({str(folder / "arguments")!r}, "a").write(json.dumps(sys.argv[1:]) + "\\n")
for line in {[json.dumps(event) for event in events]!r}:
    print(line, flush=True)
time.sleep({wait})
raise SystemExit({code})
"""
    (folder / "child.py").write_text(script)
    desk.reingestion = Reingestion((sys.executable, str(folder / "child.py")))


def given(folder: Path) -> list[list[str]]:
    return [json.loads(line) for line in (folder / "arguments").read_text().splitlines()]


def acts(desk: Desk) -> list[tuple[Any, ...]]:
    return desk.ledger.rows("SELECT act, target, outcome FROM acts ORDER BY at")


def may_write(person: Person) -> list[str]:
    """Let the bot write in the channel; return what it posts there."""
    posted: list[str] = []

    class Channel(discord.abc.Messageable):
        async def _get_channel(self) -> Any:
            return self

        async def send(self, *contents: Any, **options: Any) -> Any:
            posted.extend(contents)
            return SimpleNamespace(id=77, jump_url="https://discord.com/channels/5/6/77", edit=edit)

    async def edit(content: str, **options: Any) -> None:
        posted.append(content)

    channel: Any = Channel()
    person.channel = channel
    person.app_permissions = discord.Permissions(send_messages=True, view_channel=True)
    return posted


async def press(handle: Any, person: Any, *arguments: str) -> None:
    await handle(person, person.client.desk, *arguments)
