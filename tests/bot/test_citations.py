"""From quotations to citations: times of the words themselves, one turn, a link only with a start."""

import pytest

from bot.answering.citations import cite, opening, related, within
from bot.answering.selection import Quote
from vectorstore.records import Chunk, DocumentRecord, Episode, Span
from vectorstore.retrieval.passages import Passage
from vectorstore.retrieval.search import Hit

URL = "https://www.youtube.com/watch?v=abc"
WORDS = [
    ("Welcome to the show. ", 0, "Mira", 5.0, 9.0),
    ("The bees sleep in boxes of larch. ", 1, "Jelle", 9.5, 15.0),
    ("They come out when the lime tree blooms. ", 1, "Jelle", 15.2, 23.0),
    ("And the mites?", 2, "Mira", 24.0, 26.0),
]


def hit(timed: bool = True, url: str | None = URL, quotable: bool = True, core: tuple[int, int] | None = None) -> Hit:
    text, spans = "", []
    for words, turn, speaker, start, stop in WORDS:
        begin = len(text)
        text += words
        times = (start, stop) if timed else (None, None)
        spans.append(Span(begin, begin + len(words.rstrip()), turn, speaker, *times))
    episode = Episode("bees", "Tuin", "Bijen", 1, "2024-01-09", url)
    record = DocumentRecord("tuin/1.vtt", "0", "webvtt", "transcript", 1, ("bees",), timed)
    chunk = Chunk("tuin/1.vtt", 0, "bees", "body", text, tuple(spans), "Winter", quotable=quotable)
    passage = Passage(record, episode, chunk, text, tuple(spans), core or (0, len(text)), frozenset({0}))
    return Hit(1, 1.0, 0.9, 0.5, 0, passage)


def quote(found: Hit, words: str) -> Quote:
    begin = found.passage.text.index(words)
    return Quote(found, begin, begin + len(words), 1.0)


@pytest.mark.promise(6)
def test_a_citations_times_are_those_of_its_words_not_of_the_passage() -> None:
    found = hit()
    citation = cite(quote(found, "They come out when the lime tree blooms."), 3)
    assert (citation.start, citation.end, citation.speaker) == (15.2, 23.0, "Jelle")
    assert (citation.n, citation.document, citation.section) == (3, "tuin/1.vtt", "Winter")
    assert citation.quote == "They come out when the lime tree blooms."


def test_a_quotation_over_two_spans_lasts_from_the_first_to_the_last() -> None:
    citation = cite(quote(hit(), "The bees sleep in boxes of larch. They come out when the lime tree blooms."), 1)
    assert (citation.start, citation.end) == (9.5, 23.0)


def test_a_quotation_inside_a_span_has_the_spans_times() -> None:
    assert cite(quote(hit(), "sleep in boxes"), 1).start == 9.5


@pytest.mark.promise(6)
def test_the_link_leads_to_the_start_of_the_quotation() -> None:
    assert cite(quote(hit(), "They come out"), 1).url == f"{URL}&t=15"


def test_without_times_the_link_carries_none() -> None:
    citation = cite(quote(hit(timed=False), "They come out"), 1)
    assert (citation.start, citation.end, citation.url) == (None, None, URL)


def test_without_a_link_there_is_none() -> None:
    assert cite(quote(hit(url=None), "They come out"), 1).url is None


@pytest.mark.parametrize(
    ("begin", "end", "turns"), [(0, 1, [0]), (0, 22, [0, 1]), (20, 21, []), (21, 40, [1]), (0, 999, [0, 1, 1, 2])]
)
def test_the_spans_of_a_stretch_are_those_that_it_touches(begin: int, end: int, turns: list[int]) -> None:
    assert [span.turn for span in within(hit().passage.spans, begin, end)] == turns


def test_a_related_passage_is_shown_by_one_turn() -> None:
    citation = opening(hit(), 1)
    assert citation.quote == "The bees sleep in boxes of larch. They come out when the lime tree blooms."
    assert (citation.speaker, citation.start) == ("Jelle", 9.5)


def test_a_related_passage_is_shown_by_the_chunk_that_was_found() -> None:
    text = hit().passage.text
    begin = text.index("They come out")
    citation = opening(hit(core=(begin, begin + 40)), 1)
    assert citation.quote == "They come out when the lime tree blooms."
    assert citation.start == 15.2


def test_a_related_passage_that_is_too_long_ends_with_a_sentence() -> None:
    assert opening(hit(), 1, longest=40).quote == "The bees sleep in boxes of larch."


def test_what_does_not_stand_in_a_document_is_never_cited() -> None:
    assert related([hit(quotable=False)]) == []


def test_related_passages_are_three_and_number_on() -> None:
    assert [citation.n for citation in related([hit()] * 5, first=4)] == [4, 5, 6]
