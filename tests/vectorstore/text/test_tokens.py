"""Counting of tokens."""

from __future__ import annotations

import time

import pytest

from vectorstore.text.tokens import count_tokens


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("hello world", 2), ("tiktoken is great!", 6), ("antidisestablishmentarianism", 6)],
)
def test_counts_are_those_of_cl100k(text: str, count: int) -> None:
    assert count_tokens(text) == count


def test_special_tokens_in_a_text_are_plain_text() -> None:
    assert count_tokens("<|endoftext|>") > 1


def test_lone_surrogates_are_counted() -> None:
    assert count_tokens("a\ud800b") > 1


@pytest.mark.parametrize("text", ["a" * 300_000, " " * 300_000, "\u0301" * 100_000], ids=["letters", "blanks", "marks"])
def test_a_text_without_blanks_takes_linear_time(text: str) -> None:
    count_tokens("warm")
    began = time.process_time()
    count_tokens(text)
    assert time.process_time() - began < 5
