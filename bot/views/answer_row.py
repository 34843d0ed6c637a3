"""The buttons below an answer; what they do stands in the modules of their actions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from discord import ui

from bot.delivery import Row
from bot.views.press import BLUE, button


def answer_row(
    language: str, verdict: str, sources: bool, private: bool, threadable: bool, scope: tuple[str, ...] | None = None
) -> Row:
    """Return the rows of an answer: what it stands on and where to go on, then what one thinks of it.

    `scope` is that of `bot.views.waiting.scope_below`, None without "Tell me".
    """
    first = list(onwards(language, sources, private, threadable))
    if scope is not None:
        first.append(button(language, "tell me", "tellme", *scope))
    second = list(judging(language, verdict, private))
    for item in first:
        item.row = 0
    for item in second:
        item.row = 1
    return Row(*first, *second)


def onwards(language: str, sources: bool, private: bool, threadable: bool) -> Iterator[ui.Button[Any]]:
    """Yield the buttons that lead on."""
    if sources:
        yield button(language, "sources", "sources")
        yield button(language, "context", "context")
    yield button(language, "follow up", "followup", style=BLUE)
    if private:
        yield button(language, "share", "share")
    elif threadable:
        yield button(language, "thread", "thread")


def judging(language: str, verdict: str, private: bool) -> Iterator[ui.Button[Any]]:
    """Yield the votes, and Delete; a greeting is not voted on."""
    if verdict != "chat":
        yield button(language, "helpful", "vote", 1)
        yield button(language, "not helpful", "vote", 0)
    yield button(language, "delete", "delete")
