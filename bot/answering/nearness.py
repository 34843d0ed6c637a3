"""How near in meaning sentences are, also across languages, for the check of a model's text; imports the ground floor.

It helps to find the words that a Dutch sentence stands on in an English passage. The small encoder of the word match is
asked, which takes some milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from vectorstore.embeddings.words import WordVectors


def nearness_by(vectors: WordVectors) -> Callable[[str, Sequence[str]], Sequence[float]]:
    """Return a function that tells how near a text is to each of others, from 0 to 1."""

    def nearness(text: str, others: Sequence[str]) -> Sequence[float]:
        """Return the cosines, none below 0."""
        if not others:
            return []
        meaning = vectors.embed([text, *others])
        return [float(value) for value in np.clip(meaning[1:] @ meaning[0], 0.0, 1.0)]

    return nearness
