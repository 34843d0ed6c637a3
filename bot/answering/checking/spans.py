"""The words of a passage that a sentence stands on: what its citation quotes; imports excerpts, evidence, citations.

Shared words count by how rare they are in the passage; a number or a name that is the same in both languages counts
as well, so that a Dutch sentence finds its English source. `nearness` may add a measure of meaning.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.answering.checking.crosswise import things
from bot.answering.checking.evidence import Evidence, stems
from bot.answering.checking.numbers import Number, numbers_of, unaccented
from bot.answering.citations import within
from vectorstore.retrieval.excerpts import sentences_of
from vectorstore.retrieval.search import Hit
from vectorstore.text.stopwords import STOP_WORDS

Nearness = Callable[[str, Sequence[str]], Sequence[float]]
"""How near in meaning a sentence is to each of several texts, from 0 to 1."""
NUMBER, STEM, COGNATE, MEANING = 2.5, 0.8, 0.4, 6.0
PREFIX = 5
"""Letters by which words of two languages are taken for the same ("batteries", "batterijen"); a longer word may stand
inside another ("winter", "overwinteren")."""
TOGETHER = 0.45
"""Share of the best sentence's score from which the one beside it is quoted, too."""
SHORT, LONGEST = 40, 600
_SMALL = STOP_WORDS["en"] | STOP_WORDS["nl"]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The words and numbers of a sentence whose source is looked for."""

    words: frozenset[str]
    numbers: tuple[Number, ...]


class Spans:
    """Finds what sentences stand on in the passages; for one check."""

    def __init__(self, nearness: Nearness | None = None) -> None:
        self._nearness = nearness
        self._read: dict[int, tuple[list[tuple[int, int]], list[Evidence]]] = {}

    def supporting(self, hit: Hit, text: str) -> tuple[int, int]:
        """Return the offsets of the one or two sentences of a passage, within one turn, that support a text best."""
        places, evidence = self._sentences(hit)
        if not places:
            return _opening(hit)
        scores = self._scores(text, evidence)
        best = max(range(len(places)), key=lambda n: (scores[n], _found(hit, places[n]), places[n][1] - places[n][0]))
        first = last = best
        for other in sorted((n for n in (best - 1, best + 1) if 0 <= n < len(places)), key=lambda n: (-scores[n], -n)):
            begin, end = places[min(best, other)][0], places[max(best, other)][1]
            near = scores[other] > 0 and scores[other] >= TOGETHER * scores[best]
            brief = places[best][1] - places[best][0] < SHORT and other > best
            if (near or brief) and end - begin <= LONGEST and _one_turn(hit, begin, end):
                first, last = min(best, other), max(best, other)
                break
        return places[first][0], places[last][1]

    def _sentences(self, hit: Hit) -> tuple[list[tuple[int, int]], list[Evidence]]:
        if id(hit) not in self._read:
            found = list(sentences_of(hit))
            self._read[id(hit)] = ([(s.begin, s.end) for s in found], [Evidence(s.text) for s in found])
        return self._read[id(hit)]

    def _scores(self, text: str, evidence: Sequence[Evidence]) -> list[float]:
        words = frozenset(re.findall(r"[^\W_]+", unaccented(text))) - _SMALL
        asked = _Asked(words, tuple(numbers_of(text)))
        frequency = Counter(stem for one in evidence for stem in one.stems)
        rarity = {stem: math.log(1 + len(evidence) / count) for stem, count in frequency.items()}
        scores = [_score(asked, one, rarity) for one in evidence]
        if self._nearness:
            near = self._nearness(text, [one.text for one in evidence])
            scores = [score + MEANING * value for score, value in zip(scores, near, strict=True)]
        return scores


def _score(asked: _Asked, one: Evidence, rarity: dict[str, float]) -> float:
    """Return how much of a sentence another one bears out."""
    total = NUMBER * sum(one.holds_number(number) for number in asked.numbers)
    prefixes = {word[:PREFIX] for word in one.sequence if len(word) >= PREFIX and word not in _SMALL}
    for word in asked.words:
        if shared := stems(word) & one.stems:
            total += max(rarity.get(stem, 0.0) for stem in shared) * (1.0 if word in one.words else STEM)
        elif any(thing in one.things for thing in things(word)):
            total += STEM
        elif word[:PREFIX] in prefixes or (len(word) > PREFIX and word in one.plain):
            total += COGNATE
    return total


def _found(hit: Hit, place: tuple[int, int]) -> bool:
    """Return whether a sentence lies in the chunk that was found, not in what was grown around it."""
    begin, end = hit.passage.core
    return place[0] < end and place[1] > begin


def _one_turn(hit: Hit, begin: int, end: int) -> bool:
    return len({(span.turn, span.speaker) for span in within(hit.passage.spans, begin, end)}) <= 1


def _opening(hit: Hit) -> tuple[int, int]:
    """Return the first span of the chunk that was found: all that there is of a heading."""
    spans = within(hit.passage.spans, *hit.passage.core) or list(hit.passage.spans)
    if not spans:
        return hit.passage.core
    return spans[0].begin, spans[0].end
