"""The composition root of the front desk: settings in, a brain out; here alone concrete classes are named."""

from __future__ import annotations

from bot.answering.answerer import Answerer
from vectorstore.embeddings.seam import open_embedder
from vectorstore.layout import Layout
from vectorstore.retrieval.live import LiveIndex
from vectorstore.settings import StoreSettings


def open_index(settings: StoreSettings) -> LiveIndex:
    """Return the published index with the embedder that the settings name; nothing is loaded yet."""
    embedder = open_embedder(
        settings.embeddings, settings.embed_model, settings.openai_api_key, settings.openai_base_url
    )
    return LiveIndex(Layout(settings.data_dir), embedder)


def open_brain(settings: StoreSettings) -> Answerer:
    """Return the brain that answers from the published index."""
    return Answerer(open_index(settings))
