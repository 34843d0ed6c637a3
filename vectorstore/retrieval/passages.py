"""Passages as they are shown: a chunk grown by its neighbours ("small to big"); imports store, records, text."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vectorstore.records import Chunk, DocumentRecord, Episode, Span, chunk_id
from vectorstore.store.index import StoredIndex

PASSAGE_CHARACTERS = 1600
"""About 450 tokens of the embedder in Dutch and 400 in English; what a model or a reader is shown of one hit."""

LONGEST_REPEATED = 600
"""Characters; what a chunk carries over from the one before it is a sentence or a few short cues."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one document around the chunk that was found.

    `core` holds the offsets of that chunk in `text`. `ordinals` are the chunks that are wholly inside.
    """

    document: DocumentRecord
    episode: Episode
    chunk: Chunk
    text: str
    spans: tuple[Span, ...]
    core: tuple[int, int]
    ordinals: frozenset[int]

    @property
    def speaker(self) -> str | None:
        """The speaker's name when only one speaks."""
        speakers = {span.speaker for span in self.spans}
        return speakers.pop() if len(speakers) == 1 else None

    @property
    def start(self) -> float | None:
        """When the passage begins, in seconds."""
        return min((s.start for s in self.spans if s.start is not None), default=None)

    @property
    def end(self) -> float | None:
        """When the passage ends, in seconds."""
        return max((s.stop for s in self.spans if s.stop is not None), default=None)


def with_neighbours(
    store: StoredIndex,
    chunks: Sequence[Chunk],
    records: Mapping[str, DocumentRecord],
    known: Container[str] = frozenset(),
) -> dict[str, Chunk]:
    """Return the neighbours (before and after) of all these chunks, by id, in one read; `known` ids are left out."""
    around = [
        chunk_id(chunk.document, ordinal)
        for chunk in chunks
        if chunk.role == "body"
        for ordinal in (chunk.ordinal - 1, chunk.ordinal + 1)
        if 0 <= ordinal < records[chunk.document].chunks
    ]
    wanted = [id_ for id_ in around if id_ not in known]
    return store.chunks(list(dict.fromkeys(wanted))) if wanted else {}


