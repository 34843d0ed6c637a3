"""Embeddings of OpenAI or a compatible server; imports text, errors, and langchain_openai when first used.

Many passages go out in batches, a few requests at once, and each finished batch is handed on by itself, so that what
was paid for is kept whatever happens to the next. A question has a deadline of its own, as somebody waits for it.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from vectorstore.embeddings.overlapping import batches_of, overlapped, within
from vectorstore.errors import BadSetting, StoreError
from vectorstore.text.folding import clean
from vectorstore.text.tokens import count_tokens

if TYPE_CHECKING:
    from vectorstore.embeddings.seam import Matrix, Vector

DEFAULT_MODEL = "text-embedding-3-small"
# Widths of the models that are known; the width of any other is asked of the server once.
_WIDTHS = {"text-embedding-3-small": 1536, "text-embedding-3-large": 3072, "text-embedding-ada-002": 1536}
# USD for a million tokens, as OpenAI's list of prices had them in November 2026.
_PRICES = {"text-embedding-3-small": 0.02, "text-embedding-3-large": 0.13, "text-embedding-ada-002": 0.10}
_RETRIES = 3
_TIMEOUT = 60.0  # seconds a request
_LONGEST_PAUSE = 60.0  # that a server may ask for; longer is for the next run
_QUESTION = 8.0  # seconds that a question may take, its retry included
_TEXTS = 256  # a request; the API takes 2,048 texts and 300,000 tokens
_TOKENS = 100_000
_REQUESTS = 4  # at once
_CHARACTERS = 20_000  # of a text that are sent; 8,191 tokens are the model's limit
_QUERY_CHARACTERS = 1_000
_AGAIN = (408, 409, 429)


class OpenAIEmbedder:
    """Embedder over langchain_openai; its client is made at the first text and shared by all threads."""

    max_tokens = 8191

    def __init__(
        self,
        api_key: str,
        model: str | None = None,
        base_url: str | None = None,
        retries: int = _RETRIES,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """Take the key, the model (text-embedding-3-small) and the server (OpenAI's own); `pause` waits seconds."""
        self._key = api_key
        self._retries, self._pause = retries, pause
        self._model = model or DEFAULT_MODEL
        self._base_url = (base_url or "").strip() or None
        self._client: Any = None
        self._width: int | None = _WIDTHS.get(self._model)
        self._making, self._counting = threading.Lock(), threading.Lock()
        self._told = threading.local()
        self._used = 0
        # The same name on another server is another model.
        self.model_id = f"openai/{self._model}" + (f"@{self._base_url.rstrip('/')}" if self._base_url else "")

    @property
    def dimensions(self) -> int:
        """The width of a vector; asks the server once when the model is not one of OpenAI's."""
        if self._width is None:
            self._width = len(self.embed_query("width"))
        return self._width

    @property
    def price(self) -> float | None:
        """USD for a million tokens; None for another server and for a model that is not known."""
        openais = self._base_url is None or (urlsplit(self._base_url).hostname or "").endswith("api.openai.com")
        return _PRICES.get(self._model) if openais else None

    @property
    def tokens_used(self) -> int:
        """The tokens of all requests so far, as the server counts them; counted here where it does not say."""
        return self._used

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages, in order."""
        return self.passages(texts).tolist()

    def embed_query(self, text: str) -> list[float]:
        """Embed a question."""
        return self.query(text).tolist()

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Embed passages as float32 rows of length 1; ValueError for an empty text, before any request."""
        import numpy as np

        found = list(self.overlapped(texts))
        if not found:
            return np.empty((0, self.dimensions), dtype=np.float32)
        rows: Matrix = np.concatenate([rows for _, rows in sorted(found, key=lambda one: one[0].start)])
        return rows

    def overlapped(self, texts: Sequence[str]) -> Iterator[tuple[range, Matrix]]:
        """Embed passages in batches, a few at once; yield the places in `texts` and the rows of each as it comes.

        After a failure what was under way is still yielded. ValueError for an empty text, before any request.
        """
        sent = [_prepared(text, _CHARACTERS) for text in texts]
        batches = batches_of([count_tokens(text) for text in sent], _TOKENS, _TEXTS)
        return overlapped(batches, lambda places: self._rows(sent[places.start : places.stop]), _REQUESTS)

    def query(self, text: str) -> Vector:
        """Embed a question as a float32 vector of length 1; raises ValueError for an empty text."""
        sent = _prepared(text, _QUERY_CHARACTERS)
        try:
            vector: Vector = within(_QUESTION, lambda: self._rows([sent], retries=min(1, self._retries)))[0]
        except TimeoutError as error:
            raise StoreError(f"{self._server} takes too long to embed a question. Try again later.") from error
        return vector

    def token_count(self, text: str) -> int:
        """Count the tokens of `text` as OpenAI counts them."""
        return count_tokens(text)

    @property
    def _server(self) -> str:
        return self._base_url or "OpenAI"

    def _rows(self, sent: list[str], retries: int | None = None) -> Matrix:
        """Return the rows of one request, its failures as sentences."""
        client, most = self._opened(), self._retries if retries is None else retries
        for tried in range(most + 1):
            self._told.tokens = None
            try:
                rows = _normalised(client.embed_documents(sent), len(sent))
            except Exception as error:  # the edge to a provider, whose client raises far more than its own classes
                wait = _pause_after(error, tried)
                if tried == most or wait is None:
                    raise self._plain(error) from error
                self._pause(wait)
            else:
                break
        told = self._told.tokens
        with self._counting:
            self._used += told if told is not None else sum(map(count_tokens, sent))
        return rows

    def _opened(self) -> Any:
        with self._making:
            if self._client is None:
                import openai
                from langchain_openai import OpenAIEmbeddings

                self._client = OpenAIEmbeddings(
                    model=self._model,
                    api_key=self._key,  # type: ignore[arg-type]  # a SecretStr is made of it
                    base_url=self._base_url,
                    # Else it sends token numbers instead of text, which compatible servers do not understand,
                    # and fetches its own vocabulary from the network.
                    check_embedding_ctx_length=False,
                    chunk_size=_TEXTS,
                    # Its own retries ask again without credit, and wait as long as the server likes.
                    max_retries=0,
                    timeout=_TIMEOUT,
                    http_client=openai.DefaultHttpxClient(
                        timeout=_TIMEOUT, event_hooks={"response": [self._note_usage]}
                    ),
                )
            return self._client

    def _note_usage(self, response: Any) -> None:
        """Keep the tokens that a response tells, of which LangChain passes on nothing; called in the asking thread."""
        if not response.is_success:
            return
        try:
            self._told.tokens = int(json.loads(response.read())["usage"]["total_tokens"])
        except (ValueError, KeyError, TypeError):
            self._told.tokens = None

    def _plain(self, error: Exception) -> StoreError:
        """Return the project's error for one of the provider's."""
        status, server = getattr(error, "status_code", None), self._server
        if status in (401, 403):
            return BadSetting(f"{server} refused OPENAI_API_KEY ({status}). Check the key and its rights.")
        if status == 404:
            return BadSetting(f"{server} knows no model {self._model}. Check EMBED_MODEL and OPENAI_BASE_URL.")
        if _without_credit(error):
            return StoreError(f"The credit of the account at {server} is used up. Add credit; what is done is kept.")
        if status == 429:
            return StoreError(f"{server} says that its limit or the credit is used up (429). Wait, or add credit.")
        if status is not None:
            return StoreError(f"{server} failed to embed ({status}). Try again later; what is done is kept.")
        name = type(error).__name__
        if _is_connection(error):
            return StoreError(f"{server} cannot be reached ({name}). Check the network, then try again.")
        return StoreError(f"{server} answered with something that is no embedding ({name}). Check EMBED_MODEL.")


def _pause_after(error: Exception, tried: int) -> float | None:
    """Return the seconds after which to try again; None for what does not pass by itself."""
    status = getattr(error, "status_code", None)
    passing = _is_connection(error) if status is None else status in _AGAIN or status >= 500
    if not passing or _without_credit(error):
        return None
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        wanted = float(headers.get("retry-after", ""))
    except (TypeError, ValueError):
        wanted = 2.0**tried
    return wanted if 0 <= wanted <= _LONGEST_PAUSE else None


def _without_credit(error: Exception) -> bool:
    return getattr(error, "code", None) in ("insufficient_quota", "billing_hard_limit_reached")


def _is_connection(error: Exception) -> bool:
    names = {kind.__name__ for kind in type(error).__mro__}
    return bool(names & {"APIConnectionError", "TransportError", "OSError"})


def _prepared(text: str, cap: int) -> str:
    if not isinstance(text, str):
        raise TypeError(f"A text to embed is a str, not {type(text).__name__}.")
    sent = clean(text)[:cap]
    if not sent.strip():
        raise ValueError("An empty text has no meaning to embed.")
    return sent


def _normalised(rows: Any, count: int) -> Matrix:
    import numpy as np

    matrix: Matrix = np.asarray(rows, dtype=np.float32)
    if matrix.ndim != 2 or len(matrix) != count:
        raise ValueError(f"{count} vectors were expected")
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-12)
    return matrix
