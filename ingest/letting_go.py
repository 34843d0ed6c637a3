"""At the end of a run the embedding cache lets go of what no index and no recent run needs; imports the cache's terms.

Whatever is wrong with an index or the cache then, the run has done its work: nothing is let go, and the next run tries
again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.chunking import embedded_text
from vectorstore.embeddings.uses import WORTH
from vectorstore.errors import StoreError
from vectorstore.store.manifest import Manifest

if TYPE_CHECKING:
    from vectorstore.embeddings.cache import EmbeddingCache
    from vectorstore.store.seam import Store


def let_go(store: Store, cache: EmbeddingCache, worth: int = WORTH) -> int:
    """Count the run, and drop vectors that neither the indexes that are kept nor the last runs used; return how many.

    Fewer than `worth` stay.
    """
    with contextlib.suppress(StoreError):
        kept = store.history()
        needed = sum(one.rows for one in kept)
        return cache.end_run(needed, lambda: (pair for one in kept for pair in embedded(store, one)), worth)
    return 0


def embedded(store: Store, manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Yield the model's id and the embedded text of every passage of an index."""
    by_key = {episode.key: episode for episode in manifest.episodes}
    ids = [id_ for record in manifest.documents for id_ in record.chunk_ids()]
    with contextlib.closing(store.rows(manifest.generation)) as rows:
        for chunk in rows.chunks(ids).values():
            yield manifest.embedder, embedded_text(chunk, by_key[chunk.episode])
