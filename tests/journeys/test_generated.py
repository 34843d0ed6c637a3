"""Answers that a model writes, from the real program through a real gateway, the model being a server on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import replace

import pytest
import pytest_asyncio
from llmock.testing import LLMockServer

from bot.ledgers.spending import spent_days
from tests.canaries import KEY
from tests.journeys import scenes
from tests.journeys.discord.exchanges import Exchange
from tests.journeys.library import filled
from tests.journeys.scenes import RULES, Scene

pytestmark = pytest.mark.asyncio(loop_scope="module")
TEXT = (
    "Live recognition of faces in the street is forbidden, apart from a few cases. [1] They call it a compromise that "
    "nobody is happy with. [1] @everyone see https://evil.example/?q=secret [1]"
)


@pytest.fixture(scope="module")
def model() -> Iterator[LLMockServer]:
    """A server that streams one text, a word at a time."""
    from llmock.scenarios import Reply

    with LLMockServer() as server:
        server.state.stream_chaos = replace(server.state.stream_chaos, chunk_delay_ms=70).validated()
        server.state.scenarios.add(Reply(text=TEXT, times=None))
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory, model: LLMockServer) -> AsyncIterator[Scene]:
    settings = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": model.base_url(), "ANSWER_PER_GUILD_DAY": "1"}
    async with scenes.scene(filled(tmp_path_factory, "generated"), **settings) as started:
        yield started


async def asked(scene: Scene, name: str, question: str) -> Exchange:
    return await scene.guild.member(name).slash(scene.channel, "ask", question=question)


async def test_an_answer_is_shown_while_it_is_written_and_only_checked(scene: Scene) -> None:
    exchange = await asked(scene, "anna", RULES)
    message = await exchange.message(quiet=2.0)
    drafts = [content for _, content in message.history if content.endswith(" …")]
    assert drafts
    assert drafts[0].startswith(f"> {RULES}\nLive recognition of faces")
    assert "forbidden, apart from a few cases. [1]" in message.content
    assert "A summary by a language model, translated" in message.content
    assert "> Original: “" in message.content
    everything = "\n".join(content for _, content in message.history) + message.content
    assert "evil.example" not in everything
    assert "@everyone" not in everything
    assert message.labels[0] == "Sources"


async def test_the_source_of_a_models_sentence_opens_again(scene: Scene) -> None:
    message = await (await asked(scene, "bas", RULES)).message()  # known by now, so nobody pays for it
    sources = await (await scene.guild.member("bas").click(message, "Sources")).message()
    assert "“" in sources.content


async def test_over_budget_the_episodes_own_words_answer_and_say_so(scene: Scene, model: LLMockServer) -> None:
    message = await (await asked(scene, "cleo", "who voted for the rules on facial recognition?")).message()
    assert "today's budget is used up" in message.content
    assert len(model.state.journal.records(wait=1.0)) == 1
    with closing(scene.ledger) as ledger:
        assert [day.requests for day in spent_days(ledger, 0.0)] == [1]
    assert KEY not in scene.bot.said
