"""What members do: say, use commands, press, choose, fill in forms. Each act is what Discord would tell the bot."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.journeys.discord import exchanges, options, places, posting, posts
from tests.journeys.discord.exchanges import Exchange, Modal
from tests.journeys.discord.options import Upload
from tests.journeys.discord.places import Channel, Guild, Role, User
from tests.journeys.discord.posts import Message
from tests.journeys.discord.records import Json

if TYPE_CHECKING:
    from tests.journeys.discord.server import LoopbackDiscord

BUTTON, STRING_SELECT = 2, 3
FILLED_SELECTS = (options.USERS, options.ROLES, options.MENTIONABLES, options.CHANNELS)
MESSAGE_MENU = 3


@dataclass(frozen=True, slots=True)
class Person:
    """A member of a guild, or somebody who writes directly when `guild` is None."""

    discord: LoopbackDiscord
    user: User
    guild: Guild | None

    @property
    def direct(self) -> Channel:
        """Return the direct messages with the bot."""
        return self.discord.direct(self.user)

    async def say(
        self,
        channel: Channel,
        text: str,
        *,
        reply_to: Message | None = None,
        ping: bool = True,
        files: tuple[Upload, ...] = (),
    ) -> Message:
        """Write a message; `@bot` in it becomes a mention of the bot."""
        body: Json = {"content": text.replace("@bot", self.discord.bot.mention)}
        body["allowed_mentions"] = {"replied_user": ping}
        type = posts.REPLY if reply_to else posts.ORDINARY
        sent = [(file.name, file.name, file.content) for file in files]
        return posting.post(self.discord, channel, self.user, body, files=sent, reference=reply_to, type=type)

    async def open_thread(self, place: Message | Channel, name: str) -> Channel:
        """Open a thread, from a message or in a channel."""
        start = place if isinstance(place, Message) else None
        parent = place.channel if isinstance(place, Message) else place
        return posting.open_thread(self.discord, parent, self.user, {"name": name}, start)

    async def edit(self, message: Message, text: str) -> None:
        """Change one's own message."""
        posting.edit(self.discord, message, {"content": text})

    async def delete(self, message: Message) -> None:
        """Delete a message."""
        posting.delete(self.discord, message)

    async def slash(self, channel: Channel, command: str, **values: Any) -> Exchange:
        """Use a slash command; a value is a string, a number, a truth value or an Upload."""
        registered = self.discord.command(command, guild=self.guild)
        data = options.filled(self.discord, channel, registered, command, values)
        return self._begin(exchanges.COMMAND, channel, data, f"/{command}")

    async def complete(self, channel: Channel, command: str, option: str, typed: Any, **others: Any) -> list[Json]:
        """Type into an option and return the choices that the bot offers: objects with name and value."""
        registered = self.discord.command(command, guild=self.guild)
        data = options.typing(registered, command, option, typed, others)
        exchange = self._begin(exchanges.AUTOCOMPLETE, channel, data, f"/{command} {option}: {typed}")
        await exchange.acknowledgement()
        assert exchange.choices is not None
        return exchange.choices

    async def menu(self, message: Message, command: str) -> Exchange:
        """Use a message menu command; its bot is given the message's text."""
        registered = self.discord.command(command, guild=self.guild, type=MESSAGE_MENU)
        data = {
            "id": registered["id"],
            "name": registered["name"],
            "type": MESSAGE_MENU,
            "target_id": str(message.id),
            "resolved": {"messages": {str(message.id): message.json()}},
        }
        return self._begin(exchanges.COMMAND, message.channel, data, f"menu {command}")

    async def click(self, message: Message, label: str | None = None, custom_id: str | None = None) -> Exchange:
        """Press a button, by its label or custom_id."""
        button = message.control(label, custom_id, BUTTON)
        assert not button.get("disabled"), f"the button {button} cannot be pressed"
        assert "custom_id" in button, f"the button {button} is a link"
        return self._use(message, button, {}, f"button {button.get('label')}")

    async def forge(self, message: Message, custom_id: str) -> Exchange:
        """Press a button that is not on the message, as an old or foreign client might."""
        return self._use(message, {"type": BUTTON, "custom_id": custom_id}, {}, f"button {custom_id}")

    async def select(self, message: Message, *values: str, custom_id: str | None = None) -> Exchange:
        """Choose options of a select, by label or value."""
        menu = message.control(None, custom_id, STRING_SELECT)
        known = {name: part["value"] for part in menu["options"] for name in (part["label"], part["value"])}
        assert all(value in known for value in values), f"{values} are not among {sorted(known)}"
        assert menu.get("min_values", 1) <= len(values) <= menu.get("max_values", 1), f"too few or many: {values}"
        return self._use(message, menu, {"values": [known[value] for value in values]}, f"select {values}")

    async def pick(self, message: Message, *chosen: Channel | User | Role, custom_id: str | None = None) -> Exchange:
        """Pick channels, members or roles in a select that Discord fills itself; none empties it where that may be."""
        found = [part for part in message.controls() if part["type"] in FILLED_SELECTS]
        menu = next((part for part in found if custom_id in (None, part["custom_id"])), None)
        assert menu is not None, f"no select {custom_id or ''} that Discord fills; there are {found}"
        assert not menu.get("disabled"), f"the select {menu} cannot be opened"
        data = options.picked(menu, chosen, self.guild, self.user)
        return self._use(message, menu, data, f"pick {[one.name for one in chosen]}")

    async def submit(self, modal: Modal, **values: Any) -> Exchange:
        """Fill in a form and send it; `values` are by custom_id or label (`**{"Your question": "..."}`)."""
        opener = modal.exchange
        data = {"custom_id": modal.json["custom_id"], "components": modal.answered(values)}
        return self._begin(exchanges.MODAL_SUBMIT, opener.channel, data, f"modal {modal.title}", source=opener.source)

    def _use(self, message: Message, control: Json, chosen: Json, name: str) -> Exchange:
        seen = not message.ephemeral or (message.exchange is not None and message.exchange.user is self.user)
        assert seen, f"{self.user.name} does not see that message"
        assert not message.deleted, "that message is gone"
        data = {"custom_id": control["custom_id"], "component_type": control["type"], "id": control.get("id", 0)}
        return self._begin(exchanges.COMPONENT, message.channel, data | chosen, name, source=message)

    def _begin(self, kind: int, channel: Channel, data: Json, name: str, source: Message | None = None) -> Exchange:
        discord = self.discord
        id, token = discord.clock.snowflake(), secrets.token_urlsafe(48)
        exchange = Exchange(discord, id, token, kind, self, channel, data, discord.clock.now(), name, source=source)
        discord.exchanges[token] = exchange
        if source is not None:
            source.watchers.append(exchange)
        discord.gateway.dispatch("INTERACTION_CREATE", self._event(exchange))
        return exchange

    def _event(self, exchange: Exchange) -> Json:
        channel = exchange.channel
        shown: Json = {
            "id": str(exchange.id),
            "application_id": str(self.discord.bot.id),
            "type": exchange.kind,
            "token": exchange.token,
            "version": 1,
            "data": exchange.data,
            "channel_id": str(channel.id),
            "channel": channel.json(),
            "locale": self.user.locale,
            "entitlements": [],
            "attachment_size_limit": 10_485_760,
        }
        if exchange.source is not None:
            shown["message"] = exchange.source.json()
        return shown | (self._in_guild(channel, channel.guild) if channel.guild else self._in_direct())

    def _in_guild(self, channel: Channel, guild: Guild) -> Json:
        allowed = guild.permissions(self.user, channel)
        return {
            "guild_id": str(guild.id),
            "guild_locale": guild.locale,
            "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
            "member": guild.members[self.user.id].json(permissions=allowed),
            "app_permissions": str(guild.permissions(self.discord.bot, channel)),
            "context": 0,
            "authorizing_integration_owners": {"0": str(guild.id)},
        }

    def _in_direct(self) -> Json:
        return {
            "user": self.user.json(),
            "app_permissions": str(places.ORDINARY),
            "context": 1,
            "authorizing_integration_owners": {"0": "0"},
        }
