"""Foreign text inside a Discord message: nothing of it formats, pings, links or hides; imports text folding alone.

Discord reads a backslash before any punctuation as "this is text". It does not protect from a ping, so an "@" that
could ping is followed by a zero-width space; `unescaped` takes both back exactly.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from vectorstore.text.folding import squeeze, visible

LIMIT = 2000
"""Of a message's content, in UTF-16 units: Discord counts characters, of which there are never more."""
LONGEST_URL = 512
_BROKEN = "\u200b"

_SPECIAL = re.compile(
    r"[\\*_`\[<]"
    r"|\|(?=\|)|(?<=\|)\||~(?=~)|(?<=~)~"  # spoilers, struck out
    r"|^(?P<indent>[ \t]*)(?P<first>[#>+-])"  # headings, small print, quotes, lists
    r"|^(?P<number>[ \t]*\d+)(?P<point>[.)])"
    r"|@(?=everyone|here|[!&]?\d|" + _BROKEN + ")"
    r"|:(?=//|[A-Za-z0-9_+~-]*[A-Za-z_][A-Za-z0-9_+~-]*:)"  # addresses, :emoji:
    r"|(?<=discord)\.(?=gg\b|com\b|me\b)|(?<=discordapp)\.(?=com\b)",  # an invitation unfolds without "https://"
    re.MULTILINE | re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\(.)|@" + _BROKEN, re.DOTALL)


def units(text: str) -> int:
    """Return the length in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def escaped(text: str) -> str:
    """Return text that Discord shows as it is, and that pings nobody; `unescaped` gives it back exactly."""
    return _SPECIAL.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    if found["first"]:
        return f"{found['indent']}\\{found['first']}"
    if found["point"]:
        return f"{found['number']}\\{found['point']}"
    return f"@{_BROKEN}" if found[0] == "@" else f"\\{found[0]}"


def unescaped(text: str) -> str:
    """Return what `escaped` was given."""
    return _ESCAPED.sub(lambda found: found[1] or "@", text)


def plain(text: str) -> str:
    """Return foreign text fit for a message: escaped, without unseen characters, its line ends kept."""
    return escaped(visible(text))


def inline(text: str) -> str:
    """Return foreign text fit for one line of a message."""
    return plain(squeeze(visible(text)))


def prose(text: str, numbers: frozenset[int], markup: bool = False) -> str:
    """Return an answer's own words fit for a message; the marks [n] of these numbers stay marks.

    With `markup` also bold, lists and code fences stay: a model writes them, quotations never do.
    """
    if markup and (parts := re.split(r"(```[^`]*```)", text))[1:]:
        return "".join(part if n % 2 else prose(part, numbers, True) for n, part in enumerate(parts))
    out = re.sub(
        r"\\\[(\d{1,3})\](?!\()", lambda found: f"[{found[1]}]" if int(found[1]) in numbers else found[0], plain(text)
    )
    if markup:
        out = re.sub(r"^([ \t]*)\\([-+] )|^([ \t]*\d+)\\(\. )", r"\1\2\3\4", out.replace(r"\*\*", "**"), flags=re.M)
    return out


def link_of(url: str | None) -> str | None:
    """Return an address that may stand in a message: http or https, with a host, without what would end it early."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or parts.username is not None:
        return None
    stray = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", url.strip())
    safe = quote(stray.encode("utf-8", "replace"), safe="%/:=&?~#+!$,;'")
    return safe if len(safe) <= LONGEST_URL else None


def linked(label: str, url: str | None) -> str:
    """Return an escaped label as a masked link that unfolds nothing; the label alone without a usable address.

    Discord shows no masked link whose label looks like an address: the label then stands before the link. Nor does it
    promise to read escaped brackets in a label, so they become round ones.
    """
    address = link_of(url)
    if address is None or not label:
        return label
    if "//" in label:
        return f"{label} [↗](<{address}>)"
    name = re.sub(r"\\\[|\[", "(", label).replace("]", ")")
    return f"[{name}](<{address}>)"
