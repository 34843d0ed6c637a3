"""The first command of a newcomer, as a real process, and questions over the sample show with known answers."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answer import Answer
from bot.answering.answerer import Answerer, Asked
from bot.wiring import open_brain
from evals import gate
from evals.questioning import Questioned
from ingest.readers.registry import read_document
from vectorstore.retrieval.evidence import Bands
from vectorstore.retrieval.query import Turn, understand
from vectorstore.retrieval.retriever import EpisodeRetriever
from vectorstore.settings import StoreSettings
from vectorstore.text.folding import squeeze

ROOT = Path(__file__).resolve().parents[2]
ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (ROOT / "tests/data/sample_questions.jsonl").read_text("utf-8").splitlines()
    if line.strip()
]
QUESTION = "what did they say about EU facial recognition rules?"


@dataclass(frozen=True)
class FirstRun:
    """What the first command printed, and the brain over the index that it left."""

    code: int
    out: str
    err: str
    brain: Answerer


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirstRun]:
    """Run `python -m bot ask` where there is no index yet."""
    folder = tmp_path_factory.mktemp("first")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("EPISODES_", "OPENAI_", "EMBED"))}
    environment |= {"DATA_DIR": str(folder / "var"), "PYTHONPATH": str(ROOT), "HOME": str(folder)}
    command = [sys.executable, "-m", "bot", "ask", QUESTION, "--json"]
    run = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=folder, check=False)
    brain = open_brain(StoreSettings(data_dir=folder / "var", _env_file=None))  # type: ignore[call-arg]
    yield FirstRun(run.returncode, run.stdout, run.stderr, brain)
    brain.index.close()


def asked(row: dict[str, Any]) -> Asked:
    """Return a row's question, a second half of a follow-up with the first as its history."""
    before = [r for r in ROWS if row["pair"] and r["pair"] == row["pair"] and r["id"] < row["id"]]
    return Asked(row["question"], tuple(Turn(r["question"], r.get("reference") or "") for r in before[:1]))


def said(name: str) -> str:
    """Return everything that a document of the sample show says, squeezed."""
    path = ROOT / "data" / name
    transcripts = read_document(name, path.read_bytes())
    return squeeze(" ".join(part for t in transcripts for part in (*t.heading, *(s.text for s in t.segments))))


@pytest.fixture(scope="module")
def answers(first: FirstRun) -> dict[str, Answer]:
    """All rows' answers."""
    return {row["id"]: first.brain.answer(asked(row)) for row in ROWS}


def test_the_first_command_reads_the_sample_show_and_answers_with_a_citation(first: FirstRun) -> None:
    assert first.code == 0, first.err
    answer = json.loads(first.out)
    assert answer["verdict"] == "answered"
    citation = answer["citations"][0]
    assert citation["document"] == "episodes/01-wie-kijkt-er-mee.txt"
    assert "gezichtsherkenning" in citation["quote"]
    assert (citation["start"], citation["end"]) == (None, None)
    assert "t=" not in citation["url"]


def test_progress_of_the_first_reading_goes_to_stderr(first: FirstRun) -> None:
    assert "no index yet" in first.err
    assert len(first.out.splitlines()) == 1


def test_most_answers_lie_among_the_first_five_passages(first: FirstRun) -> None:
    missed = []
    for row in ROWS:
        if not row["answerable"] or row["kind"] == "comparison":
            continue
        with first.brain.index.session() as searcher:
            query = understand(row["question"], searcher.catalogue, date(2026, 6, 1), asked(row).history)
            texts = [squeeze(hit.passage.text).lower() for hit in searcher.search(query, 5)]
        if not any(squeeze(e["evidence"]).lower() in text for e in row["expected"] for text in texts):
            missed.append(row["id"])
    assert len(missed) <= 2, missed


@pytest.mark.promise(37)
def test_few_answerable_questions_are_refused(answers: dict[str, Answer]) -> None:
    refused = [row["id"] for row in ROWS if row["answerable"] and answers[row["id"]].verdict == "refused"]
    assert len(refused) <= 2, refused


@pytest.mark.promise(37)
def test_what_is_off_topic_is_not_answered(first: FirstRun) -> None:
    for question in ("What is the best recipe for apple pie?", "Hoe laat vertrekt de trein naar Groningen?"):
        assert not first.brain.answer(Asked(question)).answered


def test_every_quotation_stands_in_its_document_word_for_word(answers: dict[str, Answer]) -> None:
    quoted = [c for answer in answers.values() for c in (*answer.citations, *answer.related)]
    assert len(quoted) > 40
    assert [c.quote for c in quoted if squeeze(c.quote) not in said(c.document)] == []


def test_a_link_has_a_time_only_where_the_document_has_times(answers: dict[str, Answer]) -> None:
    for citation in (c for answer in answers.values() for c in answer.citations):
        assert ("t=" in (citation.url or "")) == (citation.start is not None and "youtube" in (citation.url or ""))


@pytest.fixture(scope="module")
def gated(first: FirstRun) -> Questioned:
    """The gate's questions, asked of the index that the first command built: building another takes ten seconds."""
    return gate.asked_of(first.brain.index)


@pytest.mark.promise(37)
def test_no_figure_of_the_sample_show_has_fallen(gated: Questioned) -> None:
    assert gate.fallen(gated.figures(Bands())) == []


def test_every_limit_of_the_gate_is_of_a_figure_that_has_questions(gated: Questioned) -> None:
    figures = gated.figures(Bands())
    assert [name for name, most in gate.MOST_MISSES.items() if not most < figures[name].questions] == []


def test_the_gate_would_see_bands_that_refuse_or_answer_everything(gated: Questioned) -> None:
    refusing, answering = (gated.figures(Bands(level, level)) for level in (99.0, -99.0))
    assert any("falsely refused" in line for line in gate.fallen(refusing))
    assert any("falsely answered" in line for line in gate.fallen(answering))


def test_the_langchain_retriever_gives_the_same_first_passage(first: FirstRun) -> None:
    found = EpisodeRetriever(index=first.brain.index, limit=3).invoke(QUESTION)
    assert len(found) == 3
    assert found[0].metadata["document"] == "episodes/01-wie-kijkt-er-mee.txt"
    assert "gezichtsherkenning" in found[0].page_content


@pytest.mark.parametrize("question", ["﷽" * 10, "\x00", "\ud800", "", "a" * 100_000, "👍" * 4000])
def test_hostile_questions_get_an_answer_or_a_polite_refusal(first: FirstRun, question: str) -> None:
    assert first.brain.answer(Asked(question)).text
