"""Corrections laid over documents: only what they concern changes, and taking one back restores it to the letter."""

from pathlib import Path

import pytest

from ingest import commands
from ingest.correcting import described_corrections
from tests.desk import Desk, episode
from tests.doubles import WordEmbedder
from vectorstore.corrections import (
    Correction,
    Edit,
    Erratum,
    append_correction,
    read_corrections,
    revoke_correction,
)
from vectorstore.records import Corrected, Episode

TALK = """WEBVTT

00:01.000 --> 00:04.000
<v SPEAKER_07>The bees of simon

00:04.000 --> 00:06.000
<v SPEAKER_07>wilson buzz.
"""


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("original"), WordEmbedder())
    desk.write("show/1.md", episode(1, "Bees", "Bees live on the roof."))
    desk.write("show/1.vtt", TALK)
    desk.write("show/2.md", episode(2, "Trains", "Night trains and bees are back."))
    desk.ingest(desk.folder / "show")
    return desk


@pytest.fixture
def desk(original: Desk, tmp_path: Path) -> Desk:
    return original.copied(tmp_path)


def corrected(desk: Desk, *corrections: Correction) -> list[str]:
    """Store corrections, ingest, and return the ids under which they are stored."""
    ids = [append_correction(desk.layout, one).id for one in corrections]
    assert desk.ingest().outcome == "published"
    return ids


def episode_of(desk: Desk, document: str) -> Episode:
    key = next(record.episodes[0] for record in desk.manifest.documents if record.name == document)
    return next(one for one in desk.manifest.episodes if one.key == key)


def texts(desk: Desk, document: str) -> str:
    return "\n".join(text for name, text in desk.rows().values() if name == document)


def test_a_misheard_word_changes_its_document_alone(desk: Desk) -> None:
    before, files = desk.rows(), {path: path.read_bytes() for path in (desk.folder / "show").iterdir()}
    (id_,) = corrected(desk, Erratum("bees", "wasps", document="show/2.md"))
    after = desk.rows()
    changed = {document for key, (document, text) in after.items() if before[key] != (document, text)}
    assert changed == {"show/2.md"}
    assert "Night trains and wasps are back." in texts(desk, "show/2.md")
    records = {record.name: record.corrections for record in desk.manifest.documents}
    assert records == {"show/1.md": (), "show/1.vtt": (), "show/2.md": (Corrected(id_, "bees", "wasps"),)}
    assert {path: path.read_bytes() for path in files} == files


def test_only_what_changed_is_embedded_again_and_the_next_run_has_no_news(desk: Desk) -> None:
    append_correction(desk.layout, Erratum("bees", "wasps", document="show/2.md"))
    foreseen = desk.ingest(dry_run=True)
    outcome = desk.ingest()
    assert (foreseen.chunks.embedded, outcome.chunks.embedded) == (1, 1)
    assert (outcome.episodes.changed, outcome.episodes.unchanged) == (1, 1)
    assert desk.ingest().outcome == "unchanged"
    assert desk.ingest(full=True).chunks.embedded == 0
    assert "wasps" in texts(desk, "show/2.md")


def test_revoking_restores_every_row_to_the_letter(desk: Desk) -> None:
    before = desk.rows(), desk.manifest.documents, desk.manifest.episodes, desk.manifest.errata
    ids = corrected(
        desk,
        Erratum("bees", "wasps"),
        Edit("show/1.md", "title", "Wasps"),
        Edit("show/1.vtt", "speaker", "Anna", old="SPEAKER_07"),
    )
    assert desk.rows() != before[0]
    for id_ in ids:
        revoke_correction(desk.layout, id_)
    outcome = desk.ingest()
    assert (outcome.outcome, outcome.chunks.embedded) == ("published", 0)
    assert (desk.rows(), desk.manifest.documents, desk.manifest.episodes, desk.manifest.errata) == before


def test_words_are_put_right_over_a_cues_end_and_keep_their_moments(desk: Desk) -> None:
    corrected(desk, Erratum("simon wilson", "Simon Willison", show="Show"))
    assert "The bees of Simon Willison buzz." in texts(desk, "show/1.vtt")


def test_an_episodes_erratum_holds_for_all_its_documents(desk: Desk) -> None:
    key = episode_of(desk, "show/1.md").key
    assert episode_of(desk, "show/1.vtt").key == key
    corrected(desk, Erratum("bees", "wasps", episode=key))
    assert "Wasps live" in texts(desk, "show/1.md")
    assert "The wasps of" in texts(desk, "show/1.vtt")
    assert "bees" in texts(desk, "show/2.md")


