"""Asking on: the button Follow up and its form, the button that opens a thread, the form of an episode's card."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import discord

from bot.delivery import InteractionReply, acknowledged, locale_of, whisper
from bot.desk import Desk
from bot.errors import AnswerForgotten, MissingPermissions
from bot.rendering import question_of
from bot.renderings.notices import thread_name
from bot.texts.spoken import say
from bot.views.asking import ask, inquiry_of
from bot.views.forms import form
from bot.views.history import Conversation, leading_to
from bot.views.press import Interaction, pressed_message

THREAD_EXISTS = 160004


async def follow_up(interaction: Interaction, desk: Desk, *_: str) -> None:
    """Open the form for the next question; nothing may be awaited before it, as a form cannot be deferred."""
    await interaction.response.send_modal(form(locale_of(interaction), "follow up", "followup"))


async def followed_up(interaction: Interaction, desk: Desk, text: str) -> None:
    """Answer the question of the form, knowing what was said before; privately when the answer before was private."""
    message = pressed_message(interaction)

    async def before() -> Conversation:
        """Read the conversation that the pressed button ends."""
        return await leading_to(desk, interaction.channel, message, interaction.client.user.id)

    inquiry = replace(inquiry_of(interaction, text, locale_of(interaction)), before=before)
    await ask(desk, inquiry, InteractionReply(interaction, message.flags.ephemeral))


async def about_episode(interaction: Interaction, desk: Desk, key: str) -> None:
    """Open the form for a question about one episode."""
    await interaction.response.send_modal(form(locale_of(interaction), "ask", "askabout", key))


async def asked_about(interaction: Interaction, desk: Desk, text: str, key: str) -> None:
    """Answer the question of the form from this episode alone."""
    inquiry = replace(inquiry_of(interaction, text, locale_of(interaction)), episode=key)
    await ask(desk, inquiry, InteractionReply(interaction, pressed_message(interaction).flags.ephemeral))


async def open_thread(interaction: Interaction, desk: Desk, *_: str) -> None:
    """Open a thread from the answer, say there how to go on, and tell the presser where it is."""
    language = locale_of(interaction)
    await acknowledged(interaction, private=True)
    needed = {
        "Create Public Threads": interaction.app_permissions.create_public_threads,
        "Send Messages in Threads": interaction.app_permissions.send_messages_in_threads,
    }
    if missing := [name for name, granted in needed.items() if not granted]:
        raise MissingPermissions(missing)
    thread = await begun(interaction, desk, pressed_message(interaction), language)
    await whisper(interaction, say(language, "thread opened", thread=thread))


async def begun(interaction: Interaction, desk: Desk, message: discord.Message, language: str) -> str:
    """Return the mention of the thread that begins from a message; a new one is explained in it."""
    if not isinstance(interaction.channel, discord.TextChannel):
        raise AnswerForgotten("a thread can only begin in a text channel")
    # The message of an interaction knows its webhook alone; a partial one of the channel can begin a thread.
    start: Any = interaction.channel.get_partial_message(message.id)
    try:
        thread: discord.Thread = await start.create_thread(name=thread_name(question_of(message.content) or ""))
    except discord.HTTPException as error:
        if error.code != THREAD_EXISTS:
            raise
        return f"<#{message.id}>"
    if not desk.rules.message_content:
        await thread.send(say(language, "explain", button=say(language, "button follow up")))
        await desk.note(desk.ledger.mark_told, f"explain:{thread.id}", time.time(), interaction.guild_id)
    return thread.mention
