"""The text of questions is on the disk only where moderators want it, only as long, and never in private."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine

from bot.answering.answer import Answer, Spent
from bot.desk import Desk, Rules
from bot.errors import LedgerError
from bot.guards import AskFacts
from bot.ledger import Ledger
from bot.ledgers.outcomes import Outcome, outcomes_since, unanswered_since
from bot.ledgers.records import AnswerRecord
from bot.retention import drop_text
from bot.views.mydata import privacy_page
from bot.views.recording import noted
from tests.answers import answer, citation

pytestmark = pytest.mark.promise(36)
MIRA, GUILD, OTHER, CHANNEL, THREAD = 111, 222, 223, 5, 6
CANARY = "why does the zanzibar canary sing at midnight"
DAY = 86_400.0


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    nothing: Any = None
    library: Any = SimpleNamespace(layout=None)
    made = Desk(nothing, library, Ledger(tmp_path / "ledger.sqlite"), Rules())
    with closing(made.ledger):
        yield made


def refusal(question: str = CANARY) -> Answer:
    return Answer(question, "en", "refused", "The episodes do not say.")


def on_disk(folder: Path) -> bytes:
    """Return every byte of DATA_DIR, sqlite's log among it."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


async def count(
    desk: Desk, told: Answer, guild: int | None = GUILD, private: bool = False, at: float = 0.0, message: int = 1
) -> None:
    facts = AskFacts(MIRA, THREAD, guild, CHANNEL, len(told.question))
    place = (message, THREAD, guild, desk.ledger.pseudonym(MIRA), None)
    record = AnswerRecord(*place, "en", told.verdict, (), None, private, at or time.time())
    await noted(desk, facts, record, told, 1.5)


async def test_without_the_setting_a_thousand_questions_leave_no_word_on_the_disk(desk: Desk, tmp_path: Path) -> None:
    for message in range(1000):
        await count(desk, refusal(f"{CANARY} {message}"), message=message)
    assert len(outcomes_since(desk.ledger, GUILD, 0)) == 1000
    assert b"zanzibar" not in on_disk(tmp_path)


async def test_with_the_setting_the_words_are_kept_under_the_hash(desk: Desk, tmp_path: Path) -> None:
    desk.house.change("log_questions", GUILD, True)
    await count(desk, refusal())
    (kept,) = unanswered_since(desk.ledger, GUILD, 0, 10)
    assert (kept.question, kept.asker, kept.channel_id) == (CANARY, desk.ledger.pseudonym(MIRA), CHANNEL)
    assert b"zanzibar" in on_disk(tmp_path)


async def test_private_questions_direct_messages_and_other_servers_keep_no_words(desk: Desk, tmp_path: Path) -> None:
    desk.house.change("log_questions", GUILD, True)
    await count(desk, refusal(), private=True)
    await count(desk, refusal(), guild=None)
    await count(desk, refusal(), guild=OTHER)
    assert b"zanzibar" not in on_disk(tmp_path)
    assert [len(outcomes_since(desk.ledger, guild, 0)) for guild in (GUILD, OTHER)] == [1, 1]


async def test_switching_it_off_takes_the_words_off_the_disk(desk: Desk, tmp_path: Path) -> None:
    for guild in (GUILD, OTHER):
        desk.house.change("log_questions", guild, True)
    await count(desk, refusal(), message=1)
    await count(desk, refusal("another question"), guild=OTHER, message=2)
    desk.house.change("log_questions", GUILD, False)
    assert drop_text(desk.ledger, desk.house, time.time()) == 1
    assert b"zanzibar" not in on_disk(tmp_path)
    assert b"another question" in on_disk(tmp_path)
    assert len(outcomes_since(desk.ledger, GUILD, 0)) == 1


