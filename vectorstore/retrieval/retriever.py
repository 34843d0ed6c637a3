"""The public LangChain face of the index: a BaseRetriever over LiveIndex; imports langchain_core and search."""

from __future__ import annotations

from datetime import date

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from vectorstore.retrieval.live import LiveIndex
from vectorstore.retrieval.query import understand
from vectorstore.retrieval.search import Hit


class EpisodeRetriever(BaseRetriever):
    """Gives the best passages for a question as LangChain Documents, best first.

    `limit` is how many. A Document's metadata hold show, episode (number), title, date, section, speaker, start and
    end (seconds or None), url, document and score. Raises StoreError and its kin when nothing is published.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: LiveIndex
    limit: int = 5

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        with self.index.session() as searcher:
            meant = understand(query, searcher.catalogue, date.today())
            return [document(hit) for hit in searcher.search(meant, self.limit)]


def document(hit: Hit) -> Document:
    """Return a hit as a LangChain Document."""
    passage, episode = hit.passage, hit.passage.episode
    metadata = {
        "show": episode.show,
        "episode": episode.number,
        "title": episode.title,
        "date": episode.date,
        "url": episode.url,
        "section": passage.chunk.section,
        "speaker": passage.speaker,
        "start": passage.start,
        "end": passage.end,
        "document": passage.document.name,
        "score": hit.score,
    }
    return Document(page_content=passage.text, metadata=metadata)
