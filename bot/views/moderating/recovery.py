"""A run that the bot before this one was showing: found again, or reported as ended; imports the board."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import asdict

import discord

from bot.delivery import ChannelReply
from bot.desk import Desk
from bot.errors import MissingPermissions
from bot.reingest import holder_of
from bot.renderings.markdown import inline
from bot.renderings.runs import outcome_text, title_of
from bot.run_events import Ended
from bot.texts.spoken import say
from bot.views.moderating.board import TROUBLE, Note, forget, remembered
from bot.views.moderating.run import current_generation, layout_of, mention_in
from vectorstore.store.journal import Run, read_run

log = logging.getLogger(__name__)

EVERY = 1.0
"""Seconds between two looks at whether a run that was found again still goes on."""


async def found_again(client: discord.Client, desk: Desk) -> None:
    """Bring the message of such a run up to date, until the run is over; without one nothing happens."""
    note = await remembered(desk)
    if note is None or desk.reingestion.current is not None:
        return
    shown = False
    while (holder := await desk.look(holder_of, layout_of(desk).lock)) is not None:
        if not shown and note.message:
            await told(client, desk, note, say(note.language, "run found again", pid=holder.pid))
            shown = True
        await asyncio.sleep(EVERY)
    await told(client, desk, note, await end_of(desk, note))
    await forget(desk)


async def end_of(desk: Desk, note: Note) -> str:
    """Return how the run ended: as its journal says when it came to its end, else whether it published."""
    now, run = await current_generation(desk), await desk.look(read_run, layout_of(desk))
    ended = ended_run(run) if run and run.arguments[: len(note.arguments)] == note.arguments else None
    if ended is not None and ended.outcome not in ("interrupted", "cancelled"):
        return outcome_text(ended, note.language, mention_in(desk, note.language)).content
    key = "run restarted published" if now != note.before else "run restarted"
    return say(note.language, key, generation=inline(now))


def ended_run(run: Run) -> Ended | None:
    """Return the end that a journal tells of; None for a run that goes on, or was killed."""
    if run.ended is None:
        return None
    told = asdict(run) | {"event": "done" if run.error is None else "failed", "skipped": [], "broken": []}
    return Ended(run.exit_code or 0, run.seconds, told)


async def told(client: discord.Client, desk: Desk, note: Note, sentence: str) -> None:
    """Put a sentence into the run's message or, where only one moderator saw it, into the moderators' channel."""
    content = f"**{title_of(note.arguments, note.language)}**\n{sentence}"
    log.info("a run of the bot before: %s", sentence)
    elsewhere = desk.house.value("moderators_channel", note.guild)
    try:
        if note.message:
            channel = client.get_partial_messageable(note.channel)
            await channel.get_partial_message(note.message).edit(content=content, view=None)
        elif elsewhere:
            await ChannelReply(client.get_partial_messageable(elsewhere)).show([content])
    except (MissingPermissions, *TROUBLE) as error:
        log.warning("the end of a run could not be shown (%s)", type(error).__name__)
