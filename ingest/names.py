"""What a file's name says of its episode: number, title, date and language; imports folding and Metadata.

A name is weak evidence: whatever a document or its sidecar states goes before it, and it contradicts
nothing. The rules, in this order:

* a day is a date and no number, and neither is a year ("2024-recap"), a month ("2024-05") or a decimal
("3.5");
* a season stays in the title and the number is None ("S02E05 - Title", "3_1", "seizoen 2 aflevering 5"),
also when a folder below the root is the season ("season 2/01-title.vtt"), because its numbers start again;
* a name that a machine made (a hash, a video's id) has neither number nor title;
* the number is the one after a word such as "aflevering" or "ep" at the start, the one the name begins
with, the one after such a word elsewhere, or the one it ends with ("practical-ai-206"), unless that counts
parts.

A number at the start leaves the title, one at the end stays in it: "Practical ai 206" tells episodes apart.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from ingest.transcript import Metadata
from vectorstore.text.folding import fold, visible

_CODES = "ar|bg|ca|cs|da|de|el|en|es|et|eu|fi|fr|gl|hr|hu|it|ja|ko|lt|lv|nl|pl|pt|ro|ru|sk|sl|sv|tr|uk|zh"
"""Languages that a name may end with ("x.es.md"); without those that are English words, as "is" and "no"."""

_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,7}$")
_TAG = re.compile(r"(?<=.)\.([A-Za-z]{2,14})(?:-[A-Za-z]{2,4})?$")
_ROLE = (
    "youtube|yt|shownotes|show[-_ ]notes|transcripts?|transcriptie|summary|samenvatting|subtitles|ondertitels|captions"
)
_ROLE_BEFORE = re.compile(rf"^(?:{_ROLE}|notes|notities)[-_. ]+(?=[#\d])", re.IGNORECASE)
_ROLE_AFTER = re.compile(rf"(?<=.)[-_. ]+(?:{_ROLE})$", re.IGNORECASE)
_COPY = re.compile(r"(?<=.)(?:\s*\(\d{1,2}\)|[-_ ]+(?:copy|kopie))$", re.IGNORECASE)

_GLUE = "[-_. ]*"
_DAY = re.compile(
    rf"{_GLUE}(?<![0-9A-Za-z])(?P<y>(?:19|20)\d\d)(?P<s>[-_.]?)(?P<m>0[1-9]|1[0-2])(?P=s)(?P<d>0[1-9]|[12]\d|3[01])"
    rf"(?![0-9A-Za-z]){_GLUE}"
)
_DAY_FIRST = re.compile(
    rf"{_GLUE}(?<![0-9A-Za-z])(?P<d>\d{{1,2}})(?P<s>[-_.])(?P<m>\d{{1,2}})(?P=s)(?P<y>(?:19|20)\d\d)(?![0-9A-Za-z]){_GLUE}"
)
_MONTH = re.compile(rf"{_GLUE}(?<![0-9A-Za-z])(?:19|20)\d\d[-_](?:0[1-9]|1[0-2])(?![0-9A-Za-z]){_GLUE}")

_DATED_ID = re.compile(r"(\d{8})_([A-Za-z0-9_-]{11})")
_BRACKETED_ID = re.compile(r"\s*\[([A-Za-z0-9_-]{11})\]$")
_HASH = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{12,64})(?![0-9A-Za-z])"
)

_SEASON = re.compile(
    r"(?<![0-9A-Za-z])(?:S\d{1,2}[\W_]?E\d{1,3}|\d{1,2}x\d{2,3}|(?:season|seizoen|staffel)[\W_]*\d{1,2})(?![0-9A-Za-z])"
    r"|^\d{1,2}[_.x]\d{1,3}(?![0-9A-Za-z])|^\d{1,2}[- ]\d{1,3}$",
    re.IGNORECASE,
)
_SEASON_FOLDER = re.compile(r"(?:s|season|seizoen|staffel)[-_ ]?\d{1,2}", re.IGNORECASE)
_MARKER = re.compile(
    r"(?<![0-9A-Za-z])(?:episode|ep|aflevering|afl|nr|number|nummer|folge|#)[\W_]{0,3}(?P<n>\d{1,6})(?![0-9A-Za-z])(?!\.\d)",
    re.IGNORECASE,
)
_LEADING = re.compile(r"(?P<n>\d{1,4})(?![0-9A-Za-z])(?!\.\d)")
_TRAILING = re.compile(r"(?:^|(?<=[-_ #]))(?P<n>\d{1,4})$")
_PART = re.compile(
    r"(?:^|[\W_])(?:part|pt|deel|vol|volume|chapter|hoofdstuk|version|versie|take)[\W_]*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Told:
    """What was found in a name.

    `series` are the words before a number that the name ends with; `bare` is True for a number that the name
    begins with, which may as well be the place in a list.
    """

    number: int | None = None
    title: str | None = None
    series: str = ""
    bare: bool = False


def metadata_from_name(name: str) -> Metadata:
    """Return number, title, date and language as a document's name, or its path below the root, says them."""
    stem, language = _stem(name)
    if found := _video(stem):
        return Metadata(date=_iso(int(found[:4]), int(found[4:6]), int(found[6:])), language=language)
    day, rest = _take_date(stem)
    folders = PurePosixPath(name).parts[:-1]
    if season := next((part for part in folders if _SEASON_FOLDER.fullmatch(part)), None):
        return Metadata(title=_title(f"{season} - {rest.strip('-_. ')}"), date=day, language=language)
    told = _tell(rest)
    return Metadata(number=told.number, title=told.title, date=day, language=language)


