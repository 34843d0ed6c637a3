"""Is this near enough to be an answer? Calibrated against the index itself at publication; imports the retrieval room.

The key score is how far the best passage stands above what off-topic questions reach on this very index:

    score = min(srel, 6) + 4 support (in proportion where srel is below 1.5)
    srel = (e5 - probe_mean + .1 soft - median) / spread

`probe_mean` is the passage's own mean cosine to the probes, `median` and `spread` are of the probes' own best
scores, for each language in which members ask and each language of passages; `support` is the share of the
question's words that three sentences in a row match which hold the kind of words that it asks for
(docs/decisions/0005-evidence.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from vectorstore.embeddings.seam import Embedder, query_vector
from vectorstore.retrieval.excerpts import Sentence, WordMatches, neighbours, sentences_of, word_matches
from vectorstore.retrieval.lexical import SoftMatcher
from vectorstore.retrieval.probes import PROBES
from vectorstore.retrieval.query import Query
from vectorstore.retrieval.scoring import Floats
from vectorstore.retrieval.search import Hit, Searcher, Weights
from vectorstore.retrieval.wanted import MEASURES, holds, holds_number, wanted
from vectorstore.text.folding import fold
from vectorstore.text.words import content_words

Verdict = Literal["answered", "uncertain", "refused"]
SOFT_SHARE = 0.1
HIGHEST_STANDING = 6.0
"""Beyond it the vectors tell nothing more: two of three near-topic questions stand higher than most answerable ones."""
SUPPORT_WEIGHT = 4.0
SUPPORT_FROM = 1.5
"""Up to this standing support counts in proportion: one word found says little of passages that are near to nothing."""
SUPPORT_PASSAGES = 5
COMPARED = 2
"""Episodes whose best sentences together support a comparison."""
ANSWERED = 3.5
UNCERTAIN = 0.6
"""Of the score; between the two the closest passages are shown as such."""
SMALLEST_SPREAD = 0.008
FEWEST_ROWS = 30
"""Passages that a language needs for a level of its own."""
WORDS_FOUND = 0.18
WORDS_MISSING = 0.08
"""Share of the question's words, by weight, that the best passages must match to be an answer, or to be close.

Of 128 answerable questions of ours 2 lie below the first and none below the second; of the probes a tenth and a
twentieth. Without it a library of ten passages answers gibberish, whose cosine is as high as any.
"""


@dataclass(frozen=True, slots=True)
class Bands:
    """From which score a question is answered, and below which it is refused; an operator's own are in bands.py."""

    answered: float = ANSWERED
    uncertain: float = UNCERTAIN


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, the score behind it, and the rule that decided where no score did."""

    verdict: Verdict
    score: float
    rule: str | None = None


def probe_vectors(embedder: Embedder) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Return the vectors of all probes, (p, d) float32."""
    return np.stack([query_vector(embedder, question) for language in sorted(PROBES) for question in PROBES[language]])


def calibrate(matcher: SoftMatcher, dense: Floats, weights: Weights) -> dict[str, Any]:
    """Return, for each language of asking and of passages, the level of the best scores that probes reach.

    `dense` is (n, p): each row's cosine to each probe, in the order of `all_probes`. The level for a language of
    passages stands under its name, that of all together under "*": a question in another language than the
    passage scores lower, and must not be held against passages in its own.
    """
    scoring = matcher.scoring
    languages = {name.decode() for name in np.unique(scoring.language)} - {""}
    groups = {"*": np.ones(len(scoring.ids), dtype=bool)}
    groups |= {name: scoring.language == name.encode() for name in sorted(languages)}
    groups = {name: rows for name, rows in groups.items() if name == "*" or rows.sum() >= FEWEST_ROWS}
    best: dict[str, dict[str, list[float]]] = {}
    for number, (asked, question) in enumerate((a, q) for a in sorted(PROBES) for q in PROBES[a]):
        soft = matcher.soft(content_words(question, asked))
        rank = dense[:, number] - weights.hubness * scoring.hubness + weights.soft * soft
        raw = dense[:, number] - scoring.probe_mean + SOFT_SHARE * soft
        for name, rows in groups.items():
            top = int(np.argmax(np.where(rows, rank, -np.inf)))
            best.setdefault(asked, {}).setdefault(name, []).append(float(raw[top]))
    return {asked: {name: level(values) for name, values in by.items()} for asked, by in best.items()}


def level(values: Sequence[float]) -> dict[str, float]:
    """Return the median and spread of the scores that off-topic questions reach."""
    return {"median": float(np.median(values)), "spread": max(float(np.std(values)), SMALLEST_SPREAD)}


