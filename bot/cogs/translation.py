"""Names and descriptions of commands in the languages that the bot speaks; imports the texts."""

from __future__ import annotations

from discord import Locale, app_commands
from discord.app_commands import locale_str

from bot.texts.spoken import say

SPOKEN = {Locale.dutch: "nl"}
"""Discord's locales besides English, which is what stands in the code and what everybody else sees."""


def named(key: str) -> locale_str:
    """Return the text of a key, for Discord to show in the member's language."""
    return locale_str(say("en", key), key=key)


class Localisations(app_commands.Translator):
    """Gives Discord the other languages when the commands are registered."""

    async def translate(
        self, string: locale_str, locale: Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """Return a text in a locale; None where the English one stands."""
        language, key = SPOKEN.get(locale), string.extras.get("key")
        return say(language, key) if language and isinstance(key, str) else None
