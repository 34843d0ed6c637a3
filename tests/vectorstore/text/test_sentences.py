"""The cutting of sentences."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.text.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[begin:end] for begin, end in sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["Dhr. Jansen zegt bijv. dat o.a. Python 3.11 en v1.0 werken.", "Dat klopt."],
        ["Mr. Smith and Dr. No met, e.g. in St. Louis.", "They left."],
        ["El Sr. López y la Sra. Díaz hablan.", "¿Qué dicen?", "¡Nada!"],
        ["He lives in the U.S. Government housing.", "It is big."],
        ["He lives in the U.S.", "It is big."],
        ["Op 23. januari begon het.", "Am 3. Januar war es kalt."],
        ["J.K. Rowling en A. de Vries kwamen (samen).", "Daarna niet."],
        ["It costs 54.000 euro, or $3.50.", "Cheap!"],
        ["Kunst, muziek enz.", "Daarna werk."],
        ['"Really?" he said.', '"Yes!"', "She left... and came back."],
        ["“Dat is waar.”", "Hij zweeg."],
        ["(Echt waar.)", "Toen kwam ze."],
        ["Wait… what is it?", "Well…", "That is it."],
        ["Wat?!", "Nee!!", "Ja."],
        ["It was in 1999.", "The year ended."],
        ["I said no.", "See no. 5 for more."],
        ["He told me.", "Then he left."],
        ["Het is 12 p.m.", "We gaan."],
        ["A claim.[1]", "Another.[23]"],
        ["visit uvx.sh or you.com today.", "Thanks."],
    ],
)
def test_stops_end_sentences_and_abbreviations_do_not(expected: list[str]) -> None:
    assert cut(" ".join(expected)) == expected


def test_a_text_without_capitals_is_cut_at_its_stops() -> None:
    assert cut("so this is lower case. and it goes on. e.g. here. yes") == [
        "so this is lower case.",
        "and it goes on.",
        "e.g. here.",
        "yes",
    ]


def test_paragraphs_headings_and_list_items_end_a_sentence_and_wrapped_lines_do_not() -> None:
    text = "# 1. Kop\nTekst loopt\ndoor tot hier.\n\nNieuwe alinea\n- een item\n- twee\n  loopt door\n1. Eerste"
    text += "\n2) Tweede"
    assert cut(text) == [
        "# 1. Kop",
        "Tekst loopt\ndoor tot hier.",
        "Nieuwe alinea",
        "- een item",
        "- twee\n  loopt door",
        "1. Eerste",
        "2) Tweede",
    ]


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_every_kind_of_line_end_ends_a_paragraph(ending: str) -> None:
    assert cut(f"Een alinea{ending}{ending}Nog een") == ["Een alinea", "Nog een"]


def test_automatic_captions_are_cut_into_windows_of_about_25_words() -> None:
    windows = cut(" ".join(f"word{number}" for number in range(230)))
    assert [len(window.split()) for window in windows] == [25, 26, 25, 26, 25, 26, 25, 26, 26]


def test_a_long_sentence_with_a_stop_stays_whole() -> None:
    sentence = "Omdat " + "het lang duurt, " * 20 + "gaan we."
    assert cut(sentence) == [sentence]


@pytest.mark.parametrize("text", ["", " \n\t ", "\u00a0"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert sentences(text) == []


@given(st.text(st.sampled_from(list("aB1 .?!…\n\r\t\"”)-#'é")) | st.characters(), max_size=120))
def test_spans_are_in_order_trimmed_and_hold_every_character(text: str) -> None:
    spans = sentences(text)
    assert all(begin < end and text[begin:end] == text[begin:end].strip() for begin, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    kept = "".join(text[begin:end] for begin, end in spans)
    assert "".join(kept.split()) == "".join(text.split())


@pytest.mark.parametrize(
    "text",
    ["a\n" * 50_000, " " * 200_000 + "x", "." * 100_000 + "a", "a. " * 60_000, '."' * 50_000, "x" * 200_000],
    ids=["lines", "blanks", "dots", "stops", "quotes", "one word"],
)
def test_hostile_texts_take_linear_time(text: str) -> None:
    began = time.process_time()
    sentences(text)
    assert time.process_time() - began < 2
