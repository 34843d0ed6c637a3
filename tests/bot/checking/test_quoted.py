"""Each class of quotation: verbatim stays, nearly becomes the true words, stitched, misattributed, invented ones go."""

import pytest

from bot.answering.checking.checked import check
from bot.answering.checking.quotation_marks import marks_of
from tests.checking import HITS, passage

VERBATIM = [
    "Owen says “It is the size of a shoebox” [3].",
    "Owen says: “With three reaction wheels.” [3]",
    "Jelle zegt: „De bijen overwinteren hier in drie kasten van larikshout.” [1]",
    'Jelle zegt: "De bijen overwinteren hier" [1].',
    "Jelle zegt: ‘De bijen overwinteren hier’ [1].",
    "Jelle zegt: 'De bijen overwinteren hier' [1].",
    "Jelle zegt: «De bijen overwinteren hier» [1].",
    "Owen sums up: “They spin up and the satellite turns the other way, without any fuel” [3].",
    "“The antenna. It did not unfold for eleven days”, says Owen [3].",
    "Pilar asks “And what broke first?” and Owen says “The antenna.” [3]",
    "Owen: “It’s fine now.” [3]",
    "A machine “so quiet that passengers complain about the missing hum” [2].",
]
NEARLY = {
    "Owen says “It is the size of a shoebox, and it photographs clouds at night” [3].": (
        "Owen says “It is the size of a shoebox, and, um, it photographs clouds at night” [1]."
    ),
    "Owen says “it is the size of a shoebox.” [3]": "Owen says “It is the size of a shoebox”. [1]",
    "Owen says “They spin up and the satellite rotates the other way” [3].": (
        "Owen says “They spin up and the satellite turns the other way” [1]."
    ),
    "“It did not unfold,” says Owen [3].": "“It did not unfold”, says Owen [1].",
    "Jelle zegt “halen we er vijftig kilo honing uit” [1].": "Jelle zegt “halen we er veertig kilo honing uit” [1].",
    "Owen says “… the satellite turns the other way …” [3].": "Owen says “the satellite turns the other way” [1].",
    "It says “They spin up [3] and the satellite turns” [3].": "It says “They spin up and the satellite turns” [1].",
}
UNMARKED = {
    "stitched": (
        "Owen says “With three reaction wheels … the antenna did not unfold” [3].",
        "Owen says With three reaction wheels … the antenna did not unfold [1].",
    ),
    "stitched over turns": (
        "They say “How do you steer something so small? With three reaction wheels” [3].",
        "They say How do you steer something so small? With three reaction wheels [1].",
    ),
    "translated": (
        "Owen zegt “Ze draaien op en de satelliet draait” [3].",
        "Owen zegt Ze draaien op en de satelliet draait [1].",
    ),
    "nested in a false one": (
        "It is “about as big, ‘the size of a shoebox’, as they say of this satellite” [3].",
        "It is about as big, ‘the size of a shoebox’, as they say of this satellite [1].",
    ),
    "a lone mark": ("The bees overwinteren hier” [1].", "The bees overwinteren hier [1]."),
    "an unknown term": ("The “so-called” bees overwinteren [1].", "The so-called bees overwinteren [1]."),
}
GOES = {
    "invented": "Owen says “we sold every satellite to rich farmers for nothing” [3].",
    "said by another": "Pilar says “It is the size of a shoebox” [3].",
    "said by another, named after": "“It is the size of a shoebox”, says Pilar [3].",
    "of another passage": "The captain tells “It did not unfold for eleven days and then a morning freed it” [2].",
}


def shown(draft: str, question: str = "What about bees?") -> str:
    return check(draft, question, HITS, "en").text


def numberless(text: str) -> str:
    return text.replace("[3]", "[1]").replace("[2]", "[1]").replace("[1][1]", "[1]")


@pytest.mark.parametrize("draft", VERBATIM)
def test_a_verbatim_quotation_stays_and_is_what_is_cited(draft: str) -> None:
    checked = check(draft, "What about bees?", HITS, "en")
    assert numberless(checked.text) == numberless(draft)
    for citation in checked.citations:
        assert citation.quote in draft


