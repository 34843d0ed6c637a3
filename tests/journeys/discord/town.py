"""The state of the loopback Discord: who is there, what was said, which commands are registered."""

from __future__ import annotations

from collections.abc import Callable
from mimetypes import guess_type
from typing import TYPE_CHECKING, Any

from tests.journeys.discord import gateway, places, posts
from tests.journeys.discord.exchanges import Exchange
from tests.journeys.discord.gateway import Gateway
from tests.journeys.discord.people import Person
from tests.journeys.discord.places import Channel, Guild, Membership, Role, User
from tests.journeys.discord.posts import Message
from tests.journeys.discord.records import Clock, Json, Signal

if TYPE_CHECKING:
    from tests.journeys.discord.server import LoopbackDiscord


class Town:
    """What there is. Made before the bot connects or while it runs; then the gateway tells it."""

    port: int

    def __init__(self) -> None:
        self.clock = Clock()
        self.changed = Signal()
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.messages: dict[int, Message] = {}
        self.exchanges: dict[str, Exchange] = {}
        self.excused: set[str] = set()
        self.commands: dict[int, dict[tuple[int, str], Json]] = {}
        self.files: dict[str, bytes] = {}
        self.syncs = 0
        self.bot = self._user("Loopback Bot", bot=True)
        self.operator = self._user("Operator")
        self.gateway = Gateway(self._server())

    def _server(self) -> LoopbackDiscord:
        return self  # type: ignore[return-value]

    def _user(self, name: str, bot: bool = False, locale: str = "en-US") -> User:
        user = User(self.clock.snowflake(), name, bot, locale)
        self.users[user.id] = user
        return user

    def guild(self, name: str = "Podcast fans", locale: str = "en-US", permissions: int = places.ORDINARY) -> House:
        """Return a guild with a channel "general"; the bot is in it, with the permissions of everybody."""
        owner = self._user(f"{name} owner")
        id = self.clock.snowflake()
        made = Guild(id, name, owner, locale, self.clock.now())
        made.roles[id] = Role(id, "@everyone", permissions)
        for user in (owner, self.bot):
            made.members[user.id] = Membership(user, self.clock.now())
        self.guilds[id] = made
        house = House(self._server(), made)
        house.channel("general", tell=False)
        self.gateway.dispatch("GUILD_CREATE", made.json(self.bot), gateway.GUILDS)
        return house

    def person(self, name: str, locale: str = "en-US") -> Person:
        """Return somebody who shares no guild and writes directly."""
        return Person(self._server(), self._user(name, locale=locale), None)

    def direct(self, user: User) -> Channel:
        """Return the direct messages between a user and the bot."""
        for channel in self.channels.values():
            if channel.recipient is user:
                return channel
        id = self.clock.snowflake()
        self.channels[id] = Channel(id, f"direct {user.name}", places.DIRECT, None, self.clock.now(), recipient=user)
        return self.channels[id]

    def bot_sees(self, channel: Channel) -> bool:
        """Return whether the bot may look into a channel."""
        allowed = channel.guild.permissions(self.bot, channel) if channel.guild else places.EVERYTHING
        return bool(allowed & places.VIEW_CHANNEL)

    def shown(self, message: Message, content_intent: bool | None = None) -> Json:
        """Return a message as the bot is given it; over REST the portal's switch counts."""
        if content_intent is None:
            content_intent = bool(self._server().portal_intents & gateway.MESSAGE_CONTENT)
        intent = content_intent
        return message.json(lambda asked: posts.readable(asked, self.bot, intent))

    def attach(self, channel: Channel, name: str, content: bytes) -> Json:
        """Keep a file and return its attachment object."""
        id = self.clock.snowflake()
        path = f"/attachments/{channel.id}/{id}/{name}"
        self.files[path] = content
        url = f"http://127.0.0.1:{self.port}{path}"
        kind = guess_type(name)[0] or "application/octet-stream"
        shown: Json = {"id": str(id), "filename": name, "size": len(content), "content_type": kind, "flags": 0}
        return shown | {"url": url, "proxy_url": url}

    def command(self, name: str, guild: Any = None, type: int = 1) -> Json:
        """Return a registered command; AssertionError names those that are."""
        key = (type, name.split()[0] if type == 1 else name)
        scopes = [self.commands.get(guild.id if guild else 0, {}), self.commands.get(0, {})]
        found = [scope[key] for scope in scopes if key in scope]
        assert found, f"no command {name!r} is registered: {[sorted(scope) for scope in scopes]}"
        return found[0]

    def remove_channel(self, channel: Channel) -> None:
        """Delete a channel, with the threads in it."""
        assert channel.guild is not None
        for thread in [c for c in channel.guild.channels.values() if c.parent is channel]:
            self.remove_channel(thread)
        del self.channels[channel.id], channel.guild.channels[channel.id]
        event = "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE"
        self.gateway.dispatch(event, channel.json(), gateway.GUILDS)

    def remove_guild(self, guild: Guild) -> None:
        """Take the bot out of a guild."""
        guild.members.pop(self.bot.id, None)
        self.gateway.dispatch("GUILD_DELETE", {"id": str(guild.id)}, gateway.GUILDS)

    async def bot_message(
        self, channel: Channel, after: Message, wanted: Callable[[Message], bool] = lambda message: True,
        timeout: float = 10.0, quiet: float = 0.15,
    ) -> Message:  # fmt: skip
        """Return the bot's first message in a channel after a message, in its final state."""

        def found() -> Message | None:
            later = [self.messages[id] for id in channel.messages if id > after.id]
            return next((m for m in later if m.author is self.bot and not m.loading and wanted(m)), None)

        what = f"the bot said nothing in {channel.name} after {after.content!r}\n"
        message = await channel.changed.until(found, timeout, lambda: what + self._server().tell())
        await channel.changed.quiet(quiet)
        return message

    async def answer_to(self, said: Message, timeout: float = 10.0, quiet: float = 0.15) -> Message:
        """Return the bot's answer to what somebody said: a reply to it, or what follows in a thread of it."""

        def found() -> Message | None:
            places = [said.channel, *([said.thread] if said.thread else [])]
            later = [self.messages[id] for place in places for id in place.messages if id > said.id]
            own = [m for m in later if m.author is self.bot and m.type != posts.THREAD_STARTER]
            return next((m for m in own if m.reference is said or (m.reference is None)), None)

        what = f"the bot did not answer {said.content!r}\n"
        message = await self.changed.until(found, timeout, lambda: what + self._server().tell())
        await message.channel.changed.quiet(quiet)
        return message


