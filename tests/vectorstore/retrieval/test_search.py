"""Ranking on the shelf: what restricts, what is preferred, what stands twice, how hits are laid out."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vectorstore.records import Chunk, Span
from vectorstore.retrieval.query import understand
from vectorstore.retrieval.search import Hit, Searcher, spread

Build = Callable[[Path, Sequence[Chunk]], Searcher]


def found(searcher: Searcher, question: str, limit: int = 5, **options: Any) -> list[Hit]:
    return searcher.search(understand(question, searcher.catalogue, date(2024, 5, 1), **options), limit)


def documents(hits: Sequence[Hit]) -> list[str]:
    return [hit.passage.document.name for hit in hits]


@pytest.mark.parametrize(
    ("question", "document", "words"),
    [
        ("Where do the bees sleep?", "radio/1.vtt", "boxes of larch"),
        ("What do owls hear under the snow?", "talk/409.md", "Owls hear"),
        ("Wat kost een kaartje?", "radio/2.md", "drie euro"),
        ("block 54,000", "talk/409.md", "54000"),
    ],
)
def test_the_passage_with_the_words_comes_first(searcher: Searcher, question: str, document: str, words: str) -> None:
    best = found(searcher, question)[0]
    assert best.passage.document.name == document
    assert words in best.passage.text


def test_a_passage_in_another_language_is_found_by_its_words_where_no_vector_leads_to_it(searcher: Searcher) -> None:
    hits = {hit.passage.document.name: hit for hit in found(searcher, "ferry batteries", 5)}
    assert hits["radio/2.md"].soft == pytest.approx(1.0)


def test_hits_are_ranked_from_one_by_falling_score(searcher: Searcher) -> None:
    hits = found(searcher, "bees and honey in december", limit=8)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(isinstance(hit.score, float) and isinstance(hit.row, int) for hit in hits)


def test_a_hit_knows_the_exact_cosine_of_its_row(searcher: Searcher) -> None:
    hit = found(searcher, "honey")[0]
    vector = np.array(searcher.embedder.embed_query("honey"), np.float32)
    (row,) = searcher.index.store.vectors([searcher.scoring.ids[hit.row]])
    assert hit.dense == pytest.approx(float(row @ vector), abs=1e-4)


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_no_more_than_the_limit_is_found(searcher: Searcher, limit: int) -> None:
    assert 0 < len(found(searcher, "december", limit)) <= limit


def test_the_best_hits_do_not_depend_on_the_limit(searcher: Searcher) -> None:
    few, many = found(searcher, "mites in december", 2), found(searcher, "mites in december", 6)
    assert [hit.row for hit in few] == [hit.row for hit in many[:2]]


@pytest.mark.parametrize(
    ("question", "options", "only"),
    [
        ("What do they use in December in episode 1?", {}, {"radio/1.vtt", "radio/1.md"}),
        ("december", {"episode": 409}, {"talk/409.md"}),
        ("december", {"show": "Night Talk"}, {"talk/409.md", "talk/x.md"}),
        ("What did they say in the latest episode?", {}, {"radio/12.md"}),
    ],
)
def test_what_restricts_a_question_restricts_its_hits(
    searcher: Searcher, question: str, options: dict[str, Any], only: set[str]
) -> None:
    assert set(documents(found(searcher, question, 10, **options))) <= only
    assert found(searcher, question, 10, **options)


@pytest.mark.parametrize(
    ("question", "options"),
    [("bees in episode 99", {}), ("bees", {"show": "Nobody"}), ("", {}), ("bees in episode 1", {"episode": 2})],
)
def test_what_does_not_exist_is_not_found(searcher: Searcher, question: str, options: dict[str, Any]) -> None:
    assert found(searcher, question, **options) == []


def test_two_documents_of_an_episode_that_say_the_same_are_one_hit_with_the_moment(searcher: Searcher) -> None:
    hits = found(searcher, "oxalic acid against mites in december", 10, episode=1)
    mites = [hit for hit in hits if "oxalic" in hit.passage.text[slice(*hit.passage.core)]]
    assert documents(mites) == ["radio/1.vtt"]
    assert mites[0].passage.start is not None


def test_a_region_is_shown_once(searcher: Searcher) -> None:
    hits = found(searcher, "bees larch honey lime tree mites", 10, episode=1)
    bodies = [hit.passage for hit in hits if hit.passage.chunk.role == "body"]
    shown = [(p.document.name, ordinal) for p in bodies for ordinal in p.ordinals]
    cores = [(p.document.name, p.chunk.ordinal) for p in bodies]
    assert len(cores) == len(set(cores))
    assert all(shown.count(core) == 1 for core in cores)


def test_a_speaker_who_is_asked_for_is_preferred(searcher: Searcher) -> None:
    query = understand("What did Anna say in episode 1?", searcher.catalogue, date(2024, 5, 1))
    anna, jelle = (
        Chunk("d", 1, "bees", "body", "x", (Span(0, 1, 0, name),), start=0.0)
        for name in ("Anna Visser", "Jelle Brandsma")
    )
    assert searcher.from_text(query, anna) == pytest.approx(searcher.weights.speaker)
    assert searcher.from_text(query, jelle) == 0.0


def test_a_passage_without_times_gives_way_where_its_episode_has_times(searcher: Searcher) -> None:
    scoring, records = searcher.scoring, searcher.index.manifest.documents
    timed = {key for record in records if record.timed for key in record.episodes}
    kinds = {
        (records[document].timed, bool(heading), scoring.episodes[episode].key in timed): gives_way
        for document, heading, episode, gives_way in zip(
            scoring.document, scoring.heading, scoring.episode, searcher.untimed.tolist(), strict=True
        )
    }
    assert kinds[True, False, True] == 0.0
    assert kinds[True, True, True] == 1.0
    assert {value for (_, _, in_timed), value in kinds.items() if not in_timed} == {0.0}


def test_giving_way_costs_the_weight_of_the_untimed(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    query = understand("Where do the bees sleep?", searcher.catalogue, date(2024, 5, 1))
    candidates = searcher.candidates(query)
    before = searcher.scores(query, candidates)
    monkeypatch.setattr(searcher, "untimed", 1 - searcher.untimed)
    change = searcher.scores(query, candidates) - before
    assert np.abs(change) == pytest.approx(searcher.weights.untimed, abs=1e-5)


def test_a_quoted_phrase_lifts_the_passage_that_holds_it(searcher: Searcher) -> None:
    best = found(searcher, 'Who said "a mouse under the snow" about december?')[0]
    assert best.passage.document.name == "talk/409.md"


def test_a_question_for_the_date_finds_the_heading_lines(searcher: Searcher) -> None:
    assert found(searcher, "When was episode 1 published?", 3)[0].passage.chunk.role == "heading"


def test_a_comparison_shows_each_episode_before_any_twice(searcher: Searcher) -> None:
    hits = found(searcher, "Compare what episodes 1 and 409 say about december", 6)
    assert {hit.passage.episode.key for hit in hits[:2]} == {"bees", "night"}


def test_spreading_keeps_everything_once_and_in_order() -> None:
    ranked = [(float(9 - n), n) for n in range(6)]
    assert [at for _, at in spread(ranked, np.array([7, 7, 8, 7, 9, 8]))] == [0, 2, 4, 1, 3, 5]


def test_copies_of_one_passage_in_one_library_are_one_hit(build_searcher: Build, tmp_path: Path) -> None:
    text = "The bees sleep in three boxes of larch on the library roof."
    copies = [
        Chunk(f"radio/{n}.md", 0, "bees", "body", text, (Span(0, len(text), 0),), language="en") for n in range(5)
    ]
    other = "Owls hear a mouse under the snow."
    night = Chunk("talk/409.md", 0, "night", "body", other, (Span(0, len(other), 0),), language="en")
    hits = found(build_searcher(tmp_path, [*copies, night]), "bees in boxes of larch", 5)
    assert [hit.passage.episode.key for hit in hits] == ["bees", "night"]


def test_an_index_of_one_passage_answers(build_searcher: Build, tmp_path: Path) -> None:
    text = "Owls hear a mouse."
    only = Chunk("talk/409.md", 0, "night", "body", text, (Span(0, len(text), 0),), language="en")
    searcher = build_searcher(tmp_path, [only])
    assert documents(found(searcher, "owls")) == ["talk/409.md"]
