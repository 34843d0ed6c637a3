"""Messages that are meant for the bot; imports views and guards."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

import discord
from discord.ext import commands

from bot.delivery import ChannelReply, give_up
from bot.desk import Desk
from bot.guards import Addressed, AskFacts, MessageFacts, in_allowed_channel, meant_for_me, question_in
from bot.texts.spoken import say, spoken
from bot.views.asking import Inquiry, ask
from bot.views.history import Conversation, leading_to, said_here
from vectorstore.text.language import language_of

TYPED = frozenset({discord.MessageType.default, discord.MessageType.reply})


class Talking(commands.Cog):
    """Listens."""

    def __init__(self, client: commands.Bot) -> None:
        self.client = client
        self.desk: Desk = client.desk  # type: ignore[attr-defined]

    @property
    def me(self) -> int:
        """The bot's own id."""
        return self.client.user.id if self.client.user else 0

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that is meant for the bot."""
        addressed = meant_for_me(await self.facts_of(message))
        if addressed is Addressed.NO:
            return
        reply, inquiry = ChannelReply(message.channel, message), self.inquiry(message)
        if addressed is Addressed.EXPLAIN:
            try:
                await self.explain(message, inquiry, reply)
            except Exception as error:  # the edge towards the member: every failure becomes a sentence with an id
                await give_up(reply, error, inquiry.locale)
        else:
            await ask(self.desk, inquiry, reply)

    async def facts_of(self, message: discord.Message) -> MessageFacts:
        """Return what decides whether a message is meant for the bot."""
        channel = message.channel
        to_me, to_other = await self.refers(message)
        in_thread = isinstance(channel, discord.Thread)
        return MessageFacts(
            content=message.content,
            author_is_bot=message.author.bot,
            webhook=message.webhook_id is not None,
            special=message.type not in TYPED,
            direct=message.guild is None,
            mentions_me=any(user.id == self.me for user in message.mentions) and not to_other,
            mentions_others=any(user.id != self.me for user in message.mentions),
            replies_to_me=to_me,
            replies_to_other=to_other,
            thread_is_mine=isinstance(channel, discord.Thread) and channel.owner_id == self.me,
            thread_from_me=in_thread and await self.desk.note(self.desk.ledger.answer, channel.id) is not None,
            sees_content=self.desk.rules.message_content,
        )

    async def refers(self, message: discord.Message) -> tuple[bool, bool]:
        """Return whether a message replies to the bot, and whether to somebody else."""
        if message.reference is None or message.reference.message_id is None:
            return False, False
        target = message.reference.resolved
        if isinstance(target, discord.Message):
            return target.author.id == self.me, target.author.id != self.me
        known = await self.desk.note(self.desk.ledger.answer, message.reference.message_id)
        return known is not None, False

    def inquiry(self, message: discord.Message) -> Inquiry:
        """Return what a message asks; its locale is that of its words, else the server's, as members' are not sent."""
        question, guild, channel = question_in(message.content, self.me), message.guild, message.channel
        server = str(guild.preferred_locale).split("-")[0] if guild else None
        parent = channel.parent_id if isinstance(channel, discord.Thread) else None
        facts = AskFacts(message.author.id, channel.id, guild.id if guild else None, parent, len(question))
        author = message.author
        return Inquiry(
            question,
            facts,
            spoken(language_of(question, server)),
            isinstance(author, discord.Member) and author.guild_permissions.manage_guild,
            can_open_thread=isinstance(channel, discord.TextChannel),
            before=self.earlier(message),
        )

    def earlier(self, message: discord.Message) -> Callable[[], Awaitable[Conversation]] | None:
        """Return what reads the conversation that a message goes on with; None for one that begins."""
        reference, channel = message.reference, message.channel
        if reference is not None and reference.message_id is not None:
            last = reference.message_id
            return lambda: leading_to(self.desk, channel, last, self.me)
        if message.guild is None or isinstance(channel, discord.Thread):
            return lambda: said_here(self.desk, channel, self.me)
        return None

    async def explain(self, message: discord.Message, inquiry: Inquiry, reply: ChannelReply) -> None:
        """Say once in a channel or thread how to go on where plain messages arrive empty."""
        key, ledger = f"explain:{message.channel.id}", self.desk.ledger
        limits = self.desk.rules_for(inquiry.facts.guild_id).limits
        if not in_allowed_channel(inquiry.facts, limits) or await self.desk.note(ledger.told, key):
            return
        await self.desk.note(ledger.mark_told, key, time.time(), inquiry.facts.guild_id)
        await reply.tell(say(inquiry.locale, "explain", button=say(inquiry.locale, "button follow up")))
