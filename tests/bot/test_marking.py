"""A corrected word is marked where its quotation is shown, in Discord and on a terminal, and nowhere in the data."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answering.answer import answer_json
from bot.answering.citations import corrected_in, located
from bot.rendering import answer_messages, question_of, turn_of
from bot.renderings.markdown import LIMIT
from bot.renderings.pages import sources_pages
from bot.terminal.printing import print_answer
from tests.answers import answer, citation, episode
from vectorstore.records import Chunk, Corrected, DocumentRecord, Span
from vectorstore.retrieval.passages import Passage
from vectorstore.retrieval.search import Hit

WORD = Corrected("c1", "simon wilson", "Simon Willison")
QUOTE = "Today Simon Willison is here."


def mended(n: int = 1, **more: Any) -> Any:
    return citation(n, QUOTE, corrected=("Simon Willison",), **more)


@pytest.mark.parametrize(
    ("text", "right", "found"),
    [
        (QUOTE, "Simon Willison", True),
        ("Simon\nWillison", "Simon Willison", True),
        ("SIMON WILLISON", "Simon Willison", True),
        ("Propolis is sticky.", "propolis", True),
        ("Simon Willisons", "Simon Willison", False),
        ("simon willison", "Simon Willison", False),
        ("Nobody is here.", "Simon Willison", False),
    ],
)
def test_a_corrected_word_is_known_however_it_was_put(text: str, right: str, found: bool) -> None:
    assert corrected_in(text, [Corrected("c1", "x", right)]) == ((right,) if found else ())


def test_an_edit_marks_no_word() -> None:
    assert corrected_in("Bees on the roof", [Corrected("c1", "", "Bees on the roof", "title")]) == ()


def test_a_citation_knows_the_words_that_its_document_has_from_corrections() -> None:
    spans = (Span(0, len(QUOTE), 0, "Mira", 1.0, 2.0),)
    chunk = Chunk("d", 0, "e1", "body", QUOTE, spans)
    record = DocumentRecord("d", "x", "vtt", "transcript", 1, ("e1",), corrections=(WORD, WORD))
    passage = Passage(record, episode(), chunk, QUOTE, spans, (0, len(QUOTE)), frozenset({0}))
    assert located(Hit(1, 0, 0, 0, 0, passage), QUOTE, spans, 1).corrected == ("Simon Willison",)
    assert located(Hit(1, 0, 0, 0, 0, passage), "is here.", spans, 1).corrected == ()


@pytest.mark.parametrize(
    ("language", "line"),
    [("en", "Corrected by a moderator: Simon Willison"), ("nl", "Verbeterd door een moderator: Simon Willison")],
)
def test_discord_marks_the_quotation_and_names_the_word_once(language: str, line: str) -> None:
    (message,) = answer_messages(answer(mended(), mended(2), language=language), "en")
    assert f"> “{QUOTE}” ✎ [1]" in message
    assert message.count(line) == 1
    assert f"\n-# ✎ {line}" in message
    assert question_of(message) == "What about bees?"


def test_what_was_not_corrected_bears_no_sign() -> None:
    (message,) = answer_messages(answer(citation(), related=(mended(2),)), "en")
    assert "✎" not in message


@pytest.mark.parametrize("verdict", ["uncertain", "refused"])
def test_near_passages_are_marked_too(verdict: str) -> None:
    (message,) = answer_messages(answer(verdict=verdict, text="I am not sure.", related=(mended(),)), "en")
    assert f"> “{QUOTE}” ✎" in message
    assert message.endswith("-# ✎ Corrected by a moderator: Simon Willison")


def test_a_models_answer_names_the_corrected_words_of_its_sources() -> None:
    (message,) = answer_messages(answer(mended(), text="Simon Willison came. [1]", mode="model"), "en")
    assert "-# ✎ Corrected by a moderator: Simon Willison" in message


def test_the_words_of_a_correction_format_nothing_and_fit() -> None:
    odd = citation(1, "x " * 400, corrected=tuple(f"*{n}* @everyone " + "w" * 180 for n in range(9)))
    messages = answer_messages(answer(odd), "en")
    assert all(len(message) <= LIMIT for message in messages)
    assert "\\*0\\* @\u200beveryone" in messages[-1]


def test_the_whole_sources_are_marked() -> None:
    pages = sources_pages([mended()], "en")
    assert f"> “{QUOTE}” ✎" in pages[0]
    assert pages[-1].endswith("-# ✎ Corrected by a moderator: Simon Willison")


def test_what_follows_an_answer_in_a_conversation_is_its_words_without_the_line() -> None:
    (message,) = answer_messages(answer(mended()), "en")
    turn = turn_of(message)
    assert turn
    assert "moderator" not in turn.answer


def test_a_terminal_marks_the_quotation_and_names_the_word(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(answer(mended(), related=(mended(2),)))
    out = capsys.readouterr().out
    assert f"“{QUOTE}” ✎ [1]" in out
    assert f"      “{QUOTE}” ✎\n" in out
    assert out.endswith("\n✎ Corrected by a moderator: Simon Willison\n")


def test_the_json_holds_the_corrected_words_unmarked() -> None:
    told = answer_json(answer(mended()))
    assert told["citations"][0]["quote"] == QUOTE
    assert "✎" not in str(told)
    assert "corrected" not in told["citations"][0]
