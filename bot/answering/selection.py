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
from vectorstore.retrieval.evidence import holds_number
from vectorstore.retrieval.query import Query
from vectorstore.retrieval.search import Hit, Searcher
from vectorstore.text.sentences import sentences
from vectorstore.text.words import word_set

Scores = np.ndarray[tuple[int], np.dtype[np.float32]]
PASSAGES = 5
READ_BY_E5 = 12
MOST_SENTENCES = 5
NEAR_BEST = 0.035
"""A sentence this far below the best one is still part of the answer."""
NEIGHBOUR = 0.06
"""So far below its neighbour a sentence may be and still be quoted with it, for the sake of the thread."""
FULL = 220
"""Characters that a quotation should have where its turn has them: a bare sentence rarely answers."""
LONGEST_QUOTE = 600
EXCHANGE = 110
"""A quotation shorter than this is followed by the reply it got."""
ASKING = 0.06
"""What a question among the passages loses, and the words that follow it gain most of: they hold the answer."""
COUNTED = 0.05
"""What a sentence with a number gains where a number is asked for."""
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
    if passage.chunk.role == "heading":
        return  # a title is no answer; what metadata answers is answered from it
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
    if query.asks_count:
        final = final + COUNTED * np.array([holds_number(texts[at]) for at in read])
    values = cheap / 100 + float(final.min()) - 1.0
    values[read] = final
    values = after_questions(among, values)
    return [with_score(sentence, float(value)) for sentence, value in zip(among, values, strict=True)]


def after_questions(among: Sequence[Sentence], values: Scores) -> Scores:
    """Return the scores with those of speakers' questions lent to the sentences that follow them."""
    out = values.copy()
    for at, sentence in enumerate(among):
        if not sentence.text.rstrip("\"'”’").endswith("?"):
            continue
        out[at] -= ASKING
        following = among[at + 1] if at + 1 < len(among) and among[at + 1].hit is sentence.hit else None
        if following and sentence.hit.passage.document.kind == "transcript":
            out[at + 1] = max(out[at + 1], values[at] - ASKING / 2)
    return out


def with_score(sentence: Sentence, value: float) -> Sentence:
    """Return the sentence with its score."""
    return Sentence(sentence.hit, sentence.begin, sentence.end, sentence.turn, value)


def coverage(query: Query, texts: Sequence[str], searcher: Searcher) -> Scores:
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


def quotes(chosen: Sequence[Sentence], among: Sequence[Sentence], scored: Sequence[Sentence], most: int) -> list[Quote]:
    """Return the chosen sentences as quotations, each with what belongs to it, at most `most` sentences in all."""
    value = {(id(s.hit), s.begin): s.score for s in scored}
    out: list[Quote] = []
    used = 0
    for sentence in chosen:
        if used >= most or any(q.hit is sentence.hit and q.begin <= sentence.begin < q.end for q in out):
            continue
        row = [s for s in among if s.hit is sentence.hit and s.turn == sentence.turn]
        first, last = stretch(row, sentence, chosen, value)
        out.append(Quote(sentence.hit, row[first].begin, row[last].end, sentence.score))
        used += last - first + 1
        reply = replied(among, row[last], out) if row[last].end - row[first].begin < EXCHANGE else []
        if reply and used < most:
            out.append(Quote(sentence.hit, reply[0].begin, reply[-1].end, sentence.score))
            used += len(reply)
    return out


def stretch(
    row: Sequence[Sentence], best: Sentence, chosen: Sequence[Sentence], value: dict[tuple[int, int], float]
) -> tuple[int, int]:
    """Return the first and last sentence to quote of a turn: the best, good neighbours, and enough to understand it."""
    first = last = next(n for n, s in enumerate(row) if s.begin == best.begin)
    while last + 1 < len(row) and wanted(row, last + 1, best, chosen, value) and room(row, first, last + 1):
        last += 1
    while first > 0 and wanted(row, first - 1, best, chosen, value) and room(row, first - 1, last):
        first -= 1
    while row[last].end - row[first].begin < FULL and last + 1 < len(row) and room(row, first, last + 1):
        if cut_off(row[last + 1]):
            break
        last += 1
    while row[last].end - row[first].begin < FULL // 2 and first > 0 and room(row, first - 1, last):
        first -= 1
    return first, last


def cut_off(sentence: Sentence) -> bool:
    """Return whether a sentence stops where its passage stops, in the middle of what was said."""
    passage = sentence.hit.passage
    return sentence.end >= len(passage.text) and not sentence.text.rstrip("\"'”’)").endswith((".", "!", "?", "…"))


def replied(among: Sequence[Sentence], sentence: Sentence, out: Sequence[Quote]) -> list[Sentence]:
    """Return the opening of the next turn in a conversation: a short remark is understood by what it met."""
    if sentence.hit.passage.document.kind != "transcript":
        return []
    at = next(n for n, s in enumerate(among) if s is sentence)
    following = [s for s in among[at + 1 :] if s.hit is sentence.hit and s.turn != sentence.turn]
    row = [s for s in following if s.turn == following[0].turn][:3]
    if not row or any(q.hit is sentence.hit and q.begin <= row[0].begin < q.end for q in out):
        return []
    last = 0
    while last + 1 < len(row) and row[last].end - row[0].begin < FULL // 2:
        last += 1
    return row[: last + 1] if row[last].end - row[0].begin <= LONGEST_QUOTE else []


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
