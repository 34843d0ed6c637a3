"""Where a misheard word stands in a document of the published index, before it is put right; imports pages and records.

It is found as ingestion will find it: whole, over line and cue ends, never over the end of a turn. Titles are not
looked at, as they are for edits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.answering.pages import section_names, unsaid
from vectorstore.records import Chunk
from vectorstore.retrieval.live import LiveIndex
from vectorstore.text.folding import squeeze
from vectorstore.text.wording import pattern_of

AROUND = 70
"""Characters before and after the first place."""


@dataclass(frozen=True, slots=True)
class Standing:
    """In how many places words stand; the first with what is `before` and `after` it.

    `show` is the document's show, `alone` is whether that show has no other document.
    """

    count: int
    before: str
    found: str
    after: str
    show: str
    alone: bool


def standing_of(index: LiveIndex, document: str, wrong: str) -> Standing | None:
    """Return where words stand in a document, with a count of 0 for nowhere; None for a document that is not there."""
    with index.session() as searcher:
        records = searcher.catalogue.documents
        record = next((one for one in records if one.name == document), None)
        if record is None:
            return None
        held = searcher.index.store.chunks(record.chunk_ids())
        show_of = {episode.key: episode.show for episode in searcher.catalogue.episodes}
    shows = {show_of[key] for key in record.episodes if key in show_of}
    others = [one.name for one in records if one.name != document and shows & {show_of.get(k) for k in one.episodes}]
    texts = said_in([held[id_] for id_ in record.chunk_ids() if id_ in held])
    pattern = pattern_of(squeeze(wrong))
    places = [(text, found) for text in texts for found in pattern.finditer(text)]
    show = min(shows, default="")
    if not places:
        return Standing(0, "", "", "", show, not others)
    text, first = places[0]
    before, after = text[: first.start()], text[first.end() :]
    return Standing(len(places), ending(before), first[0], beginning(after), show, not others)


def said_in(chunks: Iterable[Chunk]) -> list[str]:
    """Return each turn of a document whole, what neighbouring chunks share once, and the names of its sections."""
    said: dict[tuple[object, ...], list[str]] = {}
    bodies = [chunk for chunk in chunks if chunk.role == "body"]
    before: Chunk | None = None
    for chunk in bodies:
        begin, end = unsaid(chunk, before)
        for span in chunk.spans:
            if span.end > begin and span.begin < end:
                turn = (chunk.episode, chunk.section, span.turn, span.speaker)
                said.setdefault(turn, []).append(chunk.text[max(span.begin, begin) : min(span.end, end)])
        before = chunk
    return [squeeze(text) for text in (*map(" ".join, said.values()), *section_names(bodies))]


def ending(text: str) -> str:
    """Return the last words of a text."""
    if len(text) <= AROUND:
        return text
    return "…" + text[-AROUND:].partition(" ")[2]


def beginning(text: str) -> str:
    """Return the first words of a text."""
    if len(text) <= AROUND:
        return text
    return text[:AROUND].rpartition(" ")[0] + "…"
