"""Corrections of the documents: misheard words, and what is known of episodes and speakers; imports json_lines.

They stand in DATA_DIR/errata.jsonl and are laid over the original at each ingestion; the documents' files are never
touched. The file only grows: a correction is taken back by a line that revokes it, and only `--erase` takes lines out.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar, get_args
from urllib.parse import urlsplit

from vectorstore.json_lines import change_lines, line_of, object_in, read_lines, schema_of
from vectorstore.layout import Layout
from vectorstore.text.folding import squeeze

EditField = Literal["number", "title", "date", "link", "show", "speaker"]
FIELDS: tuple[EditField, ...] = get_args(EditField)
LONGEST = 200
"""Characters of a word, a name or a title."""
LONGEST_LINK = 2000
_LETTER = re.compile(r"\w")

C = TypeVar("C", "Erratum", "Edit", "Erratum | Edit")


@dataclass(frozen=True, slots=True)
class Erratum:
    """A misheard word or name. Its scope is a document, an episode (its key) or a show, and without any, everything.

    `wrong` in small letters is found however it is written; with a capital in it, as it stands or all in capitals.
    `by` is a pseudonym, `at` ISO 8601 in UTC. An empty `id` or `at` is filled in when it is stored.
    """

    wrong: str
    right: str
    document: str | None = None
    episode: str | None = None
    show: str | None = None
    note: str = ""
    by: str = ""
    at: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to be said of the episode that a document tells, or the name of a speaker in that document.

    `old` is what is replaced: needed for a speaker, and where a document tells several episodes (then it says which).
    `new` is None to leave a number, date or link open. Numbers are digits, dates YYYY-MM-DD, links http(s).
    """

    document: str
    field: EditField
    new: str | None
    old: str | None = None
    note: str = ""
    by: str = ""
    at: str = ""
    id: str = ""


Correction = Erratum | Edit


@dataclass(frozen=True, slots=True)
class Corrections:
    """All corrections in force, in the order in which they were made, and the lines that could not be read."""

    errata: tuple[Erratum, ...] = ()
    edits: tuple[Edit, ...] = ()
    unread: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.errata or self.edits)

    @property
    def all(self) -> tuple[Correction, ...]:
        """Errata and edits, oldest first."""
        return tuple(sorted((*self.errata, *self.edits), key=lambda one: one.at))

    @property
    def digest(self) -> str:
        """Names what they say, "" for none: the index was made with these when its manifest's `errata` is the same."""
        told = [{name: v for name, v in asdict(one).items() if name not in ("note", "by")} for one in self.all]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest() if told else ""

    def without(self, document: str) -> Corrections:
        """Return the corrections that do not name a document."""
        errata = tuple(one for one in self.errata if one.document != document)
        return replace(self, errata=errata, edits=tuple(one for one in self.edits if one.document != document))


class BadCorrection(ValueError):
    """A correction that cannot be stored; `field` is the one that is wrong: "wrong", "right", "scope", "old", "new"."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field


def read_corrections(layout: Layout) -> Corrections:
    """Return the corrections in force; lines that cannot be read are passed over, and their numbers kept.

    Raises NewerVersion for a file of a newer version, StoreError and its kin when it cannot be read.
    """
    return in_force(read_lines(layout.errata))


def in_force(lines: Sequence[str]) -> Corrections:
    """Return what these lines, counted from 1, leave in force."""
    found: dict[str, Correction] = {}
    unread: list[int] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or schema_of(line) is not None:
            continue
        value = object_in(line) or {}
        if value.get("kind") == "revocation" and isinstance(value.get("of"), str):
            found.pop(value["of"], None)
        elif one := correction_of(value):
            found[one.id] = one
        else:
            unread.append(number)
    kept = found.values()
    errata = tuple(one for one in kept if isinstance(one, Erratum))
    return Corrections(errata, tuple(one for one in kept if isinstance(one, Edit)), tuple(unread))


def correction_of(value: dict[str, Any]) -> Correction | None:
    """Return the correction in an object; None for what is none. Fields it does not know are passed over."""
    kinds: dict[str, type[Erratum] | type[Edit]] = {"erratum": Erratum, "edit": Edit}
    kind = kinds.get(str(value.get("kind")))
    if kind is None:
        return None
    said = {one.name: value[one.name] for one in fields(kind) if one.name in value}
    # Only of `new` null says something; of the others it is what they are by default, or missing.
    known = {name: item for name, item in said.items() if item is not None or name == "new"}
    if not all(item is None or isinstance(item, str) for item in known.values()) or not known.get("id"):
        return None
    try:
        one: Correction = kind(**known)
        return checked(one)
    except (TypeError, BadCorrection):
        return None


def append_correction(layout: Layout, one: C) -> C:
    """Store a correction and return it as it stands there; BadCorrection says what is wrong with it."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    stored = checked(replace(one, id=one.id or f"c{secrets.token_hex(4)}", at=one.at or now))
    kind = "erratum" if isinstance(stored, Erratum) else "edit"
    told = {name: value for name, value in asdict(stored).items() if value not in (None, "") or name == "new"}
    change_lines(layout.errata, lambda lines: [*whole(lines), line_of({"kind": kind, **told})])
    return stored


