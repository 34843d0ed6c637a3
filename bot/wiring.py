"""The composition root of the front desk: settings in, a brain out; here alone concrete classes are named."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.answering.answerer import Answerer
from vectorstore.embeddings.seam import open_embedder
from vectorstore.retrieval.bands import BandsInForce
from vectorstore.retrieval.live import LiveIndex
from vectorstore.settings import StoreSettings, layout_of

if TYPE_CHECKING:
    from bot.answering.generation import Generation
    from bot.answering.seams import Purse
    from bot.answering.writing import Writer
    from bot.client import PodcastBot
    from bot.desk import Desk
    from bot.settings import AnswerSettings, BotSettings


def open_index(settings: StoreSettings) -> LiveIndex:
    """Return the published index with the embedder that the settings name; nothing is loaded yet."""
    embedder = open_embedder(
        settings.embeddings, settings.embed_model, settings.openai_api_key, settings.openai_base_url
    )
    return LiveIndex(layout_of(settings), embedder)


def open_writer(answers: AnswerSettings) -> Writer | None:
    """Return who writes the answers; None without a key: then nothing of a provider's library is imported."""
    if not answers.generates:
        return None
    from bot.answering.writers.openai_chat import ChatWriter, ModelSettings

    return ChatWriter(ModelSettings(model=answers.model, api_key=answers.key or None, base_url=answers.openai_base_url))


def open_generation(answers: AnswerSettings, index: LiveIndex, purse: Purse | None = None) -> Generation | None:
    """Return what generates answers, None without a key; without a `purse` nothing bounds what it spends."""
    writer = open_writer(answers)
    if writer is None:
        return None
    from bot.answering.checking.checked import check
    from bot.answering.generation import Generation
    from bot.answering.nearness import nearness_by
    from bot.answering.tasks import GenerationRules

    rules = GenerationRules(
        answers.requests, answers.seconds, answers.prompt_tokens, answers.reply_tokens, answers.keep_unsupported
    )
    return Generation(writer, partial(check, nearness=nearness_by(index.word_vectors)), purse, rules)


def open_brain(settings: StoreSettings, answers: AnswerSettings | None = None, purse: Purse | None = None) -> Answerer:
    """Return the brain that answers from the published index, in the episodes' own words without `answers`."""
    index = open_index(settings)
    generation = open_generation(answers, index, purse) if answers else None
    return Answerer(index, bands=BandsInForce(layout_of(settings)), generation=generation)


def open_desk(settings: StoreSettings, bot: BotSettings, answers: AnswerSettings | None = None) -> Desk:
    """Return the desk that answers on Discord, with its ledger open; LedgerError and its kin when that fails."""
    from bot.answering.library import Library
    from bot.desk import Desk, Rules, settings_in
    from bot.guards import Limits
    from bot.house_rules import HouseRules
    from bot.ledger import Ledger
    from bot.ledgers.spending import Budgets, LedgerPurse

    layout = layout_of(settings)
    ledger = Ledger(layout.ledger)
    budgets = Budgets(answers.per_member_day, answers.per_guild_day, answers.tokens_day) if answers else Budgets()
    brain = open_brain(settings, answers, LedgerPurse(ledger, budgets))
    rules = Rules(
        Limits(frozenset(bot.channels), bot.per_minute, bot.per_hour, bot.question_characters),
        bot.message_content,
        bot.history_hours,
        bot.history_turns,
        bot.language,
        bot.timezone,
        frozenset(bot.moderator_roles),
        answers.model if answers and answers.generates else None,
        answers.provider if answers and answers.generates else None,
    )
    # What nobody has set in the environment is shown to moderators as a default.
    known = {"languages" if name == "language" else name for name in bot.model_fields_set}
    house = HouseRules(layout.settings_file, {k: v for k, v in settings_in(rules).items() if k in known})
    return Desk(brain, Library(brain.index, layout), ledger, rules, house)


def open_client(desk: Desk) -> PodcastBot:
    """Return a client for one connection to Discord; imports discord only now, which `ask` never needs."""
    from bot.client import PodcastBot

    return PodcastBot(desk)
