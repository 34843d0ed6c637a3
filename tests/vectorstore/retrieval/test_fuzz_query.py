"""Whatever is asked is understood as something: no exception, no hang, nothing that the library does not have."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzzing import SLOW, examples
from tests.hostile import LONGEST, PIECES, questions
from vectorstore.retrieval.catalogue import Catalogue
from vectorstore.retrieval.query import LONGEST_QUESTION, Query, Turn, follows_up, understand

DAYS = st.sampled_from((date(2024, 4, 20), date(2024, 2, 29), date(1, 1, 1), date(9999, 12, 31)))
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "show": st.sampled_from(("Garden Radio", "night talk", "", "\0")) | questions,
        "episode": st.integers() | st.sampled_from(("bees", "", "12")),
        "fallback": st.sampled_from(("en", "nl", "xx")),
    },
)
FIXED = HealthCheck.function_scoped_fixture
SECONDS = 1.0
"""Of computing; a thousand characters take some milliseconds."""


def checked(question: str, catalogue: Catalogue, day: date, before: str | None, options: dict[str, object]) -> None:
    history = (Turn(before, before),) if before is not None else ()
    begun = time.process_time()
    query = understand(question, catalogue, day, history, **options)  # type: ignore[arg-type]
    assert time.process_time() - begun < SECONDS
    assert_sound(query, catalogue)
    follows_up(question)


def assert_sound(query: Query, catalogue: Catalogue) -> None:
    """Check what the search relies on."""
    assert len(query.question) <= LONGEST_QUESTION
    assert len(query.text) <= 2 * LONGEST + 1
    for text in (query.question, query.text, *query.words, *query.phrases, *query.parts):
        text.encode()  # a lone surrogate is more than Chroma takes
        assert "\0" not in text
    assert query.episodes is None or set(query.episodes) <= set(catalogue.by_key)
    assert {key for key, _ in query.named} <= set(catalogue.by_key)
    assert all(0 < share <= 1 for _, share in query.named)
    assert query.speakers <= {name for names in catalogue.speakers.values() for name in names}
    assert query.unknown is None or query.episodes == ()


@examples(60, FIXED)
@given(questions, DAYS, st.none() | questions, OPTIONS)
def test_any_question_is_understood_as_something(
    catalogue: Catalogue, question: str, day: date, before: str | None, options: dict[str, object]
) -> None:
    checked(question, catalogue, day, before, options)


@pytest.mark.long
@pytest.mark.promise(38)
@pytest.mark.timeout(1800)
@settings(max_examples=5000, deadline=None, suppress_health_check=(*SLOW, FIXED))
@given(questions, DAYS, st.none() | questions, OPTIONS)
def test_five_thousand_questions_are_understood_as_something(
    catalogue: Catalogue, question: str, day: date, before: str | None, options: dict[str, object]
) -> None:
    checked(question, catalogue, day, before, options)


@pytest.mark.long
@pytest.mark.parametrize("piece", PIECES)
def test_one_piece_over_and_over_takes_no_longer(catalogue: Catalogue, piece: str) -> None:
    for glue in ("", " "):
        checked(((piece + glue) * LONGEST)[:LONGEST], catalogue, date(2024, 4, 20), "what about bees?", {})
