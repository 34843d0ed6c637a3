"""Which sentences of the passages answer: the extractive writer's choice; imports the ground floor.

    score(sentence) = e5 + .2 USE + .05 word match + .5 (its passage's score)

USE and the word match, which are cheap, choose a dozen sentences; e5 reads those alone, so that a first answer
stays well under half a second (docs/decisions/0006-excerpts.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from vectorstore.embeddings.seam import passage_matrix, query_vector
from vectorstore.retrieval.query import Query
from vectorstore.retrieval.search import Hit, Searcher
from vectorstore.text.sentences import sentences
from vectorstore.text.words import word_set

PASSAGES = 5
READ_BY_E5 = 12
MOST_SENTENCES = 5
NEAR_BEST = 0.035
"""A sentence this far below the best one is still part of the answer."""
NEIGHBOUR = 0.06
"""So far below its neighbour a sentence may be and still be quoted with it, for the sake of the thread."""
SHORT = 60
LONGEST_QUOTE = 600
USE_WEIGHT, WORDS_WEIGHT, PASSAGE_WEIGHT = 0.2, 0.05, 0.5


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


@dataclass(frozen=True, slots=True)
class Quote:
    """Neighbouring sentences of one turn, quoted as one span of a hit's passage."""

    hit: Hit
    begin: int
    end: int
    score: float

    @property
    def text(self) -> str:
        """The quoted words as they stand."""
        return self.hit.passage.text[self.begin : self.end]


def choose(query: Query, hits: Sequence[Hit], searcher: Searcher, most: int = MOST_SENTENCES) -> list[Quote]:
    """Return the quotations that answer best, best first; at most `most` sentences in all."""
    among = [sentence for hit in hits[:PASSAGES] for sentence in sentences_of(hit)]
    if not among:
        return []
    scored = sorted(score(query, among, searcher), key=lambda sentence: -sentence.score)
    best = scored[0].score
    chosen: list[Sentence] = []
    for sentence in scored[:READ_BY_E5]:
        near = best - sentence.score <= NEAR_BEST
        if len(chosen) < most and (near or query.comparison) and not repeated(sentence, chosen, query):
            chosen.append(sentence)
    return quotes(chosen, among, scored, most)


def repeated(sentence: Sentence, chosen: Sequence[Sentence], query: Query) -> bool:
    """Return whether a chosen sentence says this already, or (in a comparison) its episode has had its turn."""
    words = word_set(sentence.text)
    for other in chosen:
        theirs = word_set(other.text)
        if words and len(words & theirs) / len(words | theirs) > 0.7:
            return True
    same = [other for other in chosen if other.hit.passage.episode.key == sentence.hit.passage.episode.key]
    return query.comparison and len(same) >= 2


def sentences_of(hit: Hit) -> Iterator[Sentence]:
    """Yield the sentences of a hit's passage, none across two turns; heading lines are their own."""
    passage = hit.passage
    if not passage.chunk.quotable:
        return
    for turn, group in groupby(passage.spans, key=lambda span: (span.turn, span.speaker)):
        spans = list(group)
        begin, end = spans[0].begin, spans[-1].end
        for first, last in sentences(passage.text[begin:end]):
            yield Sentence(hit, begin + first, begin + last, turn[0])


def score(query: Query, among: Sequence[Sentence], searcher: Searcher) -> list[Sentence]:
    """Return the sentences with their scores; only the most promising are read by e5, the others rank below."""
    texts = [sentence.text for sentence in among]
    meaning = searcher.matcher.word_vectors.embed([query.text, *texts])
    cosines = meaning[1:] @ meaning[0]
    covered = coverage(query, texts, searcher)
    passages = np.array([sentence.hit.score for sentence in among])
    cheap = cosines + 0.2 * covered + 4 * PASSAGE_WEIGHT * passages
    order = np.argsort(-cheap, kind="stable")
    read = order[:READ_BY_E5]
    vector = query_vector(searcher.embedder, query.text)
    e5 = passage_matrix(searcher.embedder, [texts[at] for at in read]) @ vector
    final = e5 + USE_WEIGHT * cosines[read] + WORDS_WEIGHT * covered[read] + PASSAGE_WEIGHT * passages[read]
    out = [with_score(among[at], float(value)) for at, value in zip(read, final, strict=True)]
    floor = min((sentence.score for sentence in out), default=0.0) - 1.0
    return out + [with_score(among[at], floor + float(cheap[at]) / 100) for at in order[READ_BY_E5:]]


def with_score(sentence: Sentence, value: float) -> Sentence:
    """Return the sentence with its score."""
    return Sentence(sentence.hit, sentence.begin, sentence.end, sentence.turn, value)


def coverage(query: Query, texts: Sequence[str], searcher: Searcher) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Return for each text the share of the question's words, by weight, that its words match."""
    matcher, at = searcher.matcher, searcher.scoring.word_at
    total, weights = np.zeros(len(texts), dtype=np.float32), 0.0
    sets = [{at[word] for word in word_set(text) if word in at} for text in texts]
    for numbers, matches in matcher.matches(query.words):
        weight = matcher.idf(numbers, matches)
        match_of = dict(zip(numbers.tolist(), matches.tolist(), strict=True))
        total += weight * np.array([max((match_of.get(n, 0.0) for n in words), default=0.0) for words in sets])
        weights += weight
    return total / np.float32(weights) if weights else total


def quotes(
    chosen: Sequence[Sentence],
    among: Sequence[Sentence],
    scored: Sequence[Sentence],
    most: int,
) -> list[Quote]:
    """Return the chosen sentences as quotations: neighbours in one turn joined, a short one given its neighbour."""
    value = {(id(s.hit), s.begin): s.score for s in scored}
    out: list[Quote] = []
    used = 0
    for sentence in chosen:
        if any(q.hit is sentence.hit and q.begin <= sentence.begin < q.end for q in out) or used >= most:
            continue
        row = [s for s in among if s.hit is sentence.hit and s.turn == sentence.turn]
        place = next(n for n, s in enumerate(row) if s.begin == sentence.begin)
        first = last = place
        while last + 1 < len(row) and wanted(row, last + 1, sentence, chosen, value) and room(row, first, last + 1):
            last += 1
        while first > 0 and wanted(row, first - 1, sentence, chosen, value) and room(row, first - 1, last):
            first -= 1
        if row[first].end - row[first].begin < SHORT and last + 1 < len(row) and first == last and room(row, first, last + 1):
            last += 1
        used += last - first + 1
        out.append(Quote(sentence.hit, row[first].begin, row[last].end, sentence.score))
    return out


def wanted(
    row: Sequence[Sentence], at: int, best: Sentence, chosen: Sequence[Sentence], value: dict[tuple[int, int], float]
) -> bool:
    """Return whether a neighbouring sentence is quoted along: chosen itself, or nearly as good."""
    sentence = row[at]
    if any(s.hit is sentence.hit and s.begin == sentence.begin for s in chosen):
        return True
    return best.score - value[id(sentence.hit), sentence.begin] <= NEIGHBOUR


def room(row: Sequence[Sentence], first: int, last: int) -> bool:
    """Return whether the sentences from `first` to `last` are short enough for one quotation."""
    return row[last].end - row[first].begin <= LONGEST_QUOTE and last - first < 3
