"""Cues (stretches with their own time) and the segments they make; imports inline and names.

Every reader of subtitles and machine transcripts ends here, so that turn marks, speakers' labels and turns
mean the same in all of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.readers.names import is_diarised, is_name_shaped, tidy
from ingest.transcript import Segment

CHEVRONS = re.compile(r"\s*>{2,}\s*")
DASH = re.compile(r"^[-–—](?:\s+(?=\S)|(?=[A-ZÀ-Þ¿¡\"“]))")
LABEL = re.compile(r"^(?P<name>[^\W\d_][^:\[\]|<>*]{0,48}?)\s?:\s+(?=\S)")
BOXED = re.compile(r"^\[(?P<name>[^\[\]:]{1,48})\]\s*:\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Cue:
    """A stretch of a recording; `text` may hold several lines, without tags.

    `speaker` is the one who is marked as such, by a voice tag or a field; labels in the text are found later.
    """

    start: float | None
    end: float | None
    text: str
    speaker: str | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True)
class _Utterance:
    """A part of a cue with one speaker; `fresh` marks a change of speaker."""

    cue: Cue
    text: str
    speaker: str | None
    fresh: bool


def segments_of(cues: Sequence[Cue]) -> tuple[Segment, ...]:
    """Return the segments of the cues in their order; consecutive ones of one speaker share a turn.

    A label ("Bekah: ") holds until the next one or until a mark of another speaker (">>", "- ") and is
    believed when it looks like a name and recurs at the begin of lines.
    """
    labels = _believed_labels(cues)
    carried = bool(labels) and not any(cue.speaker for cue in cues)
    segments: list[Segment] = []
    speaker: str | None = None
    turn = 0
    for cue in cues:
        speaker = cue.speaker or (speaker if carried else None)
        for part in _utterances(cue, speaker, labels):
            speaker = part.speaker
            if segments and (part.fresh or segments[-1].speaker != speaker or segments[-1].section != cue.section):
                turn += 1
            segments.append(Segment(part.text, turn, cue.section, speaker, cue.start, cue.end))
    return tuple(segments)


def _utterances(cue: Cue, speaker: str | None, labels: frozenset[str]) -> Iterator[_Utterance]:
    """Split a cue where its lines change speaker; lines of one speaker are joined by a blank."""
    held: list[str] = []
    fresh = False
    for line, marked in _lines(cue.text):
        name, rest = _label(line, labels)
        if (marked or name) and held:
            yield _Utterance(cue, " ".join(held), speaker, fresh)
            held, fresh = [], False
        if marked or name:
            fresh = fresh or marked
            speaker = name or cue.speaker
        if rest:
            held.append(rest)
    if held:
        yield _Utterance(cue, " ".join(held), speaker, fresh)


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines of a cue without turn marks, each with whether one stood before it."""
    for line in text.split("\n"):
        for number, part in enumerate(CHEVRONS.split(line)):
            part = " ".join(part.split(" ")).strip()
            dash = DASH.match(part)
            if part or number:
                yield (part[dash.end() :] if dash else part), number > 0 or dash is not None


def _label(line: str, labels: frozenset[str]) -> tuple[str | None, str]:
    """Return the speaker whom the line names, and the line without the label."""
    found = BOXED.match(line) or LABEL.match(line)
    name = tidy(found["name"]) if found else None
    if found and name in labels:
        return name, line[found.end() :]
    return None, line


def _believed_labels(cues: Sequence[Cue]) -> frozenset[str]:
    """Return the labels at the begin of lines that look like names and recur, or that a machine gave."""
    found = (BOXED.match(line) or LABEL.match(line) for cue in cues for line, _ in _lines(cue.text))
    counts = Counter(tidy(match["name"]) for match in found if match)
    return frozenset(
        name for name, count in counts.items() if is_diarised(name) or (count > 1 and is_name_shaped(name))
    )
