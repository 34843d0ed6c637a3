"""Ranking: from a Query to hits; imports the retrieval room, store and embeddings.

    S = e5 - .5 hubness + .175 soft + .15 named + .1 summary - .04 heading (+ .2 phrase, + .1 speaker, - .02 untimed)

Candidates are the nearest rows by vector and the best rows by soft word match; the word match may add
candidates and never takes one away. A query that names episodes is searched in those alone, exactly, and so is a
searcher `within` some shows, whose catalogue holds nothing else either.
docs/decisions/0004-retrieval.md has the figures behind each term.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest

import numpy as np

from vectorstore.embeddings.seam import Embedder, query_vector
from vectorstore.embeddings.words import WordEmbedder
from vectorstore.records import Chunk
from vectorstore.retrieval.candidates import Candidates, Pool
from vectorstore.retrieval.catalogue import Catalogue
from vectorstore.retrieval.lexical import SoftMatcher
from vectorstore.retrieval.passages import Passage, grown, says_the_same, with_neighbours
from vectorstore.retrieval.query import Query
from vectorstore.retrieval.scoring import Array, Floats, Scoring
from vectorstore.store.reader import PublishedIndex
from vectorstore.text.folding import fold
from vectorstore.text.words import word_set

VIEWS = 64
"""Sets of shows whose rows are remembered, a byte a row each."""
READ = 40
"""Best candidates that are ranked by their text, too, and looked at for duplicates."""
READ_TO_COMPARE = 60
"""The same for a comparison, which looks for a passage of every episode."""
SPARE = 4
"""Passages read beyond those wanted: so many of the first ones repeat another, as a rule."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the linear sum, cosine on its own scale."""

    hubness: float = 0.5
    soft: float = 0.175
    named: float = 0.15
    summary: float = 0.1
    phrase: float = 0.2
    speaker: float = 0.1
    heading: float = 0.04
    untimed: float = 0.02


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: its score, the parts evidence looks at, and the passage as shown."""

    rank: int
    score: float
    dense: float
    soft: float
    row: int
    passage: Passage


class Searcher:
    """Searches one published generation; safe for many threads."""

    def __init__(
        self,
        index: PublishedIndex,
        embedder: Embedder,
        word_vectors: WordEmbedder,
        weights: Weights = Weights(),
    ):
        self.index = index
        self.embedder = embedder
        self.weights = weights
        self.scoring = Scoring(index.arrays, index.manifest.documents, index.manifest.episodes)
        self.catalogue = Catalogue(index.manifest.episodes, index.manifest.documents)
        self.matcher = SoftMatcher(self.scoring, word_vectors)
        self._records = {record.name: record for record in index.manifest.documents}
        self.untimed = self._untimed()
        self.shows: frozenset[str] | None = None
        self.allowed: Array | None = None
        self._views: dict[frozenset[str], Searcher] = {}

    def within(self, shows: frozenset[str] | None) -> Searcher:
        """Return a searcher over these shows alone (None: all), which knows no other; made once for each set.

        A show that does not exist adds nothing: with no other, nothing is found.
        """
        if shows is None:
            return self
        view = self._views.get(shows)
        if view is None:
            view = copy(self)
            view.shows = shows if self.shows is None else shows & self.shows
            view.catalogue = self.catalogue.of_shows(view.shows)
            view.allowed = self.scoring.in_shows(view.shows)
            view._views = {}
            self._views = ({} if len(self._views) >= VIEWS else self._views) | {shows: view}
        return view

    def _untimed(self) -> Floats:
        """Return 1 for the rows without a moment whose episode has another document with times, (n,) float32.

        A page of notes without times gives way to the transcript with times of the same episode.
        """
        scoring, records = self.scoring, self.index.manifest.documents
        timed = {key for record in records if record.timed for key in record.episodes}
        of_episode = np.array([episode.key in timed for episode in scoring.episodes], dtype=bool)
        of_document = np.array([record.timed for record in records], dtype=bool)
        without = ~of_document[scoring.document] | scoring.heading
        return np.asarray(of_episode[scoring.episode] & without, dtype=np.float32)

    def search(self, query: Query, limit: int) -> list[Hit]:
        """Return the best `limit` passages for a query, best first; empty when what it names does not exist."""
        if query.parts:
            whole = replace(query, parts=())
            return self.taking_turns([self.search(one, limit) for one in (whole, *map(query.part, query.parts))], limit)
        if not query.text or query.unknown is not None or query.episodes == () or not self.scoring.ids:
            return []
        candidates = self.candidates(query)
        scores = self.scores(query, candidates)
        order = np.argsort(-scores, kind="stable")[: READ_TO_COMPARE if query.comparison else READ]
        ranked = [(float(scores[at]), int(at)) for at in order]
        if query.phrases or query.speakers:
            ranked = self.by_text(query, ranked, candidates)
        if query.comparison:
            ranked = spread(ranked, self.scoring.episode[candidates.rows])
        return self.hits(ranked, candidates, limit)

    def taking_turns(self, lists: Sequence[Sequence[Hit]], limit: int) -> list[Hit]:
        """Return the hits of several searches, the first of each before the second of any, each region once."""
        words = cache(lambda chunk: word_set(chunk.text, chunk.language))
        taken: list[Hit] = []
        for row in zip_longest(*lists):
            for hit in row:
                if hit and not any(repeats(other.passage, hit.passage.chunk, words) for other in taken):
                    taken.append(replace(hit, rank=len(taken) + 1))
        return taken[:limit]

    def candidates(self, query: Query) -> Candidates:
        """Return the rows to rank with their cosine to the question and their word match."""
        vector = query_vector(self.embedder, query.text)
        return Pool(self.index.store, self.scoring).candidates(
            vector, self.matcher.soft(query.words), self.rows_of(query)
        )

    def rows_of(self, query: Query) -> Array | None:
        """Return the rows that a query is restricted to, by what it names and by the shows; None for all."""
        if query.episodes is None:
            return None if self.allowed is None or self.allowed.all() else np.flatnonzero(self.allowed)
        rows = self.scoring.rows_of_episodes(query.episodes)
        return rows if self.allowed is None else rows[self.allowed[rows]]

    def scores(self, query: Query, found: Candidates) -> Floats:
        """Return the linear sum for each candidate, without what needs its text."""
        weights, scoring = self.weights, self.scoring
        score = found.dense - weights.hubness * scoring.hubness[found.rows] + weights.soft * found.soft
        if query.named:
            share = dict(query.named)
            named = np.array([share.get(e.key, 0.0) for e in scoring.episodes], dtype=np.float32)
            score = score + weights.named * named[scoring.episode[found.rows]]
        if query.about:
            score = score + weights.summary * self.summarises(found.rows)
        if query.asks_date:
            score = score + weights.named * scoring.heading[found.rows]
        elif not query.about:
            score = score - weights.heading * scoring.heading[found.rows]
        if not (query.about or query.asks_date):
            score = score - weights.untimed * self.untimed[found.rows]
        return np.asarray(score, dtype=np.float32)

    def summarises(self, rows: Array) -> Floats:
        """Return 1 for the rows that tell what an episode is about: heading lines, first and last passages."""
        last = np.array([record.chunks for record in self.index.manifest.documents])[self.scoring.document[rows]] - 1
        ordinal = self.scoring.ordinal[rows]
        return np.asarray((ordinal <= 1) | (ordinal == last), dtype=np.float32)

    def read(self, rows: Array) -> list[Chunk]:
        """Return the chunks of these rows, in order."""
        ids = [self.scoring.ids[row] for row in rows]
        chunks = self.index.store.chunks(ids)
        return [chunks[value] for value in ids]

    def by_text(self, query: Query, ranked: Sequence[tuple[float, int]], found: Candidates) -> list[tuple[float, int]]:
        """Return the candidates ranked by what their text adds, too."""
        chunks = self.read(found.rows[[at for _, at in ranked]])
        scored = [(score + self.from_text(query, chunk), at) for (score, at), chunk in zip(ranked, chunks, strict=True)]
        return sorted(scored, key=lambda item: -item[0])

    def from_text(self, query: Query, chunk: Chunk) -> float:
        """Return what a chunk's text adds: a quoted phrase, a speaker who was asked for."""
        extra = 0.0
        if query.phrases:
            text = fold(chunk.text)
            extra += self.weights.phrase * any(phrase in text for phrase in query.phrases)
        if query.speakers:
            extra += self.weights.speaker * any(span.speaker in query.speakers for span in chunk.spans)
        return extra

    def hits(self, ranked: Sequence[tuple[float, int]], found: Candidates, limit: int) -> list[Hit]:
        """Return the first `limit` passages, each region and each wording of an episode once."""
        words = cache(lambda chunk: word_set(chunk.text, chunk.language))
        hits: list[Hit] = []
        for score, at, chunk, neighbours in self.read_on(ranked, found, limit + SPARE):
            if len(hits) >= limit:
                break
            twin = next((n for n, hit in enumerate(hits) if repeats(hit.passage, chunk, words)), None)
            if twin is not None:
                if self.locates_better(chunk, hits[twin].passage.chunk):
                    hits[twin] = replace(hits[twin], passage=self.passage(chunk, neighbours))
                continue
            passage = self.passage(chunk, neighbours)
            row = int(found.rows[at])
            hits.append(Hit(len(hits) + 1, score, float(found.dense[at]), float(found.soft[at]), row, passage))
        return hits

    def read_on(
        self, ranked: Sequence[tuple[float, int]], found: Candidates, block: int
    ) -> Iterator[tuple[float, int, Chunk, dict[str, Chunk]]]:
        """Yield the candidates with their chunks and all neighbours read so far, a block a read: a read costs most."""
        known: dict[str, Chunk] = {}
        for begin in range(0, len(ranked), block):
            part = ranked[begin : begin + block]
            chunks = self.read(found.rows[[at for _, at in part]])
            known |= {chunk.id: chunk for chunk in chunks}
            known |= with_neighbours(self.index.store, chunks, self._records, known)
            yield from ((score, at, chunk, known) for (score, at), chunk in zip(part, chunks, strict=True))

    def locates_better(self, chunk: Chunk, kept: Chunk) -> bool:
        """Return whether another document of the same episode tells a moment or speaker where the first does not."""
        if chunk.document == kept.document or chunk.episode != kept.episode or chunk.role != kept.role:
            return False
        worth = [(c.start is not None) + any(span.speaker for span in c.spans) for c in (chunk, kept)]
        return worth[0] > worth[1]

    def passage(self, chunk: Chunk, neighbours: dict[str, Chunk]) -> Passage:
        """Return a chunk grown by its neighbours."""
        if chunk.role == "body" and not neighbours:
            neighbours = with_neighbours(self.index.store, [chunk], self._records)
        return grown(chunk, neighbours, self._records[chunk.document], self.catalogue.by_key[chunk.episode])


def repeats(passage: Passage, chunk: Chunk, words: Callable[[Chunk], set[str]]) -> bool:
    """Return whether a chunk shows nothing that a passage does not show already."""
    if passage.chunk.document == chunk.document and chunk.ordinal in passage.ordinals:
        return True
    return says_the_same(passage.chunk, chunk, words)


def spread(ranked: Sequence[tuple[float, int]], episode: Array) -> list[tuple[float, int]]:
    """Return the best passage of each episode first, then the others, each part in its order.

    `episode` holds the number of each candidate's episode.
    """
    first: dict[int, tuple[float, int]] = {}
    for item in ranked:
        first.setdefault(int(episode[item[1]]), item)
    chosen = {id(item) for item in first.values()}
    return [*first.values(), *(item for item in ranked if id(item) not in chosen)]
