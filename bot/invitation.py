"""`python -m bot invite`: the link that adds the bot to a server; imports the settings alone."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import urlencode

from bot.settings import BotSettings
from vectorstore.errors import BadSetting
from vectorstore.settings import load_settings

PERMISSIONS = {
    "View Channels": 1 << 10,
    "Send Messages": 1 << 11,
    "Attach Files": 1 << 15,
    "Read Message History": 1 << 16,
    "Create Public Threads": 1 << 35,
    "Send Messages in Threads": 1 << 38,
}
"""All that the bot asks for; Discord's documentation numbers the bits."""

SCOPES = ("bot", "applications.commands")


def invite() -> int:
    """Print the invitation link, and on which permissions it asks for; 78 without a usable token."""
    print(link(application_id(token_of(load_settings(BotSettings)))))
    return 0


def token_of(settings: BotSettings) -> str:
    """Return the token; BadSetting says where to get one when there is none."""
    token = settings.discord_token.get_secret_value().strip() if settings.discord_token else ""
    if not token:
        raise BadSetting(
            "DISCORD_TOKEN is not set. Make an application at https://discord.com/developers/applications, "
            "open its page Bot, press Reset Token, and put the token into .env."
        )
    return token


def application_id(token: str) -> int:
    """Return the application that a token belongs to: its first part is the id in base64."""
    first = token.split(".")[0]
    try:
        return int(base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii"))
    except (ValueError, binascii.Error) as error:
        raise BadSetting(
            "DISCORD_TOKEN is not a bot's token. Copy it anew from the page Bot of your application at "
            "https://discord.com/developers/applications."
        ) from error


def link(application: int) -> str:
    """Return the page on which a server's manager adds the bot with exactly these permissions."""
    asked = {"client_id": application, "scope": " ".join(SCOPES), "permissions": sum(PERMISSIONS.values())}
    return f"https://discord.com/oauth2/authorize?{urlencode(asked)}"
