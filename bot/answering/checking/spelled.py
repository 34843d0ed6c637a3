"""Number words of English and Dutch as values ("twenty-five", "vijfentwintig", "anderhalf"); imports folding alone."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache

_EN_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NL_SMALL = (
    "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien "
    "achttien negentien"
)
_NL_TENS = "twintig dertig veertig vijftig zestig zeventig tachtig negentig"
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12, "eerste": 1, "derde": 3,
}  # fmt: skip
HALF = Decimal("0.5")
HUNDREDS = frozenset(["hundred", "honderd"])
SCALES = {
    **dict.fromkeys(["thousand", "duizend", "k"], Decimal(10**3)),
    **dict.fromkeys(["million", "miljoen", "mln", "m", "mio"], Decimal(10**6)),
    **dict.fromkeys(["billion", "miljard", "mrd", "bn", "b"], Decimal(10**9)),
    **dict.fromkeys(["trillion", "biljoen"], Decimal(10**12)),
}


@cache
def small_numbers() -> dict[str, Decimal]:
    """Return the number words below a hundred, folded and without diacritics."""
    values: dict[str, int] = {"dozen": 12, "dozijn": 12}
    for small, tens in ((_EN_SMALL, _EN_TENS), (_NL_SMALL, _NL_TENS)):
        values |= {word: value for value, word in enumerate(small.split())}
        values |= {word: 10 * place for place, word in enumerate(tens.split(), start=2)}
    for place, ten in enumerate(_EN_TENS.split(), start=2):
        values[f"{ten.removesuffix('y')}ies"] = 10 * place
        values |= {f"{ten}{unit}": 10 * place + n for n, unit in enumerate(_EN_SMALL.split()[:10]) if n}
    for place, ten in enumerate(_NL_TENS.split(), start=2):
        values |= {f"{unit}en{ten}": 10 * place + n for n, unit in enumerate(_NL_SMALL.split()[:10]) if n}
    return {word: Decimal(value) for word, value in values.items()}


@lru_cache(4096)
def value_of(word: str) -> Decimal | None:
    """Return the value of one folded word without diacritics; None when it is no number word."""
    if len(word) > 60:
        return None
    small = small_numbers()
    if word in small:
        return small[word]
    if word == "anderhalf" or word == "anderhalve":
        return Decimal("1.5")
    for ending in ("enhalf", "enhalve"):
        if word.endswith(ending) and word.removesuffix(ending) in small:
            return small[word.removesuffix(ending)] + Decimal("0.5")
    return _compound(word)


def _compound(word: str) -> Decimal | None:
    """Return the value of a Dutch compound ("tweehonderdvijftig", "achttienhonderd", "negenduizendtien")."""
    for scale, worth in (("miljoen", 10**6), ("duizend", 10**3), ("honderd", 10**2)):
        before, found, after = word.partition(scale)
        if not found:
            continue
        many = value_of(before) if before else Decimal(1)
        rest = after.removeprefix("en") or after if after else ""
        more = value_of(rest) if rest else Decimal(0)
        if many is None or more is None:
            return None
        return many * worth + more
    return None


@lru_cache(4096)
def ordinal_of(word: str) -> Decimal | None:
    """Return the value of an ordinal ("twentieth", "vijfde", "twintigste"); None when it is none."""
    if word in _ORDINALS:
        return Decimal(_ORDINALS[word])
    for ending, instead in (("ieth", "y"), ("th", ""), ("ste", ""), ("de", "")):
        if word.endswith(ending) and (value := value_of(word.removesuffix(ending) + instead)) is not None:
            return value
    tens = next((ten for ten in _EN_TENS.split() if word.startswith(ten)), None)
    if tens and word.removeprefix(tens) in _ORDINALS:
        return small_numbers()[tens] + _ORDINALS[word.removeprefix(tens)]
    return None
