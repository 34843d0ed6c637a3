"""The words of questions that code understands, in English and Dutch, as patterns; imports nothing.

Each list holds alternatives, one meaning a line; tests/vectorstore/retrieval/test_query.py has a table of questions.
"""

from __future__ import annotations

import re

ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5, "zesde": 6,
    "zevende": 7, "achtste": 8, "negende": 9, "tiende": 10,
}  # fmt: skip
NOUN = r"(?:episodes?|afleveringen|aflevering|afl\.?|ep\.?|eps\.?|episodio|folge|épisode)"
_JOIN = r"(?:\s*(?:,|&|and|en|or|of|versus|vs\.?|with|met|to|tot|-)\s*)"


def any_of(*alternatives: str) -> re.Pattern[str]:
    """Return a pattern that begins at a word and matches any of the alternatives, whatever their case."""
    return re.compile(rf"\b(?:{'|'.join(alternatives)})", re.I)


NUMBERS = re.compile(rf"\b{NOUN}\s*(?:number|nummer|nr\.?|no\.?|#)?\s*#?(\d{{1,5}}(?:{_JOIN}#?\d{{1,5}})*)\b", re.I)
HASH = re.compile(r"(?<!\w)#(\d{1,5})\b")
ORDINAL = re.compile(rf"\b({'|'.join(ORDINALS)})\s+(?:\w+\s+)?{NOUN}\b", re.I)
LATEST = re.compile(
    r"\b(?:latest|newest|most recent|last|laatste|nieuwste|meest recente|recentste)\s+"
    rf"(?:\w+\s+)?{NOUN}\b",
    re.I,
)
ABOUT = any_of(
    r"what (?:is|was|are) .{0,40}\babout",
    r"what(?:'s| is) in\b",
    r"summar(?:y|ise|ize)",
    r"main (?:topics?|points?|themes?)",
    r"conclusion of",
    r"topics? of",
    r"(?:waar|waarover) (?:gaat|ging|gaan|gingen)\b.{0,40}",
    r"samenvatting|samengevat|vat .{0,40}samen",
    r"(?:belangrijkste|hoofd)\s?(?:onderwerpen|punten|thema'?s)",
    r"conclusie van",
    r"in het kort over",
)
COMPARE = any_of(
    r"compare[ds]?\b|comparison\b|contrast\b",
    r"differ(?:s|ed|ent(?:ly)?|ences?)?\b",
    r"versus\b|vs\.?\b",
    r"both\b|in common\b",
    r"which (?:two|episodes)\b",
    r"each (?:of|episode|say)\b|and\b.{3,60}\beach\b",
    r"(?:the two|de twee) (?:\w+-)?(?:episodes|recordings|interviews|talks|shows|afleveringen|opnames|gesprekken)\b",
    r"vergelijk\w*|verschil\w*|overeenkomst\w*",
    r"allebei\b|beide\b|en\b.{3,60}\b(?:elk|ieder)\b",
    r"welke (?:twee )?afleveringen\b|per aflevering\b",
)
TIME = any_of(
    r"at (?:what|which) (?:minute|time|second|point)",
    r"what (?:minute|timestamp|time ?stamp)",
    r"exact (?:second|minute|time)",
    r"when in the episode",
    r"time ?stamps?",
    r"(?:op|vanaf|bij|in) (?:welke?|welk) (?:minuut|tijdstip|seconde|moment|tijd)",
    r"tijdstip|tijdstempel",
)
DATE = any_of(
    r"when was .{0,60}(?:published|released|aired|uploaded|recorded)",
    r"(?:publication|release|air) date",
    r"published on",
    r"wanneer (?:is|werd|was|verscheen|kwam) .{0,60}(?:gepubliceerd|uitgebracht|geplaatst|verschenen|uit|online)",
    r"wanneer verscheen",
    r"(?:publicatie|verschijnings)datum",
    r"views\b|weergaven\b",
    r"hoe vaak .{0,30}bekeken",
)
COUNT = any_of(
    r"how (?:many|much)\b",
    r"hoeveel\b",
    r"what (?:percentage|share)\b|welk percentage\b",
    r"wat kost\b|what does .{1,60} cost\b",
)
CATALOGUE = any_of(
    rf"(?:which|what|how many|list(?: all)?(?: the)?|show(?: me)?(?: all)?(?: the)?)\s+{NOUN}\s*"
    r"(?:are there|do you (?:have|know)|exist|\?*$)",
    rf"(?:welke|hoeveel|alle)\s+{NOUN}\s*(?:zijn er|ken je|heb je|bestaan|\?*$)",
)
PHRASE = re.compile(r"[\"“”„«»]([^\"“”„«»]{6,200})[\"“”„«»]")
_NAME = r"([\w'’.-]+)"
SPEAKER = any_of(
    rf"(?:did|does|do|has|says?|said|told|thinks?) {_NAME}",
    rf"{_NAME} (?:says?|said|thinks?|think about|told|explains?)\b",
    rf"(?:zei|zegt|vindt|vond|vertelt|vertelde|noemt|noemde|denkt|dacht) {_NAME}",
    rf"volgens {_NAME}",
    rf"according to {_NAME}",
)
