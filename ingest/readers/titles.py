"""What an episode's heading lines state: number, title, views, date, link; imports dates, links, inline."""

from __future__ import annotations

import re

from ingest.readers.dates import iso_date
from ingest.readers.inline import plain
from ingest.readers.links import clean_link, first_link
from ingest.transcript import Metadata

NUMBERED = re.compile(r"^#?\s?(\d{1,6})(?:\.\s+|:\s+|\s+[-–—|]\s+)(?=\S)")
"""A plain integer before the title: "1. ", "007. ", "#469: ", "12 - ";
not "3.5. ", "1.000.000 " or "12b. "."""
HASHED = re.compile(r"^#(\d{1,6})\s+(?=\S)")
WORDED = re.compile(r"^(?:episode|aflevering|ep|afl|episodio)\.?\s+#?(\d{1,6})(?:\s*[.:|–—-]\s*|\s*$)", re.IGNORECASE)
VIEWS = re.compile(r"^(?:views|weergaven)\s*:\s*(\S+)", re.IGNORECASE)
COUNT = re.compile(r"^\d{1,3}(?:[.,]\d{3})+$|^\d{1,12}$")
DATED = re.compile(r"\(([^()]*\d[^()]*)\)\s*(?:\[|$)")
META = re.compile(
    r"^(?:views|weergaven)\s*:|\(\s*(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4})\s*\)\s*\[", re.IGNORECASE
)
LONGEST_META = 1000


def is_metadata(line: str) -> bool:
    """Whether a line is an episode's metadata, as "Views: 31 (2024-01-23) [link](https://...)" is."""
    return len(line) <= LONGEST_META and META.search(line.strip()) is not None


def numbered(title: str) -> tuple[int | None, str]:
    """Return the number that a title begins with, if it is a plain integer, and the title without it."""
    for pattern in (NUMBERED, HASHED, WORDED):
        if found := pattern.match(title):
            rest = title[found.end() :].strip()
            return int(found[1]), rest or title
    return None, title


def view_count(text: str) -> int | None:
    """Return a count such as 31, "1.234" (Dutch) or "1,234"; None for "12K", "-3" and what is no count."""
    text = text.strip()
    return int(re.sub(r"[.,]", "", text)) if COUNT.match(text) else None


def stated_by_heading(title: str | None, metadata: str | None) -> tuple[Metadata, tuple[str, ...]]:
    """Return what the title line (without "#") and the metadata line state, and what was wrong with them."""
    number, name = numbered(plain(title).replace("\ufeff", "").strip()) if title else (None, "")
    stated, warnings = _stated_by_line(metadata) if metadata else (Metadata(), ())
    return Metadata(number=number, title=name or None).or_else(stated), warnings


def _stated_by_line(line: str) -> tuple[Metadata, tuple[str, ...]]:
    line = line.strip()
    views, dated, target = VIEWS.match(line), DATED.search(line), first_link(line)
    date = iso_date(dated[1]) if dated else None
    link = clean_link(target) if target else None
    warnings = []
    if dated and date is None:
        warnings.append(f"the date {dated[1].strip()[:40]!r} does not exist or is not understood; it was left out")
    if target and link is None:
        warnings.append(f"the link {target[:80]!r} points at no recording on the web; it was left out")
    return Metadata(date=date, views=view_count(views[1]) if views else None, link=link), tuple(warnings)
