"""What cited chunks are about, as the index has them now; imports the ground floor.

The ledger keeps ids alone. A document that was erased has no names any more, and one that was edited may have another
section where the id points: the counts of such weeks are then a little off, and no text is kept for it.
"""

from __future__ import annotations

from collections.abc import Iterable

from vectorstore.errors import StoreError
from vectorstore.records import Chunk, Episode
from vectorstore.retrieval.live import LiveIndex
from vectorstore.text.folding import squeeze, visible

TITLE, SECTION = 60, 60
"""Characters of an episode's title and of a section's name."""


def topics_in(index: LiveIndex, chunks: Iterable[str], shows: frozenset[str] | None = None) -> dict[str, str]:
    """Return the topic of each chunk of these shows that there still is; nothing where no index opens.

    Reads the index.
    """
    wanted = list(dict.fromkeys(chunks))
    if not wanted:
        return {}
    try:
        with index.session(shows) as searcher:
            found, episodes = searcher.index.store.chunks(wanted), searcher.catalogue.by_key
    except StoreError:
        return {}  # /library status says what is wrong with it; the numbers do not need it
    return {id_: topic(chunk, episodes[chunk.episode]) for id_, chunk in found.items() if chunk.episode in episodes}


def topic(chunk: Chunk, episode: Episode) -> str:
    """Return "#12 Title: Section", as much of it as there is."""
    number = f"#{episode.number} " if episode.number is not None else ""
    title = f"{number}{short(episode.title, TITLE)}"
    return f"{title}: {short(chunk.section, SECTION)}" if chunk.section else title


def short(text: str, longest: int) -> str:
    """Return a text on one line, cut with an ellipsis."""
    line = squeeze(visible(text))
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
