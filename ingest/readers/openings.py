"""How a line of a transcript opens: with a time, a speaker's label, a turn mark; imports names and timecode.

This says what is written there. Whether it is believed depends on the whole document (labels.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ingest.readers.names import tidy
from ingest.readers.timecode import TIME, seconds

Style = Literal["alone", "bold", "voice", "bracket", "plain"]


def _range(name: str) -> str:
    """Return the pattern of a second time after an arrow or dash, kept as `name`."""
    return rf"(?:\s*(?:-->|->|[-–—])\s*(?P<{name}>{TIME}))?"


LEAD = re.compile(
    rf"^(?P<bold>\*\*)?(?:\\?\[(?P<boxed>{TIME}){_range('boxed_end')}\\?\](?:\((?P<target>[^()\s]*)\))?"
    rf"|\((?P<round>{TIME})\)|(?P<bare>{TIME}){_range('bare_end')}(?=\s|$|\*\*))"
    r"(?(bold)\*\*)\s*(?:[-–—:]\s+)?(?P<tail>.*)$"
)
ALONE = re.compile(
    rf"^(?:\*\*)?(?P<name>[^\W\d_][^:*|\[\]]{{0,60}}?)(?:\*\*)?\s*:?(?:\*\*)?\s+[\[(]?(?P<time>{TIME})[\])]?:?(?:\*\*)?\s*$"
)
TURN = re.compile(r"^>{2,}\s*(?=\S)")
DASH = re.compile(r"^[-–—](?:\s+(?=\S)|(?=[A-ZÀ-Þ¿¡\"“]))")
BOLD = re.compile(r"^(?P<mark>\*\*|__)(?P<name>[^*:\n]{1,60}?)\s*(?::\s*(?P=mark)|(?P=mark)\s*:)\s*(?P<rest>.*)$")
VOICE = re.compile(r"^<v(?:\.[^\s<>]*)?\s+(?P<name>[^<>]{1,80})>\s*(?P<rest>.*)$")
BRACKET = re.compile(r"^\\?\[(?P<name>[^\[\]:\\]{1,60})\\?\]\s*:\s*(?P<rest>.*)$")
PLAIN = re.compile(r"^(?P<name>[^\W\d_][^:\[\]|`#<>*]{0,58}?)\s?:(?:\s+(?P<rest>.*))?$")
LABELS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    ("bold", BOLD),
    ("voice", VOICE),
    ("bracket", BRACKET),
    ("plain", PLAIN),
)
MARK = re.compile(rf"(?P<bold>\*\*)?\\?\[(?P<time>{TIME})\\?\](?:\((?P<target>[^()\s]*)\))?(?(bold)\*\*)")
"""A time inside a line: \\[06:10\\], [06:10], [06:10](#t=06:10)."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a line opens with. `tail` follows the time, `rest` the time and the label.

    `bare` is true for a time without brackets; `target` is where a time that is a link leads.
    """

    tail: str
    rest: str
    start: float | None = None
    end: float | None = None
    bare: bool = False
    hours: bool = False
    target: str | None = None
    fresh: bool = False
    name: str | None = None
    style: Style | None = None


def open_line(line: str, dashes: bool) -> Opening:
    """Return how `line` opens; with `dashes` one at its begin is a change of speaker, as in subtitles."""
    line = line.strip()
    if alone := ALONE.match(line):
        time = alone["time"]
        name = tidy(alone["name"])
        return Opening("", "", seconds(time), hours=time.count(":") == 2, name=name, style="alone")
    lead = LEAD.match(line)
    start = seconds(lead["boxed"] or lead["round"] or lead["bare"]) if lead else None
    if lead is None or start is None:
        return _labelled(Opening(line, line), dashes)
    time = lead["boxed"] or lead["round"] or lead["bare"]
    end = lead["boxed_end"] or lead["bare_end"]
    opening = Opening(
        lead["tail"],
        lead["tail"],
        start,
        seconds(end) if end else None,
        bare=lead["bare"] is not None,
        hours=time.count(":") == 2,
        target=lead["target"],
    )
    return _labelled(opening, dashes)


def _labelled(opening: Opening, dashes: bool) -> Opening:
    """Return the opening with the turn mark and the label that its tail begins with."""
    tail, fresh = opening.tail, False
    if mark := TURN.match(tail) or (DASH.match(tail) if dashes else None):
        tail, fresh = tail[mark.end() :], True
    for style, pattern in LABELS:
        if found := pattern.match(tail):
            name, rest = tidy(found["name"]), found["rest"] or ""
            if style == "voice":
                rest = rest.replace("</v>", "")
            return _replaced(opening, tail, rest, fresh, name, style)
    return _replaced(opening, tail, tail, fresh, None, None)


def _replaced(opening: Opening, tail: str, rest: str, fresh: bool, name: str | None, style: Style | None) -> Opening:
    return Opening(
        tail,
        rest,
        opening.start,
        opening.end,
        opening.bare,
        opening.hours,
        opening.target,
        fresh,
        name,
        style,
    )