def test_an_edit_of_a_number_keeps_an_episodes_documents_together(desk: Desk) -> None:
    old = episode_of(desk, "show/1.md").key
    append_correction(desk.layout, Erratum("bees", "wasps", episode=old))
    corrected(
        desk,
        Edit("show/1.md", "number", "7"),
        Edit("show/1.md", "title", "Wasps"),
        Edit("show/1.md", "date", "2024-05-14"),
        Edit("show/1.md", "link", "https://youtu.be/T60khfcwdk4"),
    )
    one = episode_of(desk, "show/1.vtt")
    assert one == episode_of(desk, "show/1.md")
    assert (one.number, one.title, one.date) == (7, "Wasps", "2024-05-14")
    assert one.url == "https://www.youtube.com/watch?v=T60khfcwdk4"
    assert "Wasps live" in texts(desk, "show/1.md")  # the episode has another key by now
    assert "1. Bees" not in texts(desk, "show/1.md")


def test_an_edit_of_the_show_moves_the_episode(desk: Desk) -> None:
    corrected(desk, Edit("show/2.md", "show", "Rails"), Erratum("bees", "wasps", show="rails"))
    assert episode_of(desk, "show/2.md").show == "Rails"
    assert "wasps" in texts(desk, "show/2.md")
    assert "Bees" in texts(desk, "show/1.md")


def test_a_speaker_gets_a_name(desk: Desk) -> None:
    corrected(desk, Edit("show/1.vtt", "speaker", "Anna", old="SPEAKER_07"))
    speakers = {record.name: record.speakers for record in desk.manifest.documents}
    assert speakers["show/1.vtt"] == ("Anna",)


def test_an_edit_may_leave_a_number_open(desk: Desk) -> None:
    corrected(desk, Edit("show/2.md", "number", None))
    assert episode_of(desk, "show/2.md").number is None


def test_of_several_episodes_in_one_document_the_old_value_says_which(desk: Desk) -> None:
    desk.write("show/3.md", "# 3. Cheese\nViews: 4\n\nGoat.\n\n# 4. Milk\nViews: 5\n\nCow.\n")
    corrected(desk, Edit("show/3.md", "title", "Butter", old="Milk"))
    assert {one.title for one in desk.manifest.episodes} >= {"Cheese", "Butter"}


def test_a_correction_that_matches_nothing_is_told_once_it_does_and_stays_so(desk: Desk) -> None:
    (id_,) = corrected(desk, Erratum("ants", "aunts"))
    assert [note.file for note in desk.manifest.warnings] == ["errata.jsonl"]
    assert id_ in desk.manifest.warnings[0].reason
    again = desk.ingest()
    assert (again.outcome, again.warnings) == ("unchanged", desk.manifest.warnings)


def test_a_line_that_is_no_correction_is_a_warning(desk: Desk) -> None:
    append_correction(desk.layout, Erratum("bees", "wasps"))
    with desk.layout.errata.open("a") as file:
        file.write("nonsense")
    outcome = desk.ingest()
    assert [(note.file, "line 3" in note.reason) for note in outcome.warnings] == [("errata.jsonl", True)]


def test_check_shows_what_is_laid_over_a_file(desk: Desk) -> None:
    id_ = append_correction(desk.layout, Erratum("bees", "wasps")).id
    idle = append_correction(desk.layout, Edit("show/2.md", "speaker", "Anna", old="Nobody")).id
    told, _ = commands.examine(str(desk.folder / "show/2.md"), 1_000_000, None)
    lines = described_corrections(told, read_corrections(desk.layout))
    assert lines[0] == f"corrected  word: bees > wasps ({id_})"
    assert len(lines) == 2
    assert lines[1].startswith("warning")
    assert idle in lines[1]


def test_check_finds_a_file_by_its_name_in_the_library(desk: Desk) -> None:
    path = desk.write("show/season-2/9.md", episode(9, "Ants", "Ants and bees."))
    append_correction(desk.layout, Erratum("bees", "wasps", document="show/season-2/9.md"))
    name = commands.name_in_library(str(path), desk.layout, None, desk.folder)
    told, _ = commands.examine(str(path), 1_000_000, None)
    assert name == "show/season-2/9.md"
    assert len(described_corrections(told, read_corrections(desk.layout), name)) == 1
    assert commands.name_in_library(__file__, desk.layout, None, desk.folder) is None


def test_an_index_of_an_older_version_is_read_without_corrections(desk: Desk) -> None:
    path = desk.layout.generation(desk.manifest.generation) / "manifest.json"
    old = path.read_text().replace('   "corrections": []', '   "unknown": []').replace(' "errata": "",\n', "")
    path.write_text(old)
    assert "corrections" not in old
    assert all(record.corrections == () for record in desk.manifest.documents)