def raw_score(searcher: Searcher, hit: Hit) -> float:
    """Return a hit's score before the probes' level is taken away."""
    return float(hit.dense - searcher.scoring.probe_mean[hit.row] + SOFT_SHARE * hit.soft)


def decide(
    query: Query, hits: Sequence[Hit], searcher: Searcher, calibration: Mapping[str, Any], bands: Bands = Bands()
) -> Decision:
    """Return whether the passages found are an answer, the closest there is, or none."""
    if not hits:
        return Decision("refused", 0.0, "nothing found")
    levels = calibration.get(query.language or "") or calibration.get("en")
    if not levels:
        return Decision("uncertain", 0.0, "not calibrated")
    score = likelihood(query, hits, searcher, levels)
    if rule := certain(query, hits):
        return Decision("answered", score, rule)
    matched = max(hit.soft for hit in hits[:3])
    if matched < WORDS_MISSING:
        return Decision("refused", score, "no word found")
    if matched < WORDS_FOUND:
        return Decision("uncertain" if score >= bands.uncertain else "refused", score, "few words found")
    verdict: Verdict = "answered" if score >= bands.answered else "uncertain" if score >= bands.uncertain else "refused"
    if verdict == "answered" and (rule := unanswerable(query, hits)):
        return Decision("uncertain", score, rule)
    return Decision(verdict, score)


def standing(searcher: Searcher, hit: Hit, levels: Mapping[str, Any]) -> float:
    """Return by how many spreads a hit stands above what probes reach on passages of its language."""
    found = levels.get(hit.passage.chunk.language or "") or levels["*"]
    return float((raw_score(searcher, hit) - found["median"]) / found["spread"])


def likelihood(query: Query, hits: Sequence[Hit], searcher: Searcher, levels: Mapping[str, Any]) -> float:
    """Return the score that the bands divide: how far the passages stand out, and how well sentences support it."""
    stands = min(max(standing(searcher, hit, levels) for hit in hits[:3]), HIGHEST_STANDING)
    share = min(max(stands / SUPPORT_FROM, 0.0), 1.0)
    return stands + (SUPPORT_WEIGHT * share * support(query, hits, searcher) if share else 0.0)


def support(query: Query, hits: Sequence[Hit], searcher: Searcher) -> float:
    """Return the largest share of the question that three sentences in a row match and that hold what is wanted."""
    among = [sentence for hit in hits[:SUPPORT_PASSAGES] for sentence in sentences_of(hit)]
    if not among:
        return 0.0
    words = [word for word in query.words if word not in MEASURES] or query.words
    matches = word_matches(searcher.matcher, words, [sentence.text for sentence in among])
    kind = None if query.asks_time or query.asks_date else wanted(query.question)
    fit = [holds(kind, s.text, query.question, any(span.speaker for span in s.hit.passage.spans)) for s in among]
    around = [neighbours(among, at) for at in range(len(among))]
    fitting = [places for places in around if any(fit[at] for at in places)]
    if query.comparison or query.parts:
        return matches.share(best_of_each(fitting, among, matches))
    return max((matches.share(places) for places in fitting), default=0.0)


def best_of_each(around: Sequence[list[int]], among: Sequence[Sentence], matches: WordMatches) -> list[int]:
    """Return the best of these stretches of each episode, joined: what is compared is told in two places."""
    best: dict[str, list[int]] = {}
    for places in sorted(around, key=matches.share, reverse=True):
        best.setdefault(among[places[0]].hit.passage.episode.key, places)
    return [at for places in list(best.values())[:COMPARED] for at in places]


def certain(query: Query, hits: Sequence[Hit]) -> str | None:
    """Return the rule by which metadata answers: what an episode is about, when it was published."""
    if (query.about or query.asks_date) and (query.episodes or query.named):
        return "metadata"
    if query.phrases and any(hit.score > 0 and holds_phrase(query, hit) for hit in hits[:3]):
        return "quoted phrase"
    return None


def holds_phrase(query: Query, hit: Hit) -> bool:
    """Return whether a quoted phrase stands in a hit's passage."""
    text = fold(hit.passage.text)
    return any(len(phrase.split()) >= 3 and phrase in text for phrase in query.phrases)


def unanswerable(query: Query, hits: Sequence[Hit]) -> str | None:
    """Return why the passages cannot hold what is asked, whatever they score: no times, no number."""
    if query.asks_time and all(hit.passage.start is None for hit in hits[:3]):
        return "no times"
    if query.asks_count and not any(holds_number(hit.passage.text) for hit in hits[:3]):
        return "no number"
    return None
