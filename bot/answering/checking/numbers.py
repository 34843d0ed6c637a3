"""The numbers of a text, in digits or words of English and Dutch, as values that compare; imports spelled, folding.

"9 million", "9.000.000" and "negen miljoen" are one value. What a separator means is not always sure ("3.500"), so a
number may have several readings. Months are numbers too: "9 januari" and "January 9" hold the same ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.answering.checking.spelled import HALF, HUNDREDS, SCALES, ordinal_of, value_of
from vectorstore.text.folding import fold

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januari jan", "february februari feb", "march maart mrt", "april apr", "may mei", "june juni jun",
            "july juli jul", "august augustus aug", "september sep sept", "october oktober oct okt",
            "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_AMBIGUOUS = frozenset(["may", "march", "jan", "dec", "jun", "mar", "mrt", "okt", "oct", "sep", "sept"])
"""Other words or names as well: a month only with a capital inside a sentence."""
_TOKEN = re.compile(
    r"(?P<clock>(?<![\d.,])\d{1,2}:\d\d(?::\d\d)?(?!\d))"
    r"|(?P<day>(?<!\d)\d{4}-\d\d-\d\d(?!\d))"
    r"|(?P<digits>(?<![^\W\d_])(?:\d{1,3}(?:[ ]\d{3}){1,4}(?![\d]|[.,]\d)|\d{1,18}(?:[.,]\d{1,18}){0,8}))"
    r"(?P<unit>[^\W\d_]*)"
    r"|(?P<word>[^\W\d_]+)"
)
_ENDS = ("", ".", "!", "?", ":", "\n")
_ENUMERATOR = re.compile(r"\(\d\)(?=[ ][^\W\d_])")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: its possible `values`, and those before its `scale` ("million") where it has one.

    `spelled` says that it stands in letters.
    """

    values: frozenset[str]
    spelled: bool = False
    unscaled: frozenset[str] = frozenset()
    scale: str | None = None


def unaccented(text: str) -> str:
    """Return folded text without diacritics."""
    return "".join(c for c in unicodedata.normalize("NFD", fold(text)) if not unicodedata.combining(c))


def numbers_of(text: str) -> list[Number]:
    """Return the numbers that a text states, months as "month 3"; a lone "one" states none."""
    plain = unaccented(_ENUMERATOR.sub(" ", text))
    out = [*_dates(plain)]
    run, end = _Run(), 0
    for found in _TOKEN.finditer(plain):
        if plain[end : found.start()].strip(" -"):
            out += run.end()
        end = found.end()
        out += run.take(found)
    return [*out, *run.end(), *_named_months(text)]


def ordinals_of(text: str) -> set[str]:
    """Return the ordinals that stand in a text in words: what "the third" bears out."""
    words = re.findall(r"[^\W\d_]+", unaccented(text))
    return {_shown(value) for word in words if (value := ordinal_of(word)) is not None}


def _dates(plain: str) -> Iterator[Number]:
    for found in re.finditer(r"(?<!\d)\d{4}-(\d\d)-\d\d(?!\d)", plain):
        yield Number(frozenset({f"month {int(found[1])}"}))


def _named_months(text: str) -> Iterator[Number]:
    """Yield the months that a text names."""
    for found in re.finditer(r"[^\W\d_]+", text):
        word = found[0].casefold()
        inside = (
            found[0][0].isupper() and text[max(0, found.start() - 2) : found.start()].strip(" *\"“'‘(") not in _ENDS
        )
        if word in MONTHS and (word not in _AMBIGUOUS or inside):
            yield Number(frozenset({f"month {MONTHS[word]}"}))


