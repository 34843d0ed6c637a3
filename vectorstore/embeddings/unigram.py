"""The tokenizer of the local model: SentencePiece's unigram, word by word; pure.

A word is cut into the pieces whose scores sum up highest. The library `tokenizers` does the same in 250 MB and a second
of loading; here a word that came before costs a look-up, and most words of a show come again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

MARK = "\u2581"
"""Stands for the blank before a word."""
UNKNOWN_COST = 10.0
"""How far an unknown character scores below the worst piece."""
REMEMBERED = 50_000
"""Words whose pieces are remembered, some 15 MB."""
_BLANKS = re.compile(" {2,}")


class Unigram:
    """Tokens of texts; safe for many threads, which at worst work out a word twice."""

    def __init__(self, scores: Mapping[str, tuple[int, float]], unknown_id: int, replaced: Mapping[int, str]) -> None:
        """Take each piece's id and score, the id of what no piece holds, and what is read for some code points."""
        self._scores = scores
        self._unknown = (unknown_id, min(score for _, score in scores.values()) - UNKNOWN_COST)
        self._longest = max(map(len, scores))
        self._replaced = dict(replaced)
        self._known: dict[str, list[int]] = {}

    def ids(self, text: str) -> list[int]:
        """Return the ids of a text, without the model's begin and end."""
        read = _BLANKS.sub(" ", text.translate(self._replaced))
        if not read.startswith(" "):
            read = f" {read}"
        return [id_ for word in read.split(" ")[1:] for id_ in self._of(MARK + word)]

    def _of(self, word: str) -> list[int]:
        """Return the ids of a word with its mark."""
        found = self._known.get(word)
        if found is None:
            found = self._cut(word)
            if len(self._known) >= REMEMBERED:
                self._known = {}
            self._known[word] = found
        return found

    def _cut(self, word: str) -> list[int]:
        """Return the ids of the best way to cut a word (Viterbi)."""
        best = [0.0] + [float("-inf")] * len(word)
        last: list[tuple[int, int]] = [(0, 0)] * (len(word) + 1)
        for begin in range(len(word)):
            for end in range(begin + 1, min(len(word), begin + self._longest) + 1):
                piece = self._scores.get(word[begin:end])
                if piece and best[begin] + piece[1] > best[end]:
                    best[end], last[end] = best[begin] + piece[1], (begin, piece[0])
            if best[begin] + self._unknown[1] > best[begin + 1]:
                best[begin + 1], last[begin + 1] = best[begin] + self._unknown[1], (begin, self._unknown[0])
        ids, at = [], len(word)
        while at > 0:
            at, id_ = last[at]
            ids.append(id_)
        return ids[::-1]
