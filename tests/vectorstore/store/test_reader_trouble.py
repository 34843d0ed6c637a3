"""What a reader does when there is no index, a damaged one, or another model's: it says so and goes on."""

from collections.abc import Callable
from typing import Any

import pytest

from vectorstore.errors import DamagedIndex, IndexMismatch, NoIndex
from vectorstore.layout import Layout
from vectorstore.store.reader import IndexReader, PublishedIndex

Publish = Callable[..., str]
MakeCorpus = Callable[..., Any]
Markers = Callable[[PublishedIndex], set[str]]
EMBEDDER = "fake/eight"


def break_it(layout: Layout, name: str) -> None:
    """Damage a generation."""
    next(layout.generation(name).rglob("data_level0.bin")).write_bytes(b"x")


def test_without_an_index_the_reader_says_what_to_do(
    reader: IndexReader, layout: Layout, publish: Publish, make_corpus: MakeCorpus
) -> None:
    assert reader.generation() is None
    with pytest.raises(NoIndex, match=r"python -m ingest"), reader.lease():
        pass
    publish(layout, make_corpus())
    with reader.lease() as index:
        assert index.manifest.generation == "gen-000001"


@pytest.mark.promise(21)
def test_another_embedder_is_a_mismatch_that_names_both(
    layout: Layout, publish: Publish, make_corpus: MakeCorpus
) -> None:
    publish(layout, make_corpus(), embedder="openai/large")
    reader = IndexReader(layout, EMBEDDER)
    with pytest.raises(IndexMismatch, match=r"openai/large.*fake/eight.*python -m ingest"), reader.lease():
        pass


def test_when_the_new_generation_does_not_open_the_old_one_goes_on(
    reader: IndexReader, layout: Layout, publish: Publish, make_corpus: MakeCorpus, markers: Markers
) -> None:
    publish(layout, make_corpus("alpha"))
    with reader.lease():
        pass
    break_it(layout, publish(layout, make_corpus("beta")))
    for _ in range(2):
        with reader.lease() as index:
            assert markers(index) == {"alpha"}
    assert reader.generation() == "gen-000001"
    assert reader.trouble is not None
    assert "data_level0.bin is damaged" in reader.trouble
    assert "gen-000001 answers" in reader.trouble
    publish(layout, make_corpus("gamma"))
    with reader.lease() as index:
        assert markers(index) == {"gamma"}
    assert reader.trouble is None


def test_a_first_opening_falls_back_and_says_so(
    reader: IndexReader, layout: Layout, publish: Publish, make_corpus: MakeCorpus, markers: Markers
) -> None:
    publish(layout, make_corpus("alpha"))
    break_it(layout, publish(layout, make_corpus("beta")))
    with reader.lease() as index:
        assert markers(index) == {"alpha"}
    assert reader.trouble is not None
    assert "gen-000002" in reader.trouble


def test_a_generation_that_fails_while_answering_is_passed_over_next_time(
    reader: IndexReader, layout: Layout, publish: Publish, make_corpus: MakeCorpus, markers: Markers
) -> None:
    publish(layout, make_corpus("alpha"))
    publish(layout, make_corpus("beta"))
    with reader.lease() as index:
        assert markers(index) == {"beta"}
    with pytest.raises(DamagedIndex), reader.lease():
        raise DamagedIndex("a page is gone")
    with reader.lease() as index:
        assert markers(index) == {"alpha"}
    assert reader.trouble is not None
    assert "gen-000002 failed while answering" in reader.trouble


def test_an_only_generation_that_fails_once_is_tried_again(
    reader: IndexReader, layout: Layout, publish: Publish, make_corpus: MakeCorpus, markers: Markers
) -> None:
    publish(layout, make_corpus("alpha"))
    with pytest.raises(DamagedIndex), reader.lease():
        raise DamagedIndex("a page is gone")
    with reader.lease() as index:
        assert markers(index) == {"alpha"}


def test_an_error_of_the_caller_condemns_nothing(
    reader: IndexReader, layout: Layout, publish: Publish, make_corpus: MakeCorpus, markers: Markers
) -> None:
    publish(layout, make_corpus("alpha"))
    publish(layout, make_corpus("beta"))
    with pytest.raises(KeyError), reader.lease():
        raise KeyError
    with reader.lease() as index:
        assert markers(index) == {"beta"}


def test_an_index_of_another_embedder_does_not_replace_the_one_that_answers(
    reader: IndexReader, layout: Layout, publish: Publish, make_corpus: MakeCorpus, markers: Markers
) -> None:
    publish(layout, make_corpus("alpha"))
    with reader.lease():
        pass
    publish(layout, make_corpus("beta"), embedder="other/eight")
    with reader.lease() as index:
        assert markers(index) == {"alpha"}
    assert reader.trouble is not None
    assert "other/eight" in reader.trouble


def test_losing_the_pointer_does_not_silence_a_reader(
    reader: IndexReader, layout: Layout, publish: Publish, make_corpus: MakeCorpus, markers: Markers
) -> None:
    publish(layout, make_corpus("alpha"))
    with reader.lease():
        pass
    layout.current.unlink()
    with reader.lease() as index:
        assert markers(index) == {"alpha"}
    assert reader.trouble is not None
