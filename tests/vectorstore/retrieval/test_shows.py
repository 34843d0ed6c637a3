"""A searcher within some shows: it finds what is in them, and knows of nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzzing import examples
from vectorstore.embeddings.seam import query_vector
from vectorstore.records import Chunk
from vectorstore.retrieval.candidates import Pool
from vectorstore.retrieval.query import understand
from vectorstore.retrieval.search import VIEWS, Hit, Searcher

Build = Callable[[Path, Sequence[Chunk]], Searcher]
SHOWS = ("Garden Radio", "Night Talk")
WORDS = "bees honey owls mouse snow december ferry accu's bread 54000 latest episode 1 409 Garden Night Radio Talk"


def found(searcher: Searcher, question: str, limit: int = 8, **options: object) -> list[Hit]:
    return searcher.search(understand(question, searcher.catalogue, date(2024, 5, 1), **options), limit)  # type: ignore[arg-type]


def shows(hits: Sequence[Hit]) -> set[str]:
    return {hit.passage.episode.show for hit in hits}


@examples(60)
@given(words=st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=6), show=st.sampled_from(SHOWS))
def test_no_question_finds_anything_of_another_show(searcher: Searcher, words: list[str], show: str) -> None:
    within = searcher.within(frozenset({show}))
    assert shows(found(within, " ".join(words))) <= {show}


@pytest.mark.parametrize(("show", "document"), [("Garden Radio", "radio/1.vtt"), ("Night Talk", "talk/409.md")])
def test_the_same_question_finds_what_each_show_says(searcher: Searcher, show: str, document: str) -> None:
    best = found(searcher.within(frozenset({show})), "What do they do in December?")[0]
    assert best.passage.document.name == document


def test_what_restricts_further_restricts_within_the_shows(searcher: Searcher) -> None:
    within = searcher.within(frozenset({"Night Talk"}))
    for options in ({"episode": 1}, {"episode": "bees"}, {"show": "Garden Radio"}):
        query = understand("december", within.catalogue, date(2024, 5, 1), **options)  # type: ignore[arg-type]
        assert query.unknown is not None
        assert within.search(query, 5) == []
    across = understand("december", searcher.catalogue, date(2024, 5, 1), episode="bees")
    assert within.search(across, 5) == []


def test_the_latest_episode_and_the_speakers_are_those_of_the_shows(searcher: Searcher) -> None:
    within = searcher.within(frozenset({"Night Talk"}))
    assert within.catalogue.latest() == ("night",)
    assert {name for names in within.catalogue.speakers.values() for name in names} == {"The Owl"}
    assert within.catalogue.shows == ("Night Talk",)
    assert [record.name for record in within.catalogue.documents] == ["talk/409.md", "talk/x.md"]


def test_several_shows_are_searched_together_and_all_of_them_as_without_any_choice(searcher: Searcher) -> None:
    both = searcher.within(frozenset(SHOWS))
    assert [hit.row for hit in found(both, "december")] == [hit.row for hit in found(searcher, "december")]


def test_a_show_that_does_not_exist_adds_nothing_and_alone_finds_nothing(searcher: Searcher) -> None:
    gone, one = searcher.within(frozenset({"Gone"})), searcher.within(frozenset({"Gone", "Night Talk"}))
    assert found(gone, "december") == []
    assert gone.catalogue.episodes == ()
    assert shows(found(one, "december")) == {"Night Talk"}
    assert searcher.within(frozenset()).search(understand("december", searcher.catalogue, date(2024, 5, 1)), 5) == []


def test_the_rows_of_a_set_are_worked_out_once_and_not_for_ever_kept(searcher: Searcher) -> None:
    first = searcher.within(frozenset({"Night Talk"}))
    assert searcher.within(frozenset({"Night Talk"})) is first
    assert first.scoring is searcher.scoring
    assert searcher.within(None) is searcher
    for number in range(VIEWS + 1):
        searcher.within(frozenset({f"Show {number}"}))
    assert len(searcher._views) <= VIEWS


def test_a_part_too_large_to_score_whole_has_its_nearest_rows_and_its_best_words(searcher: Searcher) -> None:
    """The bound is set below the size of a show; its rows must come, and none of the other show."""
    pool = Pool(searcher.index.store, searcher.scoring, exact=3)
    mine = np.flatnonzero(searcher.scoring.in_shows({"Garden Radio"}))
    assert len(mine) > 3
    vector = query_vector(searcher.embedder, "honey from the lime tree")
    soft = searcher.matcher.soft(["honey"])
    found = pool.candidates(vector, soft, mine)
    assert set(found.rows) <= set(mine)
    best = searcher.read(found.rows[[int(np.argmax(found.dense))]])[0]
    assert "lime tree" in best.text
    assert found.rows[int(np.argmax(found.soft))] == mine[int(np.argmax(soft[mine]))]
