"""The library behind the desks: episodes, passages and transcripts of the published index; imports the ground floor.

Every method uses one generation from begin to end. All are safe for threads; those that read passages take some
milliseconds and do not belong on an event loop.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date

from bot.answering.answer import Citation
from bot.answering.links import link_at
from bot.answering.pages import page_of, section_names
from bot.answering.quotations import find_quotation
from bot.answering.seams import ContextPage, EpisodeCard, Found, SearchResult
from bot.answering.titles import TitleIndex
from vectorstore.errors import NoIndex, StoreError
from vectorstore.layout import Layout, read_json
from vectorstore.records import Chunk, DocumentRecord, Episode, chunk_id
from vectorstore.retrieval.catalogue import Catalogue
from vectorstore.retrieval.live import LiveIndex
from vectorstore.retrieval.query import Turn, understand
from vectorstore.retrieval.search import VIEWS, Hit, Searcher
from vectorstore.text.folding import clean, squeeze


class Library:
    """Reads the published index. With a `layout`, `size` does not count the sample show that stands in for one.

    With `shows` it holds these alone, as if there were no others.
    """

    def __init__(self, index: LiveIndex, layout: Layout | None = None, shows: frozenset[str] | None = None) -> None:
        self.index = index
        self.layout = layout
        self.shows = shows
        self._titles: tuple[Catalogue, TitleIndex] | None = None
        self._views: dict[frozenset[str], Library] = {}

    def within(self, shows: frozenset[str] | None) -> Library:
        """Return the library of these shows alone; None: this one. Made once for each set."""
        if shows is None:
            return self
        view = self._views.get(shows)
        if view is None:
            view = Library(self.index, self.layout, shows if self.shows is None else shows & self.shows)
            self._views = ({} if len(self._views) >= VIEWS else self._views) | {shows: view}
        return view

    def show_names(self) -> tuple[str, ...]:
        """Return the shows' names in the order of the alphabet; none without an index."""
        return tuple(sorted({episode.show for episode in self.catalogue()}, key=str.casefold))

    def size(self) -> int:
        """Return how many episodes there are to ask about; 0 without an index, and while it is only the sample show."""
        return 0 if self.layout and only_sample(self.layout) else len(self.catalogue())

    def catalogue(self) -> tuple[Episode, ...]:
        """Return all episodes, newest first; none without an index."""
        return self._index_of_titles().episodes

    def episodes_like(self, prefix: str, limit: int = 25) -> tuple[Episode, ...]:
        """Return the episodes whose number or title a member may be typing, the likeliest first."""
        return self._index_of_titles().like(prefix, limit)

    def find(self, text: str) -> Episode | None:
        """Return the episode that a member chose (by its key) or typed (number or title); None when there is none."""
        titles = self._index_of_titles()
        if not text.strip():
            return None
        return titles.by_key.get(text.strip()) or next(iter(titles.like(text, 1)), None)

    def documents_of(self, key: str) -> tuple[DocumentRecord, ...]:
        """Return the documents of an episode, in the order of their names; none for an unknown key."""
        with self.index.session(self.shows) as searcher:
            return searcher.catalogue.documents_of.get(key, ())

    def card(self, key: str) -> EpisodeCard | None:
        """Return what is known of an episode; None when there is none of this key."""
        with self.index.session(self.shows) as searcher:
            episode = searcher.catalogue.by_key.get(key)
            if episode is None:
                return None
            records = searcher.catalogue.documents_of[key]
            ids = [id_ for record in records for id_ in record.chunk_ids()]
            chunks = [chunk for chunk in searcher.index.store.chunks(ids).values() if chunk.episode == key]
        # Of a document with several episodes, only who speaks in this one.
        speakers = dict.fromkeys(span.speaker for chunk in chunks for span in chunk.spans if span.speaker)
        timed = any(chunk.start is not None for chunk in chunks)
        return EpisodeCard(episode, section_names(chunks), tuple(speakers), records, timed)

    def context(self, document: str, chunk_id: str, step: int = 0) -> ContextPage | None:
        """Return the page `step` pages after (or before) a chunk, at most at the document's begin or end.

        Forwards a page leaves out what the page before it has said already, and backwards what the page after it
        says. An empty `document` is found from the id. None when the document is gone; when only the chunk is,
        the page is the document's first and says so.
        """
        with self.index.session(self.shows) as searcher:
            record = record_of(searcher.catalogue, document, chunk_id)
            if record is None or not record.chunks:
                return None
            place = place_of(record, chunk_id)
            at = min(max((place or 0) + step, 0), record.chunks - 1) if place is not None else 0
            chunk, before, after = read_around(searcher, record, at)
            if chunk.episode not in searcher.catalogue.by_key:
                return None  # a document of several episodes, and this one's show is not among ours
            known = before if step > 0 else after if step < 0 else None
            return page_of(chunk, known, searcher.catalogue.by_key[chunk.episode], record.chunks, place is not None)

    def quoted(self, document: str, chunk_id: str, quote_hash: str, n: int = 1) -> Citation | None:
        """Return a quotation again from where it stood, or from where its document has it now.

        None when nobody says these words any more: the document is gone or was corrected.
        """
        with self.index.session(self.shows) as searcher:
            record = record_of(searcher.catalogue, document, chunk_id)
            if record is None:
                return None
            return find_quotation(searcher, record, place_of(record, chunk_id), quote_hash, n)

    def search(
        self,
        words: str,
        show: str | None = None,
        episode: int | str | None = None,
        limit: int = 10,
        history: Sequence[Turn] = (),
    ) -> SearchResult:
        """Return the passages nearest to these words, best first; raises StoreError when no index can be searched."""
        begun = time.monotonic()
        question = squeeze(clean(words))
        with self.index.session(self.shows) as searcher:
            query = understand(question, searcher.catalogue, date.today(), history, show, episode)
            hits = searcher.search(query, limit) if question else []
            generation = searcher.index.manifest.generation
        return SearchResult(question, tuple(map(found, hits)), generation, time.monotonic() - begun)

    def _index_of_titles(self) -> TitleIndex:
        """Return the titles of the published generation, folded once for each generation."""
        try:
            with self.index.session(self.shows) as searcher:
                catalogue = searcher.catalogue
        except NoIndex:
            return TitleIndex(())
        known = self._titles
        if known is None or known[0] is not catalogue:
            known = self._titles = (catalogue, TitleIndex(catalogue.episodes))
        return known[1]


