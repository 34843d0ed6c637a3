"""Which labels of a document are believed to name speakers; imports names and openings.

"**Voordelen:**" stands in articles as "**Anna:**" stands in transcripts. A label is believed when it is
marked as speech (a time, a voice tag, brackets), or when labels of its kind recur and open a good part of the
lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.readers.names import SHORT_FORM, is_diarised, is_name_shaped, is_possible
from ingest.readers.openings import Opening

BOLD_SHARE = 0.2
"""Of the lines. Transcripts measured begin 30 % or more of them with a bold label, articles up to 50 %..."""
RECURRING_SHARE = 0.5
"""...but in transcripts nearly all labels recur, and in those articles hardly any."""
PLAIN_SHARE = 0.25
"""Show notes, too, name the hosts twice or three times (\"Wes: ...\")."""
NEARLY_ALL = 0.8
TIMED_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Believed:
    """What is believed in one document: bold labels as such, plain and timed ones by name, bare times."""

    bold: bool = False
    plain: frozenset[str] = frozenset()
    timed: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()
    bare_times: bool = False
    full_names: dict[str, str] = field(default_factory=dict)

    def speaker(self, opening: Opening) -> str | None:
        """Return the speaker whom the opening names, in the full form if the document gives one."""
        name = opening.name
        if name is None or not self._holds(opening, name):
            return None
        short = SHORT_FORM.match(name)
        if short and short[2] in self.full_names:
            return short[1]
        return self.full_names.get(name, name)

    def _holds(self, opening: Opening, name: str) -> bool:
        if opening.style == "voice":
            return True
        if not is_possible(name):
            return False
        if opening.style == "bold":
            return self.bold or opening.start is not None
        if opening.style == "plain":
            return name in self.plain or is_diarised(name) or (opening.start is not None and name in self.timed)
        return opening.style == "bracket" or name in self.alone

    def is_doubtful(self, opening: Opening) -> bool:
        """Whether the line may be somebody else's: a name that stands once among unmarked labels."""
        name = opening.name or ""
        return bool(self.plain) and opening.style == "plain" and name not in self.plain and is_name_shaped(name)

    def time(self, opening: Opening) -> float | None:
        """Return the time that the opening holds, if it is believed to be one of the recording."""
        if opening.style == "alone" and opening.name not in self.alone:
            return None
        return None if opening.bare and not opening.hours and not self.bare_times else opening.start


def weigh(openings: Sequence[Opening], sectioned: bool) -> Believed:
    """Return what is believed where lines open so; `sectioned` says whether there are section headings."""
    named = [opening for opening in openings if opening.name and is_possible(opening.name)]
    alone = _alone([opening for opening in named if opening.style == "alone"])
    timed = _timed(named, openings)
    marked = any(o.style in ("voice", "bracket") or (o.style == "bold" and o.start is not None) for o in named)
    strong = marked or bool(alone or timed)
    plain = _plain(named, len(openings))
    return Believed(
        bold=strong or _bold(named, openings, sectioned),
        plain=plain,
        timed=timed,
        alone=alone,
        bare_times=_bare_times(openings),
        full_names=_full_names(named, plain),
    )


def _alone(named: Sequence[Opening]) -> frozenset[str]:
    counts = Counter(o.name for o in named if o.name)
    return frozenset(
        o.name
        for o in named
        if o.name and is_name_shaped(o.name) and (o.hours or counts[o.name] > 1 or is_diarised(o.name))
    )


def _timed(named: Sequence[Opening], openings: Sequence[Opening]) -> frozenset[str]:
    """Return the plain labels after a time: recurring ones, or all when many of the timed lines have one."""
    counts = Counter(o.name for o in named if o.name and o.start is not None and o.style == "plain")
    shaped = {name: count for name, count in counts.items() if is_name_shaped(name)}
    lines = sum(1 for opening in openings if opening.start is not None)
    many = sum(shaped.values()) >= TIMED_SHARE * lines
    return frozenset(name for name, count in shaped.items() if many or count > 1)


def _bold(named: Sequence[Opening], openings: Sequence[Opening], sectioned: bool) -> bool:
    counts = Counter(o.name for o in named if o.style == "bold")
    total = counts.total()
    recurring = sum(count for count in counts.values() if count > 1)
    if total and not sectioned and openings[0].style == "bold" and is_possible(openings[0].name or ""):
        return True
    if total >= NEARLY_ALL * len(openings):
        return total > 0
    return total >= BOLD_SHARE * len(openings) and recurring >= RECURRING_SHARE * total


def _plain(named: Sequence[Opening], lines: int) -> frozenset[str]:
    """Return the unmarked labels that are believed: those that recur, and names that introduce one."""
    counts = Counter(o.name for o in named if o.name and o.style == "plain" and is_name_shaped(o.name))
    shorts = {short[2]: name for name in counts if (short := SHORT_FORM.match(name))}
    recurring = {name: count for name, count in counts.items() if count > 1}
    share = sum(recurring.values()) / max(lines, 1)
    if share < PLAIN_SHARE:
        return frozenset()
    introduced = {name for short, name in shorts.items() if short in recurring}
    return frozenset((*recurring, *introduced))


def _full_names(named: Sequence[Opening], plain: frozenset[str]) -> dict[str, str]:
    """Return short forms with the full names that introduce them: "Sjors Provoost (SP):" and then "SP:"."""
    shorts = (SHORT_FORM.match(o.name) for o in named if o.name in plain)
    return {short[2]: short[1] for short in shorts if short and short[2] in plain}


def _bare_times(openings: Sequence[Opening]) -> bool:
    """Whether lines begin with unbracketed times in order, so that they are times of the recording."""
    times = [o.start for o in openings if o.bare and o.start is not None]
    steps = sum(1 for before, after in pairwise(times) if after >= before)
    return len(times) > 1 and steps >= NEARLY_ALL * (len(times) - 1)
