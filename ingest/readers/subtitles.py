"""The cues of a subtitle file, WebVTT or SRT, read leniently; imports timecode and errors.

Files in the wild lack headers, numbers and blank lines, or have them where they do not belong. Only the line
with the arrow is relied on: what follows it, up to the next one, is the cue's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.errors import Unreadable
from ingest.readers.timecode import seconds

ARROW = re.compile(r"^\s*(-?[\d:.,]*[:.,][\w:.,]*)\s*(-{1,2}>)\s*(-?[\w:.,]+)(?:\s.*)?$")
ASIDE = re.compile(r"^(?:NOTE|STYLE|REGION)(?:\s|$)")


@dataclass(frozen=True, slots=True)
class RawCue:
    """A cue with its lines as they stand, tags included."""

    start: float
    end: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subtitles:
    """The cues that could be read, and how many could not."""

    cues: tuple[RawCue, ...]
    bad: int

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence about the cues that were skipped, if any."""
        if not self.bad:
            return ()
        return (f"{self.bad} bad cue{'s' if self.bad > 1 else ''} skipped: the time line cannot be read",)


def parse_subtitles(text: str, names: bool) -> Subtitles:
    """Return the cues of a subtitle text.

    With `names` (WebVTT) any line between a blank one and the arrow names the cue, and NOTE, STYLE and REGION
    blocks are no text; without (SRT) only a number right before the arrow is no text.
    """
    lines = text.split("\n")
    arrows = [(index, found) for index, line in enumerate(lines) if (found := ARROW.match(line[:200]))]
    ends = [*(index for index, _ in arrows), len(lines)][1:]
    cues: list[RawCue] = []
    bad = 0
    for (index, found), end in zip(arrows, ends, strict=True):
        start, stop = seconds(found[1]), seconds(found[3])
        if start is None or stop is None or found[2] != "-->":
            bad += 1
            continue
        body = _without_next(lines[index + 1 : end], names, last=end == len(lines))
        cues.append(RawCue(start, stop, tuple(_spoken(body) if names else body)))
    if not cues:
        raise Unreadable(f"no cue has a time line that can be read ({bad} bad)" if bad else "there are no cues in it")
    return Subtitles(tuple(cues), bad)


def _without_next(body: Sequence[str], names: bool, last: bool) -> Sequence[str]:
    """Return a cue's lines without the number or name of the cue after it."""
    if last or not body or not body[-1].strip():
        return body
    alone = len(body) == 1 or not body[-2].strip()
    is_next = body[-1].strip().isdigit() or (names and alone and len(body) > 1)
    return body[:-1] if is_next else body


def _spoken(body: Sequence[str]) -> Iterator[str]:
    """Yield the lines that are text: notes, styles and regions end with an empty line."""
    aside = False
    previous = "text"
    for line in body:
        if not line.strip():
            aside = False
        elif not previous.strip() and ASIDE.match(line):
            aside = True
        if not aside:
            yield line
        previous = line
