"""Starting, watching and cancelling a run of ingestion from Discord; imports the desk, renderings and the board."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from dataclasses import dataclass

import discord

from bot.answering.documents import document_names, excluded_names, named
from bot.delivery import Row, acknowledged, locale_of, whisper
from bot.desk import Desk
from bot.errors import AlreadyRunning, AnswerForgotten
from bot.ledgers import moderation
from bot.reingest import Current, holder_of
from bot.renderings.runs import STEP, Mention, Told, outcome_text, progress_text, reason_text, title_of
from bot.run_events import REFUSED, Ended, Step
from bot.texts.spoken import say
from bot.views.moderating.board import TROUBLE, Board, Note, forget, remember, wait_for
from bot.views.press import BLUE, RED, Interaction, button
from vectorstore.errors import StoreError
from vectorstore.layout import Layout
from vectorstore.store.journal import read_run
from vectorstore.store.seam import open_store

log = logging.getLogger(__name__)

ACCEPT = "--accept-gate"
EVERY = 2.0
"""Seconds between two edits of the message."""
OF_DOCUMENTS = ("remove", "erase", "restore")
KINDS = ("reingest", "full", "rollback", *OF_DOCUMENTS)


@dataclass(frozen=True, slots=True)
class Order:
    """What a button starts: `kind` and `token` are the arguments of its custom id, `document` what the token names."""

    kind: str
    token: str = ""
    document: str = ""

    @property
    def arguments(self) -> tuple[str, ...]:
        """Return the arguments of `python -m ingest`."""
        if self.kind in OF_DOCUMENTS:
            return (f"--{self.kind}", self.document)
        return {"full": ("--full",), "rollback": ("--rollback",)}.get(self.kind, ())


def mention_in(desk: Desk, language: str) -> Mention:
    """Return what mentions a subcommand of /library so that it can be clicked, or names it."""

    def mention(name: str) -> str:
        id_ = desk.command_ids.get("library")
        if id_ is not None:
            return f"</library {name}:{id_}>"
        return f"`/{say(language, 'command library name')} {say(language, f'command {name} name')}`"

    return mention


def layout_of(desk: Desk) -> Layout:
    """Return where the index lies."""
    layout = desk.library.layout
    if layout is None:
        raise StoreError("this desk has no folder of its own")
    return layout


async def audit(interaction: Interaction, desk: Desk, act: str, target: str, outcome: str) -> None:
    """Write down what a moderator did."""
    guild, member = interaction.guild_id, interaction.user.id
    await desk.note(moderation.note_act, desk.ledger, guild, member, act, target, outcome, time.time())


async def busy_text(desk: Desk, language: str) -> str | None:
    """Return who works on the library already, here or on the command line; None when nobody does."""
    current = desk.reingestion.current
    if current is not None:
        return already_text(current, language)
    holder = await desk.look(holder_of, layout_of(desk).lock)
    return say(language, "run elsewhere", pid=holder.pid) if holder else None


def already_text(current: Current, language: str) -> str:
    """Return who runs what since when."""
    since = f"<t:{current.since:.0f}:R>"
    return say(language, "run already", who=current.shown, since=since, what=title_of(current.arguments, language))


def run_button(language: str, label: str, order: Order, danger: bool = False) -> Row:
    """Return the row that starts an order, or leaves it."""
    start = button(language, label, "librun", order.kind, *filter(None, [order.token]), style=RED if danger else BLUE)
    return Row(start, button(language, "cancel", "libno"))


async def dismissed(interaction: Interaction, desk: Desk, *_: str) -> None:
    """Leave everything as it is."""
    await interaction.response.edit_message(content=say(locale_of(interaction), "preview cancelled"), view=None)


async def pressed(interaction: Interaction, desk: Desk, kind: str = "", token: str = "") -> None:
    """Start what a button promises."""
    await interaction.response.defer()
    await started(interaction, desk, kind, token)


async def accepted(interaction: Interaction, desk: Desk, kind: str = "", refused: str = "") -> None:
    """Start again what the gate refused, and publish it this time; once, and only while no other run has come since."""
    await acknowledged(interaction, private=True)
    if interaction.message is not None:
        with suppress(*TROUBLE):
            await interaction.message.edit(view=None, allowed_mentions=discord.AllowedMentions.none())
    if await desk.look(last_run, desk) != refused:
        language = locale_of(interaction)
        words = say(language, "gate moved", command=mention_in(desk, language)("reingest"))
        await interaction.edit_original_response(content=words)
        return
    await started(interaction, desk, kind, "", ACCEPT)


def last_run(desk: Desk) -> str:
    """Return which run was the last one, as digits that fit into a custom id; "" when none is known."""
    run = read_run(layout_of(desk))
    return "".join(filter(str.isdigit, run.started)) if run else ""


async def cancelled(interaction: Interaction, desk: Desk, since: str = "") -> None:
    """End the run of this message; its message then says so."""
    await interaction.response.defer()
    current = desk.reingestion.current
    if current is None or str(int(current.since)) != since:
        await whisper(interaction, say(locale_of(interaction), "status idle"))
        return
    await desk.reingestion.cancel()
    await audit(interaction, desk, "cancel", " ".join(current.arguments), "cancelled")


async def started(interaction: Interaction, desk: Desk, kind: str, token: str, *more: str) -> None:
    """Start an order in the place of the message that asked for it."""
    language = locale_of(interaction)
    order, refusal = await ordered(desk, kind, token, language)
    if hindrance := refusal or await busy_text(desk, language):
        await interaction.edit_original_response(content=hindrance, view=None)
        return
    with desk.errand():
        await Watched(interaction, desk, order, more).run()


async def ordered(desk: Desk, kind: str, token: str, language: str) -> tuple[Order, str]:
    """Return the order of a custom id, and why it cannot be carried out any more, "" when it can."""
    if kind not in KINDS:
        raise AnswerForgotten(f"a button for {kind!r}")
    if kind == "rollback":
        moved = await current_generation(desk) != token
        words = say(language, "rollback moved", command=mention_in(desk, language)("rollback")) if moved else ""
        return Order(kind, token), words
    if kind not in OF_DOCUMENTS:
        return Order(kind), ""
    names = await desk.look(known_names, desk, kind)
    document = named(names, token)
    return Order(kind, token, document or ""), "" if document else say(language, "document unknown")


def known_names(desk: Desk, kind: str) -> tuple[str, ...]:
    """Return the documents that an order of this kind may name; what was removed may still be erased."""
    removed = excluded_names(layout_of(desk))
    if kind == "restore":
        return removed
    published = document_names(desk.library.index)
    return (*published, *(name for name in removed if name not in published)) if kind == "erase" else published


async def current_generation(desk: Desk) -> str:
    """Return which index is published, "" without one."""
    try:
        pointer = await desk.look(open_store(layout_of(desk)).pointer)
    except StoreError:
        return ""
    return pointer.generation if pointer else ""


class Watched:
    """One run that somebody started here, from its first message to its last."""

    def __init__(self, interaction: Interaction, desk: Desk, order: Order, more: tuple[str, ...] = ()) -> None:
        self.interaction, self.desk, self.order = interaction, desk, order
        self.arguments = (*order.arguments, *more)
        self.language = locale_of(interaction)
        self.board = Board(interaction)
        self.step = STEP
        self.row = Row()

    async def run(self) -> None:
        """Run it, show how it goes and how it ended, and write it down."""
        desk, member = self.desk, self.interaction.user
        before = await current_generation(desk)
        actor = desk.ledger.pseudonym(member.id)[:12]
        running = desk.reingestion.run(self.arguments, self._at, actor, member.mention)
        task = asyncio.create_task(running)
        await asyncio.sleep(0)  # the run is claimed now, or somebody was faster
        current = desk.reingestion.current
        if task.done() or current is None:
            await self._not_started(task)
            return
        self.row = Row(button(self.language, "cancel", "libcancel", int(current.since)))
        await self._opened(before)
        await self._followed(task)
        await self._finished(await task, before)

    def _at(self, step: Step) -> None:
        self.step = step

    async def _not_started(self, task: asyncio.Task[Ended]) -> None:
        """Say who was faster."""
        with suppress(AlreadyRunning):
            await task
        words = await busy_text(self.desk, self.language) or say(self.language, "run busy")
        await self.interaction.edit_original_response(content=words, view=None)

    async def _opened(self, before: str) -> None:
        """Post the message, say so in the one that was pressed, and keep where it is."""
        await self.board.open(self._progress(), self.row)
        message, channel = self.board.message, self.interaction.channel_id
        place = (self.interaction.guild_id or 0, channel or 0, message.id if message else 0)
        note = Note(*place, self.language, before, self.arguments)
        await remember(self.desk, note)
        if message:
            begun = say(self.language, "run begun", where=self.board.place)
            with suppress(*TROUBLE):
                await self.interaction.edit_original_response(content=begun, view=None)

    async def _followed(self, task: asyncio.Task[Ended]) -> None:
        """Show how far it is until it ends, and edit the message only where something has changed."""
        shown = self._progress()
        while not await wait_for(task, EVERY):
            if (now := self._progress()) != shown:
                await self.board.edit(now, self.row)
                shown = now

    def _progress(self) -> str:
        title, who = title_of(self.arguments, self.language), self.interaction.user.mention
        return progress_text(title, who, self.step, self.language)

    async def _finished(self, ended: Ended, before: str) -> None:
        """Show the end, and write the audit line."""
        desk, language = self.desk, self.language
        now = await current_generation(desk)
        if now != before:
            with suppress(StoreError):  # a generation that does not open is told by `status`; the old one answers
                await desk.look(desk.library.index.catch_up)
        told = outcome_text(ended, language, mention_in(desk, language), now if now != before else None)
        if desk.closing and ended.outcome == "cancelled":
            told = Told(f"**{title_of(self.arguments, language)}**\n{say(language, 'run restarted')}")
        if await self.board.close(told, await self._last_row(ended)):
            await forget(desk)
        act = "accept gate" if ACCEPT in self.arguments else self.order.kind
        await audit(self.interaction, desk, act, self.order.document, ended.outcome)
        if ended.outcome == "failed" and (reason := reason_text(ended, language)):
            with suppress(*TROUBLE):
                await whisper(self.interaction, reason)

    async def _last_row(self, ended: Ended) -> Row:
        """Return the button that publishes what the gate refused; none for any other end."""
        if ended.code != REFUSED:
            return Row()
        refused = await self.desk.look(last_run, self.desk)
        again = (self.order.kind, *filter(None, [refused]))
        return Row(button(self.language, "publish anyway", "libaccept", *again, style=RED))
