"""Opens the brain for a verb; with no index yet, the ingestion runs first as a child process; imports wiring."""

from __future__ import annotations

import subprocess
import sys

from bot.answering.answerer import Answerer
from bot.settings import AnswerSettings
from bot.wiring import open_brain
from vectorstore.errors import NoIndex
from vectorstore.settings import StoreSettings, layout_of, load_settings
from vectorstore.store.seam import open_store


def store_settings() -> StoreSettings:
    """Return the settings of the index, checked."""
    settings = load_settings(StoreSettings)
    layout_of(settings)
    return settings


def ready_brain(with_model: bool = False) -> Answerer:
    """Return a brain with a published index behind it; raises StoreError when there can be none.

    Only where `with_model` asks for it, and the settings name one, does a model write the answers.
    """
    settings = store_settings()
    answers = load_settings(AnswerSettings) if with_model else None
    layout = layout_of(settings)
    if open_store(layout).pointer() is None:
        if layout.server is not None:  # whose machine publishes there is for people to decide
            raise NoIndex(
                f"Nothing is published at {layout.server.url} (STORE_URL) yet. On the machine that is to publish, run "
                "python -m ingest PATH with your episodes."
            )
        ingest_first()
    return open_brain(settings, answers)


def ingest_first() -> None:
    """Run `python -m ingest` as a child; its progress goes to stderr, so that stdout stays the answer."""
    print("There is no index yet: reading the episodes first.", file=sys.stderr, flush=True)
    child = subprocess.run([sys.executable, "-m", "ingest"], stdout=sys.stderr, check=False)
    if child.returncode == 130:
        raise KeyboardInterrupt
    if child.returncode not in (0, 3):
        raise IngestionFailed(child.returncode)


class IngestionFailed(NoIndex):
    """The first ingestion did not publish; the child has said why on stderr."""

    def __init__(self, code: int) -> None:
        super().__init__(f"The episodes could not be read (exit code {code}), see above. Run `python -m ingest`.")
