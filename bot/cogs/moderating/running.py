"""/library reingest, status, history and rollback; imports views."""

from __future__ import annotations

from discord import app_commands

from bot.answering.documents import excluded_names
from bot.cogs.moderating.group import library
from bot.cogs.translation import named
from bot.delivery import Row, acknowledged, locale_of
from bot.desk import Desk
from bot.reingest import holder_of
from bot.renderings.library_state import State, history_text, moment, status_text
from bot.renderings.runs import number, preview_text
from bot.texts.spoken import say
from bot.views.moderating.board import file_of
from bot.views.moderating.recovery import ended_run
from bot.views.moderating.run import Order, audit, busy_text, layout_of, mention_in, run_button
from bot.views.press import Interaction, desk_of
from vectorstore.errors import StoreError
from vectorstore.layout import Layout
from vectorstore.store.journal import read_run
from vectorstore.store.manifest import Manifest
from vectorstore.store.pointer import Pointer, number_of
from vectorstore.store.seam import open_store


@library.command(name=named("command reingest name"), description=named("command reingest text"))
@app_commands.rename(full=named("option full name"))
@app_commands.describe(full=named("option full text"))
async def reingest(interaction: Interaction, full: bool = False) -> None:
    """Show what a run would do, with buttons to run it or not."""
    await acknowledged(interaction, private=True)
    desk, language = desk_of(interaction), locale_of(interaction)
    if busy := await busy_text(desk, language):
        await interaction.edit_original_response(content=busy)
        return
    order = Order("full" if full else "reingest")
    ended = await desk.reingestion.look((*order.arguments, "--dry-run"))
    pointer = await desk.look(pointer_of, layout_of(desk))
    told = preview_text(ended, language, pointer is not None and pointer.pinned)
    row = run_button(language, "run", order) if ended.outcome == "dry-run" else Row()
    files = [file_of(told)] if told.file else []
    await interaction.edit_original_response(content=told.content, view=row, attachments=files)


@library.command(name=named("command status name"), description=named("command status text"))
async def status(interaction: Interaction) -> None:
    """Say what answers now, what is running and what is wrong."""
    await acknowledged(interaction, private=True)
    desk, language = desk_of(interaction), locale_of(interaction)
    state = await desk.look(state_of, desk, interaction.guild_id)
    await interaction.edit_original_response(content=status_text(state, language, mention_in(desk, language)))


@library.command(name=named("command history name"), description=named("command history text"))
async def past(interaction: Interaction) -> None:
    """List the indexes that are still there."""
    await acknowledged(interaction, private=True)
    desk, language = desk_of(interaction), locale_of(interaction)
    layout = layout_of(desk)
    indexes, pointer = await desk.look(open_store(layout).history), await desk.look(pointer_of, layout)
    now, pinned = (pointer.generation, pointer.pinned) if pointer else ("", False)
    await interaction.edit_original_response(content=history_text(indexes, now, pinned, language))


@library.command(name=named("command rollback name"), description=named("command rollback text"))
async def rollback(interaction: Interaction) -> None:
    """Ask whether to go back one index, and say what that means."""
    await acknowledged(interaction, private=True)
    desk, language = desk_of(interaction), locale_of(interaction)
    before, now = await desk.look(step_back, layout_of(desk))
    if before is None:
        await audit(interaction, desk, "rollback", "", "none")
        await interaction.edit_original_response(content=say(language, "rollback none"))
        return
    sure = say(
        language,
        "rollback sure",
        before=before.generation,
        at=moment(before.published),
        episodes=number(len(before.episodes), language),
        now=now,
        command=mention_in(desk, language)("reingest"),
    )
    row = run_button(language, "roll back", Order("rollback", now), danger=True)
    await interaction.edit_original_response(content=sure, view=row)


def pointer_of(layout: Layout) -> Pointer | None:
    """Return what is published, None for nothing and for a CURRENT that cannot be read."""
    try:
        return open_store(layout).pointer()
    except StoreError:
        return None


def step_back(layout: Layout) -> tuple[Manifest | None, str]:
    """Return the index that a rollback would lead to, and the name of the one that is published."""
    pointer = pointer_of(layout)
    if pointer is None:
        return None, ""
    earlier = [one for one in open_store(layout).history() if number_of(one.generation) < number_of(pointer.generation)]
    return (earlier[0] if earlier else None), pointer.generation


def state_of(desk: Desk, guild_id: int | None = None) -> State:
    """Return what the status tells; reads files, so it does not belong on the event loop."""
    layout, warnings = layout_of(desk), []
    manifest: Manifest | None = None
    pointer: Pointer | None = None
    try:
        pointer = open_store(layout).pointer()
        manifest = open_store(layout).manifest(pointer.generation) if pointer else None
    except StoreError as error:
        warnings.append(str(error))
    if trouble := desk.library.index.reader.trouble:
        warnings.append(trouble)
    if manifest:
        warnings += [f"{note.file}: {note.reason}" for note in manifest.warnings]
    run = read_run(layout)
    chosen: tuple[str, ...] = desk.house.value("shows", guild_id)
    return State(
        manifest=manifest,
        pinned=pointer is not None and pointer.pinned,
        current=desk.reingestion.current,
        holder=holder_of(layout.lock),
        last=ended_run(run) if run else None,
        ended=(run.ended if run else None) or "",
        removed=len(excluded_names(layout)),
        warnings=tuple(warnings),
        chosen=chosen,
    )
