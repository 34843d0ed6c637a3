"""After a publication: who waits for an answer hears once that there is one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.answering.answer import Answer, Verdict
from bot.answering.answerer import Asked
from bot.desk import Desk, Rules
from bot.ledger import Ledger
from bot.ledgers.waiting import Waiting, begin_waiting, count_waiting, longest_waiting
from bot.renderings.markdown import units
from bot.views.asking_again import ask_again
from bot.views.notice import notice_text
from tests.answers import answer, citation
from vectorstore.errors import DamagedIndex
from vectorstore.retrieval.query import Turn

MIRA, BEN, GUILD, CHANNEL = 111, 112, 222, 5
QUESTION, NOW = "How many hives are there on the roof?", 1000.0
WAITS = Waiting(1, MIRA, GUILD, CHANNEL, False, QUESTION, ("Who is the beekeeper?",), "en", NOW - 1)


class Brain:
    """A brain whose index has come to know the answer; what it is asked is kept."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.knows = True
        self.error: Exception | None = None
        self.generation = None

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        if self.error:
            raise self.error
        found = (citation(quote="We keep forty hives."),) if self.knows else ()
        return answer(*found, question=asked.question, verdict="answered" if found else "refused")


class Place(discord.abc.Messageable):
    """A channel or direct messages: what was sent there, and as a reply to what."""

    def __init__(self, error: Exception | None = None) -> None:
        self.sent: list[str] = []
        self.replied: list[object] = []
        self.error = error

    async def _get_channel(self) -> Place:
        return self

    async def send(self, content: str, reference: object = None, **options: Any) -> Any:  # type: ignore[override]
        if self.error:
            raise self.error
        self.sent.append(content)
        self.replied.append(reference)

    def get_partial_message(self, id_: int) -> Any:
        return SimpleNamespace(to_reference=lambda fail_if_not_exists: id_, guild=None)


class Client:
    """A connection; who is written to in private ends up in `direct`."""

    def __init__(self, direct: Place | None = None) -> None:
        self.direct, self.channel = direct or Place(), Place()
        self.written_to: list[int] = []

    async def create_dm(self, user: discord.Object) -> Place:
        self.written_to.append(user.id)
        return self.direct

    def get_channel(self, id_: int) -> Place:
        return self.channel


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    brain: Any = Brain()
    library: Any = SimpleNamespace(layout=None)
    made = Desk(brain, library, Ledger(tmp_path / "ledger.sqlite"), Rules())
    with closing(made.ledger):
        yield made


def forbidden() -> discord.Forbidden:
    response: Any = SimpleNamespace(status=403, reason="Forbidden")
    return discord.Forbidden(response, {"code": 50007, "message": "Cannot send messages to this user"})


async def again(desk: Desk, client: Client, published: float = NOW) -> int:
    connection: Any = client
    return await ask_again(connection, desk, published)


async def test_a_notice_goes_out_once_directly_with_what_the_question_followed(desk: Desk) -> None:
    begin_waiting(desk.ledger, WAITS)
    client = Client()
    assert await again(desk, client) == 1
    assert await again(desk, client, NOW + 9) == 0
    (notice,) = client.direct.sent
    assert client.written_to == [MIRA]
    assert notice.startswith(f"> {QUESTION}\n")
    assert "forty hives" in notice
    assert f"/{GUILD}/{CHANNEL}/1" in notice
    (asked,) = desk.brain.asked  # type: ignore[attr-defined]
    assert asked.history == (Turn("Who is the beekeeper?"),)
    assert desk.ledger.export(MIRA).get("waiting") is None


async def test_what_is_still_unanswered_waits_for_the_next_publication(desk: Desk) -> None:
    begin_waiting(desk.ledger, WAITS)
    desk.brain.knows = False  # type: ignore[attr-defined]
    client = Client()
    assert await again(desk, client) == 0
    assert count_waiting(desk.ledger, GUILD) == 1
    assert await again(desk, client) == 0
    assert len(desk.brain.asked) == 1  # type: ignore[attr-defined]
    desk.brain.knows = True  # type: ignore[attr-defined]
    assert await again(desk, client, 2e12) == 1


@pytest.mark.parametrize(
    ("verdict", "degraded", "told"), [("answered", None, 1), ("refused", None, 0), ("answered", "budget", 0)]
)
async def test_with_a_model_only_what_it_answers_itself_is_told(
    desk: Desk, verdict: Verdict, degraded: str | None, told: int
) -> None:
    begin_waiting(desk.ledger, WAITS)
    desk.brain = SimpleNamespace(generation=object(), index=None, today=None, bands=None)  # type: ignore[assignment]
    found = answer(citation(), question=QUESTION)

    async def by_code(*given: Any, **named: Any) -> Answer:
        return found

    async def by_model(asked: Asked, on_draft: object = None) -> Answer:
        assert asked.spender.member_id == MIRA
        return replace(found, verdict=verdict, degraded=degraded)

    desk.look, desk.think = by_code, by_model  # type: ignore[method-assign, assignment]
    assert await again(desk, Client()) == told
    assert count_waiting(desk.ledger, GUILD) == 1 - told


