"""How words reach Discord: acknowledge, send, try again, apologise; knows Discord and decides nothing.

Every way of asking gets a `Reply`: the deferral of an interaction, or the channel of a message. Both send plain
content without pings, and unfold no links.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol, TypeVar

import aiohttp
import discord

from bot.errors import DiscordTrouble, MessageGone, MissingPermissions, TokenExpired
from bot.texts.reporting import report
from bot.texts.spoken import spoken

log = logging.getLogger(__name__)

Sent = TypeVar("Sent")

ATTEMPTS, FIRST_WAIT = 5, 0.5
"""How often something is sent that the library does not send again by itself (503, a cut socket), and the first pause
in seconds; each next one is twice as long."""
ALREADY_ACKNOWLEDGED, UNKNOWN_INTERACTION, NO_ACCESS = 40060, 10062, 50001
GONE = frozenset({10003, 10008})
"""An unknown channel, an unknown message: deleted since."""
TOKEN_GONE = frozenset({10015, UNKNOWN_INTERACTION, 50027})
"""The interaction's token is no longer valid (15 minutes)."""


class Reply(Protocol):
    """Where an answer goes. `private` answers are seen by the asker alone."""

    private: bool

    async def acknowledge(self) -> None:
        """Show at once that the question has arrived."""

    async def show(self, contents: Sequence[str], row: discord.ui.View | None = None) -> list[discord.Message]:
        """Send an answer's messages, the row of buttons under the first; return them."""

    async def draft(self, content: str) -> None:
        """Show an unfinished answer, which `show` and `tell` then replace."""

    async def tell(self, sentence: str) -> None:
        """Send one sentence about the question, such as a refusal or an apology."""


class Row(discord.ui.View):
    """Buttons below a message. They are handled by their custom ids (bot.views), so the library keeps nothing."""

    def __init__(self, *items: discord.ui.Item[Any]) -> None:
        super().__init__(timeout=None)
        for item in items:
            self.add_item(item)

    def is_dispatchable(self) -> bool:
        """Return False, else the library would remember every message until the end."""
        return False


async def persistently(send: Callable[[], Awaitable[Sent]]) -> Sent:
    """Return what `send` returns; called again after a cut socket or a 5xx, so it must be safe to repeat."""
    for attempt in range(ATTEMPTS - 1):
        try:
            return await send()
        except (OSError, aiohttp.ClientError, discord.DiscordServerError) as error:
            log.info("sending failed (%s), trying again", type(error).__name__)
            await asyncio.sleep(FIRST_WAIT * 2**attempt)
    return await send()


async def acknowledged(interaction: discord.Interaction[Any], private: bool) -> None:
    """Defer the answer; whether it is private is settled here and cannot change.

    When Discord's reply was lost, a second attempt is told 40060, which is good news.
    """

    async def once() -> None:
        if not interaction.response.is_done():
            await interaction.response.defer(ephemeral=private, thinking=True)

    try:
        await persistently(once)
    except discord.HTTPException as error:
        if error.code != ALREADY_ACKNOWLEDGED:
            raise


class InteractionReply:
    """The reply to a command, a button or a modal; acknowledge first, then everything edits or follows the deferral."""

    def __init__(self, interaction: discord.Interaction[Any], private: bool) -> None:
        self.interaction = interaction
        self.private = private
        self._deferred = False

    async def acknowledge(self) -> None:
        """Defer."""
        await acknowledged(self.interaction, self.private)
        self._deferred = True

    async def show(self, contents: Sequence[str], row: discord.ui.View | None = None) -> list[discord.Message]:
        """Let the first message take the deferral's place and the others follow it."""
        try:
            sent: list[discord.Message] = [await persistently(lambda: self._edit(contents[0], row))]
        except discord.HTTPException as error:
            channel = self.interaction.channel
            if error.code not in TOKEN_GONE or self.private or not isinstance(channel, discord.abc.Messageable):
                raise
            return await ChannelReply(channel).show(contents, row)
        for content in contents[1:]:
            sent.append(
                await self.interaction.followup.send(content, ephemeral=self.private, suppress_embeds=True, wait=True)
            )
        return sent

    async def draft(self, content: str) -> None:
        """Put it in the deferral's place."""
        await self._edit(content, None)

    async def _edit(self, content: str, row: discord.ui.View | None) -> discord.InteractionMessage:
        return await self.interaction.edit_original_response(content=content, view=row)

    async def tell(self, sentence: str) -> None:
        """Say it in the deferral's place, or alone to the asker when nothing was deferred."""
        if self._deferred:
            await self.show([sentence])
        else:
            await whisper(self.interaction, sentence)


