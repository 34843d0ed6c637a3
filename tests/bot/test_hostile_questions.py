"""Whatever members ask is answered or politely refused, within every limit, from the episodes alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.answering.answerer import Answerer, Asked
from bot.answering.condensing import LONGEST, standing_alone
from bot.answering.prompts import prompt_for, tokens_of
from bot.answering.purse import NOBODY
from bot.answering.question import intent_of
from bot.answering.writing import WritingFailed
from bot.guards import question_in
from bot.rendering import MESSAGES, answer_messages
from bot.renderings.markdown import LIMIT, units
from tests.desk import Desk, episode
from tests.doubles import WordEmbedder
from tests.fuzzing import SLOW, examples
from tests.generating import ScriptedWriter, generation, hit
from tests.hostile import questions
from vectorstore.retrieval.live import LiveIndex
from vectorstore.retrieval.query import LONGEST_QUESTION, Turn
from vectorstore.text.folding import clean, squeeze

BUDGET = 1000
"""Tokens of a prompt: the least that ANSWER_PROMPT_TOKENS takes."""
FIXED = HealthCheck.function_scoped_fixture
HITS = tuple(hit(n, "The bees of the roof winter in three hives of larch. " * 12) for n in range(1, 9))
SECONDS = 5.0
"""Of computing; an answer takes a tenth of one."""


def asked(brain: Answerer, question: str, before: str | None) -> None:
    """Ask, and check what would be sent."""
    history = (Turn(before, before),) if before is not None else ()
    begun = time.process_time()
    answer = brain.answer(Asked(question, history))
    assert time.process_time() - begun < SECONDS
    assert answer.verdict in ("answered", "uncertain", "refused", "chat")
    with brain.index.session() as searcher:
        known = {record.name for record in searcher.catalogue.documents}
        links = {episode.url for episode in searcher.catalogue.episodes}
    cited = (*answer.citations, *answer.related)
    assert {one.document for one in cited} <= known
    assert all((one.url or "").partition("&t=")[0] in {*links, ""} for one in cited)
    messages = answer_messages(answer, "en")
    assert 1 <= len(messages) <= MESSAGES
    assert all(0 < units(message) <= LIMIT for message in messages)
    for message in messages:
        message.encode()


def within_budget(question: str, before: str) -> None:
    """Check what a model would be asked."""
    read = squeeze(clean(question))[:LONGEST_QUESTION]
    made = prompt_for(read, (Turn(before, before),) * 3, HITS, "en", BUDGET, 500)
    assert made.tokens == tokens_of(made.prompt) <= BUDGET
    writer = ScriptedWriter("Where do the bees winter in the city?")
    model = generation(writer, prompt_tokens=BUDGET)
    model.condensed(read, (Turn(before, before),) * 3, NOBODY, model.allowance(NOBODY))
    assert all(tokens_of(prompt) <= BUDGET for prompt in writer.prompts)


@pytest.fixture(scope="module")
def swift(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    """A brain whose embedder takes no time; the rest of it is real."""
    desk = Desk(tmp_path_factory.mktemp("swift"), WordEmbedder())
    desk.write("tuin/1.md", episode(1, "Bijen op het dak", "The bees winter in three hives of larch on the roof."))
    desk.write("tuin/2.md", episode(2, "De veerboot", "Een kaartje voor de veerboot kost drie euro vijftig."))
    desk.ingest(desk.folder / "tuin")
    index = LiveIndex(desk.layout, desk.job.embedder)
    with closing(index):
        yield Answerer(index)


@pytest.mark.promise(38)
@examples(6, FIXED)
@given(questions.map(lambda text: text[:150]), st.none() | questions)
@example("", "")
@example("\0" * 2000, None)
@example("👍" * 50, "```")
def test_any_question_is_answered_or_refused(brain: Answerer, question: str, before: str | None) -> None:
    asked(brain, question, before and before[:50])


@pytest.mark.promise(38)
@pytest.mark.long
@pytest.mark.timeout(900)
@settings(max_examples=100, deadline=None, suppress_health_check=(*SLOW, FIXED))
@given(questions, st.none() | questions)
@example("👍" * 2000, None)
@example("```\n" * 500, "漢字" * 1000)
def test_questions_of_any_length_are_answered_or_refused(brain: Answerer, question: str, before: str | None) -> None:
    asked(brain, question, before)


@pytest.mark.long
@pytest.mark.promise(38)
@pytest.mark.timeout(3600)
@settings(max_examples=5000, deadline=None, suppress_health_check=(*SLOW, FIXED))
@given(questions, st.none() | questions)
def test_five_thousand_questions_are_answered_or_refused(swift: Answerer, question: str, before: str | None) -> None:
    asked(swift, question, before)
    within_budget(question, before or "")


@pytest.mark.promise(39)
@examples(25)
@given(questions, questions)
def test_a_prompt_stays_within_its_budget_whatever_was_asked(question: str, before: str) -> None:
    within_budget(question, before)


@examples(60)
@given(questions)
def test_what_a_message_wants_is_decided_at_once(message: str) -> None:
    begun = time.process_time()
    assert intent_of(message) in ("question", "greeting", "thanks", "help", "order")
    question = question_in(f"<@!5> {message}", 5)
    assert time.process_time() - begun < 1.0
    assert "<@!5>" not in question[:5]


@examples(60)
@given(questions)
def test_a_condensed_question_is_one_plain_line_or_none(text: str) -> None:
    try:
        line = standing_alone(text)
    except WritingFailed:
        return
    assert 0 < len(line) <= LONGEST
    assert "\n" not in line
    assert "://" not in line
    assert intent_of(line) == "question"
