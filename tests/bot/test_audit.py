"""The audit: acts are kept under names, page by page, for a year; and which episodes were ever met."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.ledger import Ledger
from bot.ledgers.moderation import KEPT, SCHEDULE, acts_of, meet_episodes, note_act

MO, GUILD, OTHER, NOW = 111_222_333_444_555_666, 222, 333, 1_700_000_000.0


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with closing(Ledger(tmp_path / "ledger.sqlite")) as opened:
        yield opened


def test_acts_come_newest_first_and_page_by_page(ledger: Ledger) -> None:
    for n in range(5):
        note_act(ledger, GUILD, MO, "add", f"document {n}", "kept", NOW)
    first = acts_of(ledger, GUILD, 2)
    assert [one.target for one in first] == ["document 4", "document 3"]
    assert [one.target for one in acts_of(ledger, GUILD, 10, first[-1].id)] == [
        "document 2",
        "document 1",
        "document 0",
    ]
    assert (first[0].actor_id, first[0].outcome, first[0].at) == (MO, "kept", NOW)


def test_a_server_sees_its_own_acts_and_those_of_the_schedule(ledger: Ledger) -> None:
    note_act(ledger, GUILD, MO, "pause", "", "done", NOW)
    note_act(ledger, OTHER, MO, "resume", "", "done", NOW)
    note_act(ledger, None, SCHEDULE, "reingest", "", "published", NOW)
    assert [one.act for one in acts_of(ledger, GUILD, 10)] == ["reingest", "pause"]


def test_an_act_goes_after_a_year(ledger: Ledger) -> None:
    note_act(ledger, GUILD, MO, "add", "old", "kept", NOW - KEPT - 1)
    note_act(ledger, GUILD, MO, "add", "new", "kept", NOW - KEPT + 1)
    ledger.purge(NOW)
    assert [one.target for one in acts_of(ledger, GUILD, 10)] == ["new"]


def test_a_moderator_can_see_their_acts_and_not_delete_them(ledger: Ledger) -> None:
    note_act(ledger, GUILD, MO, "remove", "a.md", "published", NOW)
    note_act(ledger, GUILD, MO + 1, "add", "b.md", "kept", NOW)
    (mine,) = ledger.export(MO)["acts"]
    assert (mine["actor"], mine["target"]) == (MO, "a.md")
    ledger.forget(MO)
    assert [one.target for one in acts_of(ledger, GUILD, 10)] == ["b.md", "a.md"]


def test_acts_go_with_the_server(ledger: Ledger) -> None:
    note_act(ledger, GUILD, MO, "remove", "a.md", "published", NOW)
    note_act(ledger, OTHER, MO, "add", "b.md", "kept", NOW)
    ledger.forget_guild(GUILD)
    assert acts_of(ledger, GUILD, 10) == []
    assert len(acts_of(ledger, OTHER, 10)) == 1


def test_a_target_of_any_length_is_cut(ledger: Ledger) -> None:
    note_act(ledger, GUILD, MO, "add", "x" * 10_000, "y" * 10_000, NOW)
    (act,) = acts_of(ledger, GUILD, 1)
    assert len(act.target) == len(act.outcome) == 300


def test_an_episode_is_met_once_whatever_becomes_of_it(ledger: Ledger) -> None:
    assert meet_episodes(ledger, ["a", "b"], NOW) is None
    assert meet_episodes(ledger, ["a", "b", "c"], NOW) == ["c"]
    assert meet_episodes(ledger, ["a"], NOW) == []
    assert meet_episodes(ledger, ["a", "b", "c"], NOW) == []


def test_the_episodes_of_a_first_index_are_no_news_though_they_come_by_the_thousand(ledger: Ledger) -> None:
    assert meet_episodes(ledger, [str(n) for n in range(3000)], NOW) is None
    assert meet_episodes(ledger, [], NOW) == []
