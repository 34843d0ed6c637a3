"""What a message is before it is a question: a greeting, a request about the bot, an order to it; pure."""

from __future__ import annotations

import re
from typing import Literal

from vectorstore.text.folding import fold

Intent = Literal["question", "greeting", "thanks", "help", "order"]

_GREETING = re.compile(
    r"^(?:hi|hello|hey|hallo|hoi|hai|goede?(?:morgen|middag|avond|nacht)|good (?:morning|afternoon|evening)|yo|hola|dag)"
    r"(?: (?:there|bot|all|everyone|allemaal|iedereen|daar))?(?:[ ,]*(?:how are you(?: doing)?|hoe gaat het(?: met je)?))?[ !.?,]*$"
)
_THANKS = re.compile(
    r"^(?:many |hartelijk |heel erg )?(?:thanks?|thank you|thx|bedankt|dank je(?: wel)?|dankjewel|dank u(?: wel)?|merci)\b.{0,30}$"
)
_HELP = re.compile(
    r"^(?:help|hulp|what can (?:you|i) (?:do|ask).*|who are you|what are you|how do(?:es)? (?:this|you) work|"
    r"wat kun? je(?: allemaal)?(?: doen)?|wat kan ik (?:je )?vragen|wie ben je|wat ben je|hoe werkt (?:dit|het|je)|hoe werk je)[ !.?]*$"
)
_ORDER = re.compile(
    r"\b(?:ignore|disregard|forget|negeer|vergeet)\b.{0,40}\b(?:instructions?|prompts?|rules|instructies?|opdrachten|regels)\b"
    r"|\b(?:system|hidden|initial) prompt\b|\bsysteemprompt\b"
    r"|\b(?:print|show|reveal|give|tell|send|toon|geef|laat)\b.{0,60}\b(?:api[_ ]?key|token|password|wachtwoord|secret|environment variable|omgevingsvariabele)\b"
    r"|\b[A-Z]{3,}_(?:API_)?(?:KEY|TOKEN|SECRET)\b"
    r"|@everyone|@here"
    r"|\b(?:pretend|act as if|act as|role-?play|you are now)\b|\b(?:doe alsof|speel dat je|gedraag je als|je bent nu)\b"
    r"|\b(?:reply|respond|answer|antwoord|reageer)\b.{0,15}\b(?:only )?(?:with|met)\b.{0,20}[\"“@]"
    r"|^(?:please |kun je |can you |could you )?(?:write|generate|code|schrijf|genereer|maak)\b.{0,40}\b(?:script|code|program(?:ma)?|essay|poem|gedicht|song|email|e-mail|mail|brief|story|verhaal|functie|function)\b"
    r"|\b(?:translate|vertaal)\b.{0,40}\b(?:transcript|episode|aflevering|everything|alles)\b"
    r"|\byou (?:said|told me|claimed|promised) (?:earlier|before|that)\b|\bje (?:zei|beloofde|vertelde) (?:eerder|net)\b"
    r"|\b(?:verzin|make up|invent)\b.{0,30}\b(?:quote|citaat|answer|antwoord|episode|aflevering)\b",
    re.IGNORECASE,
)


def intent_of(message: str) -> Intent:
    """Return what a message wants: most are questions; an order to the bot is not searched for."""
    folded = fold(message)
    if _GREETING.match(folded):
        return "greeting"
    if _THANKS.match(folded):
        return "thanks"
    if _HELP.match(folded):
        return "help"
    return "order" if _ORDER.search(message) else "question"
