"""The purse of Discord: no number of questions, at once or after a restart, leads beyond a budget."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from bot.answering.seams import Spender
from bot.answering.writing import WritingFailed
from bot.errors import LedgerError
from bot.ledger import Ledger
from bot.ledgers.spending import Budgets, LedgerPurse, SpentDay, spent_days
from tests.generating import ANSWERED, ScriptedWriter, generated, generation, task

NOON = 1_700_000_000.0
DAY = 86_400.0
ANNA, BAS = Spender(1, 10), Spender(2, 10)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with closing(Ledger(tmp_path / "ledger.sqlite")) as opened:
        yield opened


def purse(ledger: Ledger, at: float = NOON, **budgets: int) -> LedgerPurse:
    return LedgerPurse(ledger, Budgets(**{"per_member": 1000, "per_guild": 1000, **budgets}), lambda: at)


def taken(one: LedgerPurse, *spenders: Spender, tokens: int = 10) -> list[bool]:
    return [one.reserve(spender, tokens) is not None for spender in spenders]


def test_a_member_has_a_budget_in_all_servers_together(ledger: Ledger) -> None:
    one = purse(ledger, per_member=2)
    assert taken(one, ANNA, Spender(1, 99), ANNA, BAS) == [True, True, False, True]
    assert (one.may_spend(ANNA), one.may_spend(BAS)) == (False, True)


def test_a_server_has_a_budget_and_direct_messages_share_one(ledger: Ledger) -> None:
    one = purse(ledger, per_guild=2)
    assert taken(one, ANNA, BAS, Spender(3, 10), Spender(3, 11)) == [True, True, False, True]
    assert taken(one, Spender(1), Spender(2), Spender(3)) == [True, True, False]


@pytest.mark.promise(22)
def test_the_day_has_a_budget_of_tokens_that_counts_what_was_really_taken(ledger: Ledger) -> None:
    one = purse(ledger, tokens=100)
    ticket = one.reserve(ANNA, 90)
    assert ticket is not None
    assert taken(one, BAS, tokens=20) == [False]
    one.settle(ticket, 30, 0.002, "small")
    assert taken(one, BAS, BAS, tokens=40) == [True, False]
    assert spent_days(ledger, NOON) == [SpentDay("2023-11-14", 2, 70, 0.002)]


def test_the_next_day_begins_anew(ledger: Ledger) -> None:
    assert taken(purse(ledger, per_member=1), ANNA, ANNA) == [True, False]
    assert taken(purse(ledger, NOON + DAY, per_member=1), ANNA) == [True]


def test_a_restart_does_not_begin_anew(tmp_path: Path) -> None:
    for expected in ([True, True, False], [False]):
        with closing(Ledger(tmp_path / "ledger.sqlite")) as ledger:
            assert taken(purse(ledger, per_guild=2), *[ANNA] * len(expected)) == expected


@pytest.mark.promise(22)
def test_ten_thousand_questions_over_the_cap_make_no_request_beyond_it_also_after_a_restart(tmp_path: Path) -> None:
    writer = ScriptedWriter(ANSWERED)
    for asked in (5000, 5000):
        with closing(Ledger(tmp_path / "ledger.sqlite")) as ledger:
            made = generation(writer, purse(ledger, per_guild=20))
            with ThreadPoolExecutor(16) as pool:
                answers = list(
                    pool.map(lambda n: generated(made, task(f"{asked} {n}?"), Spender(n, 10)), range(asked))  # noqa: B023
                )
        assert {answer.mode for answer in answers} <= {"model", "extractive"}
        assert all(answer.degraded == "over budget" for answer in answers if answer.mode == "extractive")
    assert len(writer.prompts) == 20


def test_every_attempt_counts_and_only_what_was_written_costs_tokens(ledger: Ledger) -> None:
    def failing(_: object) -> str:
        raise WritingFailed("server error")

    made = generation(ScriptedWriter(failing, ANSWERED), purse(ledger))
    assert generated(made, task("one?"), ANNA).degraded == "server error"
    assert generated(made, task("two?"), ANNA).mode == "model"
    assert spent_days(ledger, NOON, 10) == [SpentDay("2023-11-14", 2, 120, 0.001)]


def test_a_cut_stream_stays_counted_as_reserved_because_it_may_have_been_billed(ledger: Ledger) -> None:
    made = generation(ScriptedWriter(WritingFailed("cut off")), purse(ledger))
    generated(made, task(), ANNA)
    assert spent_days(ledger, NOON)[0].tokens > 1500


def test_who_deletes_their_data_fills_neither_their_budget_nor_the_servers(ledger: Ledger) -> None:
    one = purse(ledger, per_member=1, per_guild=2)
    assert taken(one, ANNA) == [True]
    ledger.forget(1)
    assert ledger.export(1) == {} or "requests" not in ledger.export(1)
    assert taken(one, ANNA, BAS, Spender(3, 10)) == [False, True, False]


def test_a_server_that_goes_and_comes_back_does_not_fill_the_days_budget(ledger: Ledger) -> None:
    one = purse(ledger, tokens=50)
    assert taken(one, ANNA, tokens=50) == [True]
    ledger.forget_guild(10)
    assert taken(one, Spender(9, 10)) == [False]


def test_a_member_is_kept_under_a_pseudonym_and_for_ninety_days(ledger: Ledger) -> None:
    taken(purse(ledger), Spender(123456789012345678, 10))
    assert ledger.rows("SELECT member FROM requests") == [(ledger.pseudonym(123456789012345678),)]
    ledger.purge(NOON + 91 * DAY)
    for table in ("requests", "spent_by_guild", "spent_by_day"):
        assert ledger.rows(f"SELECT * FROM {table}") == []


def test_settling_what_was_forgotten_meanwhile_changes_nothing(ledger: Ledger) -> None:
    one = purse(ledger)
    ticket = one.reserve(ANNA, 10)
    assert ticket is not None
    ledger.forget(1)
    one.settle(ticket, 5, 0.1, "small")
    assert spent_days(ledger, NOON) == [SpentDay("2023-11-14", 1, 10, 0.0)]


class Broken:
    """A ledger on a full disk."""

    def together(self, work: Callable[..., object]) -> object:
        raise LedgerError("the disk is full")

    def pseudonym(self, id_: int) -> str:
        return str(id_)


def test_a_ledger_that_takes_no_note_lets_nobody_spend() -> None:
    one = LedgerPurse(Broken())  # type: ignore[arg-type]
    assert (one.may_spend(ANNA), one.reserve(ANNA, 1)) == (False, None)
    assert generated(generation(ScriptedWriter(ANSWERED), one), task()).degraded == "over budget"