class House:
    """A guild in a test's hands: make channels, roles, members; change permissions."""

    def __init__(self, discord: LoopbackDiscord, guild: Guild) -> None:
        self.discord, self.guild = discord, guild

    @property
    def id(self) -> int:
        """Return the guild's id."""
        return self.guild.id

    def channel(self, name: str = "general", tell: bool = True) -> Channel:
        """Return the channel of this name; it is made when there is none."""
        for channel in self.guild.channels.values():
            if channel.name == name:
                return channel
        id = self.discord.clock.snowflake()
        channel = Channel(id, name, places.TEXT, self.guild, self.discord.clock.now())
        self.guild.channels[id] = self.discord.channels[id] = channel
        if tell:
            self.discord.gateway.dispatch("CHANNEL_CREATE", channel.json(), gateway.GUILDS)
        return channel

    def member(self, name: str, locale: str = "en-US", *, permissions: int = 0) -> Person:
        """Return the member of this name, made when new; `permissions` come through a role of their own."""
        for membership in self.guild.members.values():
            if membership.user.name == name:
                return Person(self.discord, membership.user, self.guild)
        user = self.discord._user(name, locale=locale)
        self.guild.members[user.id] = Membership(user, self.discord.clock.now())
        if permissions:
            self.grant(user, permissions)
        return Person(self.discord, user, self.guild)

    def moderator(self, name: str, locale: str = "en-US") -> Person:
        """Return a member who may manage the guild and its messages."""
        return self.member(name, locale, permissions=places.MANAGE_GUILD | places.MANAGE_MESSAGES)

    def grant(self, user: User, permissions: int) -> Role:
        """Give somebody (the bot too) a role with permissions."""
        role = Role(self.discord.clock.snowflake(), f"role of {user.name}", permissions, len(self.guild.roles))
        self.guild.roles[role.id] = role
        self.guild.members[user.id].roles.append(role)
        shown = {"guild_id": str(self.guild.id), "role": role.json()}
        self.discord.gateway.dispatch("GUILD_ROLE_CREATE", shown, gateway.GUILDS)
        return role

    def overwrite(self, channel: Channel, user: User | None = None, *, allow: int = 0, deny: int = 0) -> None:
        """Change what @everyone or one user may do in a channel."""
        channel.overwrites[user.id if user else self.guild.id] = (allow, deny)
        self.discord.gateway.dispatch("CHANNEL_UPDATE", channel.json(), gateway.GUILDS)

    def remove_channel(self, channel: Channel) -> None:
        """Delete a channel."""
        self.discord.remove_channel(channel)

    def add_bot(self) -> None:
        """Invite the bot (again)."""
        self.guild.members[self.discord.bot.id] = Membership(self.discord.bot, self.discord.clock.now())
        self.discord.gateway.dispatch("GUILD_CREATE", self.guild.json(self.discord.bot), gateway.GUILDS)

    def remove_bot(self) -> None:
        """Throw the bot out."""
        self.discord.remove_guild(self.guild)
