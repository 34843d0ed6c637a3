"""One lease, one generation: swaps, falls back, lets go, and never makes those who ask pay for it."""

import os
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vectorstore.errors import StoreError
from vectorstore.layout import Layout
from vectorstore.store.generations import rollback
from vectorstore.store.probe import examine
from vectorstore.store.reader import IndexReader, PublishedIndex

Publish = Callable[..., str]
MakeCorpus = Callable[..., Any]
Markers = Callable[[PublishedIndex], set[str]]
OpenFiles = Callable[[Path], list[str]]
Soon = Callable[[Callable[[], bool]], bool]
EMBEDDER = "fake/eight"


def test_a_lease_holds_manifest_rows_and_arrays(
    reader: IndexReader, layout: Layout, publish: Publish, make_corpus: MakeCorpus, markers: Markers
) -> None:
    corpus = make_corpus()
    name = publish(layout, corpus)
    assert reader.generation() == name
    with reader.lease() as index:
        assert index.manifest == corpus.manifest(name)
        assert index.arrays["ids"].tolist() == corpus.ids
        assert markers(index) == {"alpha"}
    assert reader.generation() == name
    assert reader.trouble is None


@pytest.mark.promise(4)
def test_a_swap_shows_at_the_next_lease_and_not_in_a_running_one(
    reader: IndexReader, layout: Layout, publish: Publish, make_corpus: MakeCorpus, markers: Markers
) -> None:
    publish(layout, make_corpus("alpha"))
    with reader.lease() as old:
        publish(layout, make_corpus("beta"))
        with reader.lease() as new:
            assert markers(new) == {"beta"}
            assert markers(old) == {"alpha"}
        assert markers(old) == {"alpha"}
    with pytest.raises(StoreError, match="closed"):
        old.store.count()


def test_the_old_generation_is_let_go_with_its_last_lease(
    reader: IndexReader,
    layout: Layout,
    publish: Publish,
    make_corpus: MakeCorpus,
    markers: Markers,
    open_files: OpenFiles,
    soon: Soon,
) -> None:
    first = publish(layout, make_corpus("alpha"))
    with reader.lease(), reader.lease() as old:
        publish(layout, make_corpus("beta"))
        with reader.lease():
            pass
        assert markers(old) == {"alpha"}
        assert open_files(layout.generation(first))
    assert soon(lambda: open_files(layout.generation(first)) == [])


def test_a_closed_reader_has_let_go_of_everything(
    reader: IndexReader,
    layout: Layout,
    publish: Publish,
    make_corpus: MakeCorpus,
    markers: Markers,
    open_files: OpenFiles,
    soon: Soon,
) -> None:
    publish(layout, make_corpus())
    with reader.lease() as index:
        reader.close()
        assert markers(index) == {"alpha"}
    assert soon(lambda: open_files(layout.root) == [])


@pytest.mark.promise(42)
def test_many_swaps_keep_neither_files_nor_memory(
    reader: IndexReader,
    layout: Layout,
    publish: Publish,
    make_corpus: MakeCorpus,
    markers: Markers,
    open_files: OpenFiles,
    soon: Soon,
) -> None:
    def resident() -> float:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    def held() -> set[str]:
        return {Path(one).relative_to(layout.root).parts[0] for one in open_files(layout.root)}

    before = 0.0
    for turn in range(12):
        publish(layout, make_corpus(f"m{turn}"))
        with reader.lease() as index:
            assert markers(index) == {f"m{turn}"}
        if turn == 3:
            before = resident()
    assert soon(lambda: held() == {"gen-000012"})
    assert resident() - before < 20


