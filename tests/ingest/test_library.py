"""The library's roots: adding, absorbing, naming, forgetting, and what a run ingests."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.errors import IngestError, RootProblem
from ingest.library import (
    Library,
    Root,
    add_paths,
    exclude,
    forget,
    load_library,
    restore,
    save_library,
)
from vectorstore.errors import NewerVersion
from vectorstore.layout import Layout

Make = Callable[..., str]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Make a file below tmp_path (or a folder, for a name that ends with "/") and return its path."""

    def make(name: str, text: str = "text") -> str:
        path = tmp_path / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return str(path)

    return make


def names(library: Library) -> list[str]:
    return sorted(root.name for root in library.roots)


def test_a_folder_and_a_file_become_roots_named_by_their_folders(make: Make) -> None:
    folder, file = make("a/show/"), make("b/losse/x.md")
    library = add_paths(Library(), [folder, file])
    assert library.roots == (Root("show", Path(folder), False), Root("losse", Path(file), True))


def test_a_relative_path_is_kept_absolute(make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    make("show/")
    monkeypatch.chdir(tmp_path)
    assert add_paths(Library(), ["./show/"]).roots == (Root("show", tmp_path / "show", False),)


def test_a_path_that_does_not_exist_is_refused_by_name_and_adds_nothing(make: Make, tmp_path: Path) -> None:
    with pytest.raises(RootProblem, match="nowhere does not exist"):
        add_paths(Library(), [make("show/"), str(tmp_path / "nowhere")])


def test_adding_a_root_again_changes_nothing(make: Make) -> None:
    once = add_paths(Library(), [make("show/")])
    assert add_paths(once, [make("show/")]) == once


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_a_folder_absorbs_roots_below_it_in_any_order(make: Make, order: tuple[int, ...]) -> None:
    paths = [make("show/"), make("show/deep/er/"), make("show/deep/x.md")]
    together = add_paths(Library(), [paths[at] for at in order])
    one_by_one = Library()
    for at in order:
        one_by_one = add_paths(one_by_one, [paths[at]])
    assert together.roots == one_by_one.roots == (Root("show", Path(paths[0]), False),)


def test_absorbing_happens_before_names_clash(make: Make) -> None:
    lower, other, upper = make("y/show/"), make("x/show/"), make("y/")
    assert names(add_paths(Library(), [lower, other, upper])) == ["show", "y"]


def test_a_file_inside_a_known_root_adds_nothing(make: Make) -> None:
    library = add_paths(Library(), [make("show/")])
    assert add_paths(library, [make("show/x.md")]).roots == library.roots


def test_files_given_side_by_side_share_their_folders_name(make: Make) -> None:
    library = add_paths(Library(), [make("show/a.md"), make("show/b.md")])
    assert [(root.name, root.path.name, root.file) for root in library.roots] == [
        ("show", "a.md", True),
        ("show", "b.md", True),
    ]


def test_sidecars_and_backups_that_a_star_brings_along_are_no_roots(make: Make) -> None:
    files = ["a.md", "a.meta.json", "a.md~", "show.toml", "p_meta.json", "p.srt"]
    library = add_paths(Library(), [make(f"show/{file}") for file in files])
    assert sorted(root.path.name for root in library.roots) == ["a.md", "p.srt"]


def test_a_sidecar_given_alone_is_refused(make: Make) -> None:
    make("show/a.md")
    with pytest.raises(RootProblem, match="describes its neighbours"):
        add_paths(Library(), [make("show/a.meta.json")])


def test_two_living_roots_of_one_name_are_refused_with_the_way_out(make: Make) -> None:
    library = add_paths(Library(), [make("a/show/")])
    with pytest.raises(RootProblem, match="NAME="):
        add_paths(library, [make("b/show/")])
    with pytest.raises(RootProblem, match='"show"'):
        add_paths(library, [make("c/show/x.md")])
    assert names(add_paths(library, [f"other={make('b/show/')}"])) == ["other", "show"]


def test_a_living_root_takes_over_the_name_of_a_dead_one(make: Make, tmp_path: Path) -> None:
    library = add_paths(Library(), [make("a/show/")])
    (tmp_path / "a/show").rename(tmp_path / "moved")
    new = make("b/show/")
    assert add_paths(library, [new]).roots == (Root("show", Path(new), False),)


def test_a_known_root_can_be_renamed(make: Make) -> None:
    library = add_paths(Library(), [make("show/")])
    assert names(add_paths(library, [f"ander={make('show/')}"])) == ["ander"]
    renamed = add_paths(library, [f"ander={make('show/')}"])
    assert names(add_paths(renamed, [make("show/")])) == ["ander"]


def test_an_existing_path_that_holds_an_equals_sign_is_a_path(make: Make, tmp_path: Path) -> None:
    path = make("a=b/")
    assert add_paths(Library(), [path]).roots == (Root("a=b", Path(path), False),)
    assert names(add_paths(Library(), [f"x={path}"])) == ["x"]


@pytest.mark.parametrize("name", ["", "a/b", "..", ".", "a\\b", "a\nb"])
def test_a_name_that_could_not_begin_a_documents_name_is_refused(make: Make, name: str) -> None:
    with pytest.raises(RootProblem):
        add_paths(Library(), [f"{name}={make('show/')}"])


def test_a_root_that_is_a_link_keeps_the_links_own_name(make: Make, tmp_path: Path) -> None:
    make("real/x.md")
    link = tmp_path / "show"
    link.symlink_to(tmp_path / "real")
    assert add_paths(Library(), [str(link)]).roots == (Root("show", link, False),)


def test_a_link_and_what_it_leads_to_are_one_root(make: Make, tmp_path: Path) -> None:
    real, link = make("real/"), tmp_path / "show"
    link.symlink_to(real)
    assert len(add_paths(Library(), [str(link), real]).roots) == 1


def test_a_dangling_link_does_not_exist(tmp_path: Path) -> None:
    (tmp_path / "show").symlink_to(tmp_path / "gone")
    with pytest.raises(RootProblem, match="does not exist"):
        add_paths(Library(), [str(tmp_path / "show")])


def test_only_drops_every_other_root_and_keeps_given_names(make: Make) -> None:
    library = add_paths(Library(), [f"mijn={make('a/')}", make("b/")])
    assert names(add_paths(library, [make("a/"), make("c/")], only=True)) == ["c", "mijn"]


def test_only_with_a_folder_below_a_root_leaves_that_folder(make: Make) -> None:
    make("show/sub/x.md")
    library = add_paths(Library(), [make("show/")])
    assert names(add_paths(library, [make("show/sub/")], only=True)) == ["sub"]


def test_a_root_is_forgotten_by_path_or_by_name(make: Make) -> None:
    library = add_paths(Library(), [make("a/"), make("b/")])
    assert names(forget(library, make("a/"))) == names(forget(library, "a")) == ["b"]


def test_files_of_a_folder_are_forgotten_together_or_alone(make: Make, tmp_path: Path) -> None:
    library = add_paths(Library(), [make("show/a.md"), make("show/b.md")])
    assert [root.path.name for root in forget(library, make("show/a.md")).roots] == ["b.md"]
    assert forget(library, str(tmp_path / "show")).roots == forget(library, "show").roots == ()


def test_a_root_that_is_gone_can_be_forgotten(make: Make, tmp_path: Path) -> None:
    library = add_paths(Library(), [make("a/")])
    (tmp_path / "a").rmdir()
    assert forget(library, str(tmp_path / "a")).roots == ()


def test_forgetting_what_is_no_root_names_the_roots_there_are(make: Make) -> None:
    library = add_paths(Library(), [make("a/")])
    with pytest.raises(RootProblem, match=make("a/")):
        forget(library, make("b/"))


def test_an_exclusion_is_kept_and_taken_back() -> None:
    library = exclude(exclude(Library(), "show/b.md"), "show/a.md")
    assert library.excluded == exclude(library, "show/a.md").excluded == ("show/a.md", "show/b.md")
    assert restore(library, "show/a.md").excluded == ("show/b.md",)
    with pytest.raises(IngestError, match=r"show/b\.md"):
        restore(library, "show/c.md")


def test_an_exclusion_survives_absorption_and_renaming(make: Make) -> None:
    make("up/show/x.md")
    library = exclude(add_paths(Library(), [make("up/show/")]), "show/x.md")
    assert "up/show/x.md" in add_paths(library, [make("up/")]).excluded
    assert "ander/x.md" in add_paths(library, [f"ander={make('up/show/')}"]).excluded
    assert "show/x.md" in add_paths(library, [make("up/show/x.md")], only=True).excluded


def test_a_library_comes_back_as_it_was_saved(make: Make, tmp_path: Path) -> None:
    layout = Layout(tmp_path / "var")
    assert load_library(layout) == Library()
    library = exclude(add_paths(Library(), [make("a/"), make("b/x.md")]), "a/ü.md")
    save_library(layout, library)
    assert load_library(layout) == library
    assert json.loads(layout.library.read_text())["schema"] == 1


def test_a_newer_library_is_refused_with_a_sentence(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.library.write_text('{"schema": 2, "roots": []}')
    with pytest.raises(NewerVersion, match="newer version"):
        load_library(layout)


@pytest.mark.parametrize("text", ["[]", "{}", '{"schema": 1}', '{"schema": 1, "roots": [3]}', '{"schema": "x"}'])
def test_a_file_that_holds_no_library_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    layout = Layout(tmp_path)
    layout.library.write_text(text)
    with pytest.raises(IngestError, match="does not hold a library"):
        load_library(layout)
