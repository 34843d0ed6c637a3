"""Another index is noticed once, over restarts too, and only what is new is news."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.ledger import Ledger
from bot.publications import Publications, added
from bot.publications import Published as Change
from tests.published import manifest_of, publish
from vectorstore.layout import Layout
from vectorstore.store.pointer import Pointer, write_pointer

Open = Callable[[], Publications]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Open]:
    """Start a bot: a new watcher over the same files."""
    with closing(Ledger(tmp_path / "ledger.sqlite")) as ledger:
        yield lambda: Publications(Layout(tmp_path), ledger)


def told(watcher: Publications) -> list[str]:
    """Deal with a publication as the bot does; return the titles that are announced."""
    published = watcher.look()
    assert published is not None
    titles = [one.title for one in watcher.news(published, 0.0)]
    watcher.settle(published.new)
    return titles


def test_an_index_that_was_there_before_the_bot_is_no_publication(start: Open, tmp_path: Path) -> None:
    publish(tmp_path, 1, {"a.md": ["a"], "b.md": ["b"]})
    watcher = start()
    assert watcher.look() is None
    publish(tmp_path, 2, {"a.md": ["a"], "b.md": ["b"], "c.md": ["c"]})
    assert told(watcher) == ["About c"]
    assert watcher.look() is None


def test_the_first_index_of_all_is_told_and_nothing_of_it_announced(start: Open, tmp_path: Path) -> None:
    watcher = start()
    assert watcher.look() is None
    publish(tmp_path, 1, {"a.md": ["a"], "b.md": ["b"]})
    published = watcher.look()
    assert published is not None
    assert (published.old, published.new.generation) == (None, "gen-000001")
    assert watcher.news(published, 0.0) == []


def test_the_sample_show_is_nobodys_news_nor_is_the_first_index_of_ones_own(start: Open, tmp_path: Path) -> None:
    watcher = start()
    watcher.look()
    publish(tmp_path, 1, {"sample.md": ["s"]}, own=False)
    assert told(watcher) == []
    publish(tmp_path, 2, {"a.md": ["a"], "b.md": ["b"]})
    assert told(watcher) == []
    publish(tmp_path, 3, {"a.md": ["a"], "b.md": ["b"], "c.md": ["c"]})
    assert told(watcher) == ["About c"]


def test_what_was_published_while_the_bot_was_down_is_told_at_its_start_once(start: Open, tmp_path: Path) -> None:
    publish(tmp_path, 1, {"a.md": ["a"]})
    start().look()
    publish(tmp_path, 2, {"a.md": ["a"], "b.md": ["b"]})
    again = start()
    published = again.look()
    assert published is not None
    assert published.old is not None
    assert [one.title for one in again.news(published, 0.0)] == ["About b"]
    third = start()  # the second was killed before it had settled
    published = third.look()
    assert published is not None
    assert third.news(published, 0.0) == []
    third.settle(published.new)
    assert start().look() is None


def test_an_old_index_that_was_cleared_away_is_none(start: Open, tmp_path: Path) -> None:
    publish(tmp_path, 1, {"a.md": ["a"]})
    start().look()
    publish(tmp_path, 2, {"a.md": ["a"], "b.md": ["b"]})
    shutil.rmtree(tmp_path / "gen-000001")
    published = start().look()
    assert published is not None
    assert published.old is None


def test_a_rollback_and_the_way_back_announce_nothing_again(start: Open, tmp_path: Path) -> None:
    publish(tmp_path, 1, {"a.md": ["a"]})
    watcher = start()
    watcher.look()
    publish(tmp_path, 2, {"a.md": ["a"], "b.md": ["b"]})
    assert told(watcher) == ["About b"]
    write_pointer(watcher.layout, Pointer("gen-000001", pinned=True))
    assert told(watcher) == []
    publish(tmp_path, 3, {"a.md": ["a"], "b.md": ["b"]})
    assert told(watcher) == []


def test_a_pin_alone_is_no_publication(start: Open, tmp_path: Path) -> None:
    publish(tmp_path, 1, {"a.md": ["a"]})
    watcher = start()
    watcher.look()
    write_pointer(watcher.layout, Pointer("gen-000001", pinned=True))
    assert watcher.look() is None


def test_half_a_file_is_logged_once_and_what_follows_it_is_told(
    start: Open, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    publish(tmp_path, 1, {"a.md": ["a"]})
    watcher = start()
    watcher.look()
    (tmp_path / "CURRENT").write_text("{")
    assert [watcher.look(), watcher.look()] == [None, None]
    assert caplog.text.count("cannot be read") == 1
    (tmp_path / "CURRENT").unlink()
    publish(tmp_path, 2, {"a.md": ["a"], "b.md": ["b"]})
    assert told(watcher) == ["About b"]


@pytest.mark.parametrize(
    ("before", "after", "news"),
    [
        ({"a.md": ["a"]}, {"a.md": ["renamed"]}, []),
        ({"a.md": ["a"]}, {"a.md": ["a", "b"]}, ["b"]),
        ({"all.md": ["a", "b"]}, {"all.md": ["a", "c"]}, []),
        ({"a.md": ["a"]}, {"a.md": ["a"], "a.vtt": ["a"]}, []),
        ({"a.md": ["a"]}, {"moved.md": ["a"]}, []),
        ({"a.md": ["a"]}, {"a.md": ["renamed"], "b.md": ["b"]}, ["b"]),
    ],
)
def test_an_episode_is_new_when_its_document_is_or_has_grown(
    before: dict[str, list[str]], after: dict[str, list[str]], news: list[str]
) -> None:
    old, new = manifest_of(1, before), manifest_of(2, after)
    unmet = frozenset(one.key for one in new.episodes) - {one.key for one in old.episodes}
    assert [one.key for one in added(Change(old, new), unmet)] == news