@pytest.mark.promise(2)
def test_four_threads_never_see_a_mixture_while_generations_change(
    reader: IndexReader,
    layout: Layout,
    publish: Publish,
    make_corpus: MakeCorpus,
    markers: Markers,
    soon: Soon,
) -> None:
    publish(layout, make_corpus("m0"))
    stop = threading.Event()
    seen: list[set[str]] = [set() for _ in range(4)]
    failures: list[BaseException] = []

    def ask(mine: set[str]) -> None:
        try:
            while not stop.is_set():
                with reader.lease() as index:
                    found = markers(index)
                    assert found == markers(index)
                assert len(found) == 1
                mine |= found
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=ask, args=(mine,)) for mine in seen]
    for thread in threads:
        thread.start()
    for turn in range(1, 7):
        publish(layout, make_corpus(f"m{turn}"))
        assert soon(lambda turn=turn: all(f"m{turn}" in mine for mine in seen) or bool(failures))
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.promise(3)
def test_while_one_lease_opens_the_new_generation_the_others_do_not_wait(
    reader: IndexReader, layout: Layout, publish: Publish, make_corpus: MakeCorpus
) -> None:
    publish(layout, make_corpus("alpha"))
    with reader.lease():
        pass
    publish(layout, make_corpus("beta"))
    with reader._opening:  # as if another thread were in the middle of it
        began = time.monotonic()
        with reader.lease() as index:
            assert index.manifest.generation == "gen-000001"
        assert time.monotonic() - began < 0.5
    with reader.lease() as index:
        assert index.manifest.generation == "gen-000002"


def test_whoever_catches_up_waits_for_the_new_generation_though_another_thread_opens_it(
    reader: IndexReader, layout: Layout, publish: Publish, make_corpus: MakeCorpus
) -> None:
    publish(layout, make_corpus())
    with reader.lease():
        pass
    publish(layout, make_corpus("beta"))
    waiting = threading.Thread(target=reader.catch_up)
    with reader._opening:  # as if another thread were in the middle of it
        waiting.start()
        waiting.join(0.2)
        assert waiting.is_alive()
    waiting.join(10)
    with reader._opening, reader.lease() as index:  # whoever asks now need not open anything
        assert index.manifest.generation == "gen-000002"


def test_a_lease_costs_microseconds_when_nothing_changed(
    reader: IndexReader, layout: Layout, publish: Publish, make_corpus: MakeCorpus
) -> None:
    publish(layout, make_corpus())
    with reader.lease():
        pass
    began = time.process_time()
    for _ in range(1_000):
        with reader.lease():
            pass
    assert time.process_time() - began < 0.2


def test_a_rollback_is_followed(
    reader: IndexReader, layout: Layout, publish: Publish, make_corpus: MakeCorpus, markers: Markers
) -> None:
    publish(layout, make_corpus("alpha"))
    publish(layout, make_corpus("beta"))
    with reader.lease() as index:
        assert markers(index) == {"beta"}
    rollback(layout, check=examine)
    assert reader.generation() == "gen-000001"
    with reader.lease() as index:
        assert markers(index) == {"alpha"}
    assert reader.trouble is None


def test_a_folder_that_was_emptied_and_filled_again_under_the_same_name_is_read_anew(
    reader: IndexReader,
    layout: Layout,
    publish: Publish,
    make_corpus: MakeCorpus,
    tmp_path: Path,
    markers: Markers,
) -> None:
    publish(layout, make_corpus("alpha"))
    with reader.lease() as index:
        assert markers(index) == {"alpha"}
    elsewhere = Layout(tmp_path / "elsewhere")  # the writer is another process, with clients of its own
    publish(elsewhere, make_corpus("beta", each=3))
    shutil.rmtree(layout.root)
    elsewhere.root.rename(layout.root)
    with reader.lease() as index:
        assert index.manifest.generation == "gen-000001"
        assert markers(index) == {"beta"}


def test_a_pin_that_changes_reopens_nothing(
    reader: IndexReader, layout: Layout, publish: Publish, make_corpus: MakeCorpus
) -> None:
    from vectorstore.store.pointer import Pointer, write_pointer

    name = publish(layout, make_corpus("alpha"))
    with reader.lease() as before:
        pass
    write_pointer(layout, Pointer(name, pinned=True))
    with reader.lease() as after:
        assert after is before
