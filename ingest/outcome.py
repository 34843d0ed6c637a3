"""What a run of ingestion reports: progress on the way, an Outcome at its end; imports records alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from vectorstore.records import Note

Result = Literal["published", "unchanged", "dry-run", "pinned", "rolled-back", "checked"]
Stage = Literal["read", "chunk", "embed", "index", "check"]
Progress = Callable[[Stage, int, int], None]
"""Called with the stage, how much of it is done, and its total."""


@dataclass(frozen=True, slots=True)
class EpisodeCounts:
    """Episodes against the generation before."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class ChunkCounts:
    """Chunks against the generation before; `embedded` were paid for in this run."""

    embedded: int = 0
    reused: int = 0
    removed: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run would cost; the local model costs no money."""

    tokens: int
    cost_usd: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a run. `lost` are roots that could not be found: their documents were kept."""

    outcome: Result
    generation: str | None
    episodes: EpisodeCounts = field(default_factory=EpisodeCounts)
    chunks: ChunkCounts = field(default_factory=ChunkCounts)
    skipped: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()
    lost: tuple[Note, ...] = ()
    estimate: Estimate | None = None

    @property
    def exit_code(self) -> int:
        """1 when a root is gone, 3 when documents are skipped, else 0."""
        return 1 if self.lost else 3 if self.skipped else 0
