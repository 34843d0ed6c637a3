"""Chunks: sizes, borders, spans and what is embedded."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ingest.chunking import MAX_TOKENS, chunk_transcript, embedded_text
from ingest.transcript import Segment, Transcript
from tests.fuzzing import examples
from vectorstore.records import Chunk, Episode
from vectorstore.text.folding import squeeze
from vectorstore.text.tokens import count_tokens

EPISODE = Episode("k", "Show", "A title", number=4, date="2024-05-06")
SENTENCE = "The council wants to measure the water that the data centre uses. "


def chunks_of(*segments: Segment, fits: int = 2000, heading: tuple[str, ...] = ()) -> list[Chunk]:
    transcript = Transcript("test", "transcript", segments, heading=heading)
    return chunk_transcript(transcript, "show/a.md", EPISODE, 0, lambda text: count_tokens(text) <= fits)


def test_the_heading_lines_are_a_passage_of_their_own() -> None:
    heading = chunks_of(Segment("Words."), heading=("4. A title", "Views: 3 (2024-05-06)"))[0]
    assert (heading.role, heading.text, heading.quotable) == ("heading", "4. A title\nViews: 3 (2024-05-06)", True)


def test_heading_lines_from_metadata_are_never_quoted() -> None:
    heading = chunks_of(Segment("Words."))[0]
    assert not heading.quotable
    assert "2024-05-06" in heading.text


def test_a_short_section_is_one_chunk_and_never_mixed_with_the_next() -> None:
    bodies = chunks_of(Segment("One.", 0, "A"), Segment("Two.", 1, "A"), Segment("Three.", 2, "B"))[1:]
    assert [(chunk.section, chunk.text) for chunk in bodies] == [("A", "One.\nTwo."), ("B", "Three.")]


def test_a_long_text_is_cut_at_sentences_with_one_repeated() -> None:
    bodies = chunks_of(*(Segment(f"{n}. {SENTENCE}", 0, start=float(n), end=n + 1.0) for n in range(80)))[1:]
    assert len(bodies) > 4
    for before, after in pairwise(bodies):
        assert before.text.endswith(".")
        assert after.spans[0].start is not None
        assert before.end is not None
        assert after.spans[0].start < before.end, "the next chunk begins with the last sentence of the one before"
    assert all(count_tokens(chunk.text) <= MAX_TOKENS for chunk in bodies)


def test_a_chunk_that_the_embedder_would_not_read_whole_is_halved() -> None:
    bodies = chunks_of(Segment(SENTENCE * 12), fits=60)[1:]
    assert all(count_tokens(embedded_text(chunk, EPISODE)) <= 60 for chunk in bodies)


def test_text_without_words_still_ends_and_stays_bounded() -> None:
    bodies = chunks_of(Segment("x" * 20_000), fits=400)[1:]
    assert {*"".join(chunk.text for chunk in bodies)} == {"x"}
    assert all(count_tokens(chunk.text) <= 400 for chunk in bodies)


def test_words_that_run_in_a_loop_are_kept_once() -> None:
    loop = chunks_of(*(Segment(SENTENCE * 3, 0) for _ in range(200)))[1:]
    assert len({chunk.text for chunk in loop}) == len(loop) < 20


def test_no_turn_runs_across_what_was_left_out() -> None:
    loop = SENTENCE * 3
    parts = [loop, loop, loop, loop, loop, loop, loop, loop, "And then it ended. " * 30]
    chunks = chunks_of(*(Segment(text, 0) for text in parts))[1:]
    assert len({span.turn for chunk in chunks for span in chunk.spans}) > 1


def test_only_one_speaker_is_named_as_the_chunks_speaker() -> None:
    alone, both = (
        chunks_of(Segment("Hello.", 0, None, "Anna"))[1],
        chunks_of(Segment("Hello.", 0, None, "Anna"), Segment("Hi.", 1, None, "Bram"))[1],
    )
    assert (alone.speaker, both.speaker) == ("Anna", None)
    assert [span.speaker for span in both.spans] == ["Anna", "Bram"]


def test_only_headings_give_no_empty_chunk() -> None:
    assert [chunk.role for chunk in chunks_of(Segment("  "))] == ["heading"]


def test_title_and_heading_stand_before_the_embedded_text() -> None:
    chunk = chunks_of(Segment("Words.", 0, "Water"))[1]
    assert embedded_text(chunk, EPISODE) == "A title · Water\nWords."


def test_a_heading_that_the_embedder_would_not_read_to_its_end_is_cut() -> None:
    def heading(*lines: str) -> str:
        transcript = Transcript("markdown", "summary", (Segment("Words.", 0),), heading=lines)
        return chunk_transcript(transcript, "show/1.md", EPISODE, 0, lambda text: len(text) <= 100)[0].text

    assert heading("1. Water", "Views: 10") == "1. Water\nViews: 10"
    assert heading("1. Water", "x" * 200, "Views: 10") == "1. Water"
    assert heading("water " * 1000, "Views: 10") == ("water " * 1000)[:93].rstrip()


texts = st.text(st.sampled_from("ab .?!\n\x00é😀漢"), max_size=400)


@examples(60)
@given(st.lists(st.tuples(texts, st.integers(0, 3), st.sampled_from([None, "A", "B"])), max_size=12))
def test_spans_cover_the_text_and_no_word_is_lost(parts: list[tuple[str, int, str | None]]) -> None:
    chunks = chunks_of(*(Segment(text, turn, section) for text, turn, section in parts), fits=100)
    for chunk in chunks:
        assert all(
            chunk.text[span.begin : span.end].strip() == chunk.text[span.begin : span.end] for span in chunk.spans
        )
        assert "".join(chunk.text[s.begin : s.end] for s in chunk.spans).split() or chunk.role == "heading"
    said = squeeze(" ".join(text for text, _, _ in parts).replace("\x00", " ")).replace(" ", "")
    kept = "".join(squeeze(chunk.text).replace(" ", "") for chunk in chunks if chunk.role == "body")
    assert {*said} <= {*kept}
