"""Questions that mean the same, put together; pure but for the embedder that it is given.

Agglomeration with average linkage. How near two texts are when they have nothing to do with each other depends on the
model (a cosine of 0.82 with e5, of 0.1 with OpenAI's), so each cosine is measured from there: 0 is unrelated, 1 equal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import Stopping
from vectorstore.embeddings.seam import Embedder, passage_matrix
from vectorstore.text.folding import fold, squeeze

if TYPE_CHECKING:
    import numpy as np

    Matrix = np.ndarray[tuple[int, int], np.dtype[np.float32]]

MOST = 1000
"""Different questions that are clustered: 1,000 take 12 s of embedding in a thread, and 0.2 s of agglomeration."""
BATCH = 32
NEAR = 0.5
"""From here on questions belong together. With the local model, on 108 questions about one subject: 88 clusters, the
eight largest about one thing each; at 0.42 unrelated ones came together."""
UNRELATED = (
    "How do I bake bread?",
    "Who won the football match?",
    "What is the capital of Peru?",
    "When was the telephone invented?",
    "Which shoes are good for running?",
    "Why is the sky blue?",
)
"""Six questions about nothing in common: their mean cosine is the model's zero."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Questions that belong together: the most central one stands for them; `count` counts repetitions too."""

    label: str
    count: int
    questions: tuple[str, ...]


def clusters_of(
    questions: Sequence[str], embedder: Embedder, ending: Callable[[], bool] = lambda: False
) -> list[Cluster]:
    """Return clusters, the largest first, equal ones with the latest question first; `questions` are oldest first.

    Blocks for as long as embedding takes, or until the bot is `ending`, and then raises Stopping: its end would wait
    for this thread. Of more than MOST different questions the oldest are left out.
    """
    spelled: dict[str, list[str]] = {}
    for question in questions:
        if key := fold(squeeze(question)):
            spelled.setdefault(key, []).append(squeeze(question))
            spelled[key] = spelled.pop(key)  # the latest last
    kept = list(spelled.values())[-MOST:]
    if not kept:
        return []
    labels = [versions[-1] for versions in kept]
    vectors = embedded([*labels, *UNRELATED], embedder, ending)
    zero = mean_between(vectors[len(labels) :])
    groups = agglomerated(nearness(vectors[: len(labels)], zero), NEAR)
    found = [(cluster_of(group, kept, vectors), max(group)) for group in groups]
    found.sort(key=lambda pair: (-pair[0].count, -pair[1]))
    return [cluster for cluster, _ in found]


def embedded(texts: Sequence[str], embedder: Embedder, ending: Callable[[], bool]) -> Matrix:
    """Return the vectors of texts, embedded a few at a time so that others get their turn."""
    import numpy as np

    parts = []
    for begin in range(0, len(texts), BATCH):
        if ending():
            raise Stopping
        parts.append(passage_matrix(embedder, texts[begin : begin + BATCH]))
    rows: Matrix = np.concatenate(parts)
    return rows


def mean_between(vectors: Matrix) -> float:
    """Return the mean cosine of different rows."""
    count = len(vectors)
    return float(((vectors @ vectors.T).sum() - count) / (count * (count - 1)))


def nearness(vectors: Matrix, zero: float) -> Matrix:
    """Return how near each two rows are, from 0 (nothing in common) to 1."""
    near: Matrix = (vectors @ vectors.T - zero) / max(1.0 - zero, 1e-6)
    return near


def agglomerated(near: Matrix, least: float) -> list[list[int]]:
    """Return groups of places: the two nearest groups are joined as long as they are `least` near on average.

    Each row remembers its best partner, so that a join costs one pass and not a look at the whole matrix.
    """
    import numpy as np

    near = near.astype(np.float32, copy=True)
    np.fill_diagonal(near, -np.inf)
    groups: dict[int, list[int]] = {place: [place] for place in range(len(near))}
    best = near.argmax(axis=1)
    value = near[np.arange(len(near)), best]
    while len(groups) > 1:
        one = int(value.argmax())
        other = int(best[one])
        if value[one] < least:
            break
        mine, theirs = len(groups[one]), len(groups[other])
        joined = (near[one] * mine + near[other] * theirs) / (mine + theirs)
        joined[one] = -np.inf
        near[one], near[:, one] = joined, joined
        near[other], near[:, other] = -np.inf, -np.inf
        groups[one] += groups.pop(other)
        value[other] = -np.inf
        for place in groups:
            if place == one or best[place] in (one, other):
                best[place] = near[place].argmax()
                value[place] = near[place, best[place]]
            elif near[place, one] > value[place]:
                best[place], value[place] = one, near[place, one]
    return [sorted(group) for group in groups.values()]


def cluster_of(group: Sequence[int], kept: Sequence[Sequence[str]], vectors: Matrix) -> Cluster:
    """Return the cluster of some places; the question that is nearest to all of them, as often as asked, leads."""
    import numpy as np

    places = list(group)
    weights = np.array([len(kept[place]) for place in places], dtype=np.float32)
    central = (vectors[places] @ (vectors[places].T @ weights)).argsort(kind="stable")[::-1]
    ordered = [kept[places[int(at)]][-1] for at in central]
    return Cluster(ordered[0], int(weights.sum()), tuple(ordered))
