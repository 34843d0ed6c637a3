"""What is said about generated answers: labels, drafts, degraded answers, in English and Dutch; imports nothing."""

from __future__ import annotations

EN: dict[str, str] = {
    "model summary": "A summary by a language model, checked against the sources.",
    "model translation": (
        "A summary by a language model, translated from the episodes and checked against the sources; "
        "their own words stand with them."
    ),
    "model original": "Original:",
    "degraded": "Without the model this time ({why}): the episodes' own words.",
    "degraded over budget": "today's budget is used up",
    "degraded slow": "it took too long",
    "degraded unsupported": "its text did not hold up against the sources",
    "degraded unavailable": "it is not available",
    "model trouble": "No model writes the answers for now, so they are the episodes' own words: {why}.",
    "model trouble bad key": "the key `OPENAI_API_KEY` is refused; the operator has to set a valid one",
    "model trouble quota": "the account's quota is used up; the operator has to add credit or lower the budget",
    "model trouble unknown model": "the model that `ANSWER_MODEL` names is not there; the operator has to name another",
    "model trouble no package": "the package for the provider in `ANSWER_MODEL` is not installed",
}
NL: dict[str, str] = {
    "model summary": "Een samenvatting door een taalmodel, gecontroleerd aan de hand van de bronnen.",
    "model translation": (
        "Een samenvatting door een taalmodel, uit de afleveringen vertaald en aan de hand van de bronnen "
        "gecontroleerd; hun eigen woorden staan erbij."
    ),
    "model original": "Origineel:",
    "degraded": "Dit keer zonder het model ({why}): de afleveringen in hun eigen woorden.",
    "degraded over budget": "het budget van vandaag is op",
    "degraded slow": "het duurde te lang",
    "degraded unsupported": "zijn tekst hield geen stand tegenover de bronnen",
    "degraded unavailable": "het is niet beschikbaar",
    "model trouble": "Voorlopig schrijft geen model de antwoorden, en spreken de afleveringen zelf: {why}.",
    "model trouble bad key": "de sleutel `OPENAI_API_KEY` wordt geweigerd; de beheerder moet een geldige instellen",
    "model trouble quota": "het tegoed van het account is op; de beheerder moet het aanvullen of het budget verlagen",
    "model trouble unknown model": "het model uit `ANSWER_MODEL` bestaat daar niet; de beheerder moet een ander noemen",
    "model trouble no package": "het pakket voor de aanbieder in `ANSWER_MODEL` is niet geïnstalleerd",
}
