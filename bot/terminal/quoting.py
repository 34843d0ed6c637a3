"""Whether quotations stand word for word in the index; imports answering and the retrieval room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from bot.answering.answer import Answer
from vectorstore.retrieval.search import Searcher
from vectorstore.text.folding import squeeze

SURE_OVERLAP, LEAST_OVERLAP = 12, 2
"""Characters by which two neighbouring chunks agree when one repeats the other: surely, and at the least.

A short one may as well be somebody who says it twice ("Yes. Yes."), so a document is read both ways.
"""


def share_word_for_word(searcher: Searcher, answers: Iterable[Answer]) -> tuple[int, int]:
    """Return how many quotations stand in their document's chunks, apart from white space, and how many there are."""
    records = {record.name: record for record in searcher.index.manifest.documents}
    text_of = cache(lambda document: readings(texts(searcher, records[document].chunk_ids())))
    quotations = [(c.document, c.quote) for answer in answers for c in (*answer.citations, *answer.related)]
    held = [squeeze(quote) in text_of(document) and bool(quote.strip()) for document, quote in quotations]
    return sum(held), len(held)


def texts(searcher: Searcher, ids: Sequence[str]) -> list[str]:
    """Return the texts of these chunks, in order."""
    return [chunk.text for chunk in searcher.index.store.chunks(ids).values()]


def readings(chunks: Sequence[str]) -> str:
    """Return the text of a document, squeezed, in both readings of short repetitions."""
    return "\n".join(joined(chunks, shortest) for shortest in (SURE_OVERLAP, LEAST_OVERLAP))


def joined(chunks: Iterable[str], shortest: int) -> str:
    """Return the text of a document from its chunks, squeezed; where two repeat each other it stands once."""
    whole = ""
    for text in map(squeeze, chunks):
        rest = text[overlap(whole, text, shortest) :].lstrip()
        whole += f" {rest}" if whole and rest else rest
    return whole


def overlap(before: str, after: str, shortest: int) -> int:
    """Return how many characters of `after` repeat the end of `before`, in whole words; 0 below `shortest`."""
    before, after = f" {before}", f"{after} "
    for size in range(min(len(before), len(after)) - 1, shortest - 1, -1):
        if after[size] == " " and before.endswith(f" {after[:size]}"):
            return size
    return 0