def grown(
    chunk: Chunk,
    neighbours: Mapping[str, Chunk],
    record: DocumentRecord,
    episode: Episode,
    limit: int = PASSAGE_CHARACTERS,
) -> Passage:
    """Return the passage around `chunk`: whole spans of its neighbours in its section, up to `limit` characters."""
    before = neighbours.get(chunk_id(chunk.document, chunk.ordinal - 1))
    after = neighbours.get(chunk_id(chunk.document, chunk.ordinal + 1))
    left = joinable(before, chunk)
    right = joinable(after, chunk)
    room = max(0, limit - len(chunk.text) - 2)  # two characters join the three parts
    # What comes after a passage explains more often than what came before it.
    tail = leading(right, chunk, room - min(room // 3, len(left.text) if left else 0))
    head = trailing(left, chunk, room - (tail[1] - tail[0] if tail else 0))
    text, spans, core = assemble(chunk, left, head, right, tail)
    inside = {chunk.ordinal}
    if left and head and head[0] == 0:
        inside.add(left.ordinal)
    if right and tail and tail[1] == len(right.text):
        inside.add(right.ordinal)
    return Passage(record, episode, chunk, text, spans, core, frozenset(inside))


def joinable(neighbour: Chunk | None, chunk: Chunk) -> Chunk | None:
    """Return `neighbour` when it may stand in one passage with `chunk`: same episode, same section, both body."""
    if neighbour is None or neighbour.role != "body" or chunk.role != "body":
        return None
    same = neighbour.episode == chunk.episode and neighbour.section == chunk.section
    return neighbour if same else None


def leading(after: Chunk | None, chunk: Chunk, room: int) -> tuple[int, int] | None:
    """Return the offsets in `after` of its first spans that do not repeat the chunk's end and fit into `room`."""
    if after is None:
        return None
    begin = repeated(chunk, after)
    begin += len(after.text[begin:]) - len(after.text[begin:].lstrip())
    ends = [span.end for span in after.spans if span.end > begin and span.end - begin <= room]
    return (begin, max(ends)) if ends else None


def trailing(before: Chunk | None, chunk: Chunk, room: int) -> tuple[int, int] | None:
    """Return the offsets in `before` of its last spans that are not repeated in `chunk` and fit into `room`."""
    if before is None:
        return None
    end = len(before.text) - repeated(before, chunk)
    begins = [span.begin for span in before.spans if span.begin < end and end - span.begin <= room]
    return (min(begins), end) if begins else None


def repeated(first: Chunk, second: Chunk) -> int:
    """Return how many characters at the begin of `second` repeat the end of `first`.

    What is carried over ends where `first` ends: with a span of the same turn and times, or with a sentence in it.
    A line without a full stop ("#!/usr/bin/env python3") is carried over as the whole last span of `first`.
    """
    if not first.spans:
        return 0
    last = first.spans[-1]
    line = first.text[last.begin : last.end]
    for span in reversed(second.spans):
        if (span.turn, span.speaker, span.start, span.stop) != (last.turn, last.speaker, last.start, last.stop):
            continue
        for cut in ends_of(first.text[-1], second.text, span.begin, min(span.end, LONGEST_REPEATED)):
            stops = cut == len(line) or closes(second.text[max(0, cut - 4) : cut])
            ends = cut == span.end or (second.text[cut].isspace() and stops)
            if ends and first.text.endswith(second.text[:cut]):
                return cut
    return 0


def ends_of(letter: str, text: str, begin: int, end: int) -> Iterator[int]:
    """Yield where `text` could end with this letter, from `end` down to after `begin`."""
    while (at := text.rfind(letter, begin, end)) >= 0:
        yield at + 1
        end = at


def closes(text: str) -> bool:
    """Return whether a sentence ends here."""
    return text.rstrip("\"'”’)]»").endswith((".", "!", "?", "…", ":"))


def assemble(
    chunk: Chunk, left: Chunk | None, head: tuple[int, int] | None, right: Chunk | None, tail: tuple[int, int] | None
) -> tuple[str, tuple[Span, ...], tuple[int, int]]:
    """Return text, spans and the chunk's own offsets of a passage put together from up to three chunks."""
    text = ""
    spans: list[Span] = []
    core = (0, len(chunk.text))
    for part, cut in ((left, head), (chunk, (0, len(chunk.text))), (right, tail)):
        if part is None or cut is None or cut[1] <= cut[0]:
            continue
        pieces = [s for s in part.spans if s.end > cut[0] and s.begin < cut[1]]
        if text:
            text += " " if spans and pieces and spans[-1].turn == pieces[0].turn else "\n"
        offset = len(text) - cut[0]
        if part is chunk:
            core = (offset, offset + len(chunk.text))
        spans += [
            Span(max(s.begin, cut[0]) + offset, min(s.end, cut[1]) + offset, s.turn, s.speaker, s.start, s.stop)
            for s in pieces
        ]
        text += part.text[cut[0] : cut[1]].rstrip()
    return text, tuple(spans), core


def says_the_same(one: Chunk, other: Chunk, words: Callable[[Chunk], set[str]]) -> bool:
    """Return whether two chunks of one episode, from two documents, hold the same words (or two chunks are copies).

    `words` gives a chunk's set of words; who compares many chunks remembers them.
    """
    twins = one.episode == other.episode and one.document != other.document
    if not twins and not 0.9 < len(one.text) / max(1, len(other.text)) < 1.1:
        return False
    first, second = words(one), words(other)
    if not first or not second:
        return one.text == other.text
    shared = len(first & second)
    return shared / min(len(first), len(second)) > 0.6 if twins else shared / len(first | second) > 0.9
