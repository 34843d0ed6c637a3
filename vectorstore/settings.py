"""Settings that both rooms share; imports layout and errors.

Built only in `__main__` and wiring, passed down as plain values.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from vectorstore.errors import BadSetting
from vectorstore.layout import Layout, Server

Settings = TypeVar("Settings", bound=BaseSettings)

URL_FORM = "It has the form http://host:port or https://host:port."


class StoreSettings(BaseSettings):
    """Where the index lies and which model embeds; docs/settings.md describes each."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore")

    data_dir: Path = Path("var")
    embeddings: str = "local"
    embed_model: str | None = None
    openai_api_key: str | None = Field(default=None, repr=False)
    openai_base_url: str | None = None
    store_url: str | None = None
    store_tenant: str = "default_tenant"
    store_database: str = "default_database"
    store_token: str | None = Field(default=None, repr=False)


def load_settings(kind: type[Settings], **values: Any) -> Settings:
    """Return the settings of one section; BadSetting names each value that does not parse."""
    try:
        return kind(**values)
    except ValidationError as error:
        prefix = str(kind.model_config.get("env_prefix") or "")
        told = "; ".join(f"{prefix}{'.'.join(map(str, e['loc']))}".upper() + f": {e['msg']}" for e in error.errors())
        raise BadSetting(f"A setting does not parse: {told}. docs/settings.md says what each takes.") from error
    except (OSError, UnicodeError) as error:
        raise BadSetting(f"The settings file .env is not readable as UTF-8 text ({error}).") from error


def layout_of(settings: StoreSettings) -> Layout:
    """Return where things lie by the settings; BadSetting for a STORE_URL that is no server's address."""
    if not settings.store_url:
        return Layout(settings.data_dir)
    server = Server(
        plain_url(settings.store_url), settings.store_tenant, settings.store_database, settings.store_token or None
    )
    return Layout(settings.data_dir, server)


def plain_url(text: str) -> str:
    """Return "http://host:port" for STORE_URL; without a port it is 8000, or 443 for https."""
    try:
        parts = urlsplit(text.strip())
        port = parts.port or (443 if parts.scheme == "https" else 8000)
    except ValueError:
        raise BadSetting(f"STORE_URL is {text!r}, whose port is no number. {URL_FORM}") from None
    if "@" in parts.netloc:
        raise BadSetting(f"STORE_URL may not hold a name or a password; a token goes into STORE_TOKEN. {URL_FORM}")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise BadSetting(f"STORE_URL is {text!r}, which is no server's address. {URL_FORM}")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}:{port}"
