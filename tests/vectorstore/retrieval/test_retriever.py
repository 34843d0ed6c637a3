"""The LangChain face of the index."""

import asyncio
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, cast

import pytest
from langchain_core.retrievers import BaseRetriever

from vectorstore.retrieval.live import LiveIndex
from vectorstore.retrieval.retriever import EpisodeRetriever
from vectorstore.retrieval.search import Searcher


@pytest.fixture
def retriever(searcher: Searcher) -> EpisodeRetriever:
    @contextmanager
    def session() -> Any:
        yield searcher

    live = LiveIndex.__new__(LiveIndex)
    live.session = session  # type: ignore[method-assign]
    return EpisodeRetriever(index=live, limit=3)


def test_it_is_a_retriever_of_langchain(retriever: EpisodeRetriever) -> None:
    assert isinstance(retriever, BaseRetriever)


def test_a_document_holds_the_passage_and_where_it_stands(retriever: EpisodeRetriever) -> None:
    best = retriever.invoke("Where do the bees sleep?")[0]
    assert "boxes of larch" in best.page_content
    known = {name: best.metadata[name] for name in ("show", "episode", "title", "date", "url", "document", "start")}
    assert known == {
        "show": "Garden Radio",
        "episode": 1,
        "title": "Bees on the roof",
        "date": "2024-01-09",
        "url": "https://x.test/1",
        "document": "radio/1.vtt",
        "start": 10.0,
    }
    assert set(best.metadata) == {*known, "section", "speaker", "end", "score"}


def test_it_finds_what_the_search_finds_in_its_order(retriever: EpisodeRetriever) -> None:
    found = retriever.invoke("mites in december")
    assert 0 < len(found) <= 3
    assert [d.metadata["score"] for d in found] == sorted((d.metadata["score"] for d in found), reverse=True)


def test_it_serves_coroutines_and_batches(retriever: EpisodeRetriever) -> None:
    direct = retriever.invoke("honey")
    assert asyncio.run(retriever.ainvoke("honey")) == direct
    assert retriever.batch(["honey", "owls"])[0] == direct


def test_what_does_not_exist_is_not_found(retriever: EpisodeRetriever) -> None:
    assert retriever.invoke("bees in episode 99") == []


def test_it_takes_nothing_but_an_index() -> None:
    with pytest.raises(ValueError, match="LiveIndex"):
        EpisodeRetriever(index=cast(LiveIndex, SimpleNamespace()))