async def test_who_takes_no_direct_messages_is_answered_where_they_asked(desk: Desk) -> None:
    begin_waiting(desk.ledger, WAITS)
    client = Client(Place(forbidden()))
    assert await again(desk, client) == 1
    assert "forty hives" in client.channel.sent[0]
    assert client.channel.replied == [1]


async def test_a_private_question_is_never_told_in_the_channel(desk: Desk) -> None:
    begin_waiting(desk.ledger, replace(WAITS, private=True))
    closed = Client(Place(forbidden()))
    assert await again(desk, closed) == 0
    assert closed.channel.sent == []
    assert count_waiting(desk.ledger, GUILD) == 1
    client = Client()
    assert await again(desk, client, 2e12) == 1
    assert f"/{GUILD}/{CHANNEL}>" in f"{client.direct.sent[0]}>"


async def test_nothing_is_said_in_a_channel_where_the_bot_may_not_answer_any_more(desk: Desk) -> None:
    begin_waiting(desk.ledger, WAITS)
    desk.house.change("channels", GUILD, [CHANNEL + 1])
    client = Client(Place(forbidden()))
    assert await again(desk, client) == 0
    assert client.channel.sent == []


async def test_a_blocked_member_is_not_written_to(desk: Desk) -> None:
    begin_waiting(desk.ledger, WAITS)
    desk.house.block(GUILD, MIRA, True)
    client = Client()
    assert await again(desk, client) == 0
    assert client.written_to == []


async def test_a_question_that_is_withdrawn_while_it_is_asked_is_not_told(desk: Desk) -> None:
    begin_waiting(desk.ledger, WAITS)
    look = desk.look

    async def withdrawn(*given: Any, **named: Any) -> Any:
        desk.ledger.forget(MIRA)
        return await look(*given, **named)

    desk.look = withdrawn  # type: ignore[method-assign]
    client = Client()
    assert await again(desk, client) == 0
    assert client.written_to == []


async def test_an_index_that_does_not_open_leaves_every_question_for_the_next_time(desk: Desk) -> None:
    begin_waiting(desk.ledger, WAITS)
    desk.brain.error = DamagedIndex("broken")  # type: ignore[attr-defined]
    assert await again(desk, Client()) == 0
    desk.brain.error = None  # type: ignore[attr-defined]
    assert await again(desk, Client()) == 1


async def test_one_question_that_fails_does_not_hold_up_the_others(desk: Desk) -> None:
    begin_waiting(desk.ledger, WAITS)
    desk.brain.error = ZeroDivisionError()  # type: ignore[attr-defined]
    client = Client()
    await again(desk, client)
    desk.brain.error = None  # type: ignore[attr-defined]
    begin_waiting(desk.ledger, replace(WAITS, message_id=2, member_id=BEN))
    assert await again(desk, client) == 1
    assert client.written_to == [BEN]
    assert count_waiting(desk.ledger, GUILD) == 1


async def test_the_end_of_the_bot_leaves_what_was_not_asked(desk: Desk) -> None:
    begin_waiting(desk.ledger, WAITS)
    desk.closing = True
    assert await again(desk, Client()) == 0
    assert len(longest_waiting(desk.ledger, 9, NOW)) == 1


async def test_two_hundred_are_asked_after_a_publication_and_the_others_first_after_the_next(desk: Desk) -> None:
    for n in range(205):
        begin_waiting(desk.ledger, replace(WAITS, message_id=n + 1, member_id=1000 + n, at=float(n)))
    desk.brain.knows = False  # type: ignore[attr-defined]
    await again(desk, Client())
    assert len(desk.brain.asked) == 200  # type: ignore[attr-defined]
    assert [one.member_id for one in longest_waiting(desk.ledger, 5)] == [1200, 1201, 1202, 1203, 1204]


@pytest.mark.parametrize("locale", ["en", "nl"])
def test_a_notice_fits_a_message_whatever_is_asked_and_answered(locale: str) -> None:
    long = tuple(citation(n, f"{'Wij houden veertig kasten op het dak. ' * 40}{n}") for n in range(1, 9))
    told = answer(*long, question="waarom " * 140)
    notice = notice_text(told, locale, "https://discord.com/channels/1/2/3")
    assert units(notice) <= 2000
    assert notice.startswith("> waarom")
    assert notice.endswith("https://discord.com/channels/1/2/3")
