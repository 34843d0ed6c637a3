"""Links to the moment; pure. A time goes into a link only where the player is known to understand it."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_YOUTUBE = re.compile(r"(^|\.)(youtube\.com|youtu\.be)$")
_MEDIA = (".mp3", ".m4a", ".ogg", ".opus", ".wav", ".mp4", ".webm")


def link_at(url: str | None, start: float | None) -> str | None:
    """Return `url` at `start` seconds: `t=` on YouTube, a media fragment on a media file, else unchanged."""
    if url is None or start is None:
        return url
    parts = urlsplit(url)
    if _YOUTUBE.search(parts.hostname or ""):
        query = [(name, value) for name, value in parse_qsl(parts.query) if name not in ("t", "start")]
        return urlunsplit(parts._replace(query=urlencode([*query, ("t", str(int(start)))])))
    if parts.path.lower().endswith(_MEDIA):
        return urlunsplit(parts._replace(fragment=f"t={int(start)}"))
    return url
