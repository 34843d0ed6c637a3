"""What a message is before it is a question: a greeting, a request about the bot, an order to it; imports folding."""

from __future__ import annotations

import re
from typing import Literal

from vectorstore.text.folding import fold

Intent = Literal["question", "greeting", "thanks", "help", "order"]


def whole(*alternatives: str) -> re.Pattern[str]:
    """Return a pattern that a folded message matches from its beginning."""
    return re.compile(rf"(?:{'|'.join(alternatives)})")


_END = r"[ !.?,]*$"
_ADDRESSED = r"(?: (?:there|bot|all|everyone|allemaal|iedereen|daar))?"
_GREETING = whole(
    rf"(?:hi|hello|hey|hallo|hoi|hai|yo|hola|dag){_ADDRESSED}{_END}",
    rf"goede?(?:morgen|middag|avond|nacht){_ADDRESSED}{_END}",
    rf"good (?:morning|afternoon|evening){_ADDRESSED}{_END}",
    rf"(?:(?:hi|hello|hey|hallo|hoi)[ ,!]*)?(?:how are you(?: doing)?|hoe gaat het(?: met je)?){_END}",
)
_THANKS = whole(
    r"(?:many )?(?:thanks?|thank you|thx)\b.{0,30}$",
    r"(?:hartelijk |heel erg )?(?:bedankt|dank je(?: wel)?|dankjewel|dank u(?: wel)?|merci)\b.{0,30}$",
)
_HELP = whole(
    rf"(?:help|hulp){_END}",
    r"what can (?:you|i) (?:do|ask)\b",
    rf"(?:who|what) are you{_END}",
    rf"how do(?:es)? (?:this|you|it) work{_END}",
    rf"wat kun? je(?: allemaal)?(?: doen)?{_END}",
    r"wat kan ik (?:je )?vragen",
    rf"(?:wie|wat) ben je{_END}",
    rf"hoe werkt? (?:dit|het|je){_END}",
)
# An order speaks to the bot: it begins the message (after a please), or names what only the bot has.
_OPENING = r"^(?:please[, ]+|alsjeblieft[, ]+|kun je |kan je |can you |could you |now |en |and )*"
_ORDER = re.compile(
    "|".join(
        (
            rf"{_OPENING}(?:ignore|disregard|forget|negeer|vergeet)\b.{{0,40}}"
            r"\b(?:instructions?|prompts?|rules|instructies?|opdrachten|regels)\b",
            r"\b(?:ignore|disregard|negeer) (?:all|any|the|your|alle|je|de) (?:\w+ )?"
            r"(?:previous|above|vorige|bovenstaande)\b",
            r"\byour (?:system |hidden |initial )?(?:prompt|instructions)\b|\bje (?:systeem)?(?:prompt|instructies)\b",
            r"\byour [a-z0-9_ ]{0,20}(?:api[_ ]?key|token|password)\b|\b[A-Z]{3,}_(?:API_)?(?:KEY|TOKEN|SECRET)\b",
            r"@everyone|@here",
            rf"{_OPENING}(?:pretend|act as|role-?play|doe alsof|speel dat je|gedraag je)\b",
            r"^(?:you are now|je bent nu|from now on|vanaf nu)\b",
            rf"{_OPENING}(?:reply|respond|antwoord|reageer)\b.{{0,15}}\b(?:only )?(?:with|met)\b",
            rf"{_OPENING}(?:write|generate|compose|schrijf|genereer|programmeer)\b.{{0,40}}"
            r"\b(?:script|code|program(?:ma)?|essay|poem|gedicht|song|e-?mail|brief|story|verhaal|functie|function)\b",
            rf"{_OPENING}(?:translate|vertaal)\b.{{0,40}}\b(?:transcript|episode|aflevering|everything|alles)\b",
            r"^you (?:said|told me|claimed|promised) (?:earlier|before)\b",
            r"^je (?:zei|beloofde|vertelde) (?:eerder|net)\b",
            rf"{_OPENING}(?:verzin|make up|invent)\b",
        )
    ),
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
    return "order" if _ORDER.search(message.strip()) else "question"
