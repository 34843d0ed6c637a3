"""Misheard words in the segments of a transcript: whole words, in the writer's case, within one turn."""

import pytest

from ingest.transcript import Segment
from ingest.wording import reworded, with_changes


@pytest.mark.parametrize(
    ("text", "wrong", "right", "expected"),
    [
        ("Bees and beeswax, Bees.", "bees", "wasps", "Wasps and beeswax, Wasps."),
        ("THE BEES and the bees", "bees", "wasps", "THE WASPS and the wasps"),
        ("mark met Mark, MARK and Marks", "Mark", "Marc", "mark met Marc, MARC and Marks"),
        ("simon  wilson and Simon\nWilson", "simon wilson", "Simon Willison", "Simon Willison and Simon Willison"),
        ("We use C++ and C.", "C++", "Rust", "We use Rust and C."),
        ("It’s Noor's bike", "noor's", "Nour's", "It’s Nour's bike"),
        ("Wilson's code, Wilson-style", "Wilson", "Willison", "Willison's code, Willison-style"),
        ("een café, cafés", "café", "kroeg", "een kroeg, cafés"),
        ("a (b) c", "b", r"\1 \g<0>", r"a (\1 \g<0>) c"),
        ("AI is ai", "ai", "EI", "EI is EI"),
        ("none", "bees", "wasps", "none"),
    ],
)
def test_a_word_is_put_right_whole_and_in_its_case(text: str, wrong: str, right: str, expected: str) -> None:
    assert with_changes(text, wrong, right) == expected


def test_words_are_found_over_a_cues_end_and_every_cue_keeps_its_time() -> None:
    cues = (Segment("so open", 1, None, "Noor", 0.0, 2.0), Segment("ai says, Open AI", 1, None, "Noor", 2.0, 4.0))
    segments, count = reworded(cues, "open ai", "OpenAI")
    assert count == 2
    assert segments == (
        Segment("so OpenAI", 1, None, "Noor", 0.0, 2.0),
        Segment("says, OpenAI", 1, None, "Noor", 2.0, 4.0),
    )


def test_words_are_not_found_over_the_end_of_a_turn() -> None:
    cues = (Segment("keep it open", 1, None, "Noor"), Segment("AI it is", 2, None, "Sam"))
    assert reworded(cues, "open ai", "OpenAI") == (cues, 0)


def test_a_cue_that_is_emptied_goes() -> None:
    cues = (Segment("Guido van", 1, None, None, 0.0, 1.0), Segment("Rossem", 1, None, None, 1.0, 2.0))
    segments, count = reworded(cues, "van rossem", "van Rossum")
    assert (count, segments) == (1, (Segment("Guido van Rossum", 1, None, None, 0.0, 1.0),))


def test_a_sections_name_is_put_right_too() -> None:
    segments, count = reworded((Segment("They buzz.", 1, "About bees"),), "bees", "wasps")
    assert (count, segments) == (1, (Segment("They buzz.", 1, "About wasps"),))


def test_what_holds_no_such_word_is_the_same_object() -> None:
    segment = Segment("They buzz.", 1)
    (same,), _ = reworded((segment,), "bees", "wasps")
    assert same is segment
