"""How words reach Discord when it does not take them at once; with a double of what discord.py would call."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from bot import delivery
from bot.delivery import ATTEMPTS, InteractionReply, Row, give_up, persistently, plainly, whisper
from bot.errors import DiscordTrouble, MessageGone, MissingPermissions, TokenExpired
from bot.views.press import button


def trouble(kind: type[discord.HTTPException], status: int, code: int = 0) -> discord.HTTPException:
    response: Any = SimpleNamespace(status=status, reason="")
    return kind(response, {"code": code, "message": "no"})


class Interaction:
    """An interaction that fails as it is told, and remembers what it was given."""

    def __init__(self, *errors: BaseException) -> None:
        self.errors = list(errors)
        self.sent: list[tuple[str, str]] = []
        self.done = False
        self.channel = None
        self.response = self.followup = self

    def is_done(self) -> bool:
        return self.done

    def _take(self, kind: str, content: str) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append((kind, content))

    async def defer(self, **options: object) -> None:
        self._take("defer", "")
        self.done = True

    async def send_message(self, content: str, **options: object) -> None:
        self._take("message", content)

    async def send(self, content: str, **options: object) -> None:
        self._take("followup", content)

    async def edit_original_response(self, content: str, **options: object) -> None:
        self._take("edit", content)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "FIRST_WAIT", 0.0)


@pytest.mark.promise(30)
@pytest.mark.parametrize(
    "error", [trouble(discord.DiscordServerError, 503), aiohttp.ServerDisconnectedError(), ConnectionResetError()]
)
async def test_what_passes_is_sent_again_and_in_the_end_given_up(error: BaseException) -> None:
    once: Any = Interaction(error)
    reply = InteractionReply(once, private=False)
    await reply.acknowledge()
    await reply.show(["words"])
    assert once.sent == [("defer", ""), ("edit", "words")]
    never: Any = Interaction(*[error] * ATTEMPTS)
    with pytest.raises(type(error)):
        await persistently(never.defer)


@pytest.mark.promise(31)
async def test_a_refusal_is_not_sent_again() -> None:
    interaction: Any = Interaction(trouble(discord.HTTPException, 400, 50035))
    with pytest.raises(discord.HTTPException):
        await InteractionReply(interaction, private=False).show(["words"])
    assert interaction.sent == []


async def test_a_lost_answer_to_the_deferral_counts_as_one() -> None:
    interaction: Any = Interaction(ConnectionResetError(), trouble(discord.HTTPException, 400, 40060))
    reply = InteractionReply(interaction, private=True)
    await reply.acknowledge()
    await reply.tell("words")
    assert interaction.sent == [("edit", "words")]


async def test_a_sentence_without_a_deferral_is_for_the_asker_alone() -> None:
    interaction: Any = Interaction()
    await InteractionReply(interaction, private=False).tell("no")
    assert interaction.sent == [("message", "no")]


async def test_a_second_answer_becomes_a_follow_up() -> None:
    interaction: Any = Interaction(trouble(discord.HTTPException, 400, 40060))
    await whisper(interaction, "sorry")
    assert interaction.sent == [("followup", "sorry")]


async def test_giving_up_never_raises() -> None:
    interaction: Any = Interaction(*[trouble(discord.NotFound, 404, 10062)] * 9)
    await give_up(InteractionReply(interaction, private=False), ValueError("x"), "en")
    assert interaction.sent == []


def test_the_librarys_errors_become_our_own() -> None:
    assert isinstance(plainly(trouble(discord.NotFound, 404, 10008)), MessageGone)
    assert isinstance(plainly(trouble(discord.NotFound, 404, 10062)), TokenExpired)
    assert isinstance(plainly(trouble(discord.DiscordServerError, 503)), DiscordTrouble)
    assert isinstance(plainly(ConnectionResetError()), DiscordTrouble)
    assert isinstance(plainly(trouble(discord.Forbidden, 403, 50001)), MissingPermissions)
    assert isinstance(plainly(ValueError()), ValueError)


def test_the_library_does_not_remember_a_row_of_buttons() -> None:
    row = Row(button("en", "sources", "sources"))
    assert not row.is_dispatchable()
    assert [part["custom_id"] for part in row.to_components()[0]["components"]] == ["v1:sources:"]
