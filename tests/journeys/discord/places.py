"""Who and what exists on the loopback Discord: users, roles, guilds, channels. State and its JSON, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.journeys.discord.records import Json, Signal

TEXT, DIRECT, ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD = 0, 1, 10, 11, 12
THREADS = (ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD)

ADMINISTRATOR = 1 << 3
MANAGE_GUILD = 1 << 5
VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
MANAGE_MESSAGES = 1 << 13
EMBED_LINKS = 1 << 14
ATTACH_FILES = 1 << 15
READ_MESSAGE_HISTORY = 1 << 16
USE_APPLICATION_COMMANDS = 1 << 31
MANAGE_THREADS = 1 << 34
CREATE_PUBLIC_THREADS = 1 << 35
SEND_MESSAGES_IN_THREADS = 1 << 38
EVERYTHING = (1 << 53) - 1
ORDINARY = (
    VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | USE_APPLICATION_COMMANDS
    | CREATE_PUBLIC_THREADS
    | SEND_MESSAGES_IN_THREADS
)


def stamp(seconds: float) -> str:
    """Return a time as Discord writes it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds")


@dataclass(slots=True, eq=False)
class User:
    """A person or a bot; the same in every guild."""

    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"

    @property
    def mention(self) -> str:
        """Return what mentions the user in a message's text."""
        return f"<@{self.id}>"

    def json(self) -> Json:
        """Return the user object."""
        return {
            "id": str(self.id),
            "username": self.name.lower(),
            "global_name": self.name,
            "discriminator": "0",
            "avatar": None,
            "bot": self.bot,
            "system": False,
            "public_flags": 0,
            "flags": 0,
        }


@dataclass(slots=True, eq=False)
class Role:
    """A named set of permissions; the role with the guild's own id is @everyone."""

    id: int
    name: str
    permissions: int
    position: int = 0

    def json(self) -> Json:
        """Return the role object."""
        return {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(self.permissions),
            "position": self.position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": False,
            "mentionable": True,
            "flags": 0,
        }


@dataclass(slots=True, eq=False)
class Membership:
    """A user in a guild."""

    user: User
    joined: float
    roles: list[Role] = field(default_factory=list)

    def json(self, permissions: int | None = None, user: bool = True) -> Json:
        """Return the member object; interactions carry the permissions in their channel."""
        shown: Json = {
            "roles": [str(role.id) for role in self.roles],
            "joined_at": stamp(self.joined),
            "nick": None,
            "avatar": None,
            "premium_since": None,
            "communication_disabled_until": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
        }
        if permissions is not None:
            shown["permissions"] = str(permissions)
        if user:
            shown["user"] = self.user.json()
        return shown


@dataclass(slots=True, eq=False)
class Channel:
    """A text channel, a thread or a direct message."""

    id: int
    name: str
    type: int
    guild: Guild | None
    created: float
    parent: Channel | None = None
    owner: User | None = None
    recipient: User | None = None
    archived: bool = False
    auto_archive: int = 1440
    overwrites: dict[int, tuple[int, int]] = field(default_factory=dict)  # role or user id -> (allow, deny)
    messages: list[int] = field(default_factory=list)
    typing: int = 0
    changed: Signal = field(default_factory=Signal)

    @property
    def is_thread(self) -> bool:
        """Return whether this is a thread."""
        return self.type in THREADS

    def json(self) -> Json:
        """Return the channel object."""
        shown: Json = {"id": str(self.id), "type": self.type, "flags": 0}
        shown["last_message_id"] = str(self.messages[-1]) if self.messages else None
        if self.recipient is not None:
            return shown | {"recipients": [self.recipient.json()]}
        shown |= {"guild_id": str(self.guild.id) if self.guild else None, "name": self.name, "rate_limit_per_user": 0}
        return shown | (self._thread_json() if self.is_thread else self._text_json())

    def _text_json(self) -> Json:
        overwrites = [
            {"id": str(id), "type": self._kind(id), "allow": str(allow), "deny": str(deny)}
            for id, (allow, deny) in self.overwrites.items()
        ]
        return {"position": 0, "topic": None, "nsfw": False, "parent_id": None, "permission_overwrites": overwrites}

    def _kind(self, id: int) -> int:
        return 0 if self.guild and id in self.guild.roles else 1

    def _thread_json(self) -> Json:
        metadata = {
            "archived": self.archived,
            "auto_archive_duration": self.auto_archive,
            "archive_timestamp": stamp(self.created),
            "create_timestamp": stamp(self.created),
            "locked": False,
        }
        return {
            "parent_id": str(self.parent.id) if self.parent else None,
            "owner_id": str(self.owner.id) if self.owner else None,
            "message_count": len(self.messages),
            "total_message_sent": len(self.messages),
            "member_count": 2,
            "thread_metadata": metadata,
        }


@dataclass(slots=True, eq=False)
class Guild:
    """A server with its roles, members and channels."""

    id: int
    name: str
    owner: User
    locale: str
    created: float
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Membership] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)

    def json(self, bot: User) -> Json:
        """Return what GUILD_CREATE carries: without the members intent only the bot itself is in it."""
        channels = list(self.channels.values())
        return {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner.id),
            "preferred_locale": self.locale,
            "member_count": len(self.members),
            "joined_at": stamp(self.created),
            "large": False,
            "unavailable": False,
            "roles": [role.json() for role in self.roles.values()],
            "members": [self.members[bot.id].json()] if bot.id in self.members else [],
            "channels": [channel.json() for channel in channels if not channel.is_thread],
            "threads": [channel.json() for channel in channels if channel.is_thread and not channel.archived],
            "emojis": [],
            "stickers": [],
            "features": [],
            "presences": [],
            "voice_states": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "system_channel_id": None,
            "system_channel_flags": 0,
            "afk_timeout": 300,
        }

    def permissions(self, user: User, channel: Channel | None = None) -> int:
        """Return what a user may do, in a channel when one is given; a thread has its parent's overwrites."""
        if user.id == self.owner.id:
            return EVERYTHING
        membership = self.members.get(user.id)
        if membership is None:
            return 0
        allowed = self.roles[self.id].permissions
        for role in membership.roles:
            allowed |= role.permissions
        if allowed & ADMINISTRATOR:
            return EVERYTHING
        place = channel.parent if channel and channel.parent else channel
        return _overwritten(allowed, place, self.id, membership) if place else allowed


def _overwritten(allowed: int, place: Channel, everyone: int, membership: Membership) -> int:
    """Apply a channel's overwrites: @everyone first, then all roles together, then the member."""
    rules = place.overwrites
    allow, deny = rules.get(everyone, (0, 0))
    allowed = allowed & ~deny | allow
    of_roles = [rules[role.id] for role in membership.roles if role.id in rules]
    for _, deny in of_roles:
        allowed &= ~deny
    for allow, _ in of_roles:
        allowed |= allow
    allow, deny = rules.get(membership.user.id, (0, 0))
    return allowed & ~deny | allow
