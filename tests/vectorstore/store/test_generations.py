"""Building aside, publishing in one step, and keeping two generations."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vectorstore.errors import DamagedIndex, DiskFull, StoreError
from vectorstore.layout import Layout
from vectorstore.records import Chunk
from vectorstore.store.folders import folder_bytes
from vectorstore.store.generations import GenerationBuilder
from vectorstore.store.index import DATABASE, StoredIndex
from vectorstore.store.pointer import Pointer, history, read_pointer
from vectorstore.store.probe import examine

Publish = Callable[..., str]
MakeCorpus = Callable[..., Any]


def changed(layout: Layout, base: str, old: Any, new: Any) -> GenerationBuilder:
    """Return an unpublished copy of `base` with the difference between two corpora applied."""
    builder = GenerationBuilder.begin(layout, base)
    known = dict(zip(old.ids, old.chunks, strict=True))
    wanted = dict(zip(new.ids, new.chunks, strict=True))
    builder.remove(id_ for id_, chunk in known.items() if wanted.get(id_) != chunk)
    fresh = [place for place, id_ in enumerate(new.ids) if known.get(id_) != wanted[id_]]
    builder.add([new.chunks[place] for place in fresh], new.episodes, new.vectors[fresh])
    return builder


def contents(store: StoredIndex) -> tuple[dict[str, Chunk], dict[str, Any], list[list[float]]]:
    """Return chunks, Chroma's own metadata by id, and vectors, sorted by id."""
    ids = store.ids()
    raw = store._get(ids, ["metadatas", "documents"])
    metadata = dict(zip(raw["ids"], zip(raw["documents"], raw["metadatas"], strict=True), strict=True))
    return store.chunks(ids), metadata, store.vectors(ids).round(5).tolist()


def test_a_published_generation_holds_what_was_added(layout: Layout, publish: Publish, make_corpus: MakeCorpus) -> None:
    corpus = make_corpus()
    name = publish(layout, corpus)
    assert read_pointer(layout) == Pointer(name)
    assert history(layout) == [corpus.manifest(name)]
    store = StoredIndex.open(layout.generation(name))
    assert store.chunks(store.ids()) == {chunk.id: chunk for chunk in corpus.chunks}
    store.close()


def test_nothing_is_published_before_publish(layout: Layout, make_corpus: MakeCorpus) -> None:
    corpus = make_corpus()
    builder = GenerationBuilder.begin(layout, None)
    builder.add(corpus.chunks, corpus.episodes, corpus.vectors)
    assert builder.seal().count() == len(corpus.chunks)
    assert read_pointer(layout) is None
    builder.abandon()
    builder.abandon()
    assert layout.generations() == []


