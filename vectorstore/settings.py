"""Settings that both rooms share; imports errors. Built only in `__main__` and wiring, passed down as plain values."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from vectorstore.errors import BadSetting

Settings = TypeVar("Settings", bound=BaseSettings)


class StoreSettings(BaseSettings):
    """Where the index lies and which model embeds; docs/settings.md describes each."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore")

    data_dir: Path = Path("var")
    embeddings: str = "local"
    embed_model: str | None = None
    openai_api_key: str | None = Field(default=None, repr=False)
    openai_base_url: str | None = None
    store_url: str | None = None


def load_settings(kind: type[Settings], **values: Any) -> Settings:
    """Return the settings of one section; BadSetting names each value that does not parse."""
    try:
        return kind(**values)
    except ValidationError as error:
        prefix = str(kind.model_config.get("env_prefix") or "")
        told = "; ".join(f"{prefix}{'.'.join(map(str, e['loc']))}".upper() + f": {e['msg']}" for e in error.errors())
        raise BadSetting(f"A setting does not parse: {told}. docs/settings.md says what each takes.") from error
    except OSError as error:
        raise BadSetting(f"The settings file .env is not readable ({error}).") from error


def one_machine(settings: StoreSettings) -> StoreSettings:
    """Return the settings; BadSetting when STORE_URL asks for a server, which this version does not offer."""
    if settings.store_url:
        raise BadSetting("STORE_URL: this version keeps its index in DATA_DIR alone. Remove STORE_URL.")
    return settings
