"""From a draft to what is shown: coverage, numbering, the words cited, and drafts that are still being written."""

import pytest

from bot.answering.checking.checked import check
from tests.checking import HITS, passage

QUESTION = "What about bees?"


def test_citations_are_numbered_in_order_of_appearance() -> None:
    checked = check("The ferry is quiet [2]. The bees winter in boxes [1]. Quiet ferry [2].", QUESTION, HITS, "en")
    assert checked.text == "The ferry is quiet [1]. The bees winter in boxes [2]. Quiet ferry [1]."
    assert [c.n for c in checked.citations] == [1, 2]
    assert [c.document for c in checked.citations] == ["tuin/2.md", "tuin/1.vtt"]


def test_a_citation_quotes_the_sentences_that_support_it_best() -> None:
    checked = check("A full charge takes nine minutes [2]. Passagiers klagen over de stilte [2].", QUESTION, HITS, "en")
    assert checked.citations[0].quote == "A full charge takes nine minutes at the quay."
    assert "passengers complain" in checked.citations[1].quote


def test_a_measure_of_meaning_may_choose_the_sentence() -> None:
    def nearness(_: str, texts: object) -> list[float]:
        return [float("antenna" in str(text)) for text in texts]  # type: ignore[attr-defined]

    checked = check("Iets ging stuk [3].", QUESTION, HITS, "nl", nearness=nearness)
    assert checked.citations[0].quote.startswith("The antenna.")


def test_a_citation_has_the_times_and_the_link_of_its_words() -> None:
    checked = check("Forty kilos of honey a year [1].", QUESTION, HITS, "en")
    citation = checked.citations[0]
    assert (citation.start, citation.end, citation.speaker) == (20.0, 29.0, "Jelle Brandsma")
    assert citation.url == "https://www.youtube.com/watch?v=bijen000001&t=20"


@pytest.mark.parametrize("draft", ["The ferry is quiet. [2]", "The ferry is quiet.[2]", "The ferry is quiet [2]"])
def test_a_mark_behind_the_full_stop_belongs_to_its_sentence(draft: str) -> None:
    checked = check(f"{draft} Bees sing.", QUESTION, HITS, "en")
    assert checked.supported == 1
    assert checked.dropped[0].text == "Bees sing." if draft[-1] == "]" and "." in draft else True


def test_one_citation_at_the_end_covers_three_sentences_of_a_paragraph() -> None:
    draft = "The ferry is quiet. It runs on batteries. A charge takes nine minutes [2]."
    checked = check(draft, QUESTION, HITS, "en")
    assert (checked.text, checked.supported) == (draft.replace("[2]", "[1]"), 3)


def test_it_covers_no_fourth_and_no_paragraph_that_cites_itself() -> None:
    assert check("A is. B is. C is. The ferry is quiet [2].", QUESTION, HITS, "en").text == "The ferry is quiet [1]."
    text = check("The ferry is quiet [2]. It sings. It runs on batteries [2].", QUESTION, HITS, "en").text
    assert "sings" not in text
    assert check("It sings.\n\nThe ferry is quiet [2].", QUESTION, HITS, "en").text == "The ferry is quiet [1]."


def test_covered_sentences_get_the_citation_when_its_own_sentence_goes() -> None:
    checked = check("The ferry is quiet. It belongs to Elon Musk [2].", QUESTION, HITS, "en")
    assert checked.text == "The ferry is quiet. [1]"


def test_a_line_that_announces_a_list_stands_on_the_list() -> None:
    draft = "Two things are said:\n- The ferry is quiet [2].\n- The bees winter in boxes [1]."
    assert check(draft, QUESTION, HITS, "en").text == draft.replace("[2]", "[x]").replace("[1]", "[2]").replace(
        "[x]", "[1]"
    )
    assert check("Two things are said:\n- By Elon Musk [2].", QUESTION, HITS, "en").text == ""
    assert check("Elon Musk said:\n- The ferry is quiet [2].", QUESTION, HITS, "en").text == "- The ferry is quiet [1]."


def test_a_line_in_bold_type_stands_on_what_follows() -> None:
    draft = "**Ferry**\nThe ferry is quiet [2].\n\n**Napoleon Bonaparte**\nThe bees winter in boxes [1]."
    shown = "**Ferry**\nThe ferry is quiet [1].\n\nThe bees winter in boxes [2]."
    assert check(draft, QUESTION, HITS, "en").text == shown


def test_half_of_a_bold_pair_goes() -> None:
    assert check("**By Elon Musk. The ferry is quiet [2].**", QUESTION, HITS, "en").text == "The ferry is quiet [1]."


def test_a_models_own_list_of_sources_goes() -> None:
    draft = (
        "The ferry is quiet [2].\n\nSources:\n[1] Bijen op het dak\n[2] “The electric ferry” (episode 2, 2024-03-05)"
    )
    assert check(draft, QUESTION, HITS, "en").text == "The ferry is quiet [1]."


def test_a_dropped_first_item_leaves_the_others_in_place() -> None:
    draft = "1. It belongs to Elon Musk [2].\n2. The ferry is quiet [2].\n\nIt is quiet. By Elon Musk [2]. Bees [1]."
    assert check(draft, QUESTION, HITS, "en").text.startswith("2. The ferry is quiet [1].")


def test_a_quotation_may_hold_several_sentences() -> None:
    draft = "Owen says: “With three reaction wheels. They spin up and the satellite turns the other way.” [3]"
    checked = check(draft, QUESTION, HITS, "en")
    assert checked.text.startswith("Owen says: “With three reaction wheels. They spin up")
    assert (
        checked.citations[0].quote == "With three reaction wheels. They spin up and the satellite turns the other way"
    )


def test_a_heading_is_cited_by_its_words() -> None:
    hit = passage([(None, "2. The electric ferry (2024-03-05)")])
    assert check("It came out in March [1].", QUESTION, (hit,), "en").citations[0].quote == hit.passage.text


def test_without_passages_nothing_is_shown() -> None:
    assert check("The ferry is quiet [1].", QUESTION, (), "en").text == ""
    assert check("", QUESTION, HITS, "en").text == ""


WHOLE = (
    "Owen says: “It is the size of a shoebox.” [3] The ferry is quiet [2].\n"
    "- Bees winter in boxes [1].\n- It's “fine now” [3]."
)


def test_of_a_draft_only_finished_sentences_are_shown_and_never_taken_back() -> None:
    before = ""
    for end in range(len(WHOLE) + 1):
        text = check(WHOLE[:end], QUESTION, HITS, "en", complete=False).text
        assert text.startswith(before)
        before = text
    assert check(WHOLE, QUESTION, HITS, "en").text.startswith(before)
    assert "quiet [2]." in before


@pytest.mark.parametrize(
    "rest", ["“It is the", "“It is the size of a shoebox. And it", "[", "[1", "see [label](http://"]
)
def test_what_is_still_open_is_held_back(rest: str) -> None:
    checked = check(f"The ferry is quiet [2]. Owen says {rest}", QUESTION, HITS, "en", complete=False)
    assert checked.text == "The ferry is quiet [1]."
