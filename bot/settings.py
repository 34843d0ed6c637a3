"""Settings of the front desk; built only in `__main__` and wiring, passed down as plain values."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class BotSettings(BaseSettings):
    """How the bot behaves on Discord; docs/settings.md describes each."""

    model_config = SettingsConfigDict(env_file=".env", env_prefix="BOT_", env_ignore_empty=True, extra="ignore")

    discord_token: SecretStr | None = Field(default=None, validation_alias="DISCORD_TOKEN")
    # NoDecode: the value is a list with commas, not JSON.
    channels: Annotated[tuple[int, ...], NoDecode] = ()
    moderator_roles: Annotated[tuple[int, ...], NoDecode] = ()
    message_content: bool = False
    per_minute: int = Field(default=5, ge=1)
    per_hour: int = Field(default=30, ge=1)
    history_hours: int = Field(default=24, ge=0)
    # Ten is what the answering side was made for; more turns change nothing, as a follow-up leans on the last one.
    history_turns: int = Field(default=10, ge=0, le=10)
    language: Literal["auto", "en", "nl"] = "auto"
    timezone: str = ""
    # No more than the retrieval reads of a question (vectorstore/retrieval/query.py).
    question_characters: int = Field(default=1000, ge=20, le=1000)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("discord_token", mode="before")
    @classmethod
    def _trimmed(cls, value: Any) -> Any:
        """Take away what copying leaves around a token; blanks alone are no token."""
        return value.strip() or None if isinstance(value, str) else value

    @field_validator("channels", "moderator_roles", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        """Read ids between commas or blanks, as numbers or as Discord writes channels (<#1>) and roles (<@&1>)."""
        if not isinstance(value, str):
            return value
        ids = [part.strip("<#@&>") for part in value.replace(",", " ").split()]
        if wrong := [one for one in ids if not (one.isascii() and one.isdecimal())]:
            raise ValueError(f"{wrong[0]!r} is not an id (a number of 17 to 20 digits)")
        return tuple(map(int, ids))

    @field_validator("language", "log_level", mode="before")
    @classmethod
    def _any_case(cls, value: Any, info: Any) -> Any:
        """Take these words in capitals and small letters alike."""
        if not isinstance(value, str):
            return value
        return value.strip().upper() if info.field_name == "log_level" else value.strip().lower()

    @field_validator("timezone")
    @classmethod
    def _known(cls, value: str) -> str:
        """Refuse a name that no time zone has; empty means the show's own."""
        try:
            return ZoneInfo(value.strip()).key if value.strip() else ""
        except (ValueError, OSError, KeyError) as error:  # which one depends on what is odd about the name
            raise ValueError(f"{value!r} is no time zone; write one as Europe/Amsterdam") from error


class AnswerSettings(BaseSettings):
    """Who writes the answers, and what that may cost; docs/settings.md describes each."""

    model_config = SettingsConfigDict(env_file=".env", env_prefix="ANSWER_", env_ignore_empty=True, extra="ignore")

    openai_api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    openai_base_url: str | None = Field(default=None, validation_alias="OPENAI_BASE_URL")
    model: str = "gpt-6-luna"
    seconds: float = Field(default=25.0, ge=5, le=120)
    requests: int = Field(default=3, ge=1, le=3)
    # The rules take some 400 tokens; below this no passage would fit beside them.
    prompt_tokens: int = Field(default=6000, ge=1000, le=100_000)
    reply_tokens: int = Field(default=1500, ge=100, le=16_000)
    keep_unsupported: bool = False
    per_member_day: int = Field(default=60, ge=0)
    per_guild_day: int = Field(default=300, ge=0)
    tokens_day: int = Field(default=3_000_000, ge=0)

    @field_validator("openai_api_key", "openai_base_url", "model", mode="before")
    @classmethod
    def _trimmed(cls, value: Any, info: Any) -> Any:
        """Take away what copying leaves around a value; blanks alone are the default."""
        if not isinstance(value, str):
            return value
        return value.strip() or cls.model_fields[info.field_name].default

    @property
    def key(self) -> str:
        """The key in the clear, "" without one."""
        return self.openai_api_key.get_secret_value() if self.openai_api_key else ""

    @property
    def provider(self) -> str:
        """Who is sent the questions, as members are told: a company, or the host of a compatible server."""
        name, named, _ = self.model.partition(":")
        if self.openai_base_url:
            return urlsplit(self.openai_base_url).hostname or self.openai_base_url
        return name if named and name not in ("openai", "ft") else "OpenAI"

    @property
    def generates(self) -> bool:
        """Whether a model writes: with OpenAI's key, or with a model of another provider, whose key is its own."""
        return bool(self.key) or (self.openai_base_url is None and self.provider != "OpenAI")
