"""Settings of the front desk; built only in `__main__` and wiring."""

from __future__ import annotations

from pydantic_settings import BaseSettings, SettingsConfigDict


class BotSettings(BaseSettings):
    """How answers are written; docs/settings.md describes each."""

    model_config = SettingsConfigDict(env_file=".env", env_prefix="BOT_", env_ignore_empty=True, extra="ignore")
