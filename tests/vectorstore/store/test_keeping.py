"""Two generations are kept: sweeping, going back, erasing."""

from collections.abc import Callable
from typing import Any

import pytest

from vectorstore.errors import DamagedIndex, DiskFull, StoreError
from vectorstore.layout import Layout
from vectorstore.store.folders import delete_generation, need_space
from vectorstore.store.generations import erase_older, rollback, sweep
from vectorstore.store.index import DATABASE
from vectorstore.store.pointer import Pointer, history, read_pointer, write_pointer
from vectorstore.store.probe import examine

Publish = Callable[..., str]
MakeCorpus = Callable[..., Any]


def test_never_more_than_two_generations_after_a_publication(
    layout: Layout, publish: Publish, make_corpus: MakeCorpus
) -> None:
    names = []
    for marker in ("a", "b", "c", "d"):
        names.append(publish(layout, make_corpus(marker, episodes=[1])))
        assert layout.generations() == names[-2:]
    assert names == ["gen-000001", "gen-000002", "gen-000003", "gen-000004"]


def test_a_sweep_deletes_what_kills_left_and_nothing_else(
    layout: Layout, publish: Publish, make_corpus: MakeCorpus
) -> None:
    names = [publish(layout, make_corpus(marker)) for marker in ("a", "b")]
    for leftover in ("gen-000003", "gen-000007"):
        layout.generation(leftover).mkdir()
        (layout.generation(leftover) / DATABASE).write_bytes(b"half")
    assert sweep(layout) == ["gen-000003", "gen-000007"]
    assert layout.generations() == names
    assert sweep(layout) == []


def test_a_sweep_before_any_publication_deletes_every_leftover(layout: Layout) -> None:
    layout.generation("gen-000001").mkdir(parents=True)
    assert sweep(layout) == ["gen-000001"]


def test_a_generation_that_was_half_deleted_is_no_longer_finished(
    layout: Layout, publish: Publish, make_corpus: MakeCorpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [publish(layout, make_corpus(marker)) for marker in ("a", "b")]

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("shutil.rmtree", killed)
    with pytest.raises(KeyboardInterrupt):
        delete_generation(layout, names[0])
    assert [one.generation for one in history(layout)] == [names[1]]


def test_a_rollback_goes_to_the_generation_before_and_pins_it(
    layout: Layout, publish: Publish, make_corpus: MakeCorpus
) -> None:
    first, _ = (publish(layout, make_corpus(marker)) for marker in ("a", "b"))
    assert rollback(layout).generation == first
    assert read_pointer(layout) == Pointer(first, pinned=True)
    with pytest.raises(StoreError, match="no earlier generation"):
        rollback(layout)


def test_a_rollback_without_an_earlier_generation_says_so(
    layout: Layout, publish: Publish, make_corpus: MakeCorpus
) -> None:
    with pytest.raises(StoreError, match="no earlier generation"):
        rollback(layout)
    publish(layout, make_corpus())
    with pytest.raises(StoreError, match="no earlier generation"):
        rollback(layout)


def test_a_rollback_never_leads_to_a_damaged_generation(
    layout: Layout, publish: Publish, make_corpus: MakeCorpus
) -> None:
    first, second = (publish(layout, make_corpus(marker)) for marker in ("a", "b"))
    (layout.generation(first) / "scoring.npz").unlink()
    with pytest.raises(DamagedIndex):
        rollback(layout, check=examine)
    assert read_pointer(layout) == Pointer(second)


def test_a_number_is_never_given_twice(layout: Layout, publish: Publish, make_corpus: MakeCorpus) -> None:
    for marker in ("a", "b", "c"):
        publish(layout, make_corpus(marker))
    rollback(layout, check=examine)
    assert sweep(layout) == ["gen-000003"]
    assert publish(layout, make_corpus("d")) == "gen-000004"
    assert layout.generations() == ["gen-000002", "gen-000004"]
    assert read_pointer(layout) == Pointer("gen-000004")


def test_erasing_the_older_ones_keeps_the_current_one(
    layout: Layout, publish: Publish, make_corpus: MakeCorpus
) -> None:
    first, second = (publish(layout, make_corpus(marker)) for marker in ("a", "b"))
    assert erase_older(layout) == [first]
    examine(layout.generation(second))


def test_what_was_erased_is_not_in_any_file_of_a_generation_built_afresh(
    layout: Layout, publish: Publish, make_corpus: MakeCorpus
) -> None:
    publish(layout, make_corpus("canaryword"))
    publish(layout, make_corpus("other"))
    erase_older(layout)
    for path in layout.root.rglob("*"):
        assert not path.is_file() or b"canaryword" not in path.read_bytes()


def test_too_little_room_is_said_with_figures(layout: Layout) -> None:
    need_space(layout, 1)
    with pytest.raises(DiskFull, match=r"MB free and about 1,000,000,000,000 MB are needed"):
        need_space(layout, 10**18)


def test_publication_unpins(layout: Layout, publish: Publish, make_corpus: MakeCorpus) -> None:
    write_pointer(layout, Pointer(publish(layout, make_corpus("a")), pinned=True))
    publish(layout, make_corpus("b"))
    assert read_pointer(layout) == Pointer("gen-000002", pinned=False)
