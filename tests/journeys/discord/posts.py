"""Messages of the loopback Discord: what one is, its JSON, and who may read its text. No behaviour."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.journeys.discord.places import Channel, User, stamp
from tests.journeys.discord.records import Json

if TYPE_CHECKING:
    from tests.journeys.discord.exchanges import Exchange

SUPPRESS_EMBEDS, HAS_THREAD, EPHEMERAL, LOADING = 1 << 2, 1 << 5, 1 << 6, 1 << 7
ORDINARY, REPLY, COMMAND_REPLY, THREAD_STARTER, MENU_REPLY = 0, 19, 20, 21, 23
ACTION_ROW, BUTTON, STRING_SELECT = 1, 2, 3
LINK_BUTTON = 5
USER_MENTION = re.compile(r"<@!?(\d{15,20})>")


@dataclass(slots=True, eq=False)
class Message:
    """A message as its readers see it now; `history` keeps every content that it had."""

    id: int
    channel: Channel
    author: User
    content: str
    created: float
    type: int = ORDINARY
    flags: int = 0
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    mentions: list[User] = field(default_factory=list)
    reference: Message | None = None
    thread: Channel | None = None
    exchange: Exchange | None = None
    watchers: list[Exchange] = field(default_factory=list)  # interactions with its buttons
    edited: float | None = None
    deleted: bool = False
    nonce: str | None = None
    reactions: list[str] = field(default_factory=list)
    history: list[tuple[float, str]] = field(default_factory=list)

    @property
    def ephemeral(self) -> bool:
        """Return whether one person alone sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Return whether it still says "is thinking"."""
        return bool(self.flags & LOADING)

    def controls(self) -> Iterator[Json]:
        """Yield every component that can be pressed or opened, wherever it is nested."""
        yield from walk(self.components)

    @property
    def labels(self) -> list[str]:
        """Return the labels of the buttons, in order."""
        return [part.get("label") or "" for part in self.controls() if part["type"] == BUTTON]

    def control(self, label: str | None = None, custom_id: str | None = None, type: int = BUTTON) -> Json:
        """Return the one control with this label or custom_id; AssertionError names what there is."""
        found = [
            part
            for part in self.controls()
            if part["type"] == type
            and (label is None or label in (part.get("label"), part.get("placeholder")))
            and (custom_id is None or part.get("custom_id") == custom_id)
        ]
        assert found, f"no control {label or custom_id!r} on {self.content!r}; there are {list(self.controls())}"
        return found[0]

    def json(self, may_read: Callable[[Message], bool] = lambda message: True, nested: bool = False) -> Json:
        """Return the message object; where `may_read` says no, what the message-content intent covers is empty."""
        whole = may_read(self)
        shown: Json = {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "author": self.author.json(),
            "type": self.type,
            "flags": self.flags,
            "content": self.content if whole else "",
            "embeds": self.embeds if whole else [],
            "components": self.components if whole else [],
            "attachments": self.attachments if whole else [],
            "mentions": [user.json() for user in self.mentions],
            "mention_roles": [],
            "mention_everyone": False,
            "timestamp": stamp(self.created),
            "edited_timestamp": stamp(self.edited) if self.edited else None,
            "tts": False,
            "pinned": False,
        }
        return shown | self._optional_json(may_read, nested)

    def _optional_json(self, may_read: Callable[[Message], bool], nested: bool) -> Json:
        shown: Json = {}
        if self.nonce is not None:
            shown["nonce"] = self.nonce
        if self.thread is not None:
            shown["thread"] = self.thread.json()
        if self.reference is not None:
            shown["message_reference"] = self._reference_json(self.reference)
            if not nested:
                gone = self.reference.deleted
                shown["referenced_message"] = None if gone else self.reference.json(may_read, nested=True)
        if self.exchange is not None:
            application = str(self.exchange.application.id)
            shown |= {"application_id": application, "webhook_id": application}
            shown["interaction_metadata"] = self.exchange.metadata()
        return shown

    def _reference_json(self, to: Message) -> Json:
        shown: Json = {"type": 0, "message_id": str(to.id), "channel_id": str(to.channel.id)}
        return shown | ({"guild_id": str(to.channel.guild.id)} if to.channel.guild else {})


def walk(components: list[Json]) -> Iterator[Json]:
    """Yield the components that are no mere containers, in order."""
    for part in components:
        yield from walk(part.get("components", []))
        for nested in (part.get("component"), part.get("accessory")):
            if nested:
                yield from walk([nested])
        if "components" not in part and "component" not in part:
            yield part


def numbered(components: list[Json]) -> list[Json]:
    """Return components with the ids that Discord adds."""
    ids = iter(range(1, 1000))

    def add(value: Any) -> Any:
        if isinstance(value, list):
            return [add(part) for part in value]
        if isinstance(value, dict) and "type" in value:
            return {"id": next(ids)} | {key: add(part) for key, part in value.items()}
        return value

    return add(components)  # type: ignore[no-any-return]


def readable(message: Message, bot: User, content_intent: bool) -> bool:
    """Return whether a bot is given a message's text.

    Without the message-content intent: its own messages, direct messages, and messages that mention it. A reply with a
    ping mentions it, but not a reply to an answer to an interaction (`mentions` is computed so).
    """
    return content_intent or message.author is bot or message.channel.guild is None or bot in message.mentions
