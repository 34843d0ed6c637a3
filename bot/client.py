"""The Discord client: intents, no pings, command sync, errors, and what ends it; imports cogs and below.

It holds no logic of its own: what a member wants is the business of a cog or a button.
"""

from __future__ import annotations

import hashlib
import json
import logging

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.registry import COGS
from bot.cogs.translation import Localisations
from bot.delivery import apologise
from bot.desk import Desk
from bot.views.registry import ACTIONS

log = logging.getLogger(__name__)

# The voice side is not used; without this the library complains about codecs that it does not find.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

FATAL_CLOSES = {
    4004: "Discord does not accept DISCORD_TOKEN. Reset the token on the page Bot of your application, and copy it.",
    4010: "Discord refuses the shard of this connection.",
    4011: "The bot is in so many servers that Discord asks for shards, which this version does not have.",
    4012: "Discord no longer speaks this version of its protocol. Install a newer version of the bot.",
    4013: "Discord refuses the intents of this connection. Install a newer version of the bot.",
}
MISSING_INTENT = (
    "BOT_MESSAGE_CONTENT is on, and the application may not read messages. Switch on Message Content Intent on the "
    "page Bot of your application, or remove BOT_MESSAGE_CONTENT."
)


def fatal(error: BaseException) -> str | None:
    """Return what has to be mended before another attempt makes sense; None when it may be tried again."""
    if isinstance(error, discord.LoginFailure):
        return FATAL_CLOSES[4004]
    if isinstance(error, discord.PrivilegedIntentsRequired):
        return MISSING_INTENT
    if isinstance(error, discord.ConnectionClosed):
        return MISSING_INTENT if error.code == 4014 else FATAL_CLOSES.get(error.code)
    return None


def passing(error: BaseException) -> bool:
    """Return whether an error is the network's or Discord's own, and so no reason for a traceback in the log."""
    return isinstance(
        error,
        discord.HTTPException | discord.GatewayNotFound | discord.ConnectionClosed | aiohttp.ClientError | OSError,
    )


def intents_of(message_content: bool) -> discord.Intents:
    """Return the intents: guilds and messages; the text of messages, which is privileged, only when asked for."""
    return discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=message_content)


class Tree(app_commands.CommandTree["PodcastBot"]):
    """The commands; what goes wrong in one becomes a sentence in the member's language."""

    async def on_error(self, interaction: discord.Interaction[PodcastBot], error: Exception, /) -> None:
        """Tell the member; the library's own handler only logs, and the member would wait in vain."""
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        await apologise(interaction, cause)


class PodcastBot(commands.Bot):
    """One connection to Discord; made anew for each attempt, while the desk lives on."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=intents_of(desk.rules.message_content),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self.desk = desk

    async def setup_hook(self) -> None:
        """Put up cogs and buttons, and tell Discord the commands when they have changed."""
        for cog in COGS:
            await self.add_cog(cog(self))
        self.add_dynamic_items(*ACTIONS)
        await self.tree.set_translator(Localisations())
        try:
            await self.sync_commands()
        except discord.HTTPException as error:
            # The commands of the last time still work; the next start tries again.
            log.warning("the commands could not be registered (%s)", type(error).__name__)

    async def sync_commands(self) -> None:
        """Register the commands unless Discord has this very payload; their ids are kept for clickable mentions."""
        payload = [await c.get_translated_payload(self.tree, Localisations()) for c in self.tree.get_commands()]
        told = json.dumps([self.application_id, payload], sort_keys=True, default=str)
        digest = hashlib.sha256(told.encode()).hexdigest()
        ledger = self.desk.ledger
        if await self.desk.note(ledger.kept, "commands") != digest:
            synced = await self.tree.sync()
            ids = {command.name: command.id for command in synced}
            await self.desk.note(ledger.keep, "command ids", json.dumps(ids))
            await self.desk.note(ledger.keep, "commands", digest)
            log.info("registered %d commands", len(synced))
        kept = await self.desk.note(ledger.kept, "command ids")
        self.desk.command_ids = json.loads(kept or "{}")

    async def on_message(self, message: discord.Message, /) -> None:
        """Leave messages to the cog that listens to them: there are no commands by prefix."""

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """Log an error of an event under an id; what the event held stays out of the log."""
        log.error("%s failed", event_method, exc_info=True)
