"""The words around quotations: who, where, when, in the asker's language, grouped by episode."""

import pytest

from bot.answering.answer import Citation
from bot.answering.writers.extractive import called, clock, introduced, written
from vectorstore.records import Episode

BEES = Episode("bees", "Tuin", "Bijen op het dak", 1)
FERRY = Episode("ferry", "Tuin", "“The ferry”", None)
SAID = Citation(1, BEES, "tuin/1.vtt", "De bijen.", None, "Jelle", 75.0, 80.0)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0.0, "0:00"), (59.9, "0:59"), (60.0, "1:00"), (3599.0, "59:59"), (3600.0, "1:00:00"), (36_061.0, "10:01:01")],
)
def test_a_moment_is_shown_as_players_show_it(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown


@pytest.mark.parametrize(
    ("citation", "kind", "language", "lead"),
    [
        (SAID, "transcript", "en", "Jelle says in episode 1, “Bijen op het dak”, at 1:15:"),
        (SAID, "transcript", "nl", "Jelle zegt in aflevering 1, “Bijen op het dak”, op 1:15:"),
        (
            Citation(1, BEES, "d", "q", None, "Jelle"),
            "transcript",
            "en",
            "Jelle says in episode 1, “Bijen op het dak”:",
        ),
        (Citation(1, FERRY, "d", "q", start=0.0), "transcript", "en", "In “The ferry” it is said, at 0:00:"),
        (Citation(1, FERRY, "d", "q"), "transcript", "nl", "In “The ferry” wordt gezegd:"),
        (Citation(1, FERRY, "d", "q"), "summary", "nl", "In “The ferry” staat:"),
    ],
)
def test_a_quotation_is_introduced_by_what_its_source_holds(
    citation: Citation, kind: str, language: str, lead: str
) -> None:
    assert introduced(citation, language, kind) == lead


def test_a_title_is_put_in_quotation_marks_once() -> None:
    assert called(FERRY, "en") == "“The ferry”"


def test_every_quotation_stands_in_the_text_with_its_number_in_order() -> None:
    citations = [SAID, Citation(2, BEES, "tuin/1.vtt", "De honing."), Citation(3, FERRY, "tuin/2.md", "The hum.")]
    text = written(citations, "en", {"tuin/2.md": "summary"})
    places = [text.index(f"“{c.quote}” [{c.n}]") for c in citations]
    assert places == sorted(places)


def test_a_second_quotation_of_an_episode_does_not_repeat_the_episode() -> None:
    text = written([SAID, Citation(2, BEES, "tuin/1.vtt", "De honing.")], "en", {})
    assert text.count("Bijen op het dak") == 1
    assert "And further on:" in text


def test_a_second_speaker_is_always_named() -> None:
    text = written([SAID, Citation(2, BEES, "tuin/1.vtt", "De honing.", None, "Mira", 90.0)], "en", {})
    assert "Mira says in" in text


def test_braces_in_titles_and_quotations_are_only_characters() -> None:
    odd = Citation(1, Episode("k", "s", "{0} %s {title}"), "d", "{quote}", None, "{speaker}")
    assert "{quote}" in written([odd], "en", {})