@pytest.mark.parametrize(("draft", "true"), NEARLY.items())
def test_a_near_miss_becomes_the_true_words(draft: str, true: str) -> None:
    assert shown(draft) == true


@pytest.mark.parametrize(("draft", "left"), UNMARKED.values(), ids=list(UNMARKED))
def test_what_is_no_quotation_loses_its_marks(draft: str, left: str) -> None:
    assert shown(draft) == left


@pytest.mark.parametrize("draft", GOES.values(), ids=list(GOES))
def test_a_false_quotation_that_is_a_claim_takes_its_sentence_with_it(draft: str) -> None:
    checked = check(draft, "What about bees?", HITS, "en")
    assert checked.text == ""
    assert "quotation" in checked.dropped[0].reason


def test_a_false_quotation_loses_its_marks_where_nothing_is_dropped() -> None:
    checked = check(GOES["invented"], "?", HITS, "en", keep_unsupported=True)
    assert checked.text == "Owen says we sold every satellite to rich farmers for nothing [1]."
    assert checked.dropped[0].text == checked.text


def test_a_term_of_the_question_keeps_its_marks() -> None:
    asked = "What is the “groene vertrek”?"
    assert shown("Het “groene vertrek” is stil [2].", asked) == "Het “groene vertrek” is stil [1]."


def test_a_title_keeps_its_marks() -> None:
    assert "“The electric ferry”" in shown("In “The electric ferry” the captain hears nothing [2].")


def test_several_quotations_of_one_passage_are_several_citations() -> None:
    checked = check("It “photographs clouds at night” and is “the size of a shoebox” [3].", "?", HITS, "en")
    assert checked.text.endswith("[1][2].")
    assert [c.quote for c in checked.citations] == ["photographs clouds at night", "the size of a shoebox"]
    assert [c.start for c in checked.citations] == [10.0, 10.0]


def test_the_same_quotation_twice_is_one_citation() -> None:
    checked = check("It is “the size of a shoebox” [3]. Again: “the size of a shoebox” [3].", "?", HITS, "en")
    assert checked.text.count("[1]") == 2
    assert len(checked.citations) == 1


def test_each_mark_cites_the_quotation_before_it() -> None:
    checked = check("It is “the size of a shoebox” [3] and “photographs clouds at night” [3].", "?", HITS, "en")
    assert checked.text == "It is “the size of a shoebox” [1] and “photographs clouds at night” [2]."


def test_two_speakers_are_told_apart_in_one_sentence() -> None:
    true = "Pilar asks “And what broke first?” and Owen answers “It did not unfold for eleven days” [3]."
    swapped = "Owen asks “And what broke first?” and Pilar answers “It did not unfold for eleven days” [3]."
    assert shown(true) == true.replace("[3]", "[1][2]")
    assert shown(swapped) == ""


def test_a_speaker_without_a_name_may_be_called_by_one() -> None:
    said = "“Our guest built a satellite in her garage”"
    assert said in shown(f"Anna says {said} [3].")


def test_white_space_is_no_difference() -> None:
    hit = passage([("Jelle", "De bijen\n  slapen   hier, zegt men.")], language="nl")
    checked = check("Jelle zegt “De bijen slapen hier” [1].", "?", (hit,), "nl")
    assert checked.text == "Jelle zegt “De bijen slapen hier” [1]."
    assert checked.citations[0].quote == "De bijen\n  slapen   hier"


def test_a_part_of_a_word_is_no_quotation() -> None:
    assert "“" not in shown("It says “ize of a shoe” [3].")


@pytest.mark.parametrize(
    "text",
    [
        "It's Anna's, the bees' honey, 's avonds, 't is, rock 'n' roll, the '90s.",
        "d’r foto’s, ’s avonds, Jelles’ kast.",
    ],
)
def test_apostrophes_are_no_quotation_marks(text: str) -> None:
    marks = marks_of(text)
    assert (marks.pairs, marks.stray) == ((), frozenset())
