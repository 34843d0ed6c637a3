"""Links to a recording: which are taken, and in what form; imports nothing of the project."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

YOUTUBE_HOSTS = frozenset(
    f"{prefix}{host}"
    for host in ("youtube.com", "youtube-nocookie.com", "youtu.be")
    for prefix in ("", "www.", "m.", "music.")
)
LOOKALIKE = re.compile(r"youtube|youtu\.be")
VIDEO_ID = re.compile(r"^[\w-]{11}$", re.ASCII)
VIDEO_FOLDERS = frozenset(("embed", "shorts", "live", "v", "e"))
HOST = re.compile(r"^(?:localhost|[\w-]+(?:\.[\w-]+)*\.[^\W\d_][\w-]+|\d{1,3}(?:\.\d{1,3}){3})$")
MARKDOWN_LINK = re.compile(r"\[[^\[\]]*\]\(\s*<?((?:[^()<>\s]|\([^()\s]*\))*)")
BARE_LINK = re.compile(r"https?://[^\s<>\"')\]]+", re.IGNORECASE)
LONGEST = 2000
"""A longer link fits neither in a Discord message nor in a browser's bar."""


def clean_link(link: str) -> str | None:
    """Return the link to keep, None for what is no web address or points at no recording.

    A YouTube link becomes https://www.youtube.com/watch?v=ID whatever its form, without its time; one that
    names no video (a playlist, a channel) is none, since it would join different episodes. Hosts that only
    look like YouTube are refused. Other http(s) links stay, without a "#t=" or other fragment.
    """
    link = link.strip()
    if re.match(r"(?:(?:www|m|music)\.)?(?:youtube\.com|youtu\.be)/", link, re.IGNORECASE):
        link = f"https://{link}"
    host = _host(link)
    if host is None:
        return None
    if host in YOUTUBE_HOSTS:
        video = video_id(link)
        return f"https://www.youtube.com/watch?v={video}" if video else None
    return None if LOOKALIKE.search(host) else link.split("#", 1)[0]


def video_id(link: str) -> str | None:
    """Return the id of the YouTube video that `link` points at, if any."""
    host = _host(link)
    if host is None or host not in YOUTUBE_HOSTS:
        return None
    parts = urlsplit(link)
    steps = [step for step in parts.path.split("/") if step]
    if host.endswith("youtu.be"):
        found = steps[0] if steps else ""
    elif len(steps) > 1 and steps[0] in VIDEO_FOLDERS:
        found = steps[1]
    else:
        found = parse_qs(parts.query).get("v", [""])[0] if steps == ["watch"] else ""
    return found if VIDEO_ID.match(found) else None


def first_link(text: str) -> str | None:
    """Return the target of the first Markdown link in `text`, else its first bare address, as written."""
    if found := MARKDOWN_LINK.search(text):
        return found[1]
    bare = BARE_LINK.search(text)
    return bare[0] if bare else None


def _host(link: str) -> str | None:
    """Return the lower-case host of an http(s) link, None when it is no such link."""
    if len(link) > LONGEST or re.search(r"[\s<>\"\\^`{|}]", link):
        return None
    try:
        parts = urlsplit(link)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or parts.username is not None:
        return None
    return host if HOST.match(host) else None