def test_a_copy_with_the_difference_equals_one_built_afresh(
    layout: Layout, publish: Publish, make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    old = make_corpus(episodes=range(40), each=30)
    new = make_corpus(episodes=range(5, 44), each=30)
    edited = {3: "edited once", 77: "edited twice", 1_100: "edited thrice"}
    new = replace(
        new,
        chunks=[
            replace(chunk, text=edited[place], section="New") if place in edited else chunk
            for place, chunk in enumerate(new.chunks)
        ],
    )
    base = publish(layout, old)
    copied = changed(layout, base, old, new).seal()
    fresh_builder = GenerationBuilder.begin(Layout(tmp_path / "fresh"), None)
    fresh_builder.add(new.chunks, new.episodes, new.vectors)
    fresh = fresh_builder.seal()
    assert contents(copied) == contents(fresh)
    assert copied.count() == len(new.chunks)
    for question in new.vectors[::97]:
        assert dict(copied.query(question, 5)) == pytest.approx(dict(fresh.query(question, 5)))
    copied.close()
    fresh.close()


def test_a_sealed_generation_has_no_full_text_index_and_chroma_refuses_to_search_in_texts(
    layout: Layout, publish: Publish, make_corpus: MakeCorpus
) -> None:
    folder = layout.generation(publish(layout, make_corpus()))
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        assert database.execute("SELECT count(*) FROM embedding_fulltext_search").fetchone() == (0,)
    with closing(StoredIndex.open(folder)) as store, pytest.raises(Exception, match="full-text search"):
        store._collection().get(where_document={"$contains": "a"})


def test_a_copy_leaves_its_base_as_it_was(layout: Layout, publish: Publish, make_corpus: MakeCorpus) -> None:
    old = make_corpus()
    base = publish(layout, old)
    reading = StoredIndex.open(layout.generation(base))
    before = contents(reading)
    builder = changed(layout, base, old, make_corpus("beta"))
    builder.publish(make_corpus("beta").manifest(builder.name), old.arrays(), check=examine)
    assert contents(reading) == before
    reading.close()
    examine(layout.generation(base))


def test_a_damaged_base_is_refused_and_leaves_nothing(
    layout: Layout, publish: Publish, make_corpus: MakeCorpus
) -> None:
    base = publish(layout, make_corpus())
    victim = next(layout.generation(base).rglob("data_level0.bin"))
    victim.write_bytes(b"\0" * victim.stat().st_size)
    with pytest.raises(DamagedIndex, match="data_level0"):
        GenerationBuilder.begin(layout, base)
    assert layout.generations() == [base]


def test_a_check_that_fails_changes_nothing(layout: Layout, publish: Publish, make_corpus: MakeCorpus) -> None:
    corpus = make_corpus()
    first = publish(layout, corpus)
    builder = GenerationBuilder.begin(layout, None)
    builder.add(corpus.chunks[1:], corpus.episodes, corpus.vectors[1:])
    with pytest.raises(DamagedIndex, match="11 rows"):
        builder.publish(corpus.manifest(builder.name), corpus.arrays(), check=examine)
    assert read_pointer(layout) == Pointer(first)
    builder.abandon()
    assert layout.generations() == [first]


def test_an_id_added_twice_is_found_before_publication(layout: Layout, make_corpus: MakeCorpus) -> None:
    corpus = make_corpus()
    builder = GenerationBuilder.begin(layout, None)
    builder.add(corpus.chunks, corpus.episodes, corpus.vectors)
    builder.add(corpus.chunks[:1], corpus.episodes, corpus.vectors[:1])
    manifest = replace(corpus.manifest(builder.name), rows=len(corpus.chunks) + 1)
    arrays = {"ids": np.array([*corpus.ids, corpus.ids[0]])}
    with pytest.raises(DamagedIndex, match="12 rows"):
        builder.publish(manifest, arrays, check=examine)


def test_a_manifest_of_another_generation_is_refused(layout: Layout, make_corpus: MakeCorpus) -> None:
    builder = GenerationBuilder.begin(layout, None)
    with pytest.raises(ValueError, match="gen-000009"):
        builder.publish(make_corpus().manifest("gen-000009"), {}, check=examine)
    builder.abandon()


def test_an_array_of_python_objects_is_refused(layout: Layout, make_corpus: MakeCorpus) -> None:
    corpus = make_corpus()
    builder = GenerationBuilder.begin(layout, None)
    with pytest.raises(ValueError, match="'words'"):
        builder.publish(corpus.manifest(builder.name), {"words": np.array(["a", None], dtype=object)}, check=examine)
    builder.abandon()


def test_an_empty_library_can_be_published(layout: Layout, publish: Publish, make_corpus: MakeCorpus) -> None:
    name = publish(layout, make_corpus(episodes=[]))
    store = StoredIndex.open(layout.generation(name))
    assert store.count() == 0
    store.close()
    copy = GenerationBuilder.begin(layout, name)
    corpus = make_corpus()
    copy.add(corpus.chunks, corpus.episodes, corpus.vectors)
    copy.publish(corpus.manifest(copy.name), corpus.arrays(), check=examine)


def test_a_sealed_generation_takes_nothing_more(layout: Layout, make_corpus: MakeCorpus) -> None:
    corpus = make_corpus()
    builder = GenerationBuilder.begin(layout, None)
    builder.seal()
    with pytest.raises(StoreError, match="closed for writing"):
        builder.add(corpus.chunks, corpus.episodes, corpus.vectors)
    builder.abandon()


def test_abandoning_after_publication_deletes_nothing(layout: Layout, make_corpus: MakeCorpus) -> None:
    corpus = make_corpus()
    builder = GenerationBuilder.begin(layout, None)
    builder.add(corpus.chunks, corpus.episodes, corpus.vectors)
    builder.publish(corpus.manifest(builder.name), corpus.arrays(), check=examine)
    builder.abandon()
    examine(layout.generation(builder.name))


def test_a_copy_is_not_started_without_room(
    layout: Layout, publish: Publish, make_corpus: MakeCorpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = publish(layout, make_corpus())
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 1_000}))
    with pytest.raises(DiskFull, match="0 MB free"):
        GenerationBuilder.begin(layout, base)
    assert layout.generations() == [base]


@pytest.mark.promise(27)
def test_a_copy_sheds_the_room_of_removed_rows(layout: Layout, publish: Publish, make_corpus: MakeCorpus) -> None:
    big, small = make_corpus(episodes=range(20), each=30), make_corpus(episodes=range(2), each=30)
    base = publish(layout, big)
    builder = changed(layout, base, big, small)
    builder.publish(small.manifest(builder.name), small.arrays(), check=examine)
    ratio = folder_bytes(layout.generation(builder.name)) / folder_bytes(layout.generation(base))
    assert ratio < 0.6


@pytest.mark.promise(44)
def test_everything_is_flushed_before_current_is_replaced(
    layout: Layout, publish: Publish, make_corpus: MakeCorpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish(layout, make_corpus("a"))
    events: list[tuple[str, Path]] = []
    real_fsync, real_replace = os.fsync, os.replace

    def fsync(handle: int) -> None:
        real_fsync(handle)
        events.append(("fsync", Path(os.readlink(f"/proc/self/fd/{handle}"))))

    def replaced(source: Any, target: Any) -> None:
        real_replace(source, target)
        events.append(("replace", Path(target)))

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replaced)
    second = publish(layout, make_corpus("b"))

    folder = layout.generation(second)
    switch = events.index(("replace", layout.current))
    before, after = events[:switch], events[switch:]
    tree = [folder, *folder.rglob("*")]
    assert len(tree) > 9
    last_change = max(place for place, event in enumerate(before) if event[0] == "replace")
    flushed = {path for kind, path in before[last_change:] if kind == "fsync"}
    assert set(tree) <= flushed  # the files, each folder that names them
    assert layout.root in flushed  # and the folder that names the generation
    assert before[-1][0] == "fsync"
    assert before[-1][1].name.startswith(".CURRENT.")  # the new pointer's own content
    assert ("fsync", layout.root) in after  # and the name under which it now stands
    assert layout.generations() == [first, second]
