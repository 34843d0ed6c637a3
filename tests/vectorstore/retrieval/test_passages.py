"""Passages: chunks grown by their neighbours, on documents cut by the real chunker."""

from collections.abc import Mapping
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.chunking import chunk_transcript
from ingest.transcript import Segment, Transcript
from tests.fuzzing import examples
from vectorstore.records import Chunk, DocumentRecord, Episode, Span
from vectorstore.retrieval.passages import PASSAGE_CHARACTERS, Passage, grown, repeated, says_the_same
from vectorstore.text.folding import squeeze
from vectorstore.text.words import word_set

EPISODE = Episode("k", "Show", "A title", number=4, language="en")
WORDS = [
    "bees",
    "honey",
    "roof",
    "larch",
    "winter",
    "mites",
    "lime",
    "tree",
    "library",
    "council",
    "water",
    "energy",
    "bread",
    "oven",
]
_LENGTHS = st.sampled_from([1, 1, 2, 9, 14, 30])


@st.composite
def segments(draw: st.DrawFn) -> list[Segment]:
    """Draw a document: turns of one to three segments, each of some sentences, every sentence another."""
    out: list[Segment] = []
    timed, count = draw(st.booleans()), 0
    for turn in range(draw(st.integers(1, 5))):
        section, speaker = f"Part {turn // 2}", draw(st.sampled_from(["Anna", "Jelle", None]))
        for _ in range(draw(st.integers(1, 3))):
            sentences = []
            for length in draw(st.lists(_LENGTHS, min_size=1, max_size=14)):
                count += 1
                chosen = [WORDS[(count * 7 + n * n) % len(WORDS)] for n in range(length)]
                sentences.append(" ".join([f"N{count}", *chosen]).capitalize() + ".")
            start = float(count) if timed else None
            out.append(Segment(" ".join(sentences), turn, section, speaker, start, start and start + 1))
    return out


def cut(parts: list[Segment]) -> tuple[list[Chunk], DocumentRecord]:
    chunks = chunk_transcript(
        Transcript("test", "transcript", tuple(parts)), "show/a.md", EPISODE, 0, lambda text: True
    )
    return chunks, DocumentRecord("show/a.md", "0", "test", "transcript", len(chunks), ("k",))


def passages(parts: list[Segment], limit: int = PASSAGE_CHARACTERS) -> list[Passage]:
    chunks, record = cut(parts)
    by_id: Mapping[str, Chunk] = {chunk.id: chunk for chunk in chunks}
    return [grown(chunk, by_id, record, EPISODE, limit) for chunk in chunks]


@examples(60)
@given(segments())
def test_a_passage_is_one_contiguous_stretch_of_its_document(parts: list[Segment]) -> None:
    document = squeeze(" ".join(part.text for part in parts))
    for passage in passages(parts)[1:]:
        assert squeeze(passage.text) in document


@examples(60)
@given(segments())
def test_spans_hold_their_own_words_speaker_and_time(parts: list[Segment]) -> None:
    for passage in passages(parts)[1:]:
        ends = [0, *accumulate((span.end for span in passage.spans), max)]
        assert ends[-1] <= len(passage.text) + 1
        for span, before in zip(passage.spans, ends, strict=False):
            assert span.begin >= before or passage.text[before : span.begin].strip() == ""
            words = squeeze(passage.text[span.begin : span.end])
            assert words
            owner = next(part for part in parts if words in squeeze(part.text))
            assert (span.turn, span.speaker, span.start, span.stop) == (
                owner.turn,
                owner.speaker,
                owner.start,
                owner.end,
            )


@examples(40)
@given(segments(), st.sampled_from([1, 400, PASSAGE_CHARACTERS]))
def test_a_passage_grows_to_the_limit_and_never_beyond(parts: list[Segment], limit: int) -> None:
    for passage in passages(parts, limit):
        assert len(passage.text) <= max(limit, len(passage.chunk.text))


@examples(40)
@given(segments())
def test_a_passage_stays_in_its_section_and_keeps_its_chunk_whole(parts: list[Segment]) -> None:
    sections = {squeeze(part.text): part.section for part in parts}
    for passage in passages(parts)[1:]:
        assert passage.text[slice(*passage.core)] == passage.chunk.text
        for span in passage.spans:
            words = squeeze(passage.text[span.begin : span.end])
            assert passage.chunk.section in {section for text, section in sections.items() if words in text}


def body(ordinal: int, text: str, episode: str = "k", section: str | None = None, **facts: object) -> Chunk:
    span = Span(0, len(text), int(str(facts.get("turn", 0))), None)
    return Chunk("show/a.md", ordinal, episode, "body", text, (span,), section)


def beside(*others: Chunk) -> Passage:
    middle = body(2, "The middle.")
    record = DocumentRecord("show/a.md", "0", "test", "transcript", 9, ("k",))
    return grown(middle, {chunk.id: chunk for chunk in others}, record, EPISODE)