class _Run:
    """Puts neighbouring number words and scales together: "two hundred and five", "2,5 miljoen", "nineteen ten"."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self, century: Decimal | None = None) -> None:
        self.total = Decimal(0)
        self.current: Decimal | None = None
        self.digits: frozenset[Decimal] = frozenset()
        self.spelled, self.waiting = True, False  # waiting: after "and"
        self.scale: Decimal | None = None
        self.short = False  # a scale of one letter may be a unit
        self.century = century

    def take(self, found: re.Match[str]) -> Iterator[Number]:
        """Take a token; yield the numbers that it ends."""
        if found["word"]:
            yield from self._word(found["word"])
            return
        yield from self.end()
        if found["clock"] or found["day"]:
            yield from _clock_or_day(found)
            return
        self.digits, self.spelled = frozenset(readings(found["digits"])), False
        if found["unit"] == "s" and any(1000 <= value <= 2100 for value in self.digits):
            self.digits |= {value % 100 for value in self.digits}  # the 1990s are the nineties
        self.current = max(self.digits)
        if found["unit"] in SCALES:
            self._scale(found["unit"])

    def _word(self, word: str) -> Iterator[Number]:
        if word in SCALES and (self.current is not None or len(word) > 3) and not self.scale:
            self._scale(word)
        elif word in HUNDREDS and self.spelled:
            self.current, self.waiting = (self.current or Decimal(1)) * 100, False
        elif (value := value_of(word)) is not None:
            yield from self._value(value)
        elif word == "half" and self.spelled:
            self.current = (self.current or 0) + HALF if self.waiting else HALF
            self.waiting = False
        elif self.current is not None and (word in ("and", "en") or (word == "a" and (self.waiting or self.half))):
            self.waiting = word != "a" or self.waiting
        else:
            yield from self.end()

    @property
    def half(self) -> bool:
        """Whether nothing but a half was said."""
        return self.current == HALF and not self.total

    def _scale(self, word: str) -> None:
        self.scale, self.short = SCALES[word], len(word) == 1
        self.total += (self.current if self.current is not None else Decimal(1)) * self.scale
        self.current, self.waiting = Decimal(0), False

    def _value(self, value: Decimal) -> Iterator[Number]:
        """Take a number word: it adds to what stands before ("hundred five", "twenty five"), or begins anew."""
        held = self.current
        if held is not None and self.spelled and self._adds(held, value):
            self.current, self.waiting = held + value, False
            return
        paired = held is not None and self.spelled and not self.waiting and not self.total and 10 <= held <= 20
        yield from self.end()
        self._begin(held if paired else None)
        self.current = value

    def _adds(self, held: Decimal, value: Decimal) -> bool:
        if held == 0:
            return self.total > 0
        if held >= 100 and held % 100 == 0:
            return value < 100
        return 20 <= held < 100 and held % 10 == 0 and 0 < value < 10 and not self.waiting

    def end(self) -> Iterator[Number]:
        """Yield the number that stands so far, if any, and begin anew."""
        if self.current is not None and not self.half:
            whole = self.total + self.current
            worth = self.scale or Decimal(1)
            values = {whole} | {value * worth for value in self.digits} | (self.digits if self.short else set())
            unscaled = {_shown(value) for value in self.digits or {whole / worth}} if self.scale else set()
            if not (self.spelled and whole == 1):
                shown = frozenset(_shown(value) for value in values)
                yield Number(shown, self.spelled, frozenset(unscaled), _shown(worth) if self.scale else None)
            if self.century is not None and 10 <= whole < 100:
                yield Number(frozenset({_shown(self.century * 100 + whole)}), True)
        self._begin()


def _clock_or_day(found: re.Match[str]) -> Iterator[Number]:
    if found["clock"]:
        yield Number(frozenset({found["clock"].lstrip("0")}))
        return
    year, _, day = found["day"].split("-")
    yield Number(frozenset({_shown(Decimal(year))}))
    yield Number(frozenset({_shown(Decimal(day))}))


def readings(digits: str) -> set[Decimal]:
    """Return the values that digits with separators may have, in English or in Dutch."""
    plain = digits.replace(" ", "")
    separators = re.findall(r"[.,]", plain)
    if not separators:
        return {Decimal(plain)}
    groups = re.split(r"[.,]", plain)
    whole = Decimal("".join(groups))
    thousands = all(len(group) == 3 for group in groups[1:]) and 0 < len(groups[0]) <= 3 and groups[0] != "0"
    if len(set(separators)) == 2 and len(set(separators[:-1])) == 1:
        return {Decimal("".join(groups[:-1]) + "." + groups[-1])}
    if len(separators) == 1:
        return {Decimal(f"{groups[0]}.{groups[1]}"), *([whole] if thousands else [])}
    return {whole} if thousands else {Decimal(group) for group in groups}


def _shown(value: Decimal) -> str:
    return format(value.normalize(), "f") if abs(value) < Decimal(10) ** 40 else str(value)
