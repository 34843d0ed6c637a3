"""How the runs are counted and the large index is made, without an index."""

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from evals import corpora
from evals.__main__ import app
from evals.corpora import plan_of
from evals.enlarged import around, rare_words, spelled
from evals.golden_run import objects, scored
from evals.pairs import by_pair
from evals.passages import relevant, retrieved
from vectorstore.records import Chunk, DocumentRecord, Span
from vectorstore.retrieval.golden import GoldenRow, Place
from vectorstore.retrieval.measure import Found


def chunk(text: str) -> Chunk:
    return Chunk("d", 0, "e", "body", text, (Span(0, len(text), 0),))


def test_a_line_of_the_golden_script_is_read_with_the_spaces_in_its_name() -> None:
    line = "seed, English questions, evidence@1          2 /  12   0.833"
    assert scored(line) == ("seed, English questions, evidence@1", (2, 12))


def test_the_warm_up_is_counted_nowhere() -> None:
    assert list(objects('{"id": "warm-up"}\n{"id": "g-1"}\n')) == [{"id": "g-1"}]


def test_ranks_become_shares_and_a_miss_counts_nothing() -> None:
    found = retrieved("set", "full", "nl", [1, 2, 6, None])
    assert (found.at_1, found.at_5, found.questions) == (0.25, 0.5, 4)
    assert found.mrr == pytest.approx((1 + 1 / 2 + 1 / 6) / 4)


def test_only_positive_judgements_are_relevant(tmp_path: Path) -> None:
    file = tmp_path / "qrels.tsv"
    file.write_text("query-id\tcorpus-id\tscore\nq\ta\t1\nq\tb\t0\nq\tc\t2\n")
    assert relevant(file) == {"q": {"a", "c"}}


def test_a_bare_passage_is_a_document_and_a_chunk_without_a_title() -> None:
    plan = plan_of([("p1", "De molenaar maalt het meel."), ("p2", "The miller grinds.")])
    assert [record.chunk_ids() for record in plan.documents] == [[row.id] for row in plan.chunks]
    assert {episode.title for episode in plan.episodes} == {""}


def test_questions_are_grouped_by_the_language_they_are_asked_and_answered_in() -> None:
    rows = [
        GoldenRow("a", "?", "en", "factual", True, (Place(frozenset({"nl.txt"}), "kern"),)),
        GoldenRow("b", "?", "en", "comparison", True, (Place(frozenset({"nl.txt"}), "kern"),)),
        GoldenRow("c", "?", "nl", "unanswerable", False),
    ]
    documents = [DocumentRecord("nl.txt", "x", "plain", "transcript", 1, ("e",), language="nl")]
    [pair] = by_pair(rows, {"a": [Found("x", ""), Found("nl.txt", "de kern")]}, documents)
    assert (pair.asked, pair.said, pair.questions, pair.at_1, pair.at_5, pair.mrr) == ("en", "nl", 1, 0.0, 1.0, 0.5)


def test_each_copy_spells_rare_words_in_its_own_way_and_leaves_the_others() -> None:
    rare = rare_words([chunk("The harpsichord the"), *[chunk("The common word")] * 3])
    assert rare == {"harpsichord"}
    first, second = (spelled("A common harpsichord", rare, number) for number in (1, 2))
    assert first != second
    assert all(text.startswith("A common harpsichord") for text in (first, second))


def test_a_copys_vectors_have_length_one_and_lie_near_the_real_ones() -> None:
    vectors = np.eye(8, 384, dtype=np.float32)
    moved = around(vectors, np.random.default_rng(1))
    assert np.allclose(np.linalg.norm(moved, axis=1), 1.0, atol=1e-5)
    assert ((moved * vectors).sum(axis=1) > 0.8).all()


def test_without_the_shared_folder_the_run_ends_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpora, "SHARED", tmp_path / "nowhere")
    done = CliRunner().invoke(app, ["--data", str(tmp_path)])
    assert done.exit_code == 1
    assert "nowhere is missing" in done.output
    assert "--own" in done.output