def test_neighbours_of_another_episode_or_section_or_role_are_left_out() -> None:
    heading = Chunk("show/a.md", 1, "k", "heading", "4. A title", (Span(0, 10, 0),))
    for other in (body(1, "Another episode.", "other"), body(1, "Another section.", section="B"), heading):
        assert beside(other, body(3, "After.", "other")).text == "The middle."


def test_both_neighbours_join_and_are_known_to_be_inside() -> None:
    passage = beside(body(1, "Before."), body(3, "After."))
    assert passage.text == "Before. The middle. After."
    assert passage.ordinals == {1, 2, 3}


def test_turns_are_joined_by_a_line_end() -> None:
    assert beside(body(3, "After.", turn=1)).text == "The middle.\nAfter."


def test_what_two_chunks_share_stands_once_however_short() -> None:
    assert beside(body(3, "The middle. After.")).text == "The middle. After."
    first, second = body(2, "It was late. Why?"), body(3, "Why? Because of the bees.")
    record = DocumentRecord("show/a.md", "0", "test", "transcript", 9, ("k",))
    assert grown(first, {second.id: second}, record, EPISODE).text == "It was late. Why? Because of the bees."
    assert grown(second, {first.id: first}, record, EPISODE).text == "It was late. Why? Because of the bees."


def test_a_heading_never_grows() -> None:
    heading = Chunk("show/a.md", 0, "k", "heading", "4. A title", (Span(0, 10, 0),))
    record = DocumentRecord("show/a.md", "0", "test", "transcript", 9, ("k",))
    assert grown(heading, {body(1, "After.").id: body(1, "After.")}, record, EPISODE).text == "4. A title"


def test_a_neighbour_that_does_not_fit_is_not_cut_inside_a_span() -> None:
    passage = beside(body(3, "x" * PASSAGE_CHARACTERS))
    assert (passage.text, passage.ordinals) == ("The middle.", {2})


def test_what_joins_the_parts_counts_too() -> None:
    before, after = body(1, "b" * 30), body(3, "a" * 60)
    record = DocumentRecord("show/a.md", "0", "test", "transcript", 9, ("k",))
    around = {before.id: before, after.id: after}
    lengths = [len(grown(body(2, "m" * 10), around, record, EPISODE, limit).text) for limit in range(10, 110)]
    assert all(length <= limit for limit, length in zip(range(10, 110), lengths, strict=True))
    assert lengths[-1] == 102


def test_two_people_who_say_the_same_in_turn_are_both_heard() -> None:
    first = Chunk("show/a.md", 1, "k", "body", "Is it true? Yes.", (Span(0, 11, 0, "Anna"), Span(12, 16, 1, "Jelle")))
    second = Chunk("show/a.md", 2, "k", "body", "Yes. Really.", (Span(0, 4, 2, "Anna"), Span(5, 12, 3, "Jelle")))
    record = DocumentRecord("show/a.md", "0", "test", "transcript", 9, ("k",))
    assert squeeze(grown(first, {second.id: second}, record, EPISODE).text) == "Is it true? Yes. Yes. Really."


def test_times_and_speaker_are_those_of_all_spans() -> None:
    spans = (Span(0, 3, 0, "Anna", 5.0, 6.0), Span(4, 7, 1, "Jelle", 7.0, 9.0))
    chunk = Chunk("show/a.md", 1, "k", "body", "One two", spans)
    record = DocumentRecord("show/a.md", "0", "test", "transcript", 9, ("k",))
    passage = grown(chunk, {}, record, EPISODE)
    assert (passage.start, passage.end, passage.speaker) == (5.0, 9.0, None)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("a.md", "k", "bees sleep in boxes of larch"), ("b.md", "k", "In boxes of larch the bees sleep well"), True),
        (("a.md", "k", "bees sleep in boxes"), ("b.md", "other", "bees sleep in boxes"), True),
        (("a.md", "k", "bees sleep in boxes"), ("b.md", "other", "bees sleep in boxes until the warm spring"), False),
        (("a.md", "k", "bees sleep in boxes"), ("a.md", "k", "honey comes from lime"), False),
        (("a.md", "k", "..."), ("b.md", "k", "..."), True),
        (("a.md", "k", "..."), ("b.md", "k", "!!!"), False),
    ],
)
def test_twins_of_one_episode_and_copies_say_the_same(
    one: tuple[str, str, str], other: tuple[str, str, str], same: bool
) -> None:
    first, second = (Chunk(d, 1, e, "body", text, (), language="en") for d, e, text in (one, other))
    assert says_the_same(first, second, lambda chunk: word_set(chunk.text, chunk.language)) is same


def test_a_line_without_a_full_stop_that_is_carried_over_is_not_said_twice() -> None:
    line, code = "#!/usr/bin/env python3", '#!/usr/bin/env python3 """A router."""\nimport re'
    first = Chunk("d", 6, "e", "body", f"Make it:\n{line}", (Span(0, 8, 16), Span(9, 9 + len(line), 17)))
    second = Chunk("d", 7, "e", "body", code, (Span(0, len(code), 17),))
    assert repeated(first, second) == len(line)
    other = Chunk("d", 7, "e", "body", "#!/usr/bin/env python3.11 is", (Span(0, 28, 17),))
    assert repeated(first, other) == 0
