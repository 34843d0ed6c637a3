"""The marks [n] of a draft: whatever clearly means given passages is written [n], all else goes; pure."""

from __future__ import annotations

import re

MARK = re.compile(r"\[(\d{1,3})\]")
MARKS = re.compile(r"[ ]?\[\d{1,3}\](?:[ ,;]{0,2}\[\d{1,3}\])*")
"""A run of marks with the blank before it."""
_OPEN, _CLOSE = r"[\[【［〔]", r"[\]】］〕]"
_SQUARE = re.compile(rf"[ ]?{_OPEN}([^\[\]【】［］〔〕\n]{{0,80}}){_CLOSE}")
_ROUND = re.compile(
    r"([ ]?)[(（]([^()（）\n]{1,60})[)）](?P<ends>(?=[ ]?(?:[.,;:!?…)\]]|$|\n|[(（]\d)))?", re.MULTILINE
)
_NAMED = re.compile(
    r"^[\s^#]*(?:(?:see|zie)\s+)?(?:sources?|passages?|bron(?:nen)?|refs?\.?|references?|citations?|cite|fragment(?:en)?|"
    r"docs?|documents?|n)\s*[:=#.]?\s*(?=\d)",
    re.IGNORECASE,
)
_REST = re.compile(r"[†‡:|@].{0,60}$")
_PIECE = re.compile(r"\d+|[^\W\d]+|[^\w\s]")
_BETWEEN = frozenset([*",;&/+#^", "and", "en", "t", "m"])
_THROUGH = frozenset(["-", "–", "—", "to", "tot", "m"])
_LIKE_MARK = re.compile(r"[\d\s,;.^#†‡:&/+–—-]*")
_NESTED = re.compile(r"\[[ ]?((?:\[\d{1,3}\][ ,;]{0,2}){1,20})\]")
_LOOSE = re.compile(r"\[[ ]?\]|(?<=\])[,;](?=[ ]?[.!?])")


def normalised(text: str, count: int) -> str:
    """Return a text whose only marks are [n] with n from 1 to `count`."""
    plain = _SQUARE.sub(lambda found: _square(found, count), text)
    plain = _ROUND.sub(lambda found: _round(found, count), plain)
    return _LOOSE.sub("", _NESTED.sub(_each, plain))


def _each(found: re.Match[str]) -> str:
    return "".join(f"[{number}]" for number in MARK.findall(found[1]))


def _square(found: re.Match[str], count: int) -> str:
    """Return what square brackets become: marks, nothing, or what they were when they hold words."""
    blank = " " if found[0][0] == " " else ""
    numbers = numbers_in(found[1])
    if numbers is not None:
        return _written(blank, numbers, count)
    if _LIKE_MARK.fullmatch(found[1]):
        return ""
    return f"{blank}[{found[1]}]" if found[1].strip() else ""


def _round(found: re.Match[str], count: int) -> str:
    """Return what round brackets become: marks where they stand as such, at a clause's end or with "source"."""
    named = _NAMED.match(found[2])
    numbers = numbers_in(found[2])
    if numbers is None or not (named or found["ends"] is not None):
        return found[0]
    if not named and not all(1 <= number <= count for number in numbers):
        return found[0]
    return _written(found[1], numbers, count)


def _written(blank: str, numbers: list[int], count: int) -> str:
    given = [number for number in dict.fromkeys(numbers) if 1 <= number <= count]
    return blank + "".join(f"[{number}]" for number in given) if given else ""


def numbers_in(inner: str) -> list[int] | None:
    """Return the numbers that brackets list ("1, 2", "1-3", "source 1", "^1", "1†L4"); None when they hold else."""
    pieces = _PIECE.findall(_REST.sub("", _NAMED.sub("", inner)).strip(" ^#,;.").lower())
    numbers: list[int] = []
    through = False
    for piece in pieces:
        if piece.isdecimal() and len(piece) <= 3:
            numbers += range(numbers[-1] + 1, int(piece)) if through and int(piece) <= numbers[-1] + 9 else ()
            numbers.append(int(piece))
            through = False
        elif piece in _THROUGH and numbers:
            through = True
        elif piece not in _BETWEEN:
            return None
    return numbers or None
