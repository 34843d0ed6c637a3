"""Puts a misheard word right in the segments of a transcript; pure, imports the transcript's types and text.

A word is found whole. Words in a row are found over line and cue ends too, but never over the end of a turn: then what
is right stands where the first of them stood, and every segment keeps its time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, groupby

from ingest.transcript import Segment
from vectorstore.text.wording import pattern_of

Change = tuple[int, int, str]
"""Begin and end of what is replaced, and what takes its place."""


def reworded(segments: Sequence[Segment], wrong: str, right: str) -> tuple[tuple[Segment, ...], int]:
    """Return the segments with every `wrong` as `right`, also in sections' names, and how many there were."""
    out: list[Segment] = []
    count = 0
    for _, group in groupby(segments, key=lambda segment: (segment.turn, segment.section)):
        turn = list(group)
        text = " ".join(segment.text for segment in turn)
        changes = changes_in(text, wrong, right)
        out += changed(turn, text, changes) if changes else turn
        count += len(changes)
    named = {segment.section: with_changes(segment.section, wrong, right) for segment in out if segment.section}
    count += sum(new != old for old, new in named.items())
    return tuple(s if not s.section else replace(s, section=named[s.section]) for s in out) if count else tuple(
        out
    ), count


def changes_in(text: str, wrong: str, right: str) -> list[Change]:
    """Return where `wrong` stands in a text, and what is to stand there."""
    found = pattern_of(wrong).finditer(text)
    return [(*one.span(), written_as(one[0], wrong, right)) for one in found]


def with_changes(text: str, wrong: str, right: str) -> str:
    """Return a text with every `wrong` as `right`."""
    return pattern_of(wrong).sub(lambda found: written_as(found[0], wrong, right), text)


def written_as(found: str, wrong: str, right: str) -> str:
    """Return `right` in capitals, or with a first one, when what was found is written so and `wrong` is not."""
    if found.isupper() and not wrong.isupper() and sum(map(str.isalpha, found)) > 1:
        return right.upper()
    if found[:1].isupper() and wrong[:1].islower():
        return right[:1].upper() + right[1:]
    return right


def changed(turn: Sequence[Segment], text: str, changes: Sequence[Change]) -> list[Segment]:
    """Return the segments of one turn, whose texts one blank apart are `text`, changed; emptied ones are left out."""
    lengths = (len(segment.text) + 1 for segment in turn)
    begins = [0, *accumulate(lengths)]
    out = []
    for segment, begin in zip(turn, begins, strict=False):
        said = part_of(text, begin, begin + len(segment.text), changes)
        if said.strip() or not segment.text.strip():
            out.append(segment if said == segment.text else replace(segment, text=said.strip()))
    return out


def part_of(text: str, begin: int, end: int, changes: Sequence[Change]) -> str:
    """Return text[begin:end] changed; what takes the place of something stands where that began."""
    pieces, at = [], begin
    for first, last, new in changes:
        if last <= begin or first >= end:
            continue
        pieces.append(text[at : max(first, at)])
        pieces.append(new if first >= begin else "")
        at = min(last, end)
    return "".join([*pieces, text[at:end]])
