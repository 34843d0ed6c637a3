"""The composition root of the front desk: settings in, a brain out; here alone concrete classes are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.answerer import Answerer
from vectorstore.embeddings.seam import open_embedder
from vectorstore.layout import Layout
from vectorstore.retrieval.bands import BandsInForce
from vectorstore.retrieval.live import LiveIndex
from vectorstore.settings import StoreSettings

if TYPE_CHECKING:
    from bot.client import PodcastBot
    from bot.desk import Desk
    from bot.settings import BotSettings


def open_index(settings: StoreSettings) -> LiveIndex:
    """Return the published index with the embedder that the settings name; nothing is loaded yet."""
    embedder = open_embedder(
        settings.embeddings, settings.embed_model, settings.openai_api_key, settings.openai_base_url
    )
    return LiveIndex(Layout(settings.data_dir), embedder)


def open_brain(settings: StoreSettings) -> Answerer:
    """Return the brain that answers from the published index."""
    return Answerer(open_index(settings), bands=BandsInForce(Layout(settings.data_dir)))


def open_desk(settings: StoreSettings, bot: BotSettings) -> Desk:
    """Return the desk that answers on Discord, with its ledger open; LedgerError and its kin when that fails."""
    from bot.answering.library import Library
    from bot.desk import Desk, Rules
    from bot.guards import Limits
    from bot.ledger import Ledger

    layout, brain = Layout(settings.data_dir), open_brain(settings)
    rules = Rules(
        Limits(frozenset(bot.channels), bot.per_minute, bot.per_hour, bot.question_characters),
        bot.message_content,
        bot.history_hours,
        bot.history_turns,
        bot.language,
        bot.timezone,
        frozenset(bot.moderator_roles),
    )
    return Desk(brain, Library(brain.index, layout), Ledger(layout.ledger), rules)


def open_client(desk: Desk) -> PodcastBot:
    """Return a client for one connection to Discord; imports discord only now, which `ask` never needs."""
    from bot.client import PodcastBot

    return PodcastBot(desk)
