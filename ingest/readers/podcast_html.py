"""Reads the HTML transcripts of Podcasting 2.0 (cite, time, p); imports the steps it joins."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from ingest.readers.cues import Cue, segments_of
from ingest.readers.inline import without_hidden_html
from ingest.readers.names import tidy
from ingest.readers.timecode import seconds
from ingest.transcript import Metadata, Transcript

FORMAT = "podcast-html"
STARTS = re.compile(r"\s*(?:<!doctype html|<html\b|<cite\b|<time\b)", re.IGNORECASE)
UNHEARD = frozenset(("script", "style", "template", "noscript", "svg", "iframe"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLOCKS = frozenset(("p", "li", "div", "blockquote", "td", "dd", "section", "article", "body")) | HEADINGS
MARKED = frozenset(("cite", "time", "title"))
TAG = re.compile(r"<(?:(/?[a-zA-Z][\w-]*)[^<>]*>|![a-zA-Z][^<>]*>)?")
SPACE = re.compile(r"[ \t\r\n]+")


def recognises(name: str, head: str) -> bool:
    """Whether the name or the first tag says HTML."""
    return name.lower().endswith((".html", ".htm", ".xhtml")) or STARTS.match(head) is not None


def read(name: str, text: str) -> tuple[Transcript, ...]:
    """Return the one episode of the document; without cite and time its paragraphs are a summary."""
    page = _Page()
    page.feed(bare_tags(without_hidden_html(text)))
    page.close()
    page.finish()
    cues = _ended(page.cues)
    spoken = any(cue.speaker or cue.start is not None for cue in cues)
    segments = (
        segments_of(cues) if spoken else segments_of([Cue(None, None, f"- {c.text}", None, c.section) for c in cues])
    )
    stated = Metadata(title=page.title or None)
    return (Transcript(FORMAT, "transcript" if spoken else "summary", segments, stated),)


def bare_tags(text: str) -> str:
    """Return `text` with tags without attributes, and any other "<" as text.

    Python's parser goes back to the begin of what is never closed, for hours in a long file.
    """
    return TAG.sub(_bare, text)


def _bare(found: re.Match[str]) -> str:
    if found[1]:
        return f"<{found[1]}>"
    return "&lt;" if found[0] == "<" else ""


def _ended(cues: list[Cue]) -> list[Cue]:
    """Return the cues, each ending where the next time stands; paragraphs under one time share its end."""
    ended: list[Cue] = []
    following: float | None = None
    for cue, after in zip(reversed(cues), [None, *reversed(cues[1:])], strict=False):
        if after is not None and after.start != cue.start:
            following = after.start
        end = following if cue.start is not None and following is not None and following >= cue.start else None
        ended.append(Cue(cue.start, end, cue.text, cue.speaker, cue.section))
    return ended[::-1]


@dataclass
class _Page(HTMLParser):
    """Collects the paragraphs of a page, each under the cite and time before it."""

    cues: list[Cue] = field(default_factory=list)
    title: str = ""
    held: list[str] = field(default_factory=list)
    open_mark: str | None = None
    mark: list[str] = field(default_factory=list)
    unheard: int = 0
    speaker: str | None = None
    start: float | None = None
    section: str | None = None

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a paragraph, a mark, or something that is no text."""
        if tag in UNHEARD:
            self.unheard += 1
        elif tag in MARKED:
            self.finish()
            self.open_mark, self.mark = tag, []
        elif tag in BLOCKS:
            self.finish()
        elif tag == "br":
            self.held.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """End what was begun."""
        if tag in UNHEARD:
            self.unheard = max(0, self.unheard - 1)
        elif tag == self.open_mark:
            self._take_mark(SPACE.sub(" ", "".join(self.mark)).strip())
            self.open_mark = None
        elif tag in HEADINGS:
            self.section, self.held = SPACE.sub(" ", "".join(self.held)).strip() or None, []
        elif tag in BLOCKS:
            self.finish()

    def handle_data(self, data: str) -> None:
        """Keep text, for the mark or the paragraph that is open."""
        if not self.unheard:
            (self.mark if self.open_mark else self.held).append(data)

    def finish(self) -> None:
        """Add the paragraph that is open."""
        text, self.held = SPACE.sub(" ", "".join(self.held)).strip(), []
        if text:
            self.cues.append(Cue(self.start, None, text, self.speaker, self.section))

    def _take_mark(self, text: str) -> None:
        if self.open_mark == "cite":
            self.speaker, self.start = tidy(text.rstrip(" :")) or None, None
        elif self.open_mark == "time":
            self.start = seconds(text)
        else:
            self.title = text
