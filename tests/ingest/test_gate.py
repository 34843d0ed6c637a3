"""The gate of golden questions: what refuses a new index, what does not, and what is left of a refused one."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import commands
from ingest.library import load_library
from tests.desk import Desk, episode
from tests.doubles import WordEmbedder
from vectorstore.corrections import Erratum, append_correction, revoke_correction
from vectorstore.retrieval.bands import write_bands
from vectorstore.retrieval.evidence import Bands
from vectorstore.retrieval.golden import GoldenRow, Place
from vectorstore.retrieval.golden_file import GoldenFile

HIVES = episode(1, "Bees", "Bees live on the roof of the town hall, where Noor keeps four hives.")
TRAINS = episode(2, "Trains", "Night trains to Vienna are back since December.")
CHEESE = episode(3, "Cheese", "Goat cheese ripens for twenty days in the cellar.")
NOTHING = episode(1, "Bees", "Nothing to be told this week.")


def asks(id_: str, question: str, document: str, evidence: str | None = None) -> GoldenRow:
    return GoldenRow(id_, question, "en", "factual", True, (Place(frozenset({document}), evidence),))


BEES = asks("bees", "Where do the bees live?", "show/1.md", "roof of the town hall")
BREAD = GoldenRow("bread", "How do you bake sourdough bread?", "en", "unanswerable", False)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("original"), WordEmbedder())
    for number, text in enumerate((HIVES, TRAINS, CHEESE), start=1):
        desk.write(f"show/{number}.md", text)
    desk.ingest(desk.folder / "show")
    return desk


@pytest.fixture
def desk(original: Desk, tmp_path: Path) -> Desk:
    desk = original.copied(tmp_path)
    for row in (BEES, BREAD):
        GoldenFile(desk.layout).append(row)
    return desk


def test_a_question_that_breaks_holds_the_new_index_back_and_leaves_nothing_of_it(desk: Desk) -> None:
    desk.write("show/1.md", NOTHING)
    rows, library = desk.rows(), load_library(desk.layout)
    outcome = desk.ingest()
    assert (outcome.outcome, outcome.exit_code, outcome.generation) == ("gate-refused", 6, "gen-000001")
    told = [(one.id, one.question, one.was, one.now) for one in outcome.broken]
    assert told == [("bees", BEES.question, "answered", "not found")]
    assert (desk.rows(), load_library(desk.layout)) == (rows, library)
    assert desk.layout.generations() == ["gen-000001"]


def test_a_refused_index_is_accepted_from_the_cache_and_is_the_measure_from_then_on(desk: Desk) -> None:
    desk.write("show/1.md", NOTHING)
    assert desk.ingest().chunks.embedded == 1
    outcome = desk.ingest(accept_gate=True)
    assert (outcome.outcome, outcome.exit_code, outcome.chunks.embedded) == ("published", 0, 0)
    assert [one.id for one in outcome.broken] == ["bees"]
    assert desk.manifest.golden == {"bees": "not found", "bread": "refused"}
    desk.write("show/3.md", CHEESE.replace("twenty", "thirty"))
    assert (desk.ingest().outcome, desk.ingest().outcome) == ("published", "unchanged")


def test_what_still_holds_is_published_though_it_moved(desk: Desk) -> None:
    desk.write("show/1.md", HIVES.replace("four", "five"))
    outcome = desk.ingest()
    assert (outcome.outcome, outcome.broken, outcome.warnings) == ("published", (), ())
    assert desk.manifest.golden == {"bees": "answered", "bread": "refused"}
    assert desk.stages.index("gate") < len(desk.stages) - 1 - desk.stages[::-1].index("check")


def test_a_question_without_an_answer_that_is_given_one_breaks(desk: Desk) -> None:
    desk.write("show/4.md", episode(4, "Bread", "You bake sourdough bread for forty minutes in a hot oven."))
    assert [(one.id, one.was, one.now) for one in desk.ingest().broken] == [("bread", "refused", "answered")]


def test_the_bands_in_force_judge(desk: Desk) -> None:
    write_bands(desk.layout, Bands(answered=99.0, uncertain=-99.0), {})
    desk.write("show/4.md", episode(4, "Bread", "You bake sourdough bread for forty minutes in a hot oven."))
    assert desk.ingest().outcome == "published"
    assert set(desk.manifest.golden.values()) <= {"uncertain", "refused"}


def test_unreadable_bands_are_told_and_the_shipped_ones_hold(desk: Desk) -> None:
    desk.layout.calibration.write_text("{}")
    desk.write("show/1.md", HIVES.replace("four", "five"))
    assert [note.file for note in desk.ingest().warnings] == ["calibration.json"]
    assert desk.manifest.golden["bees"] == "answered"


def test_so_many_questions_as_the_setting_says_may_break(desk: Desk) -> None:
    desk.write("show/1.md", NOTHING)
    desk.job = replace(desk.job, tolerance=1)
    outcome = desk.ingest()
    assert (outcome.outcome, len(outcome.broken)) == ("published", 1)


def test_a_gate_that_is_off_asks_nothing(desk: Desk) -> None:
    desk.write("show/1.md", NOTHING)
    desk.job = replace(desk.job, gate=False)
    assert desk.ingest().outcome == "published"
    assert (desk.manifest.golden, "gate" in desk.stages) == ({}, False)


@pytest.mark.parametrize("command", [commands.remove, commands.erase])
def test_a_document_that_somebody_takes_out_breaks_nothing_and_is_told(desk: Desk, command: object) -> None:
    GoldenFile(desk.layout).append(asks("cheese", "How long does goat cheese ripen?", "show/3.md"))
    outcome = desk.command(command, "show/1.md")  # type: ignore[arg-type]
    assert (outcome.outcome, outcome.broken) == ("published", ())
    assert [(note.file, note.reason.split(":")[0]) for note in outcome.warnings] == [("golden.jsonl", "bees")]
    desk.write("show/3.md", CHEESE.replace("twenty", "thirty"))
    assert desk.ingest().outcome == "published"


def test_a_document_that_only_vanishes_does_break_its_question(desk: Desk) -> None:
    (desk.folder / "show/1.md").unlink()
    assert [(one.id, one.now) for one in desk.ingest().broken] == [("bees", "not found")]


def test_a_line_that_is_no_question_is_a_warning_and_the_others_count(desk: Desk) -> None:
    with desk.layout.golden.open("a") as file:
        file.write('{"question": "Half a li')
    desk.write("show/1.md", NOTHING)
    outcome = desk.ingest()
    assert [one.id for one in outcome.broken] == ["bees"]
    (note,) = outcome.warnings
    assert (note.file, note.reason.startswith("line 4 is no question")) == ("golden.jsonl", True)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b""])
def test_a_file_that_cannot_be_read_loses_no_run(desk: Desk, content: bytes) -> None:
    desk.layout.golden.write_bytes(content)
    desk.write("show/1.md", NOTHING)
    outcome = desk.ingest()
    assert outcome.outcome == "published"
    assert len(outcome.warnings) == (1 if content else 0)


def test_a_correction_of_the_expected_words_breaks_nothing_nor_does_its_revocation(desk: Desk) -> None:
    id_ = append_correction(desk.layout, Erratum("town hall", "library", document="show/1.md")).id
    assert desk.ingest().broken == ()
    GoldenFile(desk.layout).append(asks("roof", "Where do bees live?", "show/1.md", "roof of the library"))
    revoke_correction(desk.layout, id_)
    assert desk.ingest().broken == ()
    assert set(desk.manifest.golden) == {"bees", "roof", "bread"}


def test_an_index_of_another_model_is_measured_by_what_it_was_found_to_be(desk: Desk) -> None:
    desk.ingest(full=True)

    class Other(WordEmbedder):
        model_id = "words-64-other"

    desk.job = replace(desk.job, embedder=Other())
    desk.write("show/1.md", NOTHING)
    assert [(one.id, one.was) for one in desk.ingest().broken] == [("bees", "answered")]


def test_the_first_index_has_nothing_to_be_worse_than(tmp_path: Path) -> None:
    desk = Desk(tmp_path, WordEmbedder())
    desk.write("show/1.md", NOTHING)
    desk.layout.root.mkdir()
    GoldenFile(desk.layout).append(BEES)
    assert desk.ingest(desk.folder / "show").outcome == "published"
    assert desk.manifest.golden == {"bees": "not found"}


def test_of_a_comparison_every_episode_has_to_stay(desk: Desk) -> None:
    places = (Place(frozenset({"show/1.md"}), "four hives"), Place(frozenset({"show/2.md"}), "to Vienna"))
    row = GoldenRow("both", "How do bees and night trains compare?", "en", "comparison", True, places)
    GoldenFile(desk.layout).append(row)
    desk.write("show/1.md", HIVES.replace("four hives", "a dog"))
    assert [one.id for one in desk.ingest().broken] == ["both"]


def test_without_questions_neither_gate_nor_file_is_there(original: Desk, tmp_path: Path) -> None:
    desk = original.copied(tmp_path)
    desk.write("show/1.md", NOTHING)
    assert desk.ingest().outcome == "published"
    manifest = json.loads((desk.layout.generation(desk.manifest.generation) / "manifest.json").read_text())
    assert (manifest["golden"], "gate" in desk.stages) == ({}, False)
    assert not desk.layout.golden.exists()
