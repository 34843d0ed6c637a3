"""Questions asked of an index in this process: what is found, what the evidence makes of it; imports bot, retrieval.

Faster than the command line, and it can say what other bands would have answered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.answering.answerer import HITS, Answerer
from bot.answering.question import intent_of
from bot.terminal.calibrating import judged_from
from evals.goals import promised
from vectorstore.retrieval.evidence import Bands
from vectorstore.retrieval.fitting import Judged, fit
from vectorstore.retrieval.golden import GoldenRow
from vectorstore.retrieval.live import LiveIndex
from vectorstore.retrieval.measure import DEEPEST, Figure, Found
from vectorstore.retrieval.query import understand
from vectorstore.retrieval.search import Hit

NO_ANSWER = Judged(False, 0.0, "refused", "refused")


@dataclass(frozen=True, slots=True)
class Questioned:
    """Questions over one index, what was found, and what its evidence makes of that."""

    name: str
    passages: int
    rows: tuple[GoldenRow, ...]
    hits: dict[str, tuple[Found, ...]]
    judged: dict[str, Judged]

    def figures(self, bands: Bands) -> dict[str, Figure]:
        """Return the promised figures with these bands."""
        return promised(self.rows, self.hits, self.verdicts(bands))

    def verdicts(self, bands: Bands) -> dict[str, str]:
        """Return the verdict to each question with these bands."""
        return {id_: one.verdict(bands) for id_, one in self.judged.items()}

    def only(self, ids: frozenset[str]) -> Questioned:
        """Return the same with these questions alone."""
        rows = tuple(row for row in self.rows if row.id in ids)
        return replace(self, rows=rows)

    def fitted(self) -> Bands:
        """Return the bands that fit these questions."""
        return fit([self.judged[row.id] for row in self.rows])


def questioned(index: LiveIndex, name: str, rows: tuple[GoldenRow, ...]) -> Questioned:
    """Return what an index finds for these questions, and what its evidence makes of it."""
    brain = Answerer(index)
    hits: dict[str, tuple[Found, ...]] = {}
    judged: dict[str, Judged] = {}
    with index.session() as searcher:
        for row in rows:
            query = understand(row.question, searcher.catalogue, brain.today(), row.history)
            found = searcher.search(query, DEEPEST)
            hits[row.id] = tuple(map(found_in, found))
            no_search = intent_of(row.question) != "question" or query.unknown is not None or query.asks_catalogue
            judged[row.id] = (
                replace(NO_ANSWER, answerable=row.answerable)
                if no_search
                else judged_from(query, found[:HITS], searcher, row.answerable)
            )
        return Questioned(name, len(searcher.scoring.ids), rows, hits, judged)


def found_in(hit: Hit) -> Found:
    """Return what is measured of a hit."""
    passage = hit.passage
    return Found(passage.document.name, passage.text, passage.start, passage.end)
