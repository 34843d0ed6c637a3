"""The soft word match: how well a passage's words cover a question's, across languages; imports scoring, text.

    soft(q, row) = sum over q's content words w of idf(w) * best match of w in the row / sum of idf(w)

Two words match fully when they are equal, by up to .9 when one holds the other (compounds:
gezichtsherkenning in gezichtsherkenningstechnologie), and else by clip((cos - .5) / .4, 0, 1) of their
vectors; words with digits match exactly or not at all. Unlike BM25 it does not favour passages in the
asker's language: docs/decisions/0004-retrieval.md has the figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from vectorstore.embeddings.words import WordEmbedder
from vectorstore.retrieval.scoring import Array, Floats, Scoring

COSINE_FLOOR = 0.5
COSINE_RANGE = 0.4
WEAKEST = 0.2
"""Weaker matches are dropped: most of a large vocabulary lies there, and says nothing (0004-retrieval.md)."""
KEPT_WORDS = 2000
"""Question words whose matches are remembered: search, evidence and the choice of sentences ask for the same ones."""
SCREENED = 50_000
"""Words from which a vocabulary is screened by its strongest directions before exact cosines are computed."""
SCREEN_FLOOR = 0.42
"""Cosine along these directions from which a word is looked at: one match in thirty is lost, among the weak ones."""
LOOKED_AT = 4000
"""At most so many words: a long compound is near to a fifth of all words along few directions."""
LONGEST_CONTAINED = 0.9
SHORTEST_PART = 5
"""Letters that a word inside another must have, so that "art" does not match "party"."""


class SoftMatcher:
    """Matches questions against all rows of one generation through its inverted lists."""

    def __init__(self, scoring: Scoring, word_vectors: WordEmbedder):
        self.scoring = scoring
        self.word_vectors = word_vectors
        self._known: dict[str, tuple[Array, Floats]] = {}

    def soft(self, words: Sequence[str]) -> Floats:
        """Return the soft match of every row, (n,) float32 in [0, 1]; zeros for a question without words."""
        total = np.zeros(len(self.scoring.ids), dtype=np.float32)
        weights = 0.0
        for numbers, matches in self.matches(words):
            weight = self.idf(numbers, matches)
            weights += weight
            total += weight * self.best(numbers, matches)
        return total / np.float32(weights) if weights else total

    def matches(self, words: Sequence[str]) -> list[tuple[Array, Floats]]:
        """Return for each word the numbers of the vocabulary's words that match it, and how well."""
        known = self._known if len(self._known) < KEPT_WORDS else {}
        new = [word for word in dict.fromkeys(words) if word not in known]
        if new and self.scoring.vocabulary:
            found = zip(new, self.near(self.word_vectors.embed(new)), strict=True)
            known |= {word: self.matches_of(word, *near) for word, near in found}
            self._known = known
        nothing = (np.zeros(0, np.int64), np.zeros(0, np.float32))
        return [known.get(word, nothing) for word in words]

    def forget(self) -> None:
        """Drop the remembered words, so that a measurement meets each question for the first time."""
        self._known = {}

    def near(self, vectors: Floats) -> list[tuple[Array, Floats]]:
        """Return for each vector the numbers of the words that lie near it, and their cosines."""
        if len(self.scoring.vocabulary) < SCREENED:
            cosines = (self.scoring.word_vectors @ vectors.T).T
            found = [np.flatnonzero(row > COSINE_FLOOR + WEAKEST * COSINE_RANGE) for row in cosines]
            return [(numbers, row[numbers]) for numbers, row in zip(found, cosines, strict=True)]
        directions, shadows = self.scoring.screen
        rough = np.ascontiguousarray((shadows @ (vectors @ directions).T).T)
        found = [likeliest(row) for row in rough]
        return [(numbers, self.scoring.cosines(numbers, v)) for numbers, v in zip(found, vectors, strict=True)]

    def matches_of(self, word: str, near: Array, cosines: Floats) -> tuple[Array, Floats]:
        """Return the matching words of one question word, given the words near it and their cosines."""
        exact = self.scoring.word_at.get(word)
        if any(letter.isdigit() for letter in word):
            found = [] if exact is None else [exact]
            return np.array(found, dtype=np.int64), np.ones(len(found), dtype=np.float32)
        values = np.clip((cosines - COSINE_FLOOR) / COSINE_RANGE, 0.0, 1.0)
        strong = values >= WEAKEST
        match = dict(zip(near[strong].tolist(), values[strong].tolist(), strict=True))
        for number, part in self.contained(word):
            match[number] = max(match.get(number, 0.0), LONGEST_CONTAINED * part)
        if exact is not None:
            match[exact] = 1.0
        kept = sorted((number, value) for number, value in match.items() if value >= WEAKEST)
        numbers = np.array([number for number, _ in kept], dtype=np.int64)
        return numbers, np.array([value for _, value in kept], dtype=np.float32)

    def contained(self, word: str) -> list[tuple[int, float]]:
        """Return the words that hold `word` or are held by it, with the share of the longer that the shorter is."""
        if len(word) < SHORTEST_PART:
            return []
        at = self.scoring.word_at
        parts = (word[i:j] for i in range(len(word)) for j in range(i + SHORTEST_PART, len(word) + 1))
        around = {*self.longer(word), *(part for part in parts if part in at)} - {word}
        return [(at[other], overlap(word, other)) for other in around]

    def longer(self, word: str) -> Iterator[str]:
        """Yield the vocabulary's words that hold `word`."""
        lines = self.scoring.word_lines
        found = lines.find(word)
        while found >= 0:
            end = lines.index("\n", found)
            yield lines[lines.rindex("\n", 0, found) + 1 : end]
            found = lines.find(word, end)

    def best(self, numbers: Array, matches: Floats) -> Floats:
        """Return for every row its best match among these words."""
        out = np.zeros(len(self.scoring.ids), dtype=np.float32)
        if not len(numbers):
            return out
        begin, rows = self.scoring.word_begin, self.scoring.word_rows
        ascending = np.argsort(matches, kind="stable")  # of a row that is named twice the last value stays: the best
        ends = list(zip(begin[numbers[ascending]].tolist(), begin[numbers[ascending] + 1].tolist(), strict=True))
        lengths = np.array([end - start for start, end in ends])
        out[np.concatenate([rows[start:end] for start, end in ends])] = np.repeat(matches[ascending], lengths)
        return out

    def idf(self, numbers: Array, matches: Floats) -> float:
        """Return the weight of a question word: rare in the index, in whatever language, weighs more.

        The rows of the words that match it stand in for its own, so that a question in another language has
        weights like one in the passages' own.
        """
        count = len(self.scoring.ids)
        strong = numbers[matches >= min(0.75, float(matches.max()))] if len(numbers) else numbers
        frequency = float(self.scoring.document_frequency[strong].max()) if len(strong) else 0.0
        return float(np.log1p((count - frequency + 0.5) / (frequency + 0.5)))


def likeliest(rough: Floats) -> Array:
    """Return the numbers of the words to look at, given every word's cosine along the screen's directions."""
    numbers = np.flatnonzero(rough > SCREEN_FLOOR)
    if len(numbers) > LOOKED_AT:
        numbers = numbers[np.argpartition(rough[numbers], -LOOKED_AT)[-LOOKED_AT:]]
    return numbers


def overlap(one: str, other: str) -> float:
    """Return how much two words, one inside the other, share: more than half already counts much."""
    share = min(len(one), len(other)) / max(len(one), len(other))
    return float(min(1.0, 0.5 + share / 2))
