"""What two members leave in a ledger, for the tests of it: everything that a member can leave."""

from __future__ import annotations

from bot.ledger import Ledger
from bot.ledgers.records import AnswerRecord, SourceRef

NOW = 1_700_000_000.0
MIRA, JELLE, GUILD = 111_222_333_444_555_666, 222_333_444_555_666_777, 333_444_555_666_777_888
NAMES = {MIRA: "Mira", JELLE: "Jelle"}
REASON = "It quotes the wrong beekeeper"


def answer_of(ledger: Ledger, member: int = MIRA, message: int = 1) -> AnswerRecord:
    sources = (
        SourceRef("tuin/1-bijen.vtt", "abc-00001", "f00d", 1),
        SourceRef("tuin/2.md", "abd-00004", "beef", 2, False),
    )
    asker = ledger.pseudonym(member)
    return AnswerRecord(message, 5, GUILD, asker, "gen-000001", "nl", "answered", sources, None, False, NOW)


def filled(ledger: Ledger) -> None:
    """Let Mira and Jelle leave everything that a member can leave."""
    for message, member in ((1, MIRA), (2, JELLE)):
        ledger.record_ask(member, GUILD, NOW)
        ledger.save_answer(answer_of(ledger, member, message))
        ledger.vote(message, member, False, f"{REASON}, says {NAMES[member]}", NOW)
        ledger.set_preference(member, "nl")
