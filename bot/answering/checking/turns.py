"""What one speaker says in one go, where quotations are looked up: word for word, or nearly; imports text folding.

A quotation is equal to a stretch of a turn when both are once their white space is made one blank. A near miss is
found by aligning words: one left out, put in or changed costs 1, a filler word that was left out little.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from vectorstore.records import Span
from vectorstore.retrieval.search import Hit
from vectorstore.text.folding import fold, squeeze

_WORD = re.compile(r"\S+")
_EDGES = "\"“”„«»‘’'()[]{}.,;:!?…*_-–—"
_FILLERS = """
    um uh uhm erm er eh ehm hm hmm mm mhm like well so yeah you know i mean kind of sort actually basically really
    just right okay ok nou ja dus hè he zeg maar gewoon eigenlijk toch wel even weet je soort van oké nee
"""
FILLERS = frozenset(_FILLERS.split())
FILLED = 0.15
LONGEST_ALIGNED = 150
"""Words of a quotation that is still aligned; a longer one is word for word or none."""
NEAR = 0.3
"""Share of its words by which a near miss may differ."""
SHORTEST_NEAR = 3
FARTHEST = 6.0


@dataclass(frozen=True)
class Turn:
    """A turn inside the passage `place` of those given: `hit.passage.text[begin:end]`."""

    place: int
    hit: Hit
    begin: int
    end: int
    speaker: str | None

    @cached_property
    def starts(self) -> list[tuple[int, int]]:
        """The offsets of its words in the passage."""
        return [found.span() for found in _WORD.finditer(self.hit.passage.text, self.begin, self.end)]

    @cached_property
    def squeezed(self) -> str:
        """Its words with one blank between them."""
        return squeeze(self.hit.passage.text[self.begin : self.end])

    @cached_property
    def offsets(self) -> list[int]:
        """Where its words begin in `squeezed`."""
        out, at = [], 0
        for begin, end in self.starts:
            out.append(at)
            at += end - begin + 1
        return out

    @cached_property
    def words(self) -> list[tuple[str, int]]:
        """Its folded words, each with its place among all of them."""
        text = self.hit.passage.text
        folded = ((_bare(text[begin:end]), n) for n, (begin, end) in enumerate(self.starts))
        return [(word, n) for word, n in folded if word]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Its folded words."""
        return frozenset(word for word, _ in self.words)

    def verbatim(self, quote: str) -> tuple[int, int] | None:
        """Return the offsets in the passage of a squeezed quotation that stands here word for word."""
        at = self.squeezed.find(quote) if quote else -1
        tries = 0
        while at >= 0 and tries < 50:
            if whole_words(self.squeezed, at, at + len(quote)):
                return self._offset(at), self._offset(at + len(quote) - 1) + 1
            at, tries = self.squeezed.find(quote, at + 1), tries + 1
        return None

    def _offset(self, at: int) -> int:
        n = bisect_right(self.offsets, at) - 1
        return self.starts[n][0] + at - self.offsets[n]

    def stretch(self, first: int, last: int) -> tuple[int, int]:
        """Return the offsets from word `first` to word `last`, without marks around them."""
        text = self.hit.passage.text
        begin, end = self.starts[self.words[first][1]][0], self.starts[self.words[last][1]][1]
        while begin < end and text[begin] in _EDGES:
            begin += 1
        while end > begin and text[end - 1] in _EDGES:
            end -= 1
        return begin, end


def _bare(word: str) -> str:
    return fold(word).strip(_EDGES)


def bare_words(text: str) -> list[str]:
    """Return the folded words of a text without the marks around them."""
    return [word for word in map(_bare, text.split()) if word]


def whole_words(text: str, begin: int, end: int) -> bool:
    """Return whether a stretch neither begins nor ends inside a word."""
    inside = begin > 0 and text[begin - 1].isalnum() and text[begin].isalnum()
    return not inside and not (end < len(text) and text[end - 1].isalnum() and text[end].isalnum())


def turns_of(place: int, hit: Hit) -> Iterator[Turn]:
    """Yield the turns of a passage in order."""
    for (_, speaker), group in groupby(hit.passage.spans, key=lambda span: (span.turn, span.speaker)):
        spans: list[Span] = list(group)
        yield Turn(place, hit, spans[0].begin, spans[-1].end, speaker)


@dataclass(slots=True)
class Effort:
    """What a draft may still take: cells of alignments, and quotations looked up; it bounds a hostile one's time."""

    cells: int = 600_000
    quotations: int = 200


def nearest(words: Sequence[str], turns: Sequence[Turn], effort: Effort) -> tuple[Turn, int, int] | None:
    """Return the turn and the offsets of the stretch that a quotation nearly is; None when none is near."""
    if not SHORTEST_NEAR <= len(words) <= LONGEST_ALIGNED:
        return None
    most = min(FARTHEST, NEAR * len(words))
    known = set(words)
    best: tuple[float, Turn, int, int] | None = None
    for turn in turns:
        # Each word that the turn does not have costs one.
        if sum(word not in turn.vocabulary for word in words) > most or len(known & turn.vocabulary) < 2:
            continue
        if (cells := len(words) * len(turn.words)) > effort.cells:
            continue
        effort.cells -= cells
        cost, first, last = aligned(words, [word for word, _ in turn.words])
        if cost <= most and last >= first and (best is None or cost < best[0]):
            best = (cost, turn, first, last)
    return (best[1], *best[1].stretch(best[2], best[3])) if best else None


def aligned(quote: Sequence[str], said: Sequence[str]) -> tuple[float, int, int]:
    """Return the least cost of `quote` as a stretch of `said`, and that stretch's first and last word."""
    row = [(0.0, at) for at in range(len(said) + 1)]
    for word in quote:
        following = [(row[0][0] + 1, 0)]
        for at, other in enumerate(said, start=1):
            cost, begin = row[at - 1]
            same = (cost + (word != other), begin)
            missing = (row[at][0] + 1, row[at][1])
            more = (following[-1][0] + (FILLED if other in FILLERS else 1), following[-1][1])
            following.append(min(same, missing, more, key=_cost))
        row = following
    last = min(range(len(row)), key=lambda at: row[at][0])
    return row[last][0], row[last][1], last - 1


def _cost(cell: tuple[float, int]) -> float:
    return cell[0]