def only_sample(layout: Layout) -> bool:
    """Return whether the library never held a document of its own (library.json, which ingestion writes).

    A shared store never holds the sample show.
    """
    if layout.server is not None:
        return False
    try:
        value = read_json(layout.library)
    except StoreError:
        return False  # what ingestion has to say about that file is no reason to refuse questions
    return not (isinstance(value, dict) and value.get("own"))


def record_of(catalogue: Catalogue, document: str, id_: str) -> DocumentRecord | None:
    """Return a document by its name or, without a name, by the id of one of its chunks."""
    if document:
        return next((record for record in catalogue.documents if record.name == document), None)
    return next((record for record in catalogue.documents if same_document(record, id_)), None)


def same_document(record: DocumentRecord, id_: str) -> bool:
    """Return whether a chunk id was made from this document's name."""
    return chunk_id(record.name, 0).partition("-")[0] == id_.partition("-")[0]


def place_of(record: DocumentRecord, id_: str) -> int | None:
    """Return the ordinal of a chunk in its document; None when the document has no such chunk."""
    _, _, ordinal = id_.partition("-")
    known = same_document(record, id_) and ordinal.isascii() and ordinal.isdecimal() and int(ordinal) < record.chunks
    return int(ordinal) if known else None


def read_around(searcher: Searcher, record: DocumentRecord, at: int) -> tuple[Chunk, Chunk | None, Chunk | None]:
    """Return a document's chunk, the one before it and the one after it."""
    ordinals = [n for n in (at - 1, at, at + 1) if 0 <= n < record.chunks]
    read = searcher.index.store.chunks([chunk_id(record.name, n) for n in ordinals])
    return (
        read[chunk_id(record.name, at)],
        read.get(chunk_id(record.name, at - 1)),
        read.get(chunk_id(record.name, at + 1)),
    )


def found(hit: Hit) -> Found:
    """Return a hit as the desks show it; its link leads to where the passage begins."""
    passage = hit.passage
    return Found(
        rank=hit.rank,
        score=hit.score,
        episode=passage.episode,
        document=passage.document.name,
        chunk=passage.chunk.id,
        section=passage.chunk.section,
        speaker=passage.speaker,
        start=passage.start,
        end=passage.end,
        url=link_at(passage.episode.url, passage.start),
        text=passage.text,
    )
