"""The documents of the published index by name, and the text of one put together again; imports pages and records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.answering.pages import turns_of, unsaid
from bot.answering.writers.extractive import clock
from vectorstore.errors import NoIndex, StoreError
from vectorstore.layout import Layout, read_json
from vectorstore.records import Chunk, Episode, chunk_id
from vectorstore.retrieval.live import LiveIndex


def document_names(index: LiveIndex) -> tuple[str, ...]:
    """Return the names of all published documents; none without an index."""
    try:
        with index.session() as searcher:
            return tuple(record.name for record in searcher.catalogue.documents)
    except NoIndex:
        return ()


def excluded_names(layout: Layout) -> tuple[str, ...]:
    """Return the documents that somebody removed (from library.json); none when it is unreadable."""
    try:
        value = read_json(layout.library)
    except StoreError:
        return ()
    listed = value.get("excluded") if isinstance(value, dict) else None
    return tuple(name for name in listed if isinstance(name, str)) if isinstance(listed, list) else ()


def token_of(name: str) -> str:
    """Return what stands for a document's name in a custom id: 16 hex digits, those of its chunks' ids."""
    return chunk_id(name, 0).partition("-")[0]


def named(names: Iterable[str], token: str) -> str | None:
    """Return the name that a token stands for; None when no name has it."""
    return next((name for name in names if token_of(name) == token), None)


def whole_text(index: LiveIndex, document: str) -> str | None:
    """Return a document's text as the index holds it, as Markdown; None for a document that it does not hold.

    Its file may say more: markup, and what ingestion passes over, are gone, and corrections are laid over it.
    """
    with index.session() as searcher:
        record = next((one for one in searcher.catalogue.documents if one.name == document), None)
        if record is None:
            return None
        held = searcher.index.store.chunks(record.chunk_ids())
        chunks = [held[id_] for id_ in record.chunk_ids() if id_ in held]
        episodes = searcher.catalogue.by_key
        return "\n".join(lines_of(chunks, episodes)) + "\n"


def lines_of(chunks: Iterable[Chunk], episodes: dict[str, Episode]) -> Iterator[str]:
    """Yield the lines of chunks in their order: titles and sections as headings, turns with speaker and time."""
    before: Chunk | None = None
    section: str | None = None
    for chunk in chunks:
        if before is None or before.episode != chunk.episode:
            yield heading_of(episodes[chunk.episode])
            section = None
        if chunk.role == "body":
            if chunk.section and chunk.section != section:
                section = chunk.section
                yield f"\n## {section}"
            begin, end = unsaid(chunk, before)
            spans = [span for span in chunk.spans if span.end > begin and span.begin < end]
            for turn in turns_of(chunk.text, spans, begin, end):
                moment = f"[{clock(turn.start)}] " if turn.start is not None else ""
                yield "\n" + moment + (f"{turn.speaker}: " if turn.speaker else "") + turn.text
        before = chunk


def heading_of(episode: Episode) -> str:
    """Return the heading of an episode, with what is known of it."""
    number = f"{episode.number}. " if episode.number is not None else ""
    known = [part for part in (episode.date, episode.url) if part]
    return "\n".join([f"# {number}{episode.title}", *known])
