"""What an edit of an episode or a speaker would change in the published index; imports records and corrections.

Edits that wait for the next run count as done, and those that were taken back as undone: an edit is laid over the
edits before it, so it has to name what these leave.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from vectorstore.corrections import Corrections, Edit, EditField
from vectorstore.records import DocumentRecord, Episode
from vectorstore.retrieval.live import LiveIndex
from vectorstore.text.folding import fold


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a document (its record names who speaks, and what is laid over it), and what it tells."""

    record: DocumentRecord
    episodes: tuple[Episode, ...]


class Unclear(ValueError):
    """It cannot be told what an edit means; `choices` are the values of which `old` must be one.

    Without choices several episodes of the document have the same value, and none of them can be named by it.
    """

    def __init__(self, choices: Iterable[str]) -> None:
        self.choices = tuple(choices)
        super().__init__(", ".join(self.choices))


def facts_of(index: LiveIndex, document: str) -> Facts | None:
    """Return what is known of a document; None for one that the index does not hold."""
    with index.session() as searcher:
        record = next((one for one in searcher.catalogue.documents if one.name == document), None)
        known = searcher.catalogue.by_key
    return None if record is None else Facts(record, tuple(known[key] for key in record.episodes if key in known))


def values_of(facts: Facts, field: EditField, corrections: Corrections) -> tuple[str, ...]:
    """Return the values that a field has now, each once; an open one is "None", as an edit names it."""
    if field == "speaker":
        found: Iterable[str] = facts.record.speakers
    else:
        name = "url" if field == "link" else field
        found = (str(getattr(episode, name)) for episode in facts.episodes)
    return tuple(dict.fromkeys(after(value, facts.record, field, corrections) for value in found))


def after(value: str, record: DocumentRecord, field: EditField, corrections: Corrections) -> str:
    """Return a value as it will be once what was noted and taken back since the index was made is applied."""
    in_force = {one.id for one in corrections.edits}
    applied = [one for one in record.corrections if one.field == field]
    for one in reversed(applied):
        if one.id not in in_force and one.wrong and (one.right or "None") == value:
            value = one.wrong
    known = {one.id for one in applied}
    waiting = (one for one in corrections.edits if one.document == record.name and one.field == field)
    for edit in waiting:
        if edit.id not in known and edit.old in (None, value):
            value = edit.new or "None"
    return value


def aimed(edit: Edit, facts: Facts, corrections: Corrections) -> tuple[Edit, str]:
    """Return an edit that names what it replaces where that is needed, and what it replaces.

    Raises Unclear when it names nothing that is there, or one of several has to be named.
    """
    values = values_of(facts, edit.field, corrections)
    several = len(facts.episodes) > 1 and edit.field != "speaker"
    if edit.old is not None:
        named = [value for value in values if fold(value) == fold(edit.old)]
        old = edit.old if edit.old in values else named[0] if len(named) == 1 else None
        if old is None:
            raise Unclear(values)
    elif edit.field == "speaker" or len(values) != 1:
        raise Unclear(values)
    else:
        old = values[0]
    if several and edit.field != "show" and len(holding(old, edit.field, facts, corrections)) != 1:
        raise Unclear(())
    return replace(edit, old=old if several or edit.field == "speaker" else None), old


def holding(value: str, field: EditField, facts: Facts, corrections: Corrections) -> list[Episode]:
    """Return the episodes of a document whose field has a value."""
    return [one for one in facts.episodes if value in values_of(replace(facts, episodes=(one,)), field, corrections)]


def takes_back(facts: Facts, field: EditField, corrections: Corrections) -> bool:
    """Return whether an edit of this field was taken back and still shows in the index."""
    in_force = {one.id for one in corrections.edits}
    return any(one.field == field and one.id not in in_force for one in facts.record.corrections)
