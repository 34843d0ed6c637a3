"""Lays the corrections over what was read, before it is cut into chunks; pure, imports episodes and wording.

    told -> edits of what is known of episodes, and of speakers' names -> which episodes there are -> misheard words

What an edit says of an episode holds for all documents that tell it, else they would fall apart into two episodes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.episodes import Identified, Told, identify
from ingest.readers.links import clean_link
from ingest.wording import reworded
from vectorstore.corrections import Correction, Corrections, Edit, Erratum
from vectorstore.records import Corrected, Note
from vectorstore.text.folding import fold

ToldBy = Mapping[str, tuple[Told, ...]]
"""What each document tells, by its name."""


@dataclass(frozen=True, slots=True)
class Laid:
    """What the documents tell with the corrections laid over it, and which of them apply to each document."""

    told: ToldBy
    identified: Identified
    applied: Mapping[str, tuple[Corrected, ...]]
    warnings: tuple[Note, ...] = ()


def lay_over(told: ToldBy, corrections: Corrections) -> Laid:
    """Return what the documents tell, corrected; a correction that matches nothing any more is a warning."""
    identified = identify(everything(told))
    if not corrections:
        return Laid(told, identified, {}, unread(corrections))
    desk = _Desk(dict(told), identified.key_of)
    for edit in corrections.edits:
        desk.edit(edit)
    if corrections.edits:
        identified = identify(everything(desk.told))
    for erratum in corrections.errata:
        desk.reword(erratum, identified)
    idle = tuple(idle_note(one) for one in corrections.all if not desk.matches[one.id])
    applied = {name: tuple(found) for name, found in desk.applied.items()}
    return Laid(desk.told, identified, applied, (*idle, *unread(corrections)))


def everything(told: ToldBy) -> list[Told]:
    """Return all episodes as all documents tell them."""
    return [one for episodes in told.values() for one in episodes]


def unread(corrections: Corrections) -> tuple[Note, ...]:
    """Return a warning for each line that holds no correction."""
    return tuple(Note("errata.jsonl", f"line {n} is no correction; it is passed over") for n in corrections.unread)


def idle_note(one: Correction) -> Note:
    """Return the warning for a correction that does nothing."""
    wrong, right = (one.wrong, one.right) if isinstance(one, Erratum) else (one.old or one.field, one.new or "-")
    return Note(one.document or "errata.jsonl", f"the correction {one.id} ({wrong} > {right}) matches nothing any more")


@dataclass(slots=True)
class _Desk:
    """One laying over: what is told by now, which corrections matched how often, and where."""

    told: dict[str, tuple[Told, ...]]
    original: Mapping[tuple[str, int], str]
    matches: Counter[str] = field(default_factory=Counter)
    applied: dict[str, list[Corrected]] = field(default_factory=dict)

    def edit(self, edit: Edit) -> None:
        """Lay one edit over what it concerns."""
        if edit.field == "speaker":
            for one in self.told.get(edit.document, ()):
                self._put(one, renamed(one, edit), edit)
            return
        keys = {
            self.original[one.document, one.index] for one in self.told.get(edit.document, ()) if self._is(one, edit)
        }
        for one in everything(self.told):
            if self.original[one.document, one.index] in keys:
                self._put(one, stated(one, edit), edit)

    def reword(self, erratum: Erratum, identified: Identified) -> None:
        """Lay one erratum over everything in its scope."""
        shows = {episode.key: fold(episode.show) for episode in identified.episodes}
        for one in everything(self.told):
            at = (one.document, one.index)
            keys = {self.original[at], identified.key_of[at]}
            if concerns(erratum, one.document, keys, shows[identified.key_of[at]]):
                segments, count = reworded(one.transcript.segments, erratum.wrong, erratum.right)
                if count:
                    transcript = replace(one.transcript, segments=segments)
                    self._put(one, replace(one, transcript=transcript), erratum)

    def _is(self, one: Told, edit: Edit) -> bool:
        """Return whether an edit of its document means this episode; of several that document must say which."""
        return len(self.told[one.document]) == 1 or str(getattr(one.metadata, edit.field)) == edit.old

    def _put(self, before: Told, after: Told | None, correction: Correction) -> None:
        """Take what a correction made of an episode, when it matched."""
        if after is None:
            return
        self.matches[correction.id] += 1
        told = self.told[before.document]
        self.told[before.document] = tuple(after if one.index == before.index else one for one in told)
        known = self.applied.setdefault(before.document, [])
        if (made := corrected(correction)) not in known:
            known.append(made)


def corrected(one: Correction) -> Corrected:
    """Return what the manifest keeps of a correction."""
    if isinstance(one, Erratum):
        return Corrected(one.id, one.wrong, one.right)
    return Corrected(one.id, one.old or "", one.new or "", one.field)


def concerns(erratum: Erratum, document: str, episodes: set[str], show: str) -> bool:
    """Return whether a document of these episodes (keys) and show (folded) lies in an erratum's scope."""
    if erratum.document is not None:
        return erratum.document == document
    if erratum.episode is not None:
        return erratum.episode in episodes
    return erratum.show is None or fold(erratum.show) == show


def renamed(one: Told, edit: Edit) -> Told | None:
    """Return an episode with a speaker's name put right; None when nobody of that name speaks."""
    if edit.old not in one.transcript.speakers:
        return None
    segments = (replace(s, speaker=edit.new) if s.speaker == edit.old else s for s in one.transcript.segments)
    return replace(one, transcript=replace(one.transcript, segments=tuple(segments)))


def stated(one: Told, edit: Edit) -> Told | None:
    """Return an episode of which something else is known; None when the new value is of no use.

    Its own heading lines are left away, as they say what was wrong; a passage put together from what is known takes
    their place.
    """
    value: str | int | None = edit.new
    if edit.field == "number" and edit.new is not None:
        value = int(edit.new)
    elif edit.field == "link" and edit.new is not None and (value := clean_link(edit.new)) is None:
        return None
    values: dict[str, Any] = {edit.field: value}
    metadata = replace(one.metadata, **values)
    transcript = one.transcript
    if metadata != one.metadata:
        transcript = replace(transcript, heading=())
    return replace(one, metadata=metadata, weak=one.weak - {edit.field}, transcript=transcript)


def described_corrections(told: Sequence[Told], corrections: Corrections, name: str | None = None) -> list[str]:
    """Return which corrections are laid over a document that is read by itself, in lines for a person.

    `name` is what the library calls it, if it knows it.
    """
    if not told:
        return []
    document = name or told[0].document
    laid = lay_over({document: tuple(replace(one, document=document) for one in told)}, corrections)
    lines = [
        f"{'corrected':10} {one.field}: {one.wrong or '-'} > {one.right or '-'} ({one.id})"
        for one in laid.applied.get(document, ())
    ]
    idle = [note for note in laid.warnings if note.file == document]
    return [*lines, *(f"{'warning':10} {note.reason}" for note in idle)]
