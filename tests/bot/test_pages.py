"""Pages of a transcript: what a neighbour said already is left out, and a page has its limit."""

from dataclasses import replace

from bot.answering.pages import page_of
from bot.answering.seams import PAGE_CHARACTERS
from vectorstore.records import Chunk, Episode, Span


def test_what_never_ends_is_cut_to_a_page() -> None:
    words = Chunk("d", 1, "k", "body", "word " * 1000, (Span(0, 5000, 0),))
    without_blanks = replace(words, text="x" * 5000)
    for chunk in (words, without_blanks):
        page = page_of(chunk, None, Episode("k", "Tuin", "Title"), 2)
        assert PAGE_CHARACTERS - 10 < len(page.text) <= PAGE_CHARACTERS
        assert page.turns[0].text == page.text
    assert page_of(words, None, Episode("k", "Tuin", "Title"), 2).text.endswith("word")


def test_what_a_neighbour_of_another_section_repeats_is_not_left_out() -> None:
    before = Chunk("d", 1, "k", "body", "It rains.", (Span(0, 9, 0),), section="One")
    after = Chunk("d", 2, "k", "body", "It rains. It pours.", (Span(0, 19, 0),), section="Two")
    same = replace(before, section="Two")
    title = Episode("k", "Tuin", "Title")
    assert page_of(after, before, title, 3).text == "It rains. It pours."
    assert page_of(after, same, title, 3).text == "It pours."


def test_a_page_that_says_nothing_new_is_shown_all_the_same() -> None:
    before = Chunk("d", 1, "k", "body", "So. It rains.", (Span(0, 13, 0),))
    after = Chunk("d", 2, "k", "body", "It rains.", (Span(0, 9, 0),))
    assert page_of(after, before, Episode("k", "Tuin", "Title"), 3).text == "It rains."
