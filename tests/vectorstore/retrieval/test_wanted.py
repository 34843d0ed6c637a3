"""What kind of words an answer must hold."""

import pytest

from vectorstore.retrieval.wanted import holds, holds_number, names, wanted


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How much does a ticket cost?", "money"),
        ("Wat kost een kaartje?", "money"),
        ("Hoeveel betaalt de gemeente?", "money"),
        ("How many bees are there?", "number"),
        ("Hoe lang duurt het?", "number"),
        ("In welk jaar begon dat?", "number"),
        ("Who keeps the bees?", "person"),
        ("Wie houdt de bijen?", "person"),
        ("Welke bloemen hebben ze liever?", "name"),
        ("Which company makes the boxes?", "name"),
        ("What did they say about privacy?", None),
        ("Waarom slapen de bijen?", None),
    ],
)
def test_the_question_tells_what_its_answer_must_hold(question: str, kind: str | None) -> None:
    assert wanted(question) == kind


@pytest.mark.parametrize(
    ("kind", "sentence", "question", "held"),
    [
        ("money", "A ticket costs three euros.", "What does a ticket cost?", True),
        ("money", "Een kaartje kost € 3.", "Wat kost een kaartje?", True),
        ("money", "The crossing takes nine minutes.", "What does a ticket cost?", False),
        ("number", "There are 40 of them.", "How many?", True),
        ("number", "In episode 12 there were some.", "How many were there in episode 12?", False),
        ("number", "Er zijn er veertig of tien.", "Hoeveel zijn er?", True),
        ("number", "There are many of them.", "How many?", False),
        ("name", "It was made by Larch and Sons.", "Which company made it?", True),
        ("name", "It was made by Larch.", "Which company made Larch?", False),
        ("person", "they keep them on the roof", "Who keeps them?", False),
        (None, "whatever", "What did they say?", True),
    ],
)
def test_a_sentence_holds_what_is_wanted_or_does_not(kind: str, sentence: str, question: str, held: bool) -> None:
    assert holds(kind, sentence, question) is held


def test_where_speakers_are_named_every_sentence_tells_a_person() -> None:
    assert holds("person", "they keep them on the roof", "Who keeps them?", spoken=True)


def test_a_capital_that_only_opens_a_sentence_is_no_name() -> None:
    assert names("Bees sleep in Utrecht, I think, says OpenAI about GPT-4") == {"utrecht", "openai", "gpt-4"}


@pytest.mark.parametrize("text", ["12 bees", "forty-two or one hundred", "het kost niets: gratis", "één kilo", "GPT-4"])
def test_a_number_is_seen_in_digits_and_words(text: str) -> None:
    assert holds_number(text)


@pytest.mark.parametrize("text", ["bees", "someone phoned", "tenor", "vierkant"])
def test_words_that_only_begin_like_a_number_are_none(text: str) -> None:
    assert not holds_number(text)
