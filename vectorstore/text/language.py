"""The language of a text by a vote of its words; imports folding and the word lists.

Five languages are told apart: Dutch, English, Spanish, German, French. Questions are short, so a word that
one language alone has decides, and shared words ("is", "in", "wie") only add up.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from math import log

from vectorstore.text.folding import fold
from vectorstore.text.stopwords import STOP_WORDS

# Words that questions and speech are full of beside the stop words: verbs of asking, common nouns, replies.
_HINTS: dict[str, str] = {
    "nl": """
        vertel vertelt vertellen noem noemt noemen noemde geef geeft leg legt uitleg zeggen zegt zei zeiden
        gezegd vergelijk citeer beschrijf vraag vragen antwoord aflevering afleveringen gast gasten welkom
        bedankt dank mensen jaar jaren nieuwe goed goede beste weten weet denk denken vinden vindt vond
        vonden gebruik gebruiken gebruikt maken maakt gemaakt werk werken werkt komt komen krijgt krijgen
        heet heten betekent betekenis samenvatting samengevat kort vorige volgende laatste eerste tweede
        verschil verschillen onderwerp onderwerpen hallo hoi goedemorgen doei waarvan klopt leven wereld
        nederland nederlandse regels kosten kost voorbeeld alsjeblieft uitleggen praten gaat mevrouw meneer
        dhr voorzitter
    """,
    "en": """
        tell explain describe give list name compare quote show mention mentioned said says say talk talked
        speak meant mean means know think thought people year years new good best make makes made use used
        using work works working want need thing things time way question answer episode episodes guest
        guests welcome thanks thank hello hi hey first second last latest previous next difference summary
        summarize summarise called come find happened kind world right because look please rules cost
        example
    """,
    "es": """
        dime cuéntame cuentame explica explícame habla hablan dice dicen dijo dijeron pregunta respuesta
        episodio gracias hola bienvenidos bienvenido gente años año nuevo nueva nuevos bueno buena mejor
        trabajo trabajar usar cosa cosas tiempo vez primera primero última último siguiente diferencia
        resumen significa llama mundo español quiero ejemplo reglas cuesta vamos
    """,
    "de": """
        erzähl erzähle erzählen erkläre erklären nenne nenn sag sagt sagen sagte sagten gesagt frage fragen
        antwort folge folgen gast gäste willkommen danke menschen leute jahr jahre neue neuen gut gute beste
        wissen weiß denke denken finden benutzen arbeit arbeiten heißt bedeutet zusammenfassung letzte erste
        zweite unterschied hallo guten tag welt deutsch regeln kostet beispiel über bitte gibt geht
    """,
    "fr": """
        raconte dis explique expliquer donne parle parlent dit disent question réponse épisode merci bonjour
        salut bienvenue gens années année nouveau nouvelle bon bonne meilleur travail utiliser chose choses
        temps fois première premier dernière dernier prochain différence résumé signifie appelle monde
        français exemple règles coûte faut voilà
    """,
}
_LETTERS: dict[str, re.Pattern[str]] = {
    "nl": re.compile(r"\b\w*(?:[^aeiou\W]ij|aa[^r\W]|uu|oe[^s\W]|heid|lijk|ieën|eeuw|schr|'s\b)\w*\b"),
    "en": re.compile(r"\b(?:\w*(?:th|wh|ght|ould)\w*|\w+(?:ly|ness|ful|less|tion|n't|'ve|'re|'ll))\b"),
    "es": re.compile(r"[¿¡]|\w*ñ\w*|\b\w+(?:ción|ciones|dad|mente|ando|iendo)\b"),
    "de": re.compile(r"\w*[äö]\w*|\b\w*(?:ung|keit|schaft|lich|tsch)(?:en)?\b"),
    "fr": re.compile(r"\w*[çêœ]\w*|\b(?:[ldjnsmt]|qu)'\w+|\b\w+(?:eux|ement|aient)\b"),
}
_LETTERS_WEIGHT = 0.4
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_STRETCH = 4_000  # characters read at the beginning, in the middle and at the end of a long text
_MARGIN = 0.05  # votes by which the first must lead
_CERTAIN = 0.12  # votes a distinct word that a text of 12 words or more must reach, lest Finnish become French


def language_of(text: str, fallback: str | None = None) -> str | None:
    """Return "nl", "en", "es", "de" or "fr"; `fallback` when the words do not tell ("GPT-4?")."""
    folded = fold(_sample(text)).replace("’", "'")
    words = _WORD.findall(folded)
    ranked = sorted(((vote, language) for language, vote in _votes(folded, words).items()), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _MARGIN):
        return fallback
    most, language = ranked[0]
    return fallback if len(words) >= 12 and most / len(set(words)) < _CERTAIN else language


def _sample(text: str) -> str:
    """Return a short text whole, and three stretches of a long one."""
    if len(text) <= 3 * _STRETCH:
        return text
    middle = len(text) // 2
    return " ".join((text[:_STRETCH], text[middle : middle + _STRETCH], text[-_STRETCH:]))


def _votes(folded: str, words: list[str]) -> dict[str, float]:
    votes: dict[str, float] = {}
    weights = _weights()
    for word, count in Counter(words).items():
        for language, weight in weights.get(word, {}).items():
            # Damped, so that a name said over and over ("Los Angeles") is not a language.
            votes[language] = votes.get(language, 0.0) + weight * (1 + log(count) / 2)
    for language, pattern in _LETTERS.items():
        letters = _LETTERS_WEIGHT * len(set(pattern.findall(folded)))
        if letters:
            # No more than the words confirm: "ä" is Finnish too.
            votes[language] = votes.get(language, 0.0) + min(letters, 1 + votes.get(language, 0.0))
    return votes


@cache
def _weights() -> dict[str, dict[str, float]]:
    """Return word -> language -> vote; a word of k languages gives each 1/k, too little to decide."""
    lists = {language: STOP_WORDS[language] | set(_HINTS[language].casefold().split()) for language in STOP_WORDS}
    owners: dict[str, list[str]] = {}
    for language, words in lists.items():
        for word in words:
            owners.setdefault(word, []).append(language)
    return {word: dict.fromkeys(languages, 1 / len(languages)) for word, languages in owners.items()}
