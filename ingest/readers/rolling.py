"""Rolling captions, in which each cue repeats the line before: every word is kept once; imports nothing."""

from __future__ import annotations

from collections.abc import Sequence

ROLLING_SHARE = 0.3
"""From this share of cues that begin with the end of the cue before, a file rolls. Speech that repeats itself
("Yes." "Yes.") stays far below it."""
LEAST = 2


def unrolled(cues: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return for each cue the lines that it adds, when the file rolls; else its lines."""
    cleaned = [tuple(" ".join(line.split()) for line in cue if line.strip()) for cue in cues]
    pairs = list(zip([(), *cleaned], cleaned, strict=False))
    repeats = sum(1 for before, now in pairs if _added(before, now) != now)
    if repeats < max(LEAST, ROLLING_SHARE * len(cues)):
        return cleaned
    return [_added(before, now) for before, now in pairs]


def _added(before: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...]:
    """Return what `now` shows beyond the last lines of `before`, which it may repeat or let grow."""
    shown = "\n".join(now)
    for count in range(len(before), 0, -1):
        repeated = "\n".join(before[-count:])
        if shown == repeated:
            return ()
        if shown.startswith(repeated) and shown[len(repeated)] in " \n":
            return tuple(shown[len(repeated) + 1 :].split("\n"))
    return now
