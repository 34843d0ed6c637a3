"""Finds a quotation again by its hash, so that nobody has to keep its words; imports citations and the ground floor.

A quotation is a run of sentences (or of cues) within one turn of a passage: these are few, and each has its hash.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.answering.answer import Citation, quote_hash
from bot.answering.citations import located, within
from bot.answering.selection import LONGEST_QUOTE
from vectorstore.records import Chunk, DocumentRecord, Span
from vectorstore.retrieval.passages import Passage, with_neighbours
from vectorstore.retrieval.search import Hit, Searcher
from vectorstore.text.sentences import sentences

LONGEST = 2 * LONGEST_QUOTE
"""Characters of a run that is tried. A sentence without end may exceed what a quotation should have."""


def find_quotation(
    searcher: Searcher, record: DocumentRecord, place: int | None, wanted: str, n: int
) -> Citation | None:
    """Return the citation of the words with this hash, looked for at `place` first and then in the whole document."""
    ids = record.chunk_ids()
    near = [] if place is None else [ids[place]]
    for part in (near, [id_ for id_ in ids if id_ not in near]):
        found = searcher.index.store.chunks(part).values() if part else ()
        chunks = [chunk for chunk in found if chunk.episode in searcher.catalogue.by_key]
        records = {record.name: record}
        neighbours = with_neighbours(searcher.index.store, chunks, records) if chunks else {}
        for chunk in chunks:
            if citation := in_chunk(searcher, chunk, neighbours, wanted, n):
                return citation
    return None


def in_chunk(searcher: Searcher, chunk: Chunk, neighbours: dict[str, Chunk], wanted: str, n: int) -> Citation | None:
    """Return the citation of the words with this hash in the passage around a chunk."""
    passage = searcher.passage(chunk, neighbours)
    places = [place for place in runs(passage) if quote_hash(passage.text[slice(*place)]) == wanted]
    if not places:
        return None
    # "Yeah." may be said twice: the one in the chunk itself is meant.
    begin, end = min(places, key=lambda place: abs(place[0] - passage.core[0]))
    hit = Hit(1, 0.0, 0.0, 0.0, 0, passage)
    return located(hit, passage.text[begin:end].strip(), within(passage.spans, begin, end), n)


def runs(passage: Passage) -> Iterator[tuple[int, int]]:
    """Yield the offsets of every run of whole sentences or spans within one turn that a quotation may be."""
    for _, group in groupby(passage.spans, key=lambda span: (span.turn, span.speaker)):
        turn = list(group)
        begins, ends = edges(passage, turn)
        for begin in begins:
            yield from ((begin, end) for end in ends if 0 < end - begin <= LONGEST)


def edges(passage: Passage, turn: Sequence[Span]) -> tuple[list[int], list[int]]:
    """Return where in a turn a quotation may begin and end.

    A heading's line may be quoted without the link after it (citations of dates). The opening of a passage is that
    of the found chunk, which its neighbours may precede.
    """
    begin, end = turn[0].begin, turn[-1].end
    stops = [(begin + first, begin + last) for first, last in sentences(passage.text[begin:end])]
    begins = {span.begin for span in turn} | {first for first, _ in stops}
    ends = {span.end for span in turn} | {last for _, last in stops}
    if passage.chunk.role == "heading":
        ends |= {at for span in turn if (at := passage.text.find(" [", span.begin, span.end)) > 0}
    # Where sentences end depends on where one begins to read.
    first, last = max(begin, passage.core[0]), min(end, passage.core[1])
    if first < last:
        begins.add(first)
        ends |= {first + stop for _, stop in sentences(passage.text[first:last])}
    return sorted(begins), sorted(ends)
