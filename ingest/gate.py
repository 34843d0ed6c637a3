"""The gate: the show's own golden questions are asked before a new index is published; imports the retrieval room.

They are put to the published generation and to the new one, and judged as the bot would judge them: the same search,
the same evidence, the bands in force. A question newly breaks when its passage was among the first five and is not any
more, when it was answered from there and is not any more, or when it has no answer and is given one. Loaded only when
there are golden questions.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from ingest.outcome import Broken, Judged, Progress
from ingest.wording import with_changes
from vectorstore.errors import StoreError
from vectorstore.records import Corrected, DocumentRecord, Note
from vectorstore.retrieval.bands import read_bands
from vectorstore.retrieval.evidence import Bands, decide
from vectorstore.retrieval.golden import GoldenRow, Place
from vectorstore.retrieval.golden_file import GoldenFile
from vectorstore.retrieval.measure import COMPARISON, Found, holds_evidence, holds_file
from vectorstore.retrieval.query import understand
from vectorstore.retrieval.search import Hit, Searcher
from vectorstore.store.opening import PublishedIndex
from vectorstore.store.seam import open_store

if TYPE_CHECKING:
    from vectorstore.embeddings.seam import Embedder
    from vectorstore.embeddings.words import WordEmbedder
    from vectorstore.layout import Layout
    from vectorstore.store.manifest import Manifest

HITS = 8
"""Passages that the bot looks at."""
FIRST = 5
"""Among so many the expected passage has to be."""
NOT_FOUND = "not found"
FILE = "golden.jsonl"


@dataclass(frozen=True, slots=True)
class Gate:
    """What the questions are judged with. `on_purpose` says whether a document was taken out by somebody's decision."""

    layout: Layout
    embedder: Embedder
    words: WordEmbedder
    on_purpose: Callable[[str], bool]
    progress: Progress
    today: Callable[[], date] = date.today

    def judge(self, base: Manifest | None, index: PublishedIndex) -> Judged:
        """Return how an unpublished index stands up to the questions, against the published one."""
        rows, warnings = self.questions()
        asked = [row for row in rows if not self.gone(row)]
        gone = [row for row in rows if self.gone(row)]
        warnings += [Note(FILE, f"{row.id}: what it expects was taken out of the library") for row in gone]
        if not asked:
            return Judged((), tuple(warnings))
        bands, trouble = self.bands()
        total = 2 * len(asked)
        asked = in_all_wordings(asked, [*(base.documents if base else ()), *index.manifest.documents])
        was = self.before(base, asked, bands, total)
        now = self.standings(index, asked, bands, total - len(asked), total)
        self.progress("gate", total, total)
        pairs = ((row, was.get(row.id), now[row.id]) for row in asked)
        broken = (Broken(row.id, row.question, old, new) for row, old, new in pairs if old and is_worse(row, old, new))
        return Judged(tuple(broken), (*warnings, *trouble), now)

    def questions(self) -> tuple[tuple[GoldenRow, ...], list[Note]]:
        """Return the questions, and a warning for each line that is none; an unreadable file loses no run."""
        try:
            found = GoldenFile(self.layout).read()
        except StoreError as error:
            return (), [Note(FILE, f"no question was asked: {error}")]
        return found.rows, [Note(FILE, f"line {one.line} is no question: {one.reason}") for one in found.bad]

    def gone(self, row: GoldenRow) -> bool:
        """Return whether everything that a question expects was taken out of the library on purpose."""
        names = {name for place in row.expected for name in place.documents}
        return bool(names) and all(self.on_purpose(name) for name in names)

    def bands(self) -> tuple[Bands, list[Note]]:
        """Return the bands in force; an unreadable fit is told, and the shipped ones hold, as in the bot."""
        try:
            return read_bands(self.layout), []
        except StoreError as error:
            return Bands(), [Note("calibration.json", str(error))]

    def before(self, base: Manifest | None, rows: Sequence[GoldenRow], bands: Bands, total: int) -> Mapping[str, str]:
        """Return each question's standing in the published index.

        One that was made with another model, or that does not open, is taken by what was found at its publication.
        """
        if base is None or base.embedder != self.embedder.model_id:
            return base.golden if base else {}
        store = open_store(self.layout)
        try:
            with contextlib.closing(store.rows(base.generation)) as held:
                index = PublishedIndex(base, held, store.arrays(base.generation))
                return self.standings(index, rows, bands, 0, total)
        except StoreError:
            return base.golden

    def standings(
        self, index: PublishedIndex, rows: Sequence[GoldenRow], bands: Bands, done: int, total: int
    ) -> dict[str, str]:
        """Return how each question stands in an index; `done` of `total` were asked before."""
        searcher = Searcher(index, self.embedder, self.words)
        out = {}
        for number, row in enumerate(rows, start=done):
            self.progress("gate", number, total)
            out[row.id] = self.standing(searcher, row, bands)
        return out

    def standing(self, searcher: Searcher, row: GoldenRow, bands: Bands) -> str:
        """Return the verdict on a question; NOT_FOUND when its passage is not among the first."""
        query = understand(row.question, searcher.catalogue, self.today(), row.history)
        if query.unknown is not None:
            return NOT_FOUND if row.answerable else "refused"
        if query.asks_catalogue:
            return "chat"
        hits = searcher.search(query, HITS)
        if row.answerable and not is_found(row, hits):
            return NOT_FOUND  # whatever it says then, it says it from elsewhere
        return decide(query, hits, searcher, searcher.index.manifest.calibration, bands).verdict


def is_found(row: GoldenRow, hits: Sequence[Hit]) -> bool:
    """Return whether what a question expects is among the first hits; of a comparison, everything."""
    shown = [Found(hit.passage.chunk.document, hit.passage.text) for hit in hits[:FIRST]]
    held = [any(holds(place, one) for one in shown) for place in row.expected]
    return all(held) if row.kind == COMPARISON else any(held)


def holds(place: Place, hit: Found) -> bool:
    """Return whether a hit holds the expected words, or is of the expected document where no words are."""
    return holds_evidence(place, hit) if place.evidence else holds_file(place, hit)


def in_all_wordings(rows: Iterable[GoldenRow], records: Sequence[DocumentRecord]) -> list[GoldenRow]:
    """Return the questions, what they expect also worded as the corrections of these documents have it.

    Words may have been put right since a question was noted, or what was put right taken back.
    """
    known: dict[str, list[Corrected]] = {}
    for record in records:
        known.setdefault(record.name, []).extend(one for one in record.corrections if one.field == "word")
    return [replace(row, expected=tuple(worded(place, known) for place in row.expected)) for row in rows]


def worded(place: Place, known: Mapping[str, Sequence[Corrected]]) -> Place:
    """Return a place with its words also as they are when put right, and as they were."""
    corrections = [one for name in sorted(place.documents) for one in known.get(name, ())]
    if not place.evidence or not corrections:
        return place
    right = wrong = place.evidence
    for one in corrections:
        right = with_changes(right, one.wrong, one.right)
    for one in reversed(corrections):
        wrong = with_changes(wrong, one.right, one.wrong)
    return replace(place, wordings=frozenset({right, wrong}))


def is_worse(row: GoldenRow, was: str, now: str) -> bool:
    """Return whether a question newly breaks."""
    if not row.answerable:
        return was != "answered" and now == "answered"
    return was != NOT_FOUND and (now == NOT_FOUND or (was == "answered" and now != "answered"))
