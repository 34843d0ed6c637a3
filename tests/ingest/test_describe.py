"""What is known of a document before it is read: its show, its base and its digest."""

import os
from collections.abc import Collection
from pathlib import Path

import pytest

from ingest.discover import FoundDocument, Inventory, discover
from ingest.library import Library, add_paths

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


class TestShow:
    """Which show a document belongs to."""

    def test_it_is_the_first_folder_below_the_root_else_the_root(self, tmp_path: Path) -> None:
        write(tmp_path / "root/a.md"), write(tmp_path / "root/eerste/tweede/b.md")
        assert [document.base.show for document in find(tmp_path / "root").documents] == ["root", "eerste"]
        assert "show" in find(tmp_path / "root").documents[0].weak

    def test_the_nearest_show_toml_goes_before_folders(self, tmp_path: Path) -> None:
        write(tmp_path / "root/show.toml", 'title = "Buiten"\nlanguage = "nl"')
        write(tmp_path / "root/x/y/show.toml", 'name = "Binnen"')
        write(tmp_path / "root/x/a.md"), write(tmp_path / "root/x/y/z/b.md")
        outer, inner = (document.base for document in find(tmp_path / "root").documents)
        assert (outer.show, outer.language) == ("Buiten", "nl")
        assert (inner.show, inner.language) == ("Binnen", None)

    def test_a_show_toml_above_the_root_does_not_count(self, tmp_path: Path) -> None:
        write(tmp_path / "show.toml", 'name = "Boven"'), write(tmp_path / "root/a.md")
        assert only(find(tmp_path / "root")).base.show == "root"

    def test_a_sidecar_goes_before_show_toml(self, tmp_path: Path) -> None:
        write(tmp_path / "root/show.toml", 'name = "Map"'), write(tmp_path / "root/a.md")
        write(tmp_path / "root/a.toml", 'show = "Eigen"')
        document = only(find(tmp_path / "root"))
        assert document.base.show == "Eigen"
        assert "show" not in document.weak

    def test_a_malformed_show_toml_is_a_warning_that_names_it_once(self, tmp_path: Path) -> None:
        (
            write(tmp_path / "root/show.toml", "name = "),
            write(tmp_path / "root/a.md"),
            write(tmp_path / "root/b.md"),
        )
        found = find(tmp_path / "root")
        assert [note.file for note in found.warnings] == ["root/show.toml"]
        assert names(found) == ["root/a.md", "root/b.md"]

    def test_its_page_is_a_weak_link(self, tmp_path: Path) -> None:
        write(tmp_path / "root/show.toml", 'name = "S"\nlink = "https://show.example/"')
        write(tmp_path / "root/12-titel.md")
        document = only(find(tmp_path / "root"))
        assert document.base.link == "https://show.example/"
        assert document.weak == {"link", "number", "title"}


def test_sidecar_goes_before_name_and_only_the_names_share_is_weak(tmp_path: Path) -> None:
    write(tmp_path / "root/12-uit-de-naam.es.md")
    write(tmp_path / "root/12-uit-de-naam.es.meta.json", '{"title": "Uit de sidecar"}')
    write(tmp_path / "root/show.toml", 'name = "S"\nlanguage = "nl"')
    document = only(find(tmp_path / "root"))
    assert (document.base.number, document.base.title, document.base.language) == (12, "Uit de sidecar", "es")
    assert document.weak == {"number", "language"}


class TestDigest:
    """What makes a document a changed one."""

    def digest(self, root: Path) -> str:
        return find(root).documents[0].digest

    def test_it_stays_the_same_when_nothing_changes(self, tmp_path: Path) -> None:
        file = write(tmp_path / "show/a.md")
        before = self.digest(tmp_path / "show")
        os.utime(file, (1, 1))
        write(tmp_path / "show/b.md")
        assert self.digest(tmp_path / "show") == before
        assert len(before) == 64

    @pytest.mark.parametrize("changed", ["a.md", "a.meta.json", "show.toml"])
    def test_it_covers_bytes_sidecars_and_show(self, tmp_path: Path, changed: str) -> None:
        (
            write(tmp_path / "show/a.md"),
            write(tmp_path / "show/a.meta.json", "{}"),
            write(tmp_path / "show/show.toml", ""),
        )
        before = self.digest(tmp_path / "show")
        write(tmp_path / "show" / changed, "\n{}" if changed.endswith("json") else "\n")
        assert self.digest(tmp_path / "show") != before

    def test_it_covers_the_name(self, tmp_path: Path) -> None:
        write(tmp_path / "one/a.md"), write(tmp_path / "two/a.md")
        assert self.digest(tmp_path / "one") != self.digest(tmp_path / "two")

    def test_a_sidecar_that_comes_or_goes_changes_it(self, tmp_path: Path) -> None:
        write(tmp_path / "show/a.md")
        before = self.digest(tmp_path / "show")
        sidecar = write(tmp_path / "show/a.toml", "")
        assert self.digest(tmp_path / "show") != before
        sidecar.unlink()
        assert self.digest(tmp_path / "show") == before
