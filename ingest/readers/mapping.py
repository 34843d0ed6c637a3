"""What front matter, a JSON document or a sidecar states of an episode; imports titles, dates and links.

Only plain values under known names are read; nothing walks through nested values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ingest.readers.dates import iso_date
from ingest.readers.inline import plain
from ingest.readers.links import clean_link, video_id
from ingest.readers.titles import numbered, view_count
from ingest.transcript import Metadata
from vectorstore.records import Kind

NUMBER_KEYS = ("episode", "number", "episode_number", "episodenumber", "aflevering", "nummer")
DATE_KEYS = ("date", "pub_date", "published", "publish_date", "pubdate", "published_at", "datum")
LINK_KEYS = ("youtube_url", "youtube", "links", "media", "video", "url", "link", "audio")
"""In order of preference; a YouTube link goes before all others, since only it can be opened at a time."""
SHOW_KEYS = ("show", "podcast")
LANGUAGE_KEYS = ("language", "lang")
LICENSE_KEYS = ("license", "licence")
CREDIT_KEYS = ("attribution", "author", "credit")
AUDIO = (".mp3", ".m4a", ".ogg", ".opus", ".wav", ".flac", ".aac")
KINDS: dict[str, Kind] = {"transcript": "transcript", "summary": "summary"}


def stated_by_mapping(values: Mapping[str, Any]) -> tuple[Metadata, tuple[str, ...]]:
    """Return what `values` state of an episode and what was wrong with them; other names are passed over."""
    known = {str(key).lower().replace("-", "_"): value for key, value in values.items()}
    title, number, warnings = _text(known, ("title", "titel")), _number(known), []
    if title and number is None:
        number, title = numbered(title)
    written = _text(known, DATE_KEYS)
    date = iso_date(written) if written else None
    if written and date is None:
        warnings.append(f"the date {written[:40]!r} does not exist or is not understood; it was left out")
    found = Metadata(
        number=number,
        title=title,
        date=date,
        views=view_count(_text(known, ("views",)) or ""),
        link=_link(known),
        show=_text(known, SHOW_KEYS),
        language=_language(known),
        license=_text(known, LICENSE_KEYS),
        attribution=_text(known, CREDIT_KEYS),
        kind=KINDS.get((_text(known, ("kind",)) or "").lower()),
    )
    return found, tuple(warnings)


def _text(values: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    """Return the first plain value under `names` without markup; of a mapping its title or name."""
    for name in names:
        value = values.get(name)
        if isinstance(value, dict):
            value = value.get("title") or value.get("name")
        if value is not None and not isinstance(value, (dict, list, bool)):
            text = plain(" ".join(str(value).replace("\ufeff", "").split()))
            if text and text.lower() not in ("null", "none", "~"):
                return text
    return None


def _number(values: Mapping[str, Any]) -> int | None:
    for name in NUMBER_KEYS:
        text = str(values.get(name, "")).strip().removeprefix("#")
        if text.isascii() and text.isdigit() and len(text) <= 6:
            return int(text)
    return None


def _language(values: Mapping[str, Any]) -> str | None:
    """Return the language as two or three small letters: "nl" of "nl-NL"."""
    text = (_text(values, LANGUAGE_KEYS) or "").lower().replace("_", "-").split("-")[0]
    return text if text.isalpha() and 2 <= len(text) <= 3 else None


def _link(values: Mapping[str, Any]) -> str | None:
    """Return the best link: a YouTube video, else a page, else an audio file."""
    found = [link for value in _link_values(values) if (link := clean_link(value))]
    pages = [link for link in found if not link.split("?")[0].lower().endswith(AUDIO)]
    videos = [link for link in found if video_id(link)]
    return next(iter((*videos, *pages, *found)), None)


def _link_values(values: Mapping[str, Any]) -> Iterator[str]:
    for name in LINK_KEYS:
        value = values.get(name)
        if isinstance(value, dict):
            yield from (part for key in LINK_KEYS if isinstance(part := value.get(key), str))
        elif isinstance(value, list):
            yield from (part for part in value[:10] if isinstance(part, str))
        elif isinstance(value, str):
            yield value
