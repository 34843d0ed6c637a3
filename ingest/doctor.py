"""The timestamp doctor: says what is wrong with a transcript's times and takes out those that mislead.

Imports transcript alone. A link to the wrong minute is worse than none: where the times of a document cannot
be trusted as a whole they are dropped, and it is cited by section or episode.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.transcript import Segment, Transcript

LONGEST_RECORDING = 500 * 3600.0
"""Seconds. The longest known streams last weeks; more is a date or milliseconds."""
LONGEST_CUE = 1800.0
"""Seconds that one cue of a subtitle may last; a chapter of prose may last longer."""
PROSE = frozenset(("markdown", "text", "podcast-html"))
"""Formats in which a time holds for all text up to the next one."""
ENOUGH = 5
"""With fewer cues than this a pattern is chance."""
FROZEN_SHARE = 0.5
DISORDER_SHARE = 0.25
IMPOSSIBLE_SHARE = 0.5


def examine(transcript: Transcript) -> Transcript:
    """Return the transcript with times that can be relied on, and what was wrong in its warnings."""
    timed = [segment for segment in transcript.segments if segment.start is not None]
    if not timed:
        return transcript
    prose = transcript.format in PROSE
    segments, impossible = _without_impossible(transcript.segments, prose)
    reason = _mistrust([s for s in segments if s.start is not None], prose, impossible, len(timed))
    if reason:
        warning = f"the times are not used: {reason}"
        return replace(
            transcript,
            segments=tuple(replace(s, start=None, end=None) for s in segments),
            warnings=(*transcript.warnings, warning),
        )
    segments, moved = _ordered(segments, prose)
    warnings = (*_counted(impossible, "impossible time(s) dropped"), *_counted(moved, _MOVED[prose]))
    return replace(transcript, segments=segments, warnings=(*transcript.warnings, *warnings))


_MOVED = {True: "time(s) that run backwards dropped", False: "cue(s) out of order sorted by time"}


def _counted(count: int, what: str) -> tuple[str, ...]:
    return (f"{count} {what}",) if count else ()


def _without_impossible(segments: Sequence[Segment], prose: bool) -> tuple[tuple[Segment, ...], int]:
    """Return the segments, without times that cannot be, and the number of those."""
    checked = tuple(_checked(segment, prose) for segment in segments)
    return checked, sum(1 for before, after in zip(segments, checked, strict=True) if before is not after)


def _checked(segment: Segment, prose: bool) -> Segment:
    start, end = segment.start, segment.end
    if start is None:
        return segment if end is None else replace(segment, end=None)
    if not math.isfinite(start) or not 0 <= start <= LONGEST_RECORDING:
        return replace(segment, start=None, end=None)
    if end is None:
        return segment
    if not math.isfinite(end) or end < start:
        return replace(segment, start=None, end=None)
    return replace(segment, end=None) if not prose and end - start > LONGEST_CUE else segment


def _mistrust(timed: Sequence[Segment], prose: bool, impossible: int, total: int) -> str | None:
    """Return why the times are worth nothing as a whole, None when they are."""
    if impossible > IMPOSSIBLE_SHARE * total and total >= ENOUGH:
        return f"{impossible} of {total} are impossible"
    starts = _moments(timed, prose)
    if total > 1 and timed and all(not s.start and not s.end for s in timed):
        return "all are zero"
    if len(starts) < ENOUGH:
        return None
    commonest, count = Counter(starts).most_common(1)[0]
    if count > FROZEN_SHARE * len(starts):
        return f"{count} of {len(starts)} stand at {commonest:g} seconds"
    backwards = len(starts) - len(_longest_rise(starts))
    if backwards > DISORDER_SHARE * len(starts):
        return f"{backwards} of {len(starts)} run backwards"
    return None


def _moments(timed: Sequence[Segment], prose: bool) -> list[float]:
    """Return the starts in order; in prose, paragraphs that share a time mark count once."""
    pairs = [(s.start, s.end) for s in timed if s.start is not None]
    shared = [
        prose and i > 0 and pair == pairs[i - 1] and (pair[1] is None or pair[1] > pair[0])
        for i, pair in enumerate(pairs)
    ]
    return [pair[0] for pair, same in zip(pairs, shared, strict=True) if not same]


def _longest_rise(starts: Sequence[float]) -> set[int]:
    """Return the indices of a longest run of starts that never falls: the others are out of order."""
    tails: list[float] = []
    ends: list[int] = []
    before: list[int] = []
    for index, start in enumerate(starts):
        place = bisect_right(tails, start)
        before.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [start]
        ends[place : place + 1] = [index]
    kept: set[int] = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return kept


def _ordered(segments: tuple[Segment, ...], prose: bool) -> tuple[tuple[Segment, ...], int]:
    """Return the segments in the order of time, and how many were not.

    Prose is read as it stands, so a time out of order is a mistake and goes; cues are shown by their times,
    so they are sorted, an untimed one staying behind the one before it.
    """
    places = [index for index, segment in enumerate(segments) if segment.start is not None]
    starts = [start for segment in segments if (start := segment.start) is not None]
    rise = _longest_rise(starts)
    if len(rise) == len(starts):
        return segments, 0
    wrong = {places[i] for i in range(len(places)) if i not in rise}
    if prose:
        return tuple(replace(s, start=None, end=None) if i in wrong else s for i, s in enumerate(segments)), len(wrong)
    return _sorted(segments), len(wrong)


def _sorted(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Return the cues sorted by start, with turns numbered anew since a turn that was torn apart is two."""
    keys: list[float] = []
    for segment in segments:
        keys.append(segment.start if segment.start is not None else (keys[-1] if keys else 0.0))
    order = sorted(range(len(segments)), key=keys.__getitem__)
    ordered: list[Segment] = []
    turn = -1
    for place, index in enumerate(order):
        goes_on = place > 0 and segments[index].turn == segments[order[place - 1]].turn
        turn += not goes_on
        ordered.append(replace(segments[index], turn=turn))
    return tuple(ordered)
