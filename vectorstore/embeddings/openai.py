"""Embeddings of OpenAI or a compatible server; imports text, errors, and langchain_openai when first used."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from vectorstore.errors import BadSetting, StoreError
from vectorstore.text.folding import clean
from vectorstore.text.tokens import count_tokens

if TYPE_CHECKING:
    from vectorstore.embeddings.seam import Matrix, Vector

DEFAULT_MODEL = "text-embedding-3-small"
# Widths of the models that are known; the width of any other is asked of the server once.
_WIDTHS = {"text-embedding-3-small": 1536, "text-embedding-3-large": 3072, "text-embedding-ada-002": 1536}
_RETRIES = 3
_TIMEOUT = 30.0  # seconds a request
_AT_ONCE = 256  # texts a request; the API takes 2,048 and 300,000 tokens, and a chunk has at most about 600
_CHARACTERS = 20_000  # of a text that are sent; 8,191 tokens are the model's limit
_QUERY_CHARACTERS = 1_000


class OpenAIEmbedder:
    """Embedder over langchain_openai; its client is made at the first text and shared by all threads."""

    max_tokens = 8191

    def __init__(
        self, api_key: str, model: str | None = None, base_url: str | None = None, retries: int = _RETRIES
    ) -> None:
        """Take the key, the model (text-embedding-3-small) and the server (OpenAI's own)."""
        self._key = api_key
        self._retries = retries
        self._model = model or DEFAULT_MODEL
        self._base_url = (base_url or "").strip() or None
        self._client: Any = None
        self._width: int | None = _WIDTHS.get(self._model)
        self._making = threading.Lock()
        # The same name on another server is another model.
        self.model_id = f"openai/{self._model}" + (f"@{self._base_url.rstrip('/')}" if self._base_url else "")

    @property
    def dimensions(self) -> int:
        """The width of a vector; asks the server once when the model is not one of OpenAI's."""
        if self._width is None:
            self._width = len(self._called(lambda client: client.embed_query("width")))
        return self._width

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages, in order."""
        return self.passages(texts).tolist()

    def embed_query(self, text: str) -> list[float]:
        """Embed a question."""
        return self.query(text).tolist()

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Embed passages as float32 rows of length 1; ValueError for an empty text, before any request."""
        import numpy as np

        sent = [_prepared(text, _CHARACTERS) for text in texts]
        if not sent:
            return np.empty((0, self.dimensions), dtype=np.float32)
        return _normalised(self._called(lambda client: client.embed_documents(sent)))

    def query(self, text: str) -> Vector:
        """Embed a question as a float32 vector of length 1; raises ValueError for an empty text."""
        sent = _prepared(text, _QUERY_CHARACTERS)
        vector: Vector = _normalised([self._called(lambda client: client.embed_query(sent))])[0]
        return vector

    def token_count(self, text: str) -> int:
        """Count the tokens of `text` as OpenAI counts them."""
        return count_tokens(text)

    def _called(self, ask: Callable[[Any], Any]) -> Any:
        """Return what `ask` gets from the client, its failures as sentences."""
        client = self._opened()
        try:
            return ask(client)
        except Exception as error:  # the edge to a provider, whose client raises far more than its own classes
            raise self._plain(error) from error

    def _opened(self) -> Any:
        with self._making:
            if self._client is None:
                from langchain_openai import OpenAIEmbeddings

                self._client = OpenAIEmbeddings(
                    model=self._model,
                    api_key=self._key,  # type: ignore[arg-type]  # a SecretStr is made of it
                    base_url=self._base_url,
                    # Else it sends token numbers instead of text, which compatible servers do not understand,
                    # and fetches its own vocabulary from the network.
                    check_embedding_ctx_length=False,
                    chunk_size=_AT_ONCE,
                    max_retries=self._retries,
                    timeout=_TIMEOUT,
                )
            return self._client

    def _plain(self, error: Exception) -> StoreError:
        """Return the project's error for one of the provider's."""
        status = getattr(error, "status_code", None)
        server = self._base_url or "OpenAI"
        if status in (401, 403):
            return BadSetting(f"{server} refused OPENAI_API_KEY ({status}). Check the key and its rights.")
        if status == 404:
            return BadSetting(f"{server} knows no model {self._model}. Check EMBED_MODEL and OPENAI_BASE_URL.")
        if status == 429:
            return StoreError(f"{server} says that its limit or the credit is used up (429). Wait, or add credit.")
        if status is not None:
            return StoreError(f"{server} failed to embed ({status}). Try again later; what is done is kept.")
        name = type(error).__name__
        if type(error).__module__.partition(".")[0] in ("openai", "httpx"):
            return StoreError(f"{server} cannot be reached ({name}). Check the network, then try again.")
        return StoreError(f"{server} answered with something that is no embedding ({name}). Check EMBED_MODEL.")


def _prepared(text: str, cap: int) -> str:
    if not isinstance(text, str):
        raise TypeError(f"A text to embed is a str, not {type(text).__name__}.")
    sent = clean(text)[:cap]
    if not sent.strip():
        raise ValueError("An empty text has no meaning to embed.")
    return sent


def _normalised(rows: Any) -> Matrix:
    import numpy as np

    matrix: Matrix = np.asarray(rows, dtype=np.float32)
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-12)
    return matrix