class ChannelReply:
    """The reply in a channel, thread or direct message, below the message that asked when there is one."""

    private = False

    def __init__(self, channel: discord.abc.Messageable, asked: discord.Message | None = None) -> None:
        self.channel = channel
        self.asked = asked
        self.reference = asked.to_reference(fail_if_not_exists=False) if asked else None
        self._draft: discord.Message | None = None

    async def acknowledge(self) -> None:
        """Show the typing sign; when that fails, the answer will show what is wrong."""
        try:
            await self.channel.typing()
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.info("no typing sign (%s)", type(error).__name__)

    async def show(self, contents: Sequence[str], row: discord.ui.View | None = None) -> list[discord.Message]:
        """Send the messages, the first as a reply, or in the place of its draft."""
        sent = [await self._replace(contents[0], row) or await self._send(contents[0], row, self.reference)]
        return sent + [await self._send(content) for content in contents[1:]]

    async def draft(self, content: str) -> None:
        """Send it as a reply, and from then on edit that."""
        if self._draft is None:
            self._draft = await self._send(content, None, self.reference)
        else:
            await self._draft.edit(content=content)

    async def _replace(self, content: str, row: discord.ui.View | None) -> discord.Message | None:
        """Put the answer in the place of its draft; None where there is none, or it was deleted meanwhile."""
        draft, self._draft = self._draft, None
        if draft is None:
            return None
        try:
            return await persistently(lambda: draft.edit(content=content, view=row))
        except discord.NotFound:
            return None

    async def _send(
        self, content: str, row: discord.ui.View | None = None, reference: discord.MessageReference | None = None
    ) -> discord.Message:
        """Send one message; the nonce lets Discord recognise it when it is sent again."""
        options: dict[str, Any] = {"nonce": secrets.randbelow(2**53), "suppress_embeds": True}
        if row is not None:
            options["view"] = row
        if reference is not None:
            options["reference"] = reference
        try:
            return await persistently(lambda: self.channel.send(content, **options))
        except discord.Forbidden as error:
            raise MissingPermissions(lacking(self.channel)) from error

    async def tell(self, sentence: str) -> None:
        """Say it below the message, or directly to its author where the bot may not write."""
        try:
            await self.show([sentence])
        except MissingPermissions:
            if self.asked is None or self.asked.guild is None:
                raise
            await self.asked.author.send(sentence)


def lacking(channel: object) -> list[str]:
    """Return the permissions for sending that the bot lacks in a channel, as Discord names them."""
    needed = {"Send Messages": "send_messages", "Read Message History": "read_message_history"}
    if isinstance(channel, discord.Thread):
        needed["Send Messages in Threads"] = needed.pop("Send Messages").replace("messages", "messages_in_threads")
    if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return list(needed)
    granted = channel.permissions_for(channel.guild.me)
    return [name for name, field in needed.items() if not getattr(granted, field)] or list(needed)


async def whisper(interaction: discord.Interaction[Any], sentence: str, row: discord.ui.View | None = None) -> None:
    """Say something to the presser alone, whether or not the interaction was answered before."""
    options: dict[str, Any] = {"ephemeral": True, "suppress_embeds": True} | ({"view": row} if row else {})
    if not interaction.response.is_done():
        try:
            await interaction.response.send_message(sentence, **options)
            return
        except discord.HTTPException as error:
            if error.code != ALREADY_ACKNOWLEDGED:
                raise
    await interaction.followup.send(sentence, **options)


def locale_of(interaction: discord.Interaction[Any]) -> str:
    """Return the language of a member's Discord, as far as the bot speaks it."""
    return spoken(str(interaction.locale).split("-")[0])


async def apologise(interaction: discord.Interaction[Any], error: BaseException) -> None:
    """Tell the member what went wrong in one sentence, with the id that is in the log; never raises."""
    sentence = report(plainly(error), locale_of(interaction))
    try:
        await whisper(interaction, sentence)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as failure:
        log.warning("an apology was not delivered (%s)", type(failure).__name__)


async def give_up(reply: Reply, error: BaseException, locale: str) -> None:
    """Tell the asker what went wrong, in place of the answer; never raises."""
    sentence = report(plainly(error), locale)
    try:
        await reply.tell(sentence)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as failure:
        log.warning("an apology was not delivered (%s)", type(failure).__name__)


def plainly(error: BaseException) -> BaseException:
    """Return the project's own error for one of the library's, which has a sentence for the member."""
    if isinstance(error, discord.HTTPException) and error.code in GONE:
        return MessageGone(str(error.code))
    if isinstance(error, discord.HTTPException) and error.code in TOKEN_GONE:
        return TokenExpired(str(error.code))
    if isinstance(error, discord.Forbidden):
        return MissingPermissions(["View Channel"] if error.code == NO_ACCESS else lacking(None))
    if isinstance(error, discord.DiscordServerError | aiohttp.ClientError | ConnectionError):
        return DiscordTrouble(type(error).__name__)
    return error
