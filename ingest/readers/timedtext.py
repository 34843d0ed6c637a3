"""Reads YouTube's timed text XML; imports the steps it joins.

Entities declared in the file are refused (defusedxml): they can read files and unfold without end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.errors import Unreadable
from ingest.readers.cues import Cue, segments_of
from ingest.readers.inline import without_tags
from ingest.transcript import Transcript

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

FORMAT = "youtube-xml"
SUFFIXES = (".xml", ".srv1", ".srv2", ".srv3", ".ttml", ".rss", ".opml")
STARTS = re.compile(r"\s*(?:<\?xml|<transcript\b|<timedtext\b|<rss\b|<feed\b)")
OTHERS = {
    "rss": "an RSS feed; add its transcripts as files",
    "feed": "an Atom feed; add its transcripts as files",
    "opml": "a list of podcasts",
    "tt": "TTML, which is not read; convert it to WebVTT",
}


def recognises(name: str, head: str) -> bool:
    """Whether the name or the text says XML of any kind; `read` refuses the kinds it does not know."""
    return name.lower().endswith(SUFFIXES) or STARTS.match(head) is not None


def read(name: str, text: str) -> tuple[Transcript, ...]:
    """Return the one episode of the document; raise Unreadable for other XML."""
    root = _parsed(text)
    kind = root.tag.rsplit("}", 1)[-1].lower()
    if kind not in ("transcript", "timedtext"):
        raise Unreadable(f"the file is {OTHERS.get(kind, f'XML of a kind that is not read (<{kind[:40]}>)')}")
    cues = [_in_seconds(e) for e in root.iter("text")] or [_in_milliseconds(e) for e in root.iter("p")]
    spoken = [cue for cue in cues if cue.text.strip()]
    return (Transcript(FORMAT, "transcript", segments_of(spoken)),)


def _parsed(text: str) -> Element:
    from xml.etree.ElementTree import ParseError

    from defusedxml import ElementTree
    from defusedxml.common import DefusedXmlException

    try:
        root: Element = ElementTree.fromstring(text.strip())
    except DefusedXmlException as error:
        raise Unreadable("the XML declares entities, which are not followed") from error
    except (ParseError, ValueError) as error:
        raise Unreadable(f"the XML is malformed or cut off ({error})") from error
    return root


def _in_seconds(element: Element) -> Cue:
    return _cue(element, element.get("start"), element.get("dur"), 1.0)


def _in_milliseconds(element: Element) -> Cue:
    return _cue(element, element.get("t"), element.get("d"), 1000.0)


def _cue(element: Element, start: str | None, duration: str | None, unit: float) -> Cue:
    """Return an element's cue; its text is escaped twice, so it is decoded once more after the parser."""
    begin, length = _number(start), _number(duration)
    end = begin + length if begin is not None and length is not None else None
    text = without_tags(without_tags("".join(element.itertext())))
    return Cue(None if begin is None else begin / unit, None if end is None else end / unit, text.strip())


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
