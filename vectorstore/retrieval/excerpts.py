"""The sentences of the passages found, and how their words match a question's; imports search, lexical and text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from vectorstore.retrieval.lexical import SoftMatcher
from vectorstore.retrieval.scoring import Floats
from vectorstore.retrieval.search import Hit
from vectorstore.text.sentences import sentences
from vectorstore.text.words import word_set


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence `passage.text[begin:end]` of a hit, within one turn."""

    hit: Hit
    begin: int
    end: int
    turn: int
    score: float = 0.0

    @property
    def text(self) -> str:
        """The sentence's words."""
        return self.hit.passage.text[self.begin : self.end]


def sentences_of(hit: Hit) -> Iterator[Sentence]:
    """Yield the sentences of a hit's passage, none across two turns; none of heading lines: a title is no answer."""
    passage = hit.passage
    if passage.chunk.role == "heading":
        return
    for turn, group in groupby(passage.spans, key=lambda span: (span.turn, span.speaker)):
        spans = list(group)
        begin, end = spans[0].begin, spans[-1].end
        for first, last in sentences(passage.text[begin:end]):
            yield Sentence(hit, begin + first, begin + last, turn[0])


def neighbours(among: Sequence[Sentence], at: int) -> list[int]:
    """Return the places of a sentence and of those beside it in the same passage, in order."""
    return [n for n in (at - 1, at, at + 1) if 0 <= n < len(among) and among[n].hit is among[at].hit]


@dataclass(frozen=True, slots=True)
class WordMatches:
    """How well each text matches each word of a question: `match` (texts, words) in [0, 1], `weights` (words,)."""

    match: Floats
    weights: Floats

    def share(self, texts: Sequence[int]) -> float:
        """Return the share of the question, by weight, that these texts match together; 0 without words."""
        total = float(self.weights.sum())
        return float((self.match[list(texts)].max(axis=0) * self.weights).sum()) / total if total and texts else 0.0

    def shares(self) -> Floats:
        """Return the share that each text matches alone, (texts,)."""
        total = float(self.weights.sum())
        out = self.match @ self.weights / np.float32(total) if total else np.zeros(len(self.match))
        return np.asarray(out, dtype=np.float32)


def word_matches(matcher: SoftMatcher, words: Sequence[str], texts: Sequence[str]) -> WordMatches:
    """Return how the words of each text match the question's `words`, softly and across languages."""
    at = matcher.scoring.word_at
    sets = [{at[word] for word in word_set(text) if word in at} for text in texts]
    match = np.zeros((len(texts), len(words)), dtype=np.float32)
    weights = np.zeros(len(words), dtype=np.float32)
    for place, (numbers, found) in enumerate(matcher.matches(words)):
        weights[place] = matcher.idf(numbers, found)
        match_of = dict(zip(numbers.tolist(), found.tolist(), strict=True))
        match[:, place] = [
            max((match_of.get(number, 0.0) for number in numbers_in), default=0.0) for numbers_in in sets
        ]
    return WordMatches(match, weights)
