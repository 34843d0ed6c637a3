"""Links below a root: followed inside it, never out of it, and never twice."""

from collections.abc import Collection
from pathlib import Path

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


class TestLinks:
    """Links inside a root."""

    def test_one_that_leads_out_is_skipped(self, tmp_path: Path) -> None:
        write(tmp_path / "secret.md"), write(tmp_path / "elsewhere/x.md"), write(tmp_path / "show/a.md")
        (tmp_path / "show/out.md").symlink_to(tmp_path / "secret.md")
        (tmp_path / "show/folder").symlink_to(tmp_path / "elsewhere")
        (tmp_path / "show/up").symlink_to("..")
        found = find(tmp_path / "show")
        assert names(found) == ["show/a.md"]
        assert set(reasons(found)) == {"show/out.md", "show/folder", "show/up"}
        assert all("out of the root" in reason for reason in reasons(found).values())

    def test_a_folder_whose_name_begins_like_the_root_is_outside(self, tmp_path: Path) -> None:
        write(tmp_path / "show/a.md"), write(tmp_path / "show-private/x.md")
        (tmp_path / "show/x.md").symlink_to("../show-private/x.md")
        assert names(find(tmp_path / "show")) == ["show/a.md"]

    def test_one_that_stays_inside_is_read_once(self, tmp_path: Path) -> None:
        write(tmp_path / "show/b.md"), write(tmp_path / "show/sub/c.md")
        (tmp_path / "show/a.md").symlink_to("b.md")
        (tmp_path / "show/link").symlink_to("sub")
        (tmp_path / "show/self").symlink_to(".")
        found = find(tmp_path / "show")
        assert (names(found), found.skipped) == (["show/b.md", "show/sub/c.md"], ())

    def test_one_to_a_hidden_file_inside_stands_for_it_once(self, tmp_path: Path) -> None:
        write(tmp_path / "show/.store/123", "text")
        (tmp_path / "show/a.md").symlink_to(".store/123")
        (tmp_path / "show/b.md").symlink_to(".store/123")
        assert names(find(tmp_path / "show")) == ["show/a.md"]

    def test_one_to_an_excluded_document_does_not_let_it_in(self, tmp_path: Path) -> None:
        write(tmp_path / "show/b.md")
        (tmp_path / "show/a.md").symlink_to("b.md")
        assert names(find(tmp_path / "show", excluded={"show/b.md"})) == []

    def test_dangling_and_circular_ones_are_skipped(self, tmp_path: Path) -> None:
        write(tmp_path / "show/a.md")
        (tmp_path / "show/gone.md").symlink_to("nowhere.md")
        (tmp_path / "show/loop.md").symlink_to("loop.md")
        found = reasons(find(tmp_path / "show"))
        assert "gone" in found["show/gone.md"]
        assert "circle" in found["show/loop.md"]

    def test_a_root_that_is_itself_one_is_followed_under_its_own_name(self, tmp_path: Path) -> None:
        write(tmp_path / "real/a.md"), write(tmp_path / "real/sub/b.md")
        (tmp_path / "show").symlink_to("real")
        (tmp_path / "real/sub/c.md").symlink_to("../a.md")
        assert names(find(tmp_path / "show")) == ["show/a.md", "show/sub/b.md"]

    def test_a_file_root_that_is_one_is_followed(self, tmp_path: Path) -> None:
        write(tmp_path / "real/x.md", "inhoud")
        (tmp_path / "show").mkdir()
        (tmp_path / "show/y.md").symlink_to("../real/x.md")
        assert only(find(tmp_path / "show/y.md")).name == "show/y.md"

    def test_a_sidecar_that_leads_out_is_not_read(self, tmp_path: Path) -> None:
        write(tmp_path / "show/a.md"), write(tmp_path / "a.json", '{"title": "Geheim"}')
        (tmp_path / "show/a.meta.json").symlink_to("../a.json")
        assert only(find(tmp_path / "show")).base.title == "A"
        assert only(find(tmp_path / "show/a.md")).base.title == "A"
