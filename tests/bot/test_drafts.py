"""Drafts: shown with pauses while an answer is being written, never after it, and never a reason to fail."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.delivery import ChannelReply
from bot.rendering import draft_message
from bot.renderings.markdown import units
from bot.views import drafts
from bot.views.drafts import Drafts


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "EVERY", 0.02)


class Reply:
    """A reply that notes what it shows, as slowly as it is told."""

    def __init__(self, error: Exception | None = None, seconds: float = 0.0) -> None:
        self.error, self.seconds = error, seconds
        self.shown: list[str] = []

    async def draft(self, content: str) -> None:
        await asyncio.sleep(self.seconds)
        if self.error:
            raise self.error
        self.shown.append(content)


def shown_by(reply: Any) -> Drafts:
    return Drafts(reply, "Why?")


async def test_the_newest_draft_is_shown_after_each_pause() -> None:
    reply = Reply()
    async with shown_by(reply) as one:
        for text in ("One.", "One. Two.", "One. Two. Three."):
            one.offer(text)
        await asyncio.sleep(0.05)
        one.offer("The end.")
        await asyncio.sleep(0.05)
    assert reply.shown == ["> Why?\nOne. Two. Three. …", "> Why?\nThe end. …"]


async def test_a_draft_may_be_offered_by_another_thread() -> None:
    reply = Reply()
    async with shown_by(reply) as one:
        await asyncio.to_thread(one.offer, "One.")
        await asyncio.sleep(0.02)
    assert reply.shown == ["> Why?\nOne. …"]


async def test_no_draft_comes_after_the_end_and_one_on_its_way_is_waited_for() -> None:
    reply = Reply(seconds=0.03)
    async with shown_by(reply) as one:
        one.offer("One.")
        await asyncio.sleep(0.01)
        one.offer("One. Two.")
    before = list(reply.shown)
    one.offer("Too late.")
    await asyncio.sleep(0.08)
    assert before == reply.shown == ["> Why?\nOne. …"]


async def test_a_draft_that_hangs_does_not_hold_up_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "LAST", 0.02)
    reply = Reply(seconds=30)
    async with asyncio.timeout(1), shown_by(reply) as one:
        one.offer("One.")
        await asyncio.sleep(0.01)
    assert reply.shown == []


async def test_after_a_draft_that_discord_refuses_no_more_are_sent() -> None:
    response: Any = SimpleNamespace(status=403, reason="")
    reply = Reply(discord.Forbidden(response, "no"))
    async with shown_by(reply) as one:
        one.offer("One.")
        await asyncio.sleep(0.03)
        reply.error = None
        one.offer("One. Two.")
        await asyncio.sleep(0.03)
    assert reply.shown == []


class Message:
    """A message that was sent; `gone` once somebody has deleted it."""

    def __init__(self, content: str) -> None:
        self.content, self.gone = content, False

    async def edit(self, content: str, **options: object) -> Message:
        if self.gone:
            response: Any = SimpleNamespace(status=404, reason="")
            raise discord.NotFound(response, {"code": 10008, "message": "no"})
        self.content = content
        return self


class Channel:
    """A channel that keeps its messages."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def send(self, content: str, **options: object) -> Message:
        self.messages.append(Message(content))
        return self.messages[-1]


@pytest.mark.parametrize(("deleted", "messages"), [(False, ["answer", "rest"]), (True, ["half", "answer", "rest"])])
async def test_in_a_channel_the_answer_takes_the_drafts_place(deleted: bool, messages: list[str]) -> None:
    channel: Any = Channel()
    reply = ChannelReply(channel)
    await reply.draft("begun")
    await reply.draft("half")
    channel.messages[0].gone = deleted
    await reply.show(["answer", "rest"])
    assert [message.content for message in channel.messages] == messages


def test_a_draft_is_marked_as_one_and_fits_one_message() -> None:
    assert draft_message("Why?", "**So** @everyone [1]") == "> Why?\n**So** @\u200beveryone [1] …"
    long = draft_message("Why?" * 100, "word " * 2000)
    assert units(long) <= 2000
    assert long.endswith(" …")