async def test_words_go_after_the_days_that_are_set(desk: Desk, tmp_path: Path) -> None:
    desk.house.change("log_questions", GUILD, True)
    desk.house.change("log_days", GUILD, 7)
    now = time.time()
    await count(desk, refusal(), at=now - 8 * DAY, message=1)
    await count(desk, refusal("a young question"), at=now - 6 * DAY, message=2)
    assert drop_text(desk.ledger, desk.house, now) == 1
    assert b"zanzibar" not in on_disk(tmp_path)
    assert [one.question for one in unanswered_since(desk.ledger, GUILD, 0, 9)] == ["a young question"]
    assert drop_text(desk.ledger, desk.house, now) == 0


async def test_words_go_after_thirty_days_where_nobody_set_anything_else(desk: Desk, tmp_path: Path) -> None:
    desk.house.change("log_questions", GUILD, True)
    asked_at = 1_800_000_000.0
    await count(desk, refusal(), at=asked_at)
    for days, dropped in ((29.9, 0), (30.1, 1)):
        with time_machine.travel(asked_at + days * DAY):
            assert drop_text(desk.ledger, desk.house, time.time()) == dropped
        assert (b"zanzibar" in on_disk(tmp_path)) is (dropped == 0)


async def test_deleting_an_answer_or_the_members_data_takes_the_words_along(desk: Desk, tmp_path: Path) -> None:
    desk.house.change("log_questions", GUILD, True)
    await count(desk, refusal("the first question"), message=1)
    await count(desk, refusal(), message=2)
    desk.ledger.forget_answer(1)
    assert [one.question for one in unanswered_since(desk.ledger, GUILD, 0, 9)] == [CANARY]
    assert desk.ledger.export(MIRA)["questions"][0]["question"] == CANARY
    desk.ledger.forget(MIRA)
    assert b"zanzibar" not in on_disk(tmp_path)
    assert b"the first question" not in on_disk(tmp_path)


async def test_an_outcome_tells_how_it_went_and_nothing_of_who(desk: Desk) -> None:
    cited = citation(1, chunk="abc-00001")
    told = answer(cited, mode="model", degraded=None, spent=Spent("m", 1, 10, 5, 0.25))
    await count(desk, told, at=1000.0)
    sources = ("abc-00001",)
    assert outcomes_since(desk.ledger, GUILD, 0) == [
        Outcome(GUILD, CHANNEL, "answered", "model", None, 1.5, 0.25, sources, 1000.0)
    ]


async def test_a_model_without_a_known_price_costs_an_unknown_amount_and_no_model_nothing(desk: Desk) -> None:
    await count(desk, answer(citation(), spent=Spent("m", 1, 10, 5, None)), at=1.0)
    await count(desk, answer(citation(), degraded="timeout"), at=2.0)
    first, second = outcomes_since(desk.ledger, GUILD, 0)
    assert (first.cost, second.cost, second.degraded) == (None, 0.0, "timeout")


async def test_a_greeting_is_no_question(desk: Desk) -> None:
    await count(desk, Answer("hello", "en", "chat", "Hello!"))
    assert outcomes_since(desk.ledger, GUILD, 0) == []


async def test_a_ledger_that_takes_no_note_costs_a_member_no_answer(desk: Desk) -> None:
    def broken(work: object) -> None:
        raise LedgerError("the disk is on fire")

    desk.ledger.together = broken  # type: ignore[method-assign, assignment]
    await count(desk, refusal())


async def test_privacy_says_what_is_kept_where_it_is_asked(desk: Desk) -> None:
    desk.house.change("log_questions", GUILD, True)
    desk.house.change("log_days", GUILD, 12)
    here, _ = privacy_page(desk, "en", GUILD)
    elsewhere, _ = privacy_page(desk, "en", OTHER)
    assert "kept for 12 days" in here
    assert "stored nowhere: it stands in Discord's messages alone" not in here
    assert "stored nowhere: it stands in Discord's messages alone" in elsewhere
    for text in (here, elsewhere):
        assert "member number in the clear" in text
        assert len(text) <= 2000
