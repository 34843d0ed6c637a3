"""What a link leads to: a recording, or a page; imports the readers' links.

Two links lead to one recording when `recording_of` is the same. A page may belong to one episode or to a
whole show, so two documents with the same page need more than that to be one episode.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from ingest.readers.links import YOUTUBE_HOSTS, video_id

_VIMEO_HOSTS = ("vimeo.com", "player.vimeo.com")
_MEDIA = (".mp3", ".m4a", ".mp4", ".ogg", ".oga", ".opus", ".wav", ".aac", ".flac", ".webm", ".mov")


def recording_of(link: str) -> str | None:
    """Return what names the recording behind a link, a video's id or a media file; None for another page."""
    if video := video_id(link):
        return f"youtube:{video}"
    path = _split(link).path
    if host_of(link) in _VIMEO_HOSTS and (found := re.match(r"/(?:video/)?(\d+)", path)):
        return f"vimeo:{found[1]}"
    return page_of(link) if path.lower().endswith(_MEDIA) else None


def page_of(link: str) -> str:
    """Return the link without scheme, "www.", fragment and closing slash; equal pages compare equal."""
    parts = _split(link)
    query = f"?{parts.query}" if parts.query else ""
    return f"{host_of(link)}{parts.path.rstrip('/')}{query}"


def host_of(link: str) -> str:
    """Return the site of a link without "www."; all of YouTube's hosts are one."""
    host = _split(link).hostname or ""
    return "youtube.com" if host in YOUTUBE_HOSTS else host.removeprefix("www.")


def _split(link: str) -> SplitResult:
    try:
        return urlsplit(link)
    except ValueError:
        return SplitResult("", "", link, "", "")
