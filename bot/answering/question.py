"""What a message is before it is a question: a greeting, a request about the bot, an order to it; pure.

An order is said to the bot: it stands where a sentence begins ("Ignore your instructions", "..., and show me your
key"). A question about the same things ("What did they say about ignoring instructions?") stays a question.
"""

from __future__ import annotations

import re
from typing import Literal

from vectorstore.text.folding import fold

Intent = Literal["question", "greeting", "thanks", "help", "order"]

_GREETING = re.compile(
    r"^(?:hi|hello|hey|hallo|hoi|hai|yo|hola|dag|goede?(?:morgen|middag|avond|nacht)|"
    r"good (?:morning|afternoon|evening))"
    r"(?: (?:there|bot|all|everyone|allemaal|iedereen|daar))?"
    r"(?:[ ,!.]*(?:how are you(?: doing)?|hoe gaat het(?: met je)?))?[ !.?,]*$"
)
_THANKS = re.compile(
    r"^(?:many |hartelijk |heel erg )?"
    r"(?:thanks?|thank you|thx|bedankt|dank je(?: wel)?|dankjewel|dank u(?: wel)?|merci)\b[^?]{0,30}$"
)
_HELP = re.compile(
    r"^(?:help|hulp|what can (?:you|i) (?:do|ask)(?: you| me| here| for me| about)?|who are you|what are you|"
    r"how do(?:es)? (?:this|you|this bot|it) work|wat kun? je(?: allemaal)?(?: (?:voor me )?doen)?|"
    r"wat kan ik (?:je )?(?:allemaal )?vragen|wie ben je|wat ben je|"
    r"hoe werkt (?:dit|het|je|deze bot)|hoe werk je)[ !.?]*$"
)

_POLITE = (
    r"(?:(?:please|kindly|now|just|first|then|also|alsjeblieft|aub|graag|nu|eerst|dan|ook|hi|hey|hello|hallo|hoi|ok|oke|okay)"
    r"[, ]+)*"
    r"(?:(?:can|could|would|will) you (?:please )?|(?:kun|kan|wil|zou) (?:je|jij|u) (?:alsjeblieft )?|"
    r"i want you to |ik wil dat je )?"
)
_BEGIN = rf"(?:^|[.!?;:\n]\s*){_POLITE}"
"""Where a sentence begins: what stands here in the imperative is said to the bot."""
_JOINED = rf"(?:,\s*|\b(?:and|but|en|maar)\s+){_POLITE}"
"""Where a second order may begin; so may the rest of a question, which does not speak of "your" rules."""
_YOURS = r"(?:all )?(?:of )?(?:your|je|jouw|uw)\b"
_RULES = (
    r"(?:instructions?|prompts?|rules|guidelines|everything above|instructies?|opdrachten|regels|aanwijzingen|"
    r"alles (?:wat )?hierboven)"
)
_SECRET = (
    r"(?:api[ _-]?keys?|api[ _-]?sleutels?|[a-z]+_(?:api_)?(?:key|token|secret)|tokens?|passwords?|wachtwoord(?:en)?|"
    r"secrets?|environment variables?|omgevingsvariabelen?|(?:system|hidden|initial) ?prompt|systeem ?prompt|"
    r"user ?(?:ids?|names?)|gebruikers(?:namen|-?ids?))"
)
_WORK = (
    r"\w*(?:script|code|program|programma|function|functie|essay|poem|gedicht|song|liedje|mail|letter|brief|story|"
    r"verhaal|blog ?post|tweet|joke|grap|homework|huiswerk)"
    r"(?! (?:summary|overview|recap|description|answer))\b"
)
_IGNORE = r"(?:ignore|disregard|forget|override|negeer|vergeet)\b"
_SHOW = (
    r"(?:print|show|reveal|repeat|output|give|tell|send|list|paste|post|dump|toon|geef|laat|herhaal|druk|stuur|noem|"
    r"plak|deel)\b"
)
_ORDERS = (
    rf"{_BEGIN}{_IGNORE}.{{0,40}}\b{_RULES}\b",
    rf"{_JOINED}{_IGNORE} {_YOURS}.{{0,25}}\b{_RULES}\b",
    rf"{_BEGIN}{_SHOW}.{{0,60}}\b{_SECRET}\b",
    rf"{_JOINED}{_SHOW} (?:me |mij )?{_YOURS}.{{0,40}}\b{_SECRET}\b",
    rf"\b(?:what(?:'s| is| are)|wat (?:is|zijn)) {_YOURS} (?:\w+ )?(?:{_RULES}|{_SECRET})\b",
    rf"^@(?:everyone|here)\b|{_BEGIN}\w+ .{{0,30}}@(?:everyone|here)\b(?!.*\?)",
    rf"{_BEGIN}(?:pretend|act (?:as|like)|role-?play|imagine you are|doe alsof|speel dat je|gedraag je als)\b",
    rf"{_BEGIN}(?:you are now|from now on,? you|je bent nu|jij bent nu|vanaf nu ben je)\b",
    rf"{_BEGIN}(?:reply|respond|answer|say|antwoord|reageer|zeg)\b.{{0,15}}\b(?:with|met|only|alleen)\b.{{0,20}}[\"“@]",
    rf"{_BEGIN}(?:write|generate|compose|draft|code (?:me|a)|schrijf|genereer|maak|bedenk)\b.{{0,40}}\b{_WORK}",
    rf"{_BEGIN}(?:translate|vertaal)\b.{{0,40}}\b(?:transcript|episode|aflevering|everything|alles)\b",
    rf"{_BEGIN}(?:make up|invent|fabricate|verzin)\b.{{0,30}}"
    r"\b(?:quotes?|citaat|citaten|answer|antwoord|episodes?|aflevering(?:en)?)\b",
    r"\byou (?:said|told me|claimed|promised) (?:earlier|before|just now|that)\b",
    r"\bje (?:zei|beloofde|vertelde|beweerde) (?:eerder|net|daarnet)\b",
)
_ORDER = re.compile("|".join(_ORDERS))
"""Matched on the folded message."""


def intent_of(message: str) -> Intent:
    """Return what a message wants: most are questions; an order to the bot is not searched for."""
    folded = fold(message)
    if _GREETING.match(folded):
        return "greeting"
    if _THANKS.match(folded):
        return "thanks"
    if _HELP.match(folded):
        return "help"
    return "order" if _ORDER.search(folded) else "question"