def series_of(name: str) -> str:
    """Return the folded words before the number that a name ends with: "practical ai" for practical-ai-206.

    Empty where the number has a word of its own ("episode-206") or stands elsewhere. Two names of different
    series do not count the same episodes.
    """
    return _told(name).series


def is_list_number(name: str, title: str | None) -> bool:
    """Whether a name's number is doubtful, since the words after it have nothing to do with the stated title.

    "12-robots.md" is number 12 of "Robots and us" or of no title at all. "29_no_number.md" of "AI in de
    zorg" is the twenty-ninth file of a list: fewer than half of the words of the shorter title are in the
    longer.
    """
    told = _told(name)
    if not told.bare or not title:
        return False
    words, others = ({*re.findall(r"\w+", fold(text))} for text in (told.title or "", title))
    return bool(words) and str(told.number) not in others and 2 * len(words & others) < min(len(words), len(others))


def looks_like_video_id(text: str) -> bool:
    """Whether `text` looks like a YouTube id and not like a word: eleven characters of mixed case."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{11}", text):
        return False
    upper = sum(character.isupper() for character in text)
    odd = any(not character.isalpha() for character in text)
    return upper > 0 and text.upper() != text and (odd or upper > 3)


def _told(name: str) -> _Told:
    stem, _ = _stem(name)
    return _Told() if _video(stem) else _tell(_take_date(stem)[1])


def _stem(name: str) -> tuple[str, str | None]:
    """Return the name without extension, role words and marks of a copy, and the language it names."""
    text = unicodedata.normalize("NFC", visible(PurePosixPath(name).name))
    stem, language = _EXTENSION.sub("", text) or text, None
    while found := _TAG.search(stem):
        tag = found[1].lower()
        if re.fullmatch(_CODES, tag):
            language = language or tag
        elif not re.fullmatch(_ROLE, tag):
            break
        stem = stem[: found.start()]
    return _ROLE_BEFORE.sub("", _ROLE_AFTER.sub("", _COPY.sub("", stem))), language


def _video(stem: str) -> str | None:
    """Return the eight digits of the day when the stem is nothing but a day and a video's id."""
    found = _DATED_ID.fullmatch(stem)
    return found[1] if found and looks_like_video_id(found[2]) else None


def _take_date(stem: str) -> tuple[str | None, str]:
    """Return the date in a name and the name without it; 03-05-2024 may be March or May and gives no date."""
    for pattern in (_DAY, _DAY_FIRST, _MONTH):
        if not (found := pattern.search(stem)):
            continue
        parts = found.groupdict()
        sure = pattern is _DAY or (pattern is _DAY_FIRST and int(parts["d"]) > 12)
        day = _iso(int(parts["y"]), int(parts["m"]), int(parts["d"])) if sure else None
        inside = found.start() > 0 and found.end() < len(stem)
        glue = found[0][:1] if found[0][:1] in tuple("-_. ") else " "
        return day, stem[: found.start()] + glue * inside + stem[found.end() :]
    return None, stem


def _iso(year: int, month: int, day: int) -> str | None:
    """Return the day as YYYY-MM-DD, None when there is no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _tell(rest: str) -> _Told:
    """Return number, title and series of a name without its date."""
    rest = rest.strip("-_. ")
    made = _BRACKETED_ID.search(rest)
    is_id = made is not None and looks_like_video_id(made[1])
    plain = rest[: made.start()] if made and is_id else _HASH.sub("", rest).strip("-_. ")
    if plain != rest and not _has_letters(plain):
        return _Told()
    if _SEASON.search(plain):
        return _Told(title=_title(plain) or plain)
    return _numbered(plain)


def _numbered(text: str) -> _Told:
    """Return number, title and series of a name without season, date or hash."""
    start = _MARKER.match(text) or _not_a_year(_LEADING.match(text))
    if start:
        after = _title(text[start.end() :])
        title = after or _title(text[: start.start("n")] + str(int(start["n"])))
        return _Told(int(start["n"]), title, bare=after is not None and start.start("n") == 0)
    if inside := _MARKER.search(text):
        return _Told(int(inside["n"]), _title(text))
    end = _not_a_year(_TRAILING.search(text))
    if end and not _PART.search(text[: end.start("n")]):
        words = text[: end.start("n")]
        return _Told(int(end["n"]), _title(f"{words}{int(end['n'])}"), fold(_title(words) or ""))
    return _Told(title=_title(text))


def _not_a_year(found: re.Match[str] | None) -> re.Match[str] | None:
    return None if found and len(found["n"]) == 4 and 1900 <= int(found["n"]) <= 2099 else found


def _title(text: str) -> str | None:
    """Return the words of a name with a capital at the start; None when no letter is left.

    Hyphens are blanks only where nothing else separates the words ("e-mail voor iedereen" keeps its own).
    """
    text = text.strip("-_. ")
    words = text.replace("_", " ") if re.search("[_ ]", text) else text.replace("-", " ")
    title = " ".join(words.split()).strip(" -–—.:,#")
    return title[:1].upper() + title[1:] if _has_letters(title) else None


def _has_letters(text: str) -> bool:
    return any(character.isalpha() for character in text)
