"""What a run ingests: added roots, EPISODES_DIR, the sample show that stands in, and the inbox."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.errors import RootProblem
from ingest.library import (
    Library,
    add_paths,
    effective_roots,
    forget,
    load_library,
    mark_own,
    sample_stands_in,
    save_library,
)
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


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "var")


@pytest.fixture
def sample(make: Make) -> Path:
    make("shipped/episodes/001.md")
    return Path(make("shipped/episodes/"))


def names(library: Library, layout: Layout, episodes: Path | None, sample: Path) -> list[str]:
    return [root.name for root in effective_roots(library, layout, episodes, sample)]


def test_the_sample_stands_in_for_a_library_without_anything(layout: Layout, sample: Path) -> None:
    assert names(Library(), layout, None, sample) == ["episodes", "inbox"]
    assert sample_stands_in(Library(), layout, None)


def test_episodes_dir_replaces_the_sample(make: Make, layout: Layout, sample: Path) -> None:
    assert names(Library(), layout, Path(make("mijn/")), sample) == ["mijn", "inbox"]


def test_an_added_root_makes_the_sample_give_way(make: Make, layout: Layout, sample: Path) -> None:
    library = add_paths(Library(), [make("show/")])
    assert names(library, layout, None, sample) == ["show", "inbox"]


def test_any_file_in_the_inbox_makes_the_sample_give_way(layout: Layout, sample: Path) -> None:
    layout.inbox.mkdir(parents=True)
    (layout.inbox / ".hidden").touch()
    assert names(Library(), layout, None, sample) == ["episodes", "inbox"]
    (layout.inbox / "x.md").touch()
    assert names(Library(), layout, None, sample) == ["inbox"]


def test_the_sample_never_comes_back(make: Make, layout: Layout, sample: Path) -> None:
    forgotten = forget(add_paths(Library(), [make("show/")]), "show")
    assert names(forgotten, layout, None, sample) == ["inbox"]
    assert names(mark_own(Library()), layout, None, sample) == ["inbox"]
    save_library(layout, forgotten)
    assert names(load_library(layout), layout, None, sample) == ["inbox"]


def test_the_sample_can_be_added_and_forgotten_like_any_root(layout: Layout, sample: Path) -> None:
    assert names(add_paths(Library(), [str(sample)]), layout, None, sample) == ["episodes", "inbox"]
    assert names(forget(Library(), str(sample), sample=sample), layout, None, sample) == ["inbox"]


def test_episodes_dir_absorbs_and_is_absorbed(make: Make, layout: Layout, sample: Path) -> None:
    upper, lower = make("up/"), make("up/show/")
    assert names(add_paths(Library(), [lower]), layout, Path(upper), sample) == ["up", "inbox"]
    assert names(add_paths(Library(), [upper]), layout, Path(lower), sample) == ["up", "inbox"]


def test_a_name_given_to_episodes_dir_counts(make: Make, layout: Layout, sample: Path) -> None:
    library = add_paths(Library(), [f"ander={make('show/')}"])
    assert names(library, layout, Path(make("show/")), sample) == ["ander", "inbox"]


def test_episodes_dir_may_not_share_a_living_roots_name(
    make: Make, layout: Layout, sample: Path, tmp_path: Path
) -> None:
    library = add_paths(Library(), [make("a/show/")])
    with pytest.raises(RootProblem, match="OTHER-NAME="):
        names(library, layout, Path(make("b/show/")), sample)
    (tmp_path / "a/show").rmdir()
    roots = effective_roots(library, layout, Path(make("b/show/")), sample)
    assert roots[0].path == tmp_path / "b/show"


def test_an_episodes_dir_that_is_gone_stays_a_root(layout: Layout, sample: Path, tmp_path: Path) -> None:
    assert names(Library(), layout, tmp_path / "gone", sample) == ["gone", "inbox"]


def test_only_drops_episodes_dir_until_it_is_added_again(make: Make, layout: Layout, sample: Path) -> None:
    episodes = Path(make("show/"))
    library = add_paths(Library(), [make("b/")], only=True, episodes_dir=episodes)
    assert names(library, layout, episodes, sample) == ["b", "inbox"]
    again = add_paths(library, [str(episodes)])
    assert names(again, layout, episodes, sample) == ["b", "show", "inbox"]


def test_episodes_dir_can_be_forgotten(make: Make, layout: Layout, sample: Path) -> None:
    episodes = Path(make("show/"))
    library = forget(Library(), str(episodes), episodes_dir=episodes)
    save_library(layout, library)
    assert names(load_library(layout), layout, episodes, sample) == ["inbox"]


def test_the_inbox_is_neither_dropped_nor_forgotten(make: Make, layout: Layout, sample: Path) -> None:
    library = add_paths(Library(), [make("show/")], only=True)
    assert names(library, layout, None, sample) == ["show", "inbox"]
    with pytest.raises(RootProblem):
        forget(library, "inbox")


def test_the_inbox_given_as_a_path_stays_one_root(layout: Layout, sample: Path) -> None:
    layout.inbox.mkdir(parents=True)
    assert names(add_paths(Library(), [str(layout.inbox)]), layout, None, sample) == ["inbox"]


def test_another_root_cannot_be_called_inbox(make: Make, layout: Layout, sample: Path) -> None:
    with pytest.raises(RootProblem, match='"inbox"'):
        names(add_paths(Library(), [make("mail/inbox/")]), layout, None, sample)


def test_data_dir_itself_is_no_root(layout: Layout, sample: Path) -> None:
    layout.root.mkdir()
    with pytest.raises(RootProblem, match="DATA_DIR"):
        names(add_paths(Library(), [str(layout.root)]), layout, None, sample)
