"""Every sentence that the bot says, in each language that it speaks; imports the modules of this folder alone.

`say(language, key, ...)` fills one in. A test proves that both languages have the same keys and fields, and that
no key stands in two modules.
"""

from __future__ import annotations

from bot.texts import (
    answers,
    commands,
    components,
    corrections,
    errors_words,
    insights,
    library,
    library_runs,
    model,
    moderation,
    pages,
    refusals,
)

MODULES = (
    answers,
    commands,
    components,
    corrections,
    errors_words,
    insights,
    library,
    library_runs,
    model,
    moderation,
    pages,
    refusals,
)
TEXTS: dict[str, dict[str, str]] = {
    "en": {key: text for module in MODULES for key, text in module.EN.items()},
    "nl": {key: text for module in MODULES for key, text in module.NL.items()},
}
FALLBACK = "en"


def spoken(language: str | None) -> str:
    """Return the language to speak: that of a code or locale ("nl", "en-GB") when the bot speaks it, else English."""
    short = (language or "").split("-")[0].lower()
    return short if short in TEXTS else FALLBACK


def say(language: str, key: str, **fields: object) -> str:
    """Return a sentence in a language that the bot speaks, its fields filled in."""
    return TEXTS[spoken(language)][key].format(**fields)
