"""The published index as those who ask see it: one session, one generation; imports retrieval and the store."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from vectorstore.embeddings.seam import Embedder
from vectorstore.embeddings.words import WordVectors
from vectorstore.layout import Layout
from vectorstore.retrieval.search import Searcher
from vectorstore.store.reader import IndexReader


class LiveIndex:
    """Follows CURRENT; safe for many threads. `close` releases the index."""

    def __init__(self, layout: Layout, embedder: Embedder, word_vectors: WordVectors | None = None):
        self.embedder = embedder
        self.word_vectors = word_vectors or WordVectors()
        self.reader = IndexReader(layout, embedder.model_id)
        self._guard = threading.Lock()
        self._searcher: Searcher | None = None

    @contextmanager
    def session(self, shows: frozenset[str] | None = None) -> Iterator[Searcher]:
        """Yield a searcher over one generation, the same until the block ends; raises NoIndex and its kin.

        With `shows` it knows these alone.
        """
        with self.reader.lease() as index:
            with self._guard:
                searcher = self._searcher
                if searcher is None or searcher.index is not index:
                    searcher = self._searcher = Searcher(index, self.embedder, self.word_vectors)
            yield searcher.within(shows)

    def catch_up(self) -> None:
        """Wait until the published index is the one that answers; raises NoIndex and its kin."""
        self.reader.catch_up()
        with self.session():
            pass

    def warm(self) -> None:
        """Load what the first question needs, both models side by side."""
        loading = threading.Thread(target=lambda: self.word_vectors.embed(["warm"]), daemon=True)
        loading.start()
        self.embedder.embed_query("warm")
        loading.join()

    def close(self) -> None:
        """Release the open generation."""
        self._searcher = None
        self.reader.close()
