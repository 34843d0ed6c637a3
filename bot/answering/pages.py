"""Pages of a transcript: a chunk without what its neighbour repeats, turn by turn; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from bot.answering.links import link_at
from bot.answering.seams import PAGE_CHARACTERS, ContextPage, SpokenTurn
from vectorstore.records import Chunk, Episode, Span
from vectorstore.retrieval.passages import repeated


def page_of(chunk: Chunk, known: Chunk | None, episode: Episode, count: int, found: bool = True) -> ContextPage:
    """Return the page that a chunk makes; of what `known`, a neighbour that was read already, says too, nothing."""
    begin, end = unsaid(chunk, known)
    begin, end = fitting(chunk, begin, end)
    spans = [span for span in chunk.spans if span.end > begin and span.begin < end]
    start = next((span.start for span in spans if span.start is not None), None)
    return ContextPage(
        document=chunk.document,
        chunk=chunk.id,
        episode=episode,
        text=chunk.text[begin:end].strip(),
        turns=tuple(turns_of(chunk.text, spans, begin, end)),
        speakers=tuple(dict.fromkeys(span.speaker for span in spans if span.speaker)),
        section=chunk.section,
        start=start,
        end=next((span.stop for span in reversed(spans) if span.stop is not None), None),
        url=link_at(episode.url, start),
        position=chunk.ordinal + 1,
        count=count,
        found=found,
    )


def unsaid(chunk: Chunk, known: Chunk | None) -> tuple[int, int]:
    """Return the offsets of what a chunk says and its neighbour does not; all of it when nothing else is left."""
    if known is None or known.episode != chunk.episode or known.section != chunk.section:
        return 0, len(chunk.text)
    if known.ordinal < chunk.ordinal:
        begin = repeated(known, chunk)
        return (begin, len(chunk.text)) if chunk.text[begin:].strip() else (0, len(chunk.text))
    end = len(chunk.text) - repeated(chunk, known)
    return (0, end) if chunk.text[:end].strip() else (0, len(chunk.text))


def fitting(chunk: Chunk, begin: int, end: int) -> tuple[int, int]:
    """Return the offsets cut at a word to what a page holds; chunks are shorter but for text without any blanks."""
    if end - begin <= PAGE_CHARACTERS:
        return begin, end
    cut = chunk.text.rfind(" ", begin, begin + PAGE_CHARACTERS)
    return begin, cut if cut > begin else begin + PAGE_CHARACTERS


def turns_of(text: str, spans: Sequence[Span], begin: int, end: int) -> Iterable[SpokenTurn]:
    """Yield the turns between two offsets, each with its speaker and when it begins."""
    for (_, speaker), group in groupby(spans, key=lambda span: (span.turn, span.speaker)):
        row = list(group)
        words = text[max(row[0].begin, begin) : min(row[-1].end, end)].strip()
        if words:
            yield SpokenTurn(speaker, next((span.start for span in row if span.start is not None), None), words)


def section_names(chunks: Iterable[Chunk]) -> tuple[str, ...]:
    """Return the sections of these chunks, each once, in order."""
    return tuple(dict.fromkeys(chunk.section for chunk in chunks if chunk.section))
