"""What kind of words a question's answer must hold, and whether a sentence holds them; pure.

"How much did it cost" wants money, "how many" a number, "who" a person, "which" something with a name. A passage on
the very subject without any is the likeliest wrong answer (docs/decisions/0005-evidence.md).
"""

from __future__ import annotations

import re
from typing import Literal

from vectorstore.retrieval.patterns import any_of

Wanted = Literal["money", "number", "person", "name"]

_PRICE = any_of(r"(?:costs?|prices?|pays?|paid|kost|kostte|kosten|prijs|prijzen|betaal\w*)\b")
_AMOUNT = any_of(r"(?:how much|how many|what|hoeveel|wat)\b")
_COUNTED = any_of(
    r"how (?:many|much|old|long|far|often|high|big|large|fast|tall|heavy)\b",
    r"hoe ?(?:veel|lang|oud|vaak|hoog|groot|ver|snel|zwaar)\b",
    r"(?:percentage|what share)\b",
    r"(?:which|what|welk) (?:year|number|article number|jaar|nummer|percentage)\b",
    r"(?:wanneer|hoe laat|what time)\b",
)
_PERSON = any_of(r"(?:who|whose|whom|wie|wiens)\b")
_WHICH = any_of(
    r"(?:which|welke?)\b",
    r"what (?:company|university|city|country|event|song|artist|book|tool|model|language|boot camp|site|service)\b",
    r"wat voor (?:bedrijf|boek|programma)\b",
)
_MONEY = re.compile(r"[€$£]|\b(?:euros?|dollars?|cents?|bucks|pounds?|pond|usd|eur|free|gratis)\b", re.I)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million|billion|half|"
    r"een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|honderd|duizend|miljoen|miljard|gratis|free)\b",
    re.I,
)
_MEASURES = """
    cost costs price prices pay pays paid kost kostte kosten prijs betaal betaalt betalen betaalde long lang old oud
    often vaak far ver high hoog big groot large fast snel many much veel duurt duurde duren take takes took last lasts
    use uses used gebruik gebruikt gebruiken gebruikte
"""
MEASURES = frozenset(_MEASURES.split())
"""Words that tell the kind of answer, or stand in any question: a sentence that lacks them may answer as well."""
_WORD = re.compile(r"[^\W_](?:[\w.'’-]*\w)?")


def wanted(question: str) -> Wanted | None:
    """Return the kind of words that an answer must hold; None when any may answer."""
    if _PRICE.search(question) and _AMOUNT.search(question):
        return "money"
    if _COUNTED.search(question):
        return "number"
    if _PERSON.search(question):
        return "person"
    return "name" if _WHICH.search(question) else None


def holds(kind: Wanted | None, sentence: str, question: str, spoken: bool = False) -> bool:
    """Return whether a sentence holds what is wanted and the question does not say itself.

    `spoken` says that the source names who speaks: then every sentence tells a person.
    """
    if kind is None or (kind == "person" and spoken):
        return True
    if kind == "money":
        return bool(_MONEY.search(sentence))
    if kind == "number":
        numbers = set(re.findall(r"\d+", sentence))
        return bool(numbers - set(re.findall(r"\d+", question))) if numbers else holds_number(sentence)
    return bool(names(sentence) - {word.lower() for word in _WORD.findall(question)})


def holds_number(text: str) -> bool:
    """Return whether a number stands in a text, in digits or in words."""
    return bool(_NUMBER.search(text))


def names(sentence: str) -> set[str]:
    """Return the words of a sentence that look like names, in small letters: a capital inside, or not at its begin."""
    found = set()
    for match in _WORD.finditer(sentence):
        word = match.group()
        inner = any(letter.isupper() or letter.isdigit() for letter in word[1:])
        if inner or (match.start() > 0 and word[0].isupper() and word not in ("I", "I'm", "I’m", "I've", "I'll")):
            found.add(word.lower())
    return found
