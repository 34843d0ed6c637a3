"""Do the figures hold on an index that nothing was fitted on? Two indexes of half the documents each; imports evals.

The documents are split by folder, so that an episode's documents stay together. A question is answerable in a half
where its places lie (a comparison where all do), unanswerable ones are asked of both. Bands are fitted on one half and
reported on the other, whose levels come from its own publication.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from evals.corpora import SHARED, built, say
from evals.questioning import Questioned, questioned
from vectorstore.retrieval.golden import GoldenRow
from vectorstore.retrieval.measure import COMPARISON


def both(data: Path, rows: Sequence[GoldenRow]) -> tuple[Questioned, Questioned]:
    """Return the two halves, each asked its questions; `rows` need ids of their own."""
    names = documents()
    first, second = split(names, rows)
    one = half(data / "half-a", "A", first, names, rows)
    return one, half(data / "half-b", "B", second, names, rows)


def documents() -> list[str]:
    """Return the names of all files that may be documents."""
    found = (path for root in ("episodes", "seed") for path in sorted((SHARED / root).rglob("*")))
    return [path.relative_to(SHARED).as_posix() for path in found if path.is_file()]


def split(names: Iterable[str], rows: Iterable[GoldenRow]) -> tuple[set[str], set[str]]:
    """Return two sets of folders that are asked about equally often: the most asked first, to whoever has less."""
    asked = Counter(
        folder for row in rows for folder in {folder_of(name) for p in row.expected for name in p.documents}
    )
    sides: tuple[set[str], set[str]] = (set(), set())
    for folder in sorted({folder_of(name) for name in names}, key=lambda folder: (-asked[folder], folder)):
        min(sides, key=lambda side: sum(asked[one] for one in side)).add(folder)
    return sides


def folder_of(name: str) -> str:
    """Return the folder of a document."""
    return name.rpartition("/")[0]


def half(folder: Path, name: str, kept: set[str], names: Sequence[str], rows: Sequence[GoldenRow]) -> Questioned:
    """Return one half: its index built, its questions asked."""
    mine = tuple(inside for row in rows if (inside := within(row, kept)))
    say(f"half {name}: {len(mine)} questions, {', '.join(sorted(kept))}")
    outside = [one for one in names if folder_of(one) not in kept]
    index = built(folder, [SHARED / "episodes", SHARED / "seed"], outside)
    try:
        return questioned(index, name, mine)
    finally:
        index.close()


def within(row: GoldenRow, kept: set[str]) -> GoldenRow | None:
    """Return a question as it stands over these folders; None when its answer lies elsewhere."""
    if not row.answerable:
        return row
    places = tuple(place for place in row.expected if any(folder_of(name) in kept for name in place.documents))
    if not places or (row.kind == COMPARISON and len(places) < len(row.expected)):
        return None
    return replace(row, expected=places)
