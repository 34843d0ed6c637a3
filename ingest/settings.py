"""Settings of the loading dock; built only in `__main__`."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class IngestSettings(BaseSettings):
    """What is read, and how much of it; docs/settings.md describes each."""

    model_config = SettingsConfigDict(env_file=".env", env_prefix="INGEST_", env_ignore_empty=True, extra="ignore")

    episodes_dir: Path | None = Field(default=None, validation_alias="EPISODES_DIR")
    max_file_mb: float = Field(default=10.0, gt=0)
    gate: bool = True
    gate_tolerance: int = Field(default=0, ge=0)
    disk_budget_mb: float | None = Field(default=None, gt=0)
