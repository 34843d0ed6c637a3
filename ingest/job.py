"""What one run of ingestion is to do, as plain values; imports the library's type and the recipe's name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.chunking import RECIPE
from ingest.library import Library
from vectorstore.layout import Layout
from vectorstore.store.seam import Store, open_store

if TYPE_CHECKING:
    from vectorstore.embeddings.seam import Embedder
    from vectorstore.store.manifest import Manifest

RECIPE_NAME = f"index-4/{RECIPE}"

Change = Callable[[Library], Library]


def _nothing() -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True)
class Job:
    """What one run is to do. `change` is made to the library, which is saved with the publication.

    `sample` is the shipped show's folder, `episodes_dir` the one of the settings. `erase` names a document
    that `change` excludes and of which nothing may be left. `check` examines a folder otherwise than in a child
    process, and raises DamagedIndex for one that must not be published. `gate` says whether the show's golden
    questions are asked, `tolerance` how many of them may newly break; with `accept_gate` they are asked and never
    refuse. `begun` is called once the run alone may write.
    With `take_over` this machine becomes the one that publishes to a shared store.
    `disk_budget` is how many bytes DATA_DIR may hold, None for as many as there is room for.
    """

    layout: Layout
    sample: Path
    episodes_dir: Path | None
    max_bytes: int
    embedder: Embedder
    change: Change = lambda library: library
    full: bool = False
    dry_run: bool = False
    unattended: bool = False
    erase: str | None = None
    check: Callable[[Path], None] | None = None
    take_over: bool = False
    gate: bool = True
    tolerance: int = 0
    accept_gate: bool = False
    begun: Callable[[], None] = _nothing
    disk_budget: int | None = None

    @property
    def store(self) -> Store:
        """Where the generations lie."""
        return open_store(self.layout, self.check)

    def fits(self, text: str) -> bool:
        """Return whether the embedder reads the whole of a text."""
        return self.embedder.token_count(text) <= self.embedder.max_tokens

    def made_alike(self, base: Manifest) -> bool:
        """Return whether a generation was made with this model and this recipe."""
        return (base.embedder, base.recipe) == (self.embedder.model_id, RECIPE_NAME)
