"""Which sentences of the passages answer: the extractive writer's choice; imports the ground floor.

    score(sentence) = near(e5 + .1 USE + .15 word match) + 2 (its passage's score) + .04 (lies in the found chunk)

`near` lends a sentence a little of its neighbours' scores, more of the next one's: people lead up to what they say.
USE and the word match, which are cheap, choose eight sentences; e5 reads those alone, so that a first answer
stays well under half a second (docs/decisions/0006-excerpts.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vectorstore.embeddings.seam import passage_matrix, query_vector
from vectorstore.retrieval.excerpts import Sentence, sentences_of, word_matches
from vectorstore.retrieval.query import Query
from vectorstore.retrieval.search import Hit, Searcher
from vectorstore.retrieval.wanted import holds_number
from vectorstore.text.words import word_set

Scores = np.ndarray[tuple[int], np.dtype[np.float32]]
PASSAGES = 5
READ_BY_E5 = 8
SIDES, READ_OF_A_SIDE = 2, 4
"""Episodes that a comparison quotes, and the sentences of each that e5 reads: no more than for another question."""
MOST_SENTENCES = 5
NEAR_BEST = 0.07
"""A sentence this far below the best one is still part of the answer."""
NEIGHBOUR = 0.06
"""So far below its neighbour a sentence may be and still be quoted with it, for the sake of the thread."""
FULL = 260
"""Characters that a quotation should have where its turn has them: a bare sentence rarely answers."""
LONGEST_QUOTE = 600
EXCHANGE = 110
"""A quotation shorter than this is followed by the reply it got."""
ASKING = 0.06
"""What a question among the passages loses; the words that follow it are lent its score: they hold the answer."""
COUNTED = 0.1
"""What a sentence with a number gains where a number is asked for."""
USE_WEIGHT, WORDS_WEIGHT, PASSAGE_WEIGHT = 0.1, 0.15, 2.0
FOUND = 0.04
"""What a sentence gains that lies in the chunk that was found, not in what was grown around it."""
SHORT, BRIEF = 60, 0.05
"""A sentence of fewer characters loses up to so much: "Thank you, Ms Ronnes of the CDA." tells nothing."""
BEFORE, AFTER = 0.1, 0.3
"""Shares that the sentence before and the one after have in a sentence's score."""


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
    """Return the quotations that answer best, best first; at most `most` sentences in all.

    A comparison lets each of the first episodes speak for itself.
    """
    sides = by_episode(hits[:PASSAGES]) if query.comparison else []
    if len(sides) > 1:
        sides = sides[:SIDES]
        return [quote for side in sides for quote in best_of(query, side, searcher, most // len(sides), READ_OF_A_SIDE)]
    return best_of(query, hits, searcher, most, READ_BY_E5)


def by_episode(hits: Sequence[Hit]) -> list[list[Hit]]:
    """Return the hits of each episode, in the order of their best."""
    found: dict[str, list[Hit]] = {}
    for hit in hits:
        found.setdefault(hit.passage.episode.key, []).append(hit)
    return list(found.values())


def best_of(query: Query, hits: Sequence[Hit], searcher: Searcher, most: int, read: int) -> list[Quote]:
    """Return the best quotations of these hits, best first; e5 reads the `read` most promising sentences."""
    among = [sentence for hit in hits[:PASSAGES] for sentence in sentences_of(hit)]
    if not among:
        return []
    scored = sorted(score(query, among, searcher, read), key=lambda sentence: -sentence.score)
    best = scored[0].score
    chosen: list[Sentence] = []
    for sentence in scored[:read]:
        near = best - sentence.score <= NEAR_BEST
        if len(chosen) < most and near and not repeated(sentence, chosen):
            chosen.append(sentence)
    return quotes(chosen, among, scored, most)


def repeated(sentence: Sentence, chosen: Sequence[Sentence]) -> bool:
    """Return whether a chosen sentence says this already."""
    words = word_set(sentence.text)
    theirs = [word_set(other.text) for other in chosen]
    return any(words and len(words & other) / len(words | other) > 0.7 for other in theirs)


def score(query: Query, among: Sequence[Sentence], searcher: Searcher, reads: int = READ_BY_E5) -> list[Sentence]:
    """Return the sentences with their scores; only the most promising are read by e5, the others rank below."""
    texts = [sentence.text for sentence in among]
    meaning = searcher.matcher.word_vectors.embed([query.text, *texts])
    cosines = meaning[1:] @ meaning[0]
    covered = word_matches(searcher.matcher, query.words, texts).shares()
    standing = np.array([PASSAGE_WEIGHT * s.hit.score + FOUND * found_share(s) - brief(s) for s in among])
    cheap = near(among, cosines + 0.5 * covered) + 2 * standing
    order = np.argsort(-cheap, kind="stable")
    read = order[:reads]
    vector = query_vector(searcher.embedder, query.text)
    words = USE_WEIGHT * cosines + WORDS_WEIGHT * covered
    e5 = passage_matrix(searcher.embedder, [texts[at] for at in read]) @ vector
    own = words + np.float32(e5.min() if len(e5) else 0)  # what e5 did not read counts as the worst that it read
    own[read] = e5 + words[read]
    if query.asks_count:
        own[read] += COUNTED * np.array([holds_number(texts[at]) for at in read])
    final = near(among, own) + standing
    values = cheap / 100 + float(final.min()) - 1.0
    values[read] = final[read]
    values = after_questions(among, values)
    return [with_score(sentence, float(value)) for sentence, value in zip(among, values, strict=True)]


def found_share(sentence: Sentence) -> float:
    """Return how much of a sentence lies in the chunk that was found, from 0 to 1."""
    begin, end = sentence.hit.passage.core
    return max(0, min(sentence.end, end) - max(sentence.begin, begin)) / max(1, sentence.end - sentence.begin)


def brief(sentence: Sentence) -> float:
    """Return what a sentence loses for being too short to say much."""
    return BRIEF * max(0.0, 1 - len(sentence.text) / SHORT)


def near(among: Sequence[Sentence], values: Scores) -> Scores:
    """Return the scores, each with a share of its neighbours' in the same passage."""
    out = values.copy()
    for at, sentence in enumerate(among):
        before = at - 1 if at and among[at - 1].hit is sentence.hit else at
        after = at + 1 if at + 1 < len(among) and among[at + 1].hit is sentence.hit else at
        out[at] = (values[at] + BEFORE * values[before] + AFTER * values[after]) / (1 + BEFORE + AFTER)
    return out


def after_questions(among: Sequence[Sentence], values: Scores) -> Scores:
    """Return the scores with those of speakers' questions lent to the sentences that follow them."""
    out = values.copy()
    for at, sentence in enumerate(among):
        if not sentence.text.rstrip("\"'”’").endswith("?"):
            continue
        out[at] -= ASKING
        following = among[at + 1] if at + 1 < len(among) and among[at + 1].hit is sentence.hit else None
        if following and sentence.hit.passage.document.kind == "transcript":
            out[at + 1] = max(out[at + 1], values[at])
    return out


def with_score(sentence: Sentence, value: float) -> Sentence:
    """Return the sentence with its score."""
    return Sentence(sentence.hit, sentence.begin, sentence.end, sentence.turn, value)


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
