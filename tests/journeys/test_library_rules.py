"""The rules of the library, each as a person meets it: real documents, real model, real Chroma."""

from pathlib import Path

import pytest

from ingest import commands
from ingest.errors import IngestError, RootProblem
from ingest.library import load_library
from tests.desk import Desk, episode
from vectorstore.store.pointer import read_pointer

BEES = episode(1, "Bees", "Bees live on the roof. They like lavender.")
TRAINS = episode(2, "Trains", "Night trains are back. They run to Vienna.")
CHEESE = episode(3, "Cheese", "Goat cheese ripens in a cave. It takes a year.")
TIDES = episode(4, "Tides", "The tide follows the moon. It is late by an hour a day.")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("original"))
    desk.write("show/1.md", BEES)
    desk.write("show/2.md", TRAINS)
    assert desk.ingest(desk.folder / "show").episodes.new == 2
    return desk


@pytest.fixture
def published(original: Desk, tmp_path: Path) -> Desk:
    """A library that holds the show."""
    return original.copied(tmp_path)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A show in a folder, and no library yet."""
    desk = Desk(tmp_path)
    desk.write("show/1.md", BEES)
    desk.write("show/2.md", TRAINS)
    return desk


def others(desk: Desk, *documents: str) -> dict[str, tuple[str, str]]:
    """Return the rows of all other documents."""
    return {id_: row for id_, row in desk.rows().items() if row[0] not in documents}


def test_a_second_root_adds_and_takes_nothing_away(published: Desk) -> None:
    before = published.rows()
    published.write("more/3.md", CHEESE)
    outcome = published.ingest(published.folder / "more")
    assert published.documents == ["more/3.md", "show/1.md", "show/2.md"]
    assert others(published, "more/3.md") == before
    assert (outcome.episodes.new, outcome.episodes.unchanged, outcome.episodes.total) == (1, 2, 3)
    assert (outcome.chunks.embedded, outcome.chunks.total) == (2, 6)


def test_overlapping_roots_hold_each_document_once(desk: Desk) -> None:
    desk.write("show/deep/3.md", CHEESE)
    desk.ingest(desk.folder / "show" / "deep", desk.folder / "show" / "1.md", desk.folder / "show")
    assert desk.documents == ["show/1.md", "show/2.md", "show/deep/3.md"]
    assert len({text for _, text in desk.rows().values()}) == len(desk.rows()) == 6


def test_files_side_by_side_come_without_their_neighbours(desk: Desk) -> None:
    desk.write("show/notes.txt", "Not for the index.")
    desk.write("show/1b.md", episode(1, "Wasps", "Wasps are no bees."))
    outcome = desk.ingest(*sorted((desk.folder / "show").glob("*.md")))
    assert desk.documents == ["show/1.md", "show/1b.md", "show/2.md"]
    assert outcome.episodes.total == 3  # two documents with one number and two titles stay apart
    assert [note.file for note in outcome.warnings if "number" in note.reason] != []


@pytest.mark.promise(27)
def test_an_edited_a_renamed_and_a_deleted_document_change_their_own_rows_alone(desk: Desk) -> None:
    for name, text in (("3.md", CHEESE), ("4.md", TIDES)):
        desk.write(f"show/{name}", text)
    desk.ingest(desk.folder / "show")
    before = others(desk, "show/1.md")
    desk.write("show/1.md", BEES.replace("lavender", "thyme"))
    edited = desk.ingest()
    assert (edited.episodes.changed, edited.episodes.unchanged, edited.chunks.embedded) == (1, 3, 1)
    assert others(desk, "show/1.md") == before
    assert any("thyme" in text for _, text in desk.rows().values())
    assert not any("lavender" in text for _, text in desk.rows().values())

    before = others(desk, "show/1.md", "show/2.md")
    (desk.folder / "show/2.md").rename(desk.folder / "show/two.md")
    renamed = desk.ingest()
    assert renamed.chunks.embedded == 0
    assert "show/two.md" in desk.documents
    assert "show/2.md" not in desk.documents
    assert others(desk, "show/1.md", "show/two.md") == before

    before = others(desk, "show/1.md")
    (desk.folder / "show/1.md").unlink()
    deleted = desk.ingest()
    assert (deleted.episodes.removed, deleted.chunks.removed, deleted.chunks.embedded) == (1, 2, 0)
    assert desk.rows() == before


def test_a_vanished_root_is_named_and_loses_nothing_while_others_are_published(desk: Desk) -> None:
    desk.write("away/3.md", CHEESE)
    desk.ingest(desk.folder / "show", desk.folder / "away")
    (desk.folder / "away").rename(desk.folder / "unmounted")
    desk.write("show/4.md", TIDES)
    outcome = desk.ingest()
    assert (outcome.outcome, outcome.exit_code) == ("published", 1)
    assert [note.file for note in outcome.lost] == [str(desk.folder / "away")]
    assert desk.documents == ["away/3.md", "show/1.md", "show/2.md", "show/4.md"]
    assert any("cave" in text for _, text in desk.rows().values())
    again = desk.ingest()
    assert (again.outcome, again.exit_code) == ("unchanged", 1)
    (desk.folder / "unmounted").rename(desk.folder / "away")
    assert desk.ingest().exit_code == 0


def test_forgetting_and_only_drop_roots_and_the_last_leaves_an_empty_library(desk: Desk) -> None:
    desk.write("more/3.md", CHEESE)
    desk.write("tides/4.md", TIDES)
    desk.ingest(desk.folder / "show", desk.folder / "more", desk.folder / "tides")
    assert desk.command(commands.forget, desk.folder / "tides").episodes.removed == 1
    assert desk.documents == ["more/3.md", "show/1.md", "show/2.md"]
    desk.ingest(desk.folder / "more", only=True)
    assert desk.documents == ["more/3.md"]
    with pytest.raises(RootProblem, match="more"):
        desk.command(commands.forget, desk.folder / "nowhere")
    desk.command(commands.forget, "more")
    assert (desk.documents, desk.rows()) == ([], {})
    assert desk.ingest().outcome == "unchanged"


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(desk: Desk) -> None:
    first = desk.ingest(desk.folder / "show", dry_run=True)
    assert first.estimate is not None
    assert (first.outcome, first.episodes.new, first.generation) == ("dry-run", 2, None)
    assert first.estimate.tokens > 10
    assert not desk.layout.root.exists()
    desk.ingest(desk.folder / "show")
    before = desk.files()
    desk.write("show/3.md", CHEESE)
    (desk.folder / "show/1.md").unlink()
    outcome = desk.ingest(dry_run=True)
    assert (outcome.episodes.new, outcome.episodes.removed, outcome.chunks.embedded) == (1, 1, 2)
    assert desk.files() == before


def test_a_removed_document_stays_out_until_it_is_restored(published: Desk) -> None:
    assert published.command(commands.remove, "show/1.md").episodes.removed == 1
    assert (published.folder / "show/1.md").exists()
    published.write("show/3.md", CHEESE)
    published.ingest()
    assert published.documents == ["show/2.md", "show/3.md"]
    published.command(commands.restore, "show/1.md")
    assert published.documents == ["show/1.md", "show/2.md", "show/3.md"]
    with pytest.raises(IngestError, match="not excluded"):
        published.command(commands.restore, "show/1.md")
    with pytest.raises(IngestError, match=r"Did you mean show/1\.md"):
        published.command(commands.remove, "1.md")


def test_a_removal_is_remembered_when_the_index_does_not_change_for_it(published: Desk) -> None:
    published.command(commands.remove, "show/1.md")
    outcome = published.command(commands.remove, "show/1.md")
    assert outcome.outcome == "unchanged"
    assert load_library(published.layout).excluded == ("show/1.md",)


@pytest.mark.promise(27)
def test_an_erased_document_leaves_no_byte_behind(desk: Desk) -> None:
    desk.write("show/3.md", episode(3, "Zeppelins", "The quinquereme sailed. A xylophone sank."))
    desk.ingest(desk.folder / "show")
    desk.write("show/3.md", episode(3, "Zeppelins", "The quinquereme sailed again. A xylophone sank."))
    desk.ingest()
    held = [path for path, (_, content) in desk.files().items() if b"xylophone" in content]
    assert len(held) > 1
    outcome = desk.command(commands.erase, "show/3.md")
    assert (outcome.episodes.removed, desk.documents) == (1, ["show/1.md", "show/2.md"])
    for word in (b"xylophone", b"quinquereme", b"Zeppelins"):
        assert [path for path, (_, content) in desk.files().items() if word.lower() in content.lower()] == []
    assert desk.layout.generations() == [desk.manifest.generation]
    assert desk.ingest().outcome == "unchanged"
    assert desk.command(commands.restore, "show/3.md").chunks.embedded == 2
    assert "show/3.md" in desk.documents


def test_a_rollback_pins_until_a_person_runs_an_ingestion(published: Desk) -> None:
    first = published.manifest.generation
    published.write("show/3.md", CHEESE)
    published.ingest()
    back = commands.roll_back(published.layout)
    assert (back.outcome, back.generation, back.episodes.total) == ("rolled-back", first, 2)
    assert published.documents == ["show/1.md", "show/2.md"]
    generations, _ = commands.look_back(published.layout)
    assert [(one.current, one.pinned) for one in generations] == [(False, False), (True, True)]
    assert published.ingest(unattended=True).outcome == "pinned"
    assert published.manifest.generation == first
    after = published.ingest()
    assert (after.outcome, after.generation, after.chunks.embedded) == ("published", "gen-000003", 0)
    pointer = read_pointer(published.layout)
    assert pointer is not None
    assert not pointer.pinned
    assert "show/3.md" in published.documents


def test_the_sample_show_makes_way_and_never_comes_back(desk: Desk) -> None:
    desk.write("shipped/sample/4.md", TIDES)
    desk.ingest()
    assert desk.documents == ["sample/4.md"]
    desk.ingest(desk.folder / "show")
    assert desk.documents == ["show/1.md", "show/2.md"]
    desk.command(commands.forget, "show")
    assert desk.documents == []
    desk.ingest()
    assert desk.documents == []