def revoke_correction(layout: Layout, id_: str, by: str = "") -> Correction | None:
    """Take a correction back and return it; None when none of this id is in force."""
    revoked: list[Correction] = []

    def change(lines: Sequence[str]) -> Sequence[str]:
        found = next((one for one in in_force(lines).all if one.id == id_), None)
        if found is None:
            return lines
        revoked.append(found)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        return [*whole(lines), line_of({"kind": "revocation", "of": id_, "by": by, "at": at})]

    change_lines(layout.errata, change)
    return revoked[0] if revoked else None


def erase_corrections(layout: Layout, document: str, episodes: Iterable[str] = ()) -> int:
    """Take out every line about a document or these episodes, and what revokes them; return how many.

    A line that is broken goes, too: nobody can say that it does not hold the document's words.
    """
    if not layout.errata.exists():
        return 0
    keys, gone = set(episodes), [0]

    def change(lines: Sequence[str]) -> Sequence[str]:
        values = [object_in(line) or {} for line in lines]
        ids = {v.get("id") for v in values if v.get("document") == document or v.get("episode") in keys} | {None}
        kept = [line for line, v in zip(lines, values, strict=True) if v.get("of", v.get("id")) not in ids]
        gone[0] = len(lines) - len(kept)
        return kept

    change_lines(layout.errata, change)
    return gone[0]


def whole(lines: Sequence[str]) -> Sequence[str]:
    """Return the lines without a last one that was cut off."""
    return lines[:-1] if lines and object_in(lines[-1]) is None else lines


def checked(one: C) -> C:
    """Return a correction with its blanks squeezed; BadCorrection when it cannot be laid over anything."""
    return _checked_erratum(one) if isinstance(one, Erratum) else _checked_edit(one)


def _checked_erratum(one: Erratum) -> Erratum:
    wrong, right = squeeze(one.wrong), squeeze(one.right)
    for name, text in (("wrong", wrong), ("right", right)):
        if not _LETTER.search(text) or len(text) > LONGEST:
            raise BadCorrection(name, f"it must hold a letter or digit, and at most {LONGEST} characters")
    if wrong == right:
        raise BadCorrection("right", "it is the same as what is wrong")
    if sum(scope is not None for scope in (one.document, one.episode, one.show)) > 1:
        raise BadCorrection("scope", "a document, an episode or a show, and not two of them")
    return replace(one, wrong=wrong, right=right)


def _checked_edit(one: Edit) -> Edit:
    if one.field not in FIELDS or not one.document:
        raise BadCorrection("scope", f"a document, and one of {', '.join(FIELDS)}")
    new = None if one.new is None else squeeze(one.new) or None
    if new is None and one.field not in ("number", "date", "link"):
        raise BadCorrection("new", f"a {one.field} cannot be left open")
    if new is not None and not _fits(one.field, new):
        raise BadCorrection("new", f"it is no {one.field}")
    if one.field == "speaker" and not (one.old or "").strip():
        raise BadCorrection("old", "the name that the speaker has until now is needed")
    return replace(one, new=new)


def _fits(field: EditField, new: str) -> bool:
    """Return whether a text can be the value of a field."""
    if field == "number":
        return new.isascii() and new.isdigit() and len(new) <= 9
    if field == "date":
        try:
            return len(new) == 10 and datetime.strptime(new, "%Y-%m-%d").year > 0
        except ValueError:
            return False
    if field == "link":
        parts = urlsplit(new)
        return parts.scheme in ("http", "https") and bool(parts.netloc) and " " not in new and len(new) <= LONGEST_LINK
    return bool(_LETTER.search(new)) and len(new) <= LONGEST
