"""What the ledger keeps of questions: counts of all, words of those that may be kept, and the ones that wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.house_rules import HouseRules
from bot.ledger import Ledger
from bot.ledgers.outcomes import (
    Logged,
    Outcome,
    Vote,
    logging_guilds,
    outcomes_since,
    record_outcome,
    unanswered_since,
    votes_since,
)
from bot.ledgers.records import AnswerRecord
from bot.ledgers.waiting import (
    MOST,
    Waiting,
    begin_waiting,
    count_waiting,
    done_waiting,
    longest_waiting,
    still_waits,
    tried,
    withdraw,
)
from bot.retention import drop_text

ANNA, BEN, GUILD, NOW, DAY = 111, 112, 222, 1_700_000_000.0, 86_400.0
CANARY = "do marmosets yodel at dawn"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with closing(Ledger(tmp_path / "ledger.sqlite")) as made:
        yield made


def outcome(at: float = NOW, guild: int = GUILD) -> Outcome:
    return Outcome(guild, 5, "refused", "extractive", None, 0.4, 0.0, ("aa-00001", "bb-00002"), at)


def logged(ledger: Ledger, message: int = 9, at: float = NOW, guild: int = GUILD, verdict: str = "refused") -> Logged:
    return Logged(message, guild, 5, ledger.pseudonym(ANNA), CANARY, verdict, at)


def waiting(message: int = 9, member: int = ANNA, at: float = NOW) -> Waiting:
    return Waiting(
        message, member, GUILD, 5, False, CANARY, ("and before?",), "nl", at, 0, "De Moestuin", "0123456789ab"
    )


def bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_counted_question_comes_back_as_it_was(ledger: Ledger) -> None:
    unpriced = replace(outcome(NOW + 1), cost=None, degraded="timeout", mode="model")
    record_outcome(ledger, unpriced)
    record_outcome(ledger, outcome())
    record_outcome(ledger, outcome(guild=333))
    assert outcomes_since(ledger, GUILD, NOW) == [outcome(), unpriced]
    assert outcomes_since(ledger, GUILD, NOW + 0.5) == [unpriced]


def test_of_a_question_that_is_only_counted_no_word_and_no_member_reaches_the_disk(
    ledger: Ledger, tmp_path: Path
) -> None:
    record_outcome(ledger, outcome())
    assert ledger.rows("SELECT * FROM questions") == []
    assert ledger.pseudonym(ANNA).encode() not in bytes_in(tmp_path)
    record_outcome(ledger, outcome(), logged(ledger))
    assert CANARY.encode() in bytes_in(tmp_path)  # this is how it would look


def test_only_unanswered_questions_of_the_server_are_listed_the_last_ones_oldest_first(ledger: Ledger) -> None:
    verdicts = ["refused", "answered", "uncertain", "refused"]
    for place, verdict in enumerate(verdicts):
        record_outcome(ledger, outcome(), logged(ledger, place, NOW + place, verdict=verdict))
    record_outcome(ledger, outcome(), logged(ledger, 10, guild=333))
    assert [one.message_id for one in unanswered_since(ledger, GUILD, NOW, 9)] == [0, 2, 3]
    assert [one.message_id for one in unanswered_since(ledger, GUILD, NOW, 2)] == [2, 3]
    assert logging_guilds(ledger) == [GUILD, 333]


def test_votes_are_those_on_answers_of_the_server(ledger: Ledger) -> None:
    for message, guild in ((1, GUILD), (2, 333), (3, None)):
        name = ledger.pseudonym(ANNA)
        ledger.save_answer(AnswerRecord(message, 5, guild, name, None, "en", "answered", (), None, False, NOW))
        ledger.vote(message, BEN, message == 1, None, NOW + message)
    assert votes_since(ledger, GUILD, NOW) == [Vote(True, NOW + 1)]


def test_words_go_after_the_days_that_are_set_and_the_counts_stay(ledger: Ledger, tmp_path: Path) -> None:
    house = HouseRules(tmp_path / "settings.json")
    house.change("log_questions", GUILD, True)
    house.change("log_days", GUILD, 3)
    record_outcome(ledger, outcome(), logged(ledger))
    assert drop_text(ledger, house, NOW + 3 * DAY - 1) == 0
    assert drop_text(ledger, house, NOW + 3 * DAY + 1) == 1
    assert CANARY.encode() not in bytes_in(tmp_path)
    assert len(outcomes_since(ledger, GUILD, 0.0)) == 1


def test_words_leave_the_disk_when_they_may_no_longer_be_kept(ledger: Ledger, tmp_path: Path) -> None:
    house = HouseRules(tmp_path / "settings.json")
    for guild in (GUILD, 333):
        house.change("log_questions", guild, True)
        record_outcome(ledger, outcome(guild=guild), logged(ledger, guild, guild=guild))
    house.change("log_questions", GUILD, False)
    assert drop_text(ledger, house, NOW) == 1
    assert logging_guilds(ledger) == [333]
    house.reset("log_questions", 333)
    assert drop_text(ledger, house, NOW) == 1
    assert CANARY.encode() not in bytes_in(tmp_path)


def test_a_waiting_question_comes_back_with_all_that_it_was_restricted_to(ledger: Ledger) -> None:
    assert begin_waiting(ledger, waiting())
    assert begin_waiting(ledger, waiting())  # pressed twice
    (found,) = longest_waiting(ledger, 9)
    assert replace(found, id=0) == waiting()
    assert still_waits(ledger, found.id)
    assert count_waiting(ledger, GUILD) == 1


def test_who_has_waited_longest_comes_first_and_none_twice_after_one_publication(ledger: Ledger) -> None:
    for message in (1, 2, 3):
        begin_waiting(ledger, waiting(message, at=NOW + message))
    published = NOW + 10
    first, second = longest_waiting(ledger, 2, published)
    assert (first.message_id, second.message_id) == (1, 2)
    tried(ledger, first.id, NOW + 11)
    done_waiting(ledger, [second.id])
    assert [one.message_id for one in longest_waiting(ledger, 9, published)] == [3]
    assert [one.message_id for one in longest_waiting(ledger, 9)] == [3, 1]


def test_a_member_takes_back_only_an_own_question(ledger: Ledger) -> None:
    begin_waiting(ledger, waiting())
    assert not withdraw(ledger, 9, BEN)
    assert withdraw(ledger, 9, ANNA)
    assert not withdraw(ledger, 9, ANNA)
    assert longest_waiting(ledger, 9) == []


def test_one_member_cannot_fill_the_list(ledger: Ledger) -> None:
    assert all(begin_waiting(ledger, waiting(message)) for message in range(MOST))
    assert not begin_waiting(ledger, waiting(MOST))
    assert begin_waiting(ledger, waiting(MOST, BEN))


def test_a_member_is_shown_what_is_kept_and_nothing_is_left_once_it_is_deleted(ledger: Ledger, tmp_path: Path) -> None:
    record_outcome(ledger, outcome(), logged(ledger))
    begin_waiting(ledger, waiting())
    shown = ledger.export(ANNA)
    assert [row["question"] for row in shown["questions"]] == [CANARY]
    assert [(row["question"], row["member_id"]) for row in shown["waiting"]] == [(CANARY, ANNA)]
    assert "waiting" not in ledger.export(BEN)
    ledger.forget(ANNA)
    assert CANARY.encode() not in bytes_in(tmp_path)
    assert len(outcomes_since(ledger, GUILD, 0.0)) == 1


def test_a_deleted_answer_takes_its_words_along_and_what_waits_goes_on_waiting(ledger: Ledger) -> None:
    for message in (1, 2):
        record_outcome(ledger, outcome(), logged(ledger, message))
        begin_waiting(ledger, waiting(message))
    ledger.forget_answer(1)
    assert [row[0] for row in ledger.rows("SELECT message FROM questions")] == [2]
    assert [one.message_id for one in longest_waiting(ledger, 9)] == [1, 2]


def test_all_of_a_server_goes_with_it(ledger: Ledger) -> None:
    record_outcome(ledger, outcome(), logged(ledger))
    begin_waiting(ledger, waiting())
    ledger.forget_guild(GUILD)
    assert [ledger.rows(f"SELECT * FROM {table}") for table in ("outcomes", "questions", "waiting")] == [[], [], []]


def test_nothing_waits_longer_than_half_a_year(ledger: Ledger) -> None:
    begin_waiting(ledger, waiting())
    ledger.purge(NOW + 179 * DAY)
    assert count_waiting(ledger, GUILD) == 1
    ledger.purge(NOW + 181 * DAY)
    assert count_waiting(ledger, GUILD) == 0
