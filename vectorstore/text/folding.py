"""Folding of text for storing, matching and showing; imports nothing of the project.

Only `clean` may stand before what is stored or embedded: it keeps every offset. `fold` and `squeeze` change
lengths and serve comparison; `visible` serves the eye.
"""

from __future__ import annotations

import re
import unicodedata

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_ZERO_WIDTH = "\u00ad\u034f\u180b-\u180e\u200b\u200c\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\ufe00-\ufe0d"
# Tag characters and the second block of variation selectors can carry hidden text through a chat message.
_SMUGGLERS = "\U000e0000-\U000e01ef"
_UNSEEN = re.compile(f"[{_BIDI}{_ZERO_WIDTH}{_SMUGGLERS}\u200d\ufe0e\ufe0f]")

_EMOJI = "\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff"
_FLAG = "\U0001f3f4[\U000e0061-\U000e007a]{2,6}\U000e007f"  # England, Scotland, Wales
_JOINED = f"(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])"
_HIDDEN = re.compile(f"({_FLAG}|{_JOINED})|[{_BIDI}{_ZERO_WIDTH}{_SMUGGLERS}\u200d\x00-\x08\x0e-\x1f\x7f-\x9f]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85]")


def clean(text: str) -> str:
    """Return what may be stored and embedded: NUL as a blank, lone surrogates as U+FFFD, all else untouched.

    The length stays the same, so offsets into the result are offsets into `text`.
    """
    return _UNSTORABLE.sub(lambda found: " " if found[0] == "\x00" else "\ufffd", text)


def fold(text: str) -> str:
    """Return `text` for matching only: NFKC, unseen characters out, casefolded, squeezed."""
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", clean(text)))
    # Casefolding can undo the normal form ("İ"), and NFKC can make new blanks, so the order matters.
    return squeeze(unicodedata.normalize("NFKC", plain.casefold()))


def squeeze(text: str) -> str:
    """Return `text` with each run of white space as one blank, and none at the ends."""
    return " ".join(text.split())


def visible(text: str) -> str:
    """Return `text` for showing: no bidi controls, zero-width or control characters; line ends are "\\n".

    A zero-width joiner stays between two emoji, and tags stay in the flags of England, Scotland and Wales.
    """
    lines = _LINE_ENDS.sub("\n", _UNSTORABLE.sub(lambda found: "" if found[0] == "\x00" else "\ufffd", text))
    return _HIDDEN.sub(lambda found: found[1] or "", lines)


def find_verbatim(quote: str, text: str) -> tuple[int, int] | None:
    """Return the first span of `text` that equals `quote` once both are squeezed; None when there is none.

    The span begins and ends on characters that are not white space; an empty quote is found nowhere.
    """
    words = quote.split()
    if not words:
        return None
    found = re.search(r"\s+".join(map(re.escape, words)), text)
    return found.span() if found else None
