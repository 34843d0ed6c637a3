"""Near enough? The rules that decide before and after the score."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from vectorstore.retrieval.evidence import (
    ANSWERED,
    UNCERTAIN,
    WORDS_FOUND,
    WORDS_MISSING,
    Bands,
    calibrate,
    decide,
    level,
    raw_score,
    support,
)
from vectorstore.retrieval.probes import PROBES, all_probes
from vectorstore.retrieval.query import Query, understand
from vectorstore.retrieval.search import Hit, Searcher


def query(searcher: Searcher, question: str) -> Query:
    return understand(question, searcher.catalogue, date(2024, 5, 1))


@pytest.fixture
def hit(searcher: Searcher) -> Hit:
    """The passage about bees, as far above the probes as a test wants it."""
    return searcher.search(query(searcher, "Where do the bees sleep?"), 1)[0]


def at(score: float, hit: Hit, searcher: Searcher) -> dict[str, Any]:
    """Return a calibration under which the hit stands `score` spreads above the median."""
    levels = {"*": {"median": raw_score(searcher, hit) - score * 0.01, "spread": 0.01}}
    return {"en": levels, "nl": levels}


@pytest.mark.parametrize(
    ("above", "verdict"),
    [
        (ANSWERED + 0.01, "answered"),
        (ANSWERED - 0.01, "uncertain"),
        (UNCERTAIN + 0.01, "uncertain"),
        (UNCERTAIN - 0.01, "refused"),
        (-5.0, "refused"),
    ],
)
def test_the_verdict_follows_the_bands(searcher: Searcher, hit: Hit, above: float, verdict: str) -> None:
    asked = query(searcher, "Where do the bees sleep?")
    decision = decide(asked, [hit], searcher, at(1, hit, searcher), Bands(*shifted(above, asked, hit, searcher)))
    assert (decision.verdict, decision.rule) == (verdict, None)


def shifted(above: float, asked: Query, hit: Hit, searcher: Searcher) -> tuple[float, float]:
    """Return the bands moved so that a hit at standing 1 scores as if it were `above` under the shipped ones."""
    score = decide(asked, [hit], searcher, at(1, hit, searcher)).score
    return ANSWERED - above + score, UNCERTAIN - above + score


def test_standing_counts_up_to_a_height(searcher: Searcher, hit: Hit) -> None:
    asked = query(searcher, "Where do the bees sleep?")
    scores = [decide(asked, [hit], searcher, at(height, hit, searcher)).score for height in (3, 6, 60)]
    assert scores[0] + 3 == pytest.approx(scores[1], abs=1e-3)
    assert scores[1] == pytest.approx(scores[2], abs=1e-3)


def test_sentences_that_match_the_question_support_it_and_others_do_not(searcher: Searcher, hit: Hit) -> None:
    assert support(query(searcher, "Where do the bees sleep?"), [hit], searcher) > 0.5
    assert support(query(searcher, "Where do the submarines refuel?"), [hit], searcher) < 0.3


def test_a_comparison_is_supported_by_two_episodes_together(searcher: Searcher) -> None:
    asked = query(searcher, "How do the owls and the bees differ in december under the snow?")
    hits = searcher.search(asked, 6)
    together = support(asked, hits, searcher)
    alone = support(replace(asked, comparison=False, parts=()), hits, searcher)
    assert asked.comparison
    assert together > alone


def test_a_sentence_without_the_wanted_kind_of_words_supports_nothing(searcher: Searcher) -> None:
    (hit,) = searcher.search(query(searcher, "owls hear a mouse under the snow"), 1)
    assert support(query(searcher, "Do the owls hear a mouse under the snow?"), [hit], searcher) > 0.5
    assert support(query(searcher, "What does it cost the owls to hear a mouse under snow?"), [hit], searcher) == 0


def test_nothing_found_is_refused(searcher: Searcher, hit: Hit) -> None:
    assert decide(query(searcher, "bees"), [], searcher, at(9, hit, searcher)).verdict == "refused"


def test_without_a_calibration_nothing_is_certain(searcher: Searcher, hit: Hit) -> None:
    decision = decide(query(searcher, "bees"), [hit], searcher, {})
    assert (decision.verdict, decision.rule) == ("uncertain", "not calibrated")


def test_a_question_whose_words_nothing_matches_is_no_answer_however_near(searcher: Searcher, hit: Hit) -> None:
    calibration, asked = at(9, hit, searcher), query(searcher, "bees")
    missing, few = (replace(hit, soft=value - 0.01) for value in (WORDS_MISSING, WORDS_FOUND))
    assert decide(asked, [missing], searcher, calibration).verdict == "refused"
    assert decide(asked, [few], searcher, calibration).verdict == "uncertain"


def test_a_time_is_not_answered_from_passages_without_times(searcher: Searcher) -> None:
    asked = query(searcher, "At what minute do the owls hear a mouse under the snow?")
    hits = searcher.search(asked, 1)
    decision = decide(asked, hits, searcher, at(9, hits[0], searcher))
    assert (decision.verdict, decision.rule) == ("uncertain", "no times")


def test_a_time_is_answered_from_a_passage_with_times(searcher: Searcher, hit: Hit) -> None:
    asked = query(searcher, "At what minute do the bees sleep?")
    assert decide(asked, [hit], searcher, at(9, hit, searcher)).verdict == "answered"


def test_a_count_is_not_answered_from_passages_without_a_number(searcher: Searcher) -> None:
    asked = query(searcher, "How many owls hear a mouse under the snow?")
    hits = [h for h in searcher.search(asked, 50) if h.passage.document.name == "talk/x.md"]
    hits = [replace(h, soft=1.0) for h in hits if h.passage.chunk.role == "body"]
    assert hits
    assert decide(asked, hits, searcher, at(9, hits[0], searcher)).rule == "no number"


@pytest.mark.parametrize("question", ["When was episode 1 published?", "What is episode 1 about?"])
def test_metadata_answers_whatever_the_score(searcher: Searcher, hit: Hit, question: str) -> None:
    decision = decide(query(searcher, question), [hit], searcher, at(-9, hit, searcher))
    assert (decision.verdict, decision.rule) == ("answered", "metadata")


def test_a_quoted_phrase_that_stands_there_is_an_answer(searcher: Searcher, hit: Hit) -> None:
    here, elsewhere = ('Who said "three boxes of larch"?', 'Who said "three boxes of oak"?')
    assert decide(query(searcher, here), [hit], searcher, at(-9, hit, searcher)).rule == "quoted phrase"
    assert decide(query(searcher, elsewhere), [hit], searcher, at(-9, hit, searcher)).verdict == "refused"


def test_a_question_in_a_language_without_a_level_is_judged_by_english(searcher: Searcher, hit: Hit) -> None:
    asked = replace(query(searcher, "Where do the bees sleep?"), language="de")
    assert decide(asked, [hit], searcher, at(9, hit, searcher)).verdict == "answered"


def test_a_passage_is_judged_by_the_level_of_its_own_language(searcher: Searcher, hit: Hit) -> None:
    assert hit.passage.chunk.language == "en"
    calibration = at(-9, hit, searcher)
    calibration["en"]["en"] = at(9, hit, searcher)["en"]["*"]
    assert decide(query(searcher, "Where do the bees sleep?"), [hit], searcher, calibration).verdict == "answered"


def test_a_level_is_the_median_and_a_spread_that_is_never_nothing() -> None:
    assert level([0.1, 0.2, 0.9])["median"] == pytest.approx(0.2)
    assert level([0.2])["spread"] > 0


def test_an_index_is_calibrated_for_each_language_of_the_probes(searcher: Searcher) -> None:
    probes = np.array([searcher.embedder.embed_query(question) for question in all_probes()], np.float32)
    dense = searcher.index.store.vectors(searcher.scoring.ids) @ probes.T
    levels = calibrate(searcher.matcher, dense, searcher.weights)
    assert set(levels) == set(PROBES)
    assert all(set(by) == {"*"} for by in levels.values()), "too few rows for a level of a language of passages"
    assert all(found["spread"] > 0 for by in levels.values() for found in by.values())


def test_probes_are_distinct_and_forty_for_each_language() -> None:
    assert {language: len(set(questions)) for language, questions in PROBES.items()} == {"en": 40, "nl": 40}
