"""From blocks of Markdown or plain text to segments with speakers and times; imports the steps it joins.

A time holds from its mark to the next one: what lies between them is said somewhere in that stretch, and no
time is ever made up from the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.readers.blocks import Block
from ingest.readers.inline import plain, unmarked
from ingest.readers.labels import Believed, weigh
from ingest.readers.links import video_id
from ingest.readers.openings import MARK, Opening, open_line
from ingest.readers.timecode import seconds
from ingest.transcript import Segment

PARAGRAPH_LINE = 160
"""A line of more characters is no hard-wrapped one: it is a paragraph of its own."""
REMARK = re.compile(r"^\[[^\[\]]{1,80}\]$")
"""A paragraph in brackets, as "[removed sponsor segment]", is an editor's remark: nobody says it."""


@dataclass(frozen=True, slots=True)
class Prose:
    """The segments of one episode; `cued` says whether lines of running text begin with times."""

    segments: tuple[Segment, ...]
    cued: bool


@dataclass(slots=True)
class _Draft:
    segment: Segment
    mark: int
    end: float | None


def tell(blocks: Sequence[Block], recording: str | None, markdown: bool = True) -> Prose:
    """Return the segments of an episode's blocks.

    `recording` is the episode's own link: times that link into another video are not its times.
    In plain text (not `markdown`) stars and backslashes stay, and a dash before a line changes the speaker.
    """
    lines = [line for block in blocks if block.kind in ("text", "item") for line in block.lines]
    sectioned = any(block.kind == "heading" for block in blocks)
    believed = weigh([open_line(line, not markdown) for line in lines], sectioned)
    teller = _Teller(believed, video_id(recording or ""), markdown)
    for block in blocks:
        teller.take(block)
    return Prose(teller.segments(), teller.cued)


@dataclass(slots=True)
class _Teller:
    """Reads blocks in order and knows at each line who speaks, where, and since which time mark."""

    believed: Believed
    video: str | None
    markdown: bool
    cued: bool = False
    drafts: list[_Draft] = field(default_factory=list)
    marks: list[float] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    section: str | None = None
    speaker: str | None = None
    end: float | None = None
    turn: int = 0
    fresh: bool = True
    paragraph: bool = True

    def take(self, block: Block) -> None:
        """Add one block."""
        self.paragraph = True
        if block.kind == "heading":
            self.section, self.speaker, self.fresh = plain(block.lines[0]) or None, None, True
        elif block.kind == "code":
            self._add("\n".join(block.lines))
        elif block.kind == "row":
            self.paragraph = not (self.drafts and self.drafts[-1].segment.text.endswith("|"))
            self._add(plain(block.lines[0]))
        elif len(block.lines) == 1 and REMARK.match(plain(block.lines[0])) and not MARK.match(block.lines[0]):
            speaker, self.speaker = self.speaker, None
            self._add(plain(block.lines[0]))
            self.speaker = speaker
        else:
            for line in block.lines:
                self._line(line, block.kind == "text")
            self._flush()

    def segments(self) -> tuple[Segment, ...]:
        """Return the segments, each ending at the time mark after its own."""
        return tuple(self._ended(draft) for draft in self.drafts)

    def _line(self, line: str, running: bool) -> None:
        opening = open_line(line, not self.markdown)
        start = self.believed.time(opening) if self._is_own(opening.target) else None
        speaker = self.believed.speaker(opening)
        if _only_mark(opening):
            self._flush()
            self.held = [opening.rest]
            return
        fresh = opening.fresh or self.believed.is_doubtful(opening)
        if start is None and speaker is None and not fresh:
            self._hold(line)
            return
        self._flush()
        if start is not None:
            self._mark(start, opening.end)
            self.cued = self.cued or running
            self.paragraph = self.paragraph and not running
        if speaker is not None:
            self.speaker = speaker
        elif fresh:
            self.speaker, self.fresh = None, True
        rest = opening.rest if speaker is not None else opening.tail
        self.held = [rest if start is not None or opening.start is None else line] if rest else []

    def _hold(self, line: str) -> None:
        """Keep a line that opens with nothing; one that is long makes a paragraph."""
        if len(line) > PARAGRAPH_LINE and self.held:
            self._flush()
        self.held.append(line)
        if len(line) > PARAGRAPH_LINE:
            self._flush()
            self.paragraph = True

    def _flush(self) -> None:
        """Add what is held, cut at the time marks inside it."""
        text, self.held = "\n".join(self.held), []
        for start, piece in self._pieces(text):
            if start is not None:
                self._mark(start, None)
            self._add(plain(piece) if self.markdown else unmarked(piece))

    def _pieces(self, text: str) -> Iterator[tuple[float | None, str]]:
        place, start = 0, None
        for found in MARK.finditer(text):
            time = seconds(found["time"])
            if time is not None and self._is_own(found["target"]):
                yield start, text[place : found.start()]
                place, start = found.end(), time
        yield start, text[place:]

    def _add(self, text: str) -> None:
        if not text:
            return
        before = self.drafts[-1].segment if self.drafts else None
        changed = before is not None and before.speaker != self.speaker
        if before is not None and (self.fresh or changed or (self.paragraph and self.speaker is None)):
            self.turn += 1
        start = self.marks[-1] if self.marks else None
        segment = Segment(text, self.turn, self.section, self.speaker, start)
        self.drafts.append(_Draft(segment, len(self.marks), self.end))
        self.fresh = self.paragraph = False

    def _mark(self, start: float, end: float | None) -> None:
        self.marks.append(start)
        self.end = end

    def _ended(self, draft: _Draft) -> Segment:
        """Return a draft's segment with its end; marks that run backwards give none."""
        kept, end = draft.segment, draft.end
        if kept.start is not None and end is None and draft.mark < len(self.marks):
            following = self.marks[draft.mark]
            end = following if following >= kept.start else None
        return Segment(kept.text, kept.turn, kept.section, kept.speaker, kept.start, end)

    def _is_own(self, target: str | None) -> bool:
        """Whether a time that links to `target` (None: it is no link) is a time of this recording."""
        if target is None or target.startswith("#"):
            return True
        return self.video is not None and video_id(target) == self.video


def _only_mark(opening: Opening) -> bool:
    """Whether nothing but a time follows a label, as in "**Break:** \\[15:55\\]"."""
    found = MARK.match(opening.rest.strip()) if opening.style == "bold" else None
    return found is not None and not opening.rest.strip()[found.end() :].strip()
