"""The desk: who is refused, who is remembered over a restart, what fixes the language, how it ends."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot import desk as desks
from bot.answering.answerer import Asked
from bot.desk import Desk, Rules
from bot.guards import AskFacts, Limits, Refusal
from bot.ledger import Ledger
from vectorstore.errors import DamagedIndex

ANNA, GUILD = 111, 222
FACTS = AskFacts(ANNA, 5, GUILD, None, 20)


class Brain:
    """Answers with what it is asked, as slowly as it is told."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.go_on.set()

    def answer(self, asked: Asked) -> Asked:
        self.go_on.wait(10)
        return asked


class Shelf:
    """A library of so many episodes."""

    def __init__(self, episodes: int = 4) -> None:
        self.episodes = episodes
        self.error: Exception | None = None

    def size(self) -> int:
        if self.error:
            raise self.error
        return self.episodes

    def show_names(self) -> tuple[str, ...]:
        return ("Roof Radio",)


def desk_in(folder: Path, shelf: Shelf | None = None, rules: Rules | None = None) -> Desk:
    library: Any = shelf or Shelf()
    brain: Any = Brain()
    return Desk(brain, library, Ledger(folder / "ledger.sqlite"), rules or Rules())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = desk_in(tmp_path)
    with closing(made.ledger):
        yield made


async def ask(desk: Desk, facts: AskFacts = FACTS) -> Refusal | None:
    if refusal := desk.refused(facts):
        return refusal
    with desk.seat(facts.member_id, nothing):
        return await desk.admitted(facts)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "ON_THEIR_WAY", 0.0)


async def nothing() -> None:
    return None


async def test_the_sixth_question_in_a_minute_is_refused_without_a_look_into_the_ledger(desk: Desk) -> None:
    assert [await ask(desk) for _ in range(5)] == [None] * 5
    refusal = desk.refused(FACTS)
    assert refusal is not None
    assert (refusal.reason, refusal.limit) == ("cooldown", 5)
    assert refusal.retry_at is not None
    assert 0 < refusal.retry_at - time.time() <= 60


async def test_the_cooldown_survives_a_restart(tmp_path: Path) -> None:
    first = desk_in(tmp_path)
    for _ in range(5):
        await ask(first)
    first.ledger.close()
    second = desk_in(tmp_path)
    with closing(second.ledger):
        assert second.refused(FACTS) is None  # memory knows nothing of it
        refusal = await ask(second)
    assert refusal is not None
    assert refusal.reason == "cooldown"


async def test_a_member_asks_one_question_at_a_time(desk: Desk) -> None:
    with desk.seat(ANNA, nothing):
        inside = await asyncio.create_task(ask(desk))
    assert inside is not None
    assert inside.reason == "busy"
    assert await ask(desk) is None


async def test_an_empty_library_is_looked_at_again_before_it_is_called_empty(tmp_path: Path) -> None:
    shelf = Shelf(0)
    desk = desk_in(tmp_path, shelf)
    with closing(desk.ledger):
        refusal = await ask(desk)
        assert refusal is not None
        assert refusal.reason == "empty library"
        shelf.episodes = 3
        assert await ask(desk) is None


async def test_a_library_that_cannot_be_read_counts_as_empty(tmp_path: Path) -> None:
    shelf = Shelf()
    shelf.error = DamagedIndex("broken")
    desk = desk_in(tmp_path, shelf)
    with closing(desk.ledger):
        assert await desk.count() == 0


async def test_a_refused_question_costs_nothing(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, rules=Rules(Limits(channels=frozenset({9}))))
    with closing(desk.ledger):
        assert (await ask(desk)) == Refusal("channel")
        assert desk.ledger.recent_asks(ANNA, 0) == []


@pytest.mark.parametrize(
    ("member", "guild", "setting", "language"),
    [
        (None, None, "auto", None),
        (None, None, "nl", "nl"),
        (None, "en", "nl", "en"),
        ("nl", "en", "auto", "nl"),
        ("auto", "en", "nl", None),
    ],
)
async def test_the_member_goes_before_the_server_and_the_server_before_the_settings(
    tmp_path: Path, member: str | None, guild: str | None, setting: str, language: str | None
) -> None:
    desk = desk_in(tmp_path, rules=Rules(language=setting))
    with closing(desk.ledger):
        desk.ledger.set_preference(ANNA, member)
        desk.ledger.set_preference(GUILD, guild)
        assert await desk.language(ANNA, GUILD) == language


async def test_only_long_private_answers_are_held_and_not_without_end(desk: Desk) -> None:
    desk.hold(1, ("one message",))
    for n in range(2, 200):
        desk.hold(n, ("one", "two"))
    assert len(desk.held) == 100
    assert 1 not in desk.held
    assert 199 in desk.held


async def unfinished(desk: Desk, apologise: Callable[[], Any]) -> None:
    with desk.seat(ANNA, apologise):
        await desk.think(Asked("why?"))


@pytest.mark.promise(40)
async def test_the_end_waits_for_a_question_in_flight(desk: Desk) -> None:
    apologies: list[str] = []

    async def apologise() -> None:
        apologies.append("sorry")

    desk.brain.go_on.clear()  # type: ignore[attr-defined]
    task = asyncio.create_task(unfinished(desk, apologise))
    await asyncio.sleep(0.02)
    asyncio.get_running_loop().call_later(0.05, desk.brain.go_on.set)  # type: ignore[attr-defined]
    await desk.finish(5)
    assert task.done()
    assert apologies == []


@pytest.mark.promise(40)
async def test_the_end_apologises_for_what_takes_too_long(desk: Desk) -> None:
    apologies: list[str] = []

    async def apologise() -> None:
        apologies.append("sorry")

    desk.brain.go_on.clear()  # type: ignore[attr-defined]
    task = asyncio.create_task(unfinished(desk, apologise))
    await asyncio.sleep(0.02)
    await desk.finish(0.05)
    assert apologies == ["sorry"]
    assert desk.closing
    desk.brain.go_on.set()  # type: ignore[attr-defined]
    with pytest.raises(asyncio.CancelledError):
        await task
