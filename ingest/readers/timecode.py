"""Clock times as transcripts write them, and their seconds; imports nothing of the project."""

from __future__ import annotations

import re

TIME = r"(?:\d{1,4}:)?\d{1,3}:[0-5]\d(?:[.,]\d{1,3})?(?!\d|:\d)"
"""A time in running text: 0:12, 12:34, 1:02:03, 00:12:34.500."""

_CLOCK = re.compile(r"^(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,6}))?$")


def seconds(text: str) -> float | None:
    """Return the seconds of a clock time such as "1:02:03.5"; None when it is none.

    A leading minus is taken along, because some tools write cues that begin before the recording; minutes
    above 59 are a time only where no hours are given.
    """
    sign = -1.0 if text.startswith("-") else 1.0
    found = _CLOCK.match(text.lstrip("-"))
    if not found:
        return None
    hours, minutes, secs = (int(part or 0) for part in found.groups()[:3])
    if secs > 59 or (found[1] and minutes > 59):
        return None
    fraction = float(f"0.{found[4]}") if found[4] else 0.0
    return sign * (hours * 3600 + minutes * 60 + secs + fraction)
