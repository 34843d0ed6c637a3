"""Whether a sentence is borne out: its numbers and names stand in what it cites or in the question; imports evidence.

Numbers are compared as values and names across English and Dutch, so that a faithful sentence passes in either
language. A count of what is listed or cited bears itself out ("two episodes say [1][2]").
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.answering.checking.evidence import Evidence
from bot.answering.checking.marks import MARK
from bot.answering.checking.names import names_of
from bot.answering.checking.numbers import numbers_of
from bot.answering.checking.sources import Sources

UNCITED, LISTED, NUMBER, NAME = "no citation", "list of sources", "number not in its sources", "name not in its sources"


def unsupported(text: str, places: Sequence[int], sources: Sources, items: int = 0) -> str | None:
    """Return why a sentence is not borne out by the passages at these places; None when it is.

    `items` counts what is listed under it.
    """
    if not places:
        return UNCITED
    words = MARK.sub("", text).replace("**", "")
    if MARK.match(text) and sources.lists_source(words):
        return LISTED
    known = [*sources.evidence(places), sources.question]
    if not holds_numbers(words, known, counts(places, sources, items)):
        return NUMBER
    return None if holds_names(words, known, sources.people) else NAME


def holds_numbers(text: str, known: Sequence[Evidence], counted: Collection[str] = ()) -> bool:
    """Return whether each number of a text is a count of what it cites, or stands in what is known."""
    return all(
        number.values & frozenset(counted) or any(one.holds_number(number) for one in known)
        for number in numbers_of(text)
    )


def holds_names(text: str, known: Sequence[Evidence], people: Collection[str] = ()) -> bool:
    """Return whether each name of a text stands in what is known, as it is or as an acronym of it."""
    for run in names_of(text, people):
        held = all(any(one.holds_name(name) for one in known) for name in run)
        if not held and not (len(run) > 1 and any(one.abbreviates(run) for one in known)):
            return False
    return True


def counts(places: Sequence[int], sources: Sources, items: int) -> frozenset[str]:
    """Return the numbers that a sentence may state of itself: how many passages, episodes, people, points there are."""
    passages = [sources.hits[place].passage for place in places]
    episodes = {passage.episode.key for passage in passages}
    speakers = {span.speaker for passage in passages for span in passage.spans if span.speaker}
    return frozenset(str(count) for count in (len(passages), len(episodes), len(speakers), items) if count > 1)
