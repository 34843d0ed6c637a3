"""What /library status and /library history show; pure, imports texts and neighbouring modules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.reingest import Current, Holder
from bot.renderings.cutting import cut
from bot.renderings.house import missing_text
from bot.renderings.labels import short
from bot.renderings.markdown import LIMIT, inline
from bot.renderings.runs import Mention, number, outcome_text, title_of
from bot.run_events import Ended
from bot.texts.spoken import say
from vectorstore.store.manifest import Manifest

WARNINGS = 5
"""Warnings of the index that the status names."""


@dataclass(frozen=True, slots=True)
class State:
    """What there is to tell: the published index, the run that goes on, the last one, what is wrong.

    `ended` is when the last one ended, ISO 8601; `chosen` are the shows that the server has chosen, none for all.
    """

    manifest: Manifest | None
    pinned: bool
    current: Current | None
    holder: Holder | None
    last: Ended | None
    ended: str
    removed: int
    warnings: tuple[str, ...]
    chosen: tuple[str, ...] = ()


def moment(published: str) -> int:
    """Return the unix seconds of ISO 8601; 0 for what is no moment."""
    try:
        return int(datetime.fromisoformat(published).timestamp())
    except ValueError:
        return 0


def status_text(state: State, language: str, mention: Mention) -> str:
    """Return the status, for moderators alone."""
    lines = [f"### {say(language, 'status title')}", index_text(state, language, mention)]
    if state.pinned:
        lines.append(say(language, "status pinned", command=mention("reingest")))
    if state.manifest is not None:
        shows = {episode.show for episode in state.manifest.episodes}
        lines += filter(None, [missing_text(state.chosen, shows, language)])
    lines.append(running_text(state, language))
    if state.last is not None:
        told = outcome_text(state.last, language, mention).content
        lines.append(say(language, "status last", when=f"<t:{moment(state.ended)}:R>", outcome=told))
        if message := state.last.message:
            lines.append(say(language, "run reason", message=inline(short(message, 400))))
    if state.manifest and state.manifest.skipped:
        lines.append(say(language, "status skipped", count=len(state.manifest.skipped)))
    if state.removed:
        lines.append(say(language, "status removed", count=state.removed))
    lines += [say(language, "status warning", warning=inline(short(one, 300))) for one in state.warnings[:WARNINGS]]
    return cut("\n".join(lines), LIMIT)[0]


def index_text(state: State, language: str, mention: Mention) -> str:
    """Return what is published."""
    index = state.manifest
    if index is None:
        return say(language, "status none", add=mention("add"), command=mention("reingest"))
    return say(
        language,
        "status index",
        generation=inline(index.generation),
        at=moment(index.published),
        episodes=number(len(index.episodes), language),
        documents=number(len(index.documents), language),
        chunks=number(index.rows, language),
    )


def running_text(state: State, language: str) -> str:
    """Return who works on the library now, here or on the command line."""
    if (current := state.current) is not None:
        since, what = f"<t:{current.since:.0f}:R>", title_of(current.arguments, language)
        return say(language, "status running", what=what, who=current.shown, since=since)
    if state.holder is not None:
        since = f"<t:{moment(state.holder.since)}:R>"
        return say(language, "status running elsewhere", pid=state.holder.pid, since=since)
    return say(language, "status idle")


def history_text(indexes: Sequence[Manifest], now: str, pinned: bool, language: str) -> str:
    """Return the indexes that are still there, newest first; `now` is the one that answers."""
    if not indexes:
        return say(language, "history none")
    lines = [f"### {say(language, 'history title')}"]
    for one in indexes:
        marks = [say(language, "history current")] if one.generation == now else []
        marks += [say(language, "history pinned")] if one.generation == now and pinned else []
        fields = {
            "generation": inline(one.generation),
            "at": moment(one.published),
            "episodes": number(len(one.episodes), language),
            "chunks": number(one.rows, language),
            "marks": "".join(f" · {mark}" for mark in marks),
        }
        lines.append(say(language, "history line", **fields))
    return cut("\n".join(lines), LIMIT)[0]
