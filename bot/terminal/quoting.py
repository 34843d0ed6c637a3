"""Whether quotations stand word for word in the index; imports answering and the retrieval room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from bot.answering.answer import Answer
from vectorstore.retrieval.search import Searcher
from vectorstore.text.folding import squeeze

SHORTEST_OVERLAP = 12
"""Characters by which two neighbouring chunks must agree to be laid over each other."""


def share_word_for_word(searcher: Searcher, answers: Iterable[Answer]) -> tuple[int, int]:
    """Return how many quotations stand in their document's chunks, apart from white space, and how many there are."""
    records = {record.name: record for record in searcher.index.manifest.documents}
    text_of = cache(lambda document: joined(texts(searcher, records[document].chunk_ids())))
    quotations = [(c.document, c.quote) for answer in answers for c in (*answer.citations, *answer.related)]
    held = [squeeze(quote) in text_of(document) and bool(quote.strip()) for document, quote in quotations]
    return sum(held), len(held)


def texts(searcher: Searcher, ids: Sequence[str]) -> list[str]:
    """Return the texts of these chunks, in order."""
    return [chunk.text for chunk in searcher.index.store.chunks(ids).values()]


def joined(chunks: Iterable[str]) -> str:
    """Return the text of a document from its chunks, squeezed; where two repeat each other it stands once."""
    whole = ""
    for text in map(squeeze, chunks):
        kept = text[overlap(whole, text) :]
        whole += kept if whole.endswith(" ") or kept != text or not whole else f" {text}"
    return whole


def overlap(before: str, after: str) -> int:
    """Return how many characters of `after` repeat the end of `before`; few agree by chance and do not count."""
    longest = min(len(before), len(after))
    return next((n for n in range(longest, SHORTEST_OVERLAP - 1, -1) if before.endswith(after[:n])), 0)
