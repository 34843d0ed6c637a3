"""Runs ingestion by schedule, and reports to the moderators what they have to know; imports the desk and reports.

While the schedule is off, a dry run looks once a day whether documents wait, and that is said once.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import asdict

import discord

from bot.desk import Desk
from bot.errors import AlreadyRunning
from bot.ledgers.moderation import SCHEDULE, note_act
from bot.reingest import holder_of
from bot.renderings.house import report_text, waiting_text
from bot.run_events import Ended
from bot.schedules import Kept, due, sensible
from bot.texts.spoken import say, spoken
from bot.views.moderating.reports import post
from bot.views.moderating.run import layout_of, mention_in
from vectorstore.errors import StoreError
from vectorstore.store.seam import open_store

log = logging.getLogger(__name__)

RUNS, LOOKS, TOLD = "schedule runs", "schedule looks", "schedule told"
"""Names in the ledger: when runs and looks began and ended, and what was said last."""
QUIET = ("busy", "cancelled", "interrupted")
"""Outcomes that the moderators need not hear of: somebody was at work, or the bot was being ended."""
COUNTS = ("new", "changed", "removed")


async def step(client: discord.Client, desk: Desk, now: float) -> None:
    """Do what is due at this moment, in unix seconds."""
    kind = desk.house.value("schedule", None)
    if kind == "off":
        if wanted_somewhere(client, desk) and await begun(desk, LOOKS, "daily", now):
            await look(client, desk)
            await kept_as(desk, LOOKS, Kept(now, now))
    elif await begun(desk, RUNS, kind, now):
        await run(client, desk, now)


async def begun(desk: Desk, name: str, kind: str, now: float) -> bool:
    """Return whether something is due that can be done now, and then note that it has begun."""
    told = await read(desk, name)
    known = sensible(told, now)
    if known.ended is None:
        known = Kept(known.begun, now)
    if known != told:
        await kept_as(desk, name, known)
    if not due(kind, known, now) or await is_busy(desk):
        return False
    await kept_as(desk, name, Kept(now, known.ended))
    return True


async def is_busy(desk: Desk) -> bool:
    """Return whether somebody works on the library already, or the bot is being ended."""
    if desk.closing or desk.reingestion.current is not None:
        return True
    return await desk.look(holder_of, layout_of(desk).lock) is not None


async def run(client: discord.Client, desk: Desk, now: float) -> None:
    """Run ingestion, leaving an index alone that a person rolled back, and report."""
    shown = say(spoken(desk.rules.language), "schedule actor")
    try:
        ended = await desk.reingestion.run(("--unattended",), actor="schedule", shown=shown)
    except AlreadyRunning:
        return  # somebody was faster: it is looked at again when their run is over
    if ended.outcome in ("cancelled", "interrupted"):
        return
    await kept_as(desk, RUNS, Kept(now, now))
    if ended.outcome not in ("unchanged", *QUIET):
        await desk.note(note_act, desk.ledger, None, SCHEDULE, "reingest", "", ended.outcome, now)
    if await is_news(desk, ended):
        await post(client, desk, "moderators_channel", report_in(desk, ended))


def report_in(desk: Desk, ended: Ended) -> Callable[[str], str]:
    """Return what words a report in a language."""
    return lambda language: report_text(ended, language, mention_in(desk, language))


async def is_news(desk: Desk, ended: Ended) -> bool:
    """Return whether an outcome has to be reported: what changed always, what stays wrong only once."""
    outcome, fine = ended.outcome, ended.code in (0, 3)
    if outcome in QUIET:
        return False
    if outcome == "published" or (outcome == "unchanged" and fine):
        await desk.note(desk.ledger.keep, TOLD, "")
        return outcome == "published"
    parts = (outcome, ended.event.get("generation"), ended.code, ended.message, ended.event.get("broken"))
    return await say_once(desk, json.dumps(parts, sort_keys=True, default=str))


async def say_once(desk: Desk, what: str) -> bool:
    """Return whether something was not the last thing that was said."""
    if await desk.note(desk.ledger.kept, TOLD) == what:
        return False
    await desk.note(desk.ledger.keep, TOLD, what)
    return True


async def look(client: discord.Client, desk: Desk) -> None:
    """Say that documents wait, unless somebody rolled the index back: then they know."""
    try:
        pointer = await desk.look(open_store(layout_of(desk)).pointer)
    except StoreError:
        return
    if pointer is not None and pointer.pinned:
        return
    ended = await desk.reingestion.look(("--dry-run",))
    counts = {name: ended.count("episodes", name) for name in COUNTS}
    if ended.outcome != "dry-run" or not any(counts.values()):
        return
    if await say_once(desk, json.dumps(("waiting", pointer and pointer.generation, counts))):
        words = lambda language: waiting_text(counts, language, mention_in(desk, language))  # noqa: E731
        await post(client, desk, "moderators_channel", words)


def wanted_somewhere(client: discord.Client, desk: Desk) -> bool:
    """Return whether any server has a channel for its moderators."""
    return any(desk.house.value("moderators_channel", guild.id) for guild in client.guilds)


async def read(desk: Desk, name: str) -> Kept:
    """Return when something began and ended; never, where nothing readable is kept."""
    told = await desk.note(desk.ledger.kept, name)
    try:
        value = json.loads(told or "{}")
        return Kept(*(float(value[key]) if value.get(key) is not None else None for key in ("begun", "ended")))
    except (ValueError, TypeError, AttributeError):
        return Kept()


async def kept_as(desk: Desk, name: str, kept: Kept) -> None:
    """Keep when something began and ended."""
    await desk.note(desk.ledger.keep, name, json.dumps(asdict(kept)))
