"""What a run of ingestion reports: progress on the way, an Outcome at its end; imports records alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from vectorstore.records import Note

REFUSED = 6
Result = Literal["published", "unchanged", "dry-run", "pinned", "rolled-back", "checked", "gate-refused"]
Stage = Literal["read", "chunk", "embed", "index", "gate", "check"]
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
    """What a run would cost; the local model costs no money, and None is a price that is not known."""

    tokens: int
    cost_usd: float | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Spent:
    """What a run has used of a model that costs money; None where the price is not known."""

    tokens: int
    cost_usd: float | None


@dataclass(frozen=True, slots=True)
class Broken:
    """A golden question that the new index answers worse than the published one.

    `was` and `now` are a verdict ("answered", "uncertain", "refused", "chat"), or "not found" when the expected
    passage is not among the first five.
    """

    id: str
    question: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Judged:
    """How the new generation stands up to the questions: which broke, what is to be said, and each one's standing."""

    broken: tuple[Broken, ...] = ()
    warnings: tuple[Note, ...] = ()
    standings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a run. `lost` are roots that could not be found: their documents were kept.

    `broken` golden questions are why it was refused, or were accepted with it.
    """

    outcome: Result
    generation: str | None
    episodes: EpisodeCounts = field(default_factory=EpisodeCounts)
    chunks: ChunkCounts = field(default_factory=ChunkCounts)
    skipped: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()
    lost: tuple[Note, ...] = ()
    estimate: Estimate | None = None
    broken: tuple[Broken, ...] = ()
    spent: Spent | None = None

    @property
    def exit_code(self) -> int:
        """6 when it was refused, 1 when a root is gone, 3 when documents are skipped, else 0."""
        if self.outcome == "gate-refused":
            return REFUSED
        return 1 if self.lost else 3 if self.skipped else 0
