"""The exact shapes that scripts rely on (docs/commands.md)."""

import json

from bot.answering.answer import Answer, Citation, answer_json
from vectorstore.records import Episode

EPISODE = Episode("k", "Tuin", "Bijen", 12, "2024-01-09", "https://x.test/12", "nl", 31, "CC0", "by Mira")
CITATION = Citation(1, EPISODE, "tuin/12.vtt", "De bijen.", "Dak", "Jelle", 15.2, 23.0, "https://x.test/12")
ANSWER = Answer(
    "Bees?", "en", "answered", "He says so.", (CITATION,), (CITATION,), generation="gen-000001", seconds=0.12345
)


def test_an_answer_has_exactly_these_fields_in_this_order() -> None:
    assert list(answer_json(ANSWER)) == [
        "question", "language", "verdict", "answered", "answer", "mode", "degraded", "citations", "related",
        "generation", "seconds",
    ]  # fmt: skip


def test_a_citation_has_exactly_these_fields_and_values() -> None:
    assert answer_json(ANSWER)["citations"] == [
        {
            "n": 1,
            "episode": {
                "show": "Tuin",
                "number": 12,
                "title": "Bijen",
                "date": "2024-01-09",
                "url": "https://x.test/12",
            },
            "document": "tuin/12.vtt",
            "section": "Dak",
            "speaker": "Jelle",
            "start": 15.2,
            "end": 23.0,
            "url": "https://x.test/12",
            "quote": "De bijen.",
        }
    ]


def test_related_passages_have_the_same_shape_as_citations() -> None:
    value = answer_json(ANSWER)
    assert value["related"] == value["citations"]


def test_what_a_source_does_not_hold_is_null() -> None:
    bare = Citation(1, Episode("k", "Tuin", "Bijen"), "tuin/12.txt", "De bijen.")
    value = answer_json(Answer("Bees?", "en", "answered", "...", (bare,)))["citations"][0]
    assert [value[name] for name in ("section", "speaker", "start", "end", "url")] == [None] * 5
    assert [value["episode"][name] for name in ("number", "date", "url")] == [None] * 3


def test_answered_is_true_for_that_verdict_alone() -> None:
    verdicts = ("answered", "uncertain", "refused", "chat")
    told = [answer_json(Answer("q", "en", verdict, "t"))["answered"] for verdict in verdicts]  # type: ignore[arg-type]
    assert told == [True, False, False, False]


def test_an_answer_without_a_model_is_extractive_and_not_degraded() -> None:
    value = answer_json(ANSWER)
    assert (value["mode"], value["degraded"], value["seconds"]) == ("extractive", None, 0.123)


def test_json_of_an_answer_is_one_line_of_ascii() -> None:
    line = json.dumps(answer_json(Answer("Wat\u2028?", "nl", "chat", "é\n“x”")))
    assert line.isascii()
    assert "\n" not in line
