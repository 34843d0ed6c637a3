"""A chunk survives its row, in Python and in Chroma, whatever its characters and times are."""

import numpy as np
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from tests.fuzzing import examples
from vectorstore.records import Chunk, Episode, Span
from vectorstore.store.index import StoredIndex
from vectorstore.store.rows import chunk_of, metadata_of

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
SECONDS = st.none() | st.floats(0, 1e6)
SPANS = st.builds(
    Span,
    begin=st.integers(0, 10**6),
    end=st.integers(0, 10**6),
    turn=st.integers(0, 10**4),
    speaker=st.none() | TEXT,
    start=SECONDS,
    stop=SECONDS,
)
CHUNKS = st.builds(
    Chunk,
    document=TEXT,
    ordinal=st.integers(0, 99_999),
    episode=st.just("e"),
    role=st.sampled_from(["heading", "body"]),
    text=TEXT,
    spans=st.lists(SPANS, max_size=4).map(tuple),
    section=st.none() | TEXT,
    speaker=st.none() | TEXT,
    start=SECONDS,
    end=SECONDS,
    language=st.none() | st.sampled_from(["en", "nl"]),
    quotable=st.booleans(),
)
EPISODES = st.builds(
    Episode,
    key=st.just("e"),
    show=TEXT,
    title=TEXT,
    number=st.none() | st.integers(-(2**31), 2**31),
    date=st.none() | TEXT,
    url=st.none() | TEXT,
)


@given(CHUNKS, EPISODES)
def test_a_row_of_a_chunk_is_that_chunk(chunk: Chunk, episode: Episode) -> None:
    row = metadata_of(chunk, episode)
    assert None not in row.values()
    assert chunk_of(chunk.text, row) == chunk


@examples(20, HealthCheck.function_scoped_fixture)
@given(st.lists(st.tuples(CHUNKS, EPISODES), min_size=1, max_size=25, unique_by=lambda pair: pair[0].id))
def test_chroma_gives_every_chunk_back_as_it_was(store: StoredIndex, pairs: list[tuple[Chunk, Episode]]) -> None:
    store.remove(store.ids())
    chunks = [chunk for chunk, _ in pairs]
    store.add(chunks, {"e": pairs[0][1]}, np.ones((len(chunks), 8), dtype=np.float32))
    assert store.chunks(chunk.id for chunk in chunks) == {chunk.id: chunk for chunk in chunks}
