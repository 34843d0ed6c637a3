"""The ledger: what the buttons find again, what a member is shown, and what is forgotten to the last byte."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering.answer import Answer, Citation, quote_hash
from bot.ledger import ASKS_KEPT, KEPT, LONGEST_REASON, Ledger
from bot.ledgers.records import SourceRef, Votes, sources_of
from tests.leavings import GUILD, JELLE, MIRA, NOW, REASON, answer_of, filled
from vectorstore.layout import Layout
from vectorstore.records import Episode


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Layout(tmp_path).ledger


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with closing(Ledger(path, lambda: NOW)) as opened:
        yield opened


def bytes_of(folder: Path) -> bytes:
    """Return all that stands in the files of the ledger, its log and its shared memory too."""
    return b"".join(file.read_bytes() for file in sorted(folder.glob("ledger.sqlite*")))


def test_an_answer_comes_back_as_it_was_kept(ledger: Ledger) -> None:
    kept = answer_of(ledger)
    private = replace(kept, message_id=2, guild_id=None, previous=1, private=True, generation=None, sources=())
    ledger.save_answer(kept)
    ledger.save_answer(private)
    assert (ledger.answer(1), ledger.answer(2), ledger.answer(3)) == (kept, private, None)


def test_what_was_kept_survives_a_restart(path: Path) -> None:
    with closing(Ledger(path)) as ledger:
        filled(ledger)
        ledger.mark_told("thread:9", NOW)
        ledger.keep("commands", "abc")
        kept = ledger.answer(1)
    with closing(Ledger(path)) as again:
        assert again.recent_asks(MIRA, NOW - 60) == [NOW]
        assert again.answer(1) == kept
        assert again.pseudonym(MIRA) == kept.asker
        assert again.votes(1) == Votes(0, 1, (f"{REASON}, says Mira",))
        assert (again.preference(MIRA), again.told("thread:9"), again.kept("commands")) == ("nl", True, "abc")


def test_the_cooldown_counts_a_members_asks_in_all_servers_and_nobody_elses(ledger: Ledger) -> None:
    ledger.record_ask(MIRA, GUILD, NOW)
    ledger.record_ask(MIRA, None, NOW - 30)
    ledger.record_ask(MIRA, GUILD + 1, NOW - 90)
    ledger.record_ask(JELLE, GUILD, NOW)
    assert ledger.recent_asks(MIRA, NOW - 60) == [NOW - 30, NOW]


def test_voting_again_replaces_the_vote(ledger: Ledger) -> None:
    ledger.vote(1, MIRA, False, "  wrong episode ", NOW)
    ledger.vote(1, JELLE, True, None, NOW + 1)
    assert ledger.votes(1) == Votes(1, 1, ("wrong episode",))
    ledger.vote(1, MIRA, True, None, NOW + 2)
    assert ledger.votes(1) == Votes(2, 0, ())


def test_a_reason_is_kept_up_to_its_limit_and_an_empty_one_is_none(ledger: Ledger) -> None:
    ledger.vote(1, MIRA, False, "x" * 5000, NOW)
    ledger.vote(1, JELLE, False, "  ", NOW)
    assert ledger.votes(1) == Votes(0, 2, ("x" * LONGEST_REASON,))


def test_a_preference_can_be_taken_back(ledger: Ledger) -> None:
    ledger.set_preference(MIRA, "nl")
    ledger.set_preference(GUILD, "en")
    ledger.set_preference(MIRA, None)
    assert (ledger.preference(MIRA), ledger.preference(GUILD)) == (None, "en")


def test_deleting_an_answer_takes_its_votes_along(ledger: Ledger) -> None:
    filled(ledger)
    ledger.forget_answer(1)
    assert (ledger.answer(1), ledger.votes(1)) == (None, Votes())
    assert ledger.votes(2).unhelpful == 1


def test_no_members_id_stands_in_the_files(ledger: Ledger, tmp_path: Path) -> None:
    filled(ledger)
    found = bytes_of(tmp_path)
    for written in (str(MIRA).encode(), MIRA.to_bytes(8, "big"), MIRA.to_bytes(8, "little")):
        assert written not in found
    assert ledger.pseudonym(MIRA).encode() in found  # the search finds what is there


def test_two_installations_name_the_same_member_differently(tmp_path: Path) -> None:
    with (
        closing(Ledger(tmp_path / "a" / "ledger.sqlite")) as one,
        closing(Ledger(tmp_path / "b" / "ledger.sqlite")) as two,
    ):
        assert one.pseudonym(MIRA) != two.pseudonym(MIRA)


def test_a_member_is_shown_everything_that_is_kept(ledger: Ledger) -> None:
    filled(ledger)
    shown = ledger.export(MIRA)
    assert json.loads(json.dumps(shown)) == shown
    assert shown["language"] == "nl"
    assert shown["asks"] == [{"at": "2023-11-14T22:13:20+00:00", "server": str(GUILD)}]
    assert [answer["message"] for answer in shown["answers"]] == ["1"]
    assert [source["document"] for source in shown["answers"][0]["sources"]] == ["tuin/1-bijen.vtt", "tuin/2.md"]
    assert [vote["reason"] for vote in shown["votes"]] == [f"{REASON}, says Mira"]


def test_who_left_nothing_is_shown_nothing(ledger: Ledger) -> None:
    filled(ledger)
    shown = ledger.export(999)
    assert [shown[name] for name in ("language", "asks", "answers", "votes")] == [None, [], [], []]


def test_a_forgotten_member_leaves_no_byte_and_the_others_lose_nothing(ledger: Ledger, tmp_path: Path) -> None:
    filled(ledger)
    ledger.vote(1, JELLE, False, "On an answer of Mira", NOW)
    others = ledger.export(JELLE)
    ledger.forget(MIRA)
    found = bytes_of(tmp_path)
    for gone in (ledger.pseudonym(MIRA), f"{REASON}, says Mira", "On an answer of Mira"):
        assert gone.encode() not in found
    assert ledger.pseudonym(JELLE).encode() in found
    shown = ledger.export(JELLE)
    assert [vote for vote in others["votes"] if vote["message"] != "1"] == shown["votes"]
    assert (shown["answers"], shown["asks"], shown["language"]) == (others["answers"], others["asks"], "nl")


def test_being_forgotten_is_no_way_around_the_cooldown(ledger: Ledger) -> None:
    for second in range(5):
        ledger.record_ask(MIRA, GUILD, NOW + second)
    ledger.forget(MIRA)
    ledger.record_ask(MIRA, GUILD, NOW + 9)
    assert ledger.recent_asks(MIRA, NOW) == [NOW, NOW + 1, NOW + 2, NOW + 3, NOW + 4, NOW + 9]
    ledger.purge(NOW + ASKS_KEPT + 60)
    assert ledger.recent_asks(MIRA, 0) == []


def test_a_server_that_removes_the_bot_leaves_nothing(ledger: Ledger, tmp_path: Path) -> None:
    filled(ledger)
    elsewhere = replace(answer_of(ledger, MIRA, 3), guild_id=None)
    ledger.save_answer(elsewhere)
    ledger.set_preference(GUILD, "nl")
    ledger.mark_told(f"empty:{GUILD}", NOW, GUILD)
    ledger.forget_guild(GUILD)
    assert (ledger.answer(1), ledger.answer(2), ledger.answer(3)) == (None, None, elsewhere)
    assert (ledger.votes(1), ledger.preference(GUILD), ledger.told(f"empty:{GUILD}")) == (Votes(), None, False)
    assert ledger.recent_asks(MIRA, 0) == []
    assert ledger.preference(MIRA) == "nl"
    assert REASON.encode() not in bytes_of(tmp_path)
    assert str(GUILD).encode() not in bytes_of(tmp_path)


def test_a_purge_takes_what_is_old_and_leaves_the_rest(ledger: Ledger) -> None:
    filled(ledger)
    ledger.mark_told("thread:9", NOW)
    ledger.save_answer(replace(answer_of(ledger, MIRA, 3), at=NOW + 1000))
    ledger.purge(NOW + ASKS_KEPT - 1)
    assert ledger.recent_asks(MIRA, 0) == [NOW]
    ledger.purge(NOW + KEPT + 500)
    assert (ledger.answer(1), ledger.votes(1), ledger.told("thread:9")) == (None, Votes(), False)
    assert ledger.recent_asks(MIRA, 0) == []
    assert ledger.answer(3) is not None
    assert ledger.preference(MIRA) == "nl"


@pytest.mark.promise(43)
def test_a_purge_takes_asks_that_a_wrong_clock_put_into_the_future(ledger: Ledger) -> None:
    ledger.record_ask(MIRA, GUILD, NOW + 10 * ASKS_KEPT)
    ledger.purge(NOW)
    assert ledger.recent_asks(MIRA, 0) == []


def test_sources_are_kept_by_place_and_hash_and_never_by_their_words() -> None:
    episode = Episode("bees", "Tuin", "Bijen")
    cited = Citation(1, episode, "tuin/1.vtt", "The bees  sleep.", chunk="abc-00001")
    near = Citation(2, episode, "tuin/2.md", "Bread rises.", chunk="abd-00002")
    refs = sources_of(Answer("Bees?", "en", "answered", "Yes [1]", (cited,), (near,)))
    assert refs == (
        SourceRef("tuin/1.vtt", "abc-00001", quote_hash("The bees sleep."), 1),
        SourceRef("tuin/2.md", "abd-00002", quote_hash("Bread rises."), 2, cited=False),
    )
    assert "sleep" not in repr(refs)
