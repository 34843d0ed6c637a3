"""The cache lets go of what no index on the disk and no recent run needs, and of nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingest import commands
from ingest.letting_go import let_go
from tests.desk import Desk, episode
from tests.doubles import WordEmbedder
from vectorstore.embeddings.cache import EmbeddingCache
from vectorstore.embeddings.uses import RECENT, WORTH, now

JUNK = [f"a passage of a show that is gone {number}" for number in range(300)]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Two indexes of a show, and a cache that a show has gone from, so long ago that no recent run used it."""
    desk = Desk(tmp_path_factory.mktemp("original"), WordEmbedder())
    for words in ("Bees live on the roof.", "Bees have moved to the cellar."):
        desk.write("show/1.md", episode(1, "Bees", words))
        desk.ingest(desk.folder / "show")
    with EmbeddingCache(desk.layout.state) as cache:
        cache.embed(desk.job.embedder, JUNK)
        for _ in range(RECENT):
            cache.end_run(0, lambda: (), worth=WORTH)
    return desk


@pytest.fixture
def desk(original: Desk, tmp_path: Path) -> Desk:
    return original.copied(tmp_path)


def test_a_publication_counts_as_a_run(desk: Desk) -> None:
    before, after = (counted(desk, publish) for publish in (False, True))
    assert after == before + 1


def counted(desk: Desk, publish: bool) -> int:
    if publish:
        desk.write("show/2.md", episode(2, "Trains", "Night trains are back."))
        assert desk.ingest().outcome == "published"
    with EmbeddingCache(desk.layout.state) as cache:
        return now(cache._connection)


def test_what_is_gone_goes_and_both_indexes_can_be_built_again_for_nothing(desk: Desk) -> None:
    with EmbeddingCache(desk.layout.state) as cache:
        assert let_go(desk.job.store, cache, worth=1) >= len(JUNK)
        assert cache.missing(desk.job.embedder.model_id, JUNK) == len(JUNK)
    assert desk.ingest(full=True, dry_run=True).chunks.embedded == 0
    assert desk.ingest(full=True).chunks.embedded == 0
    commands.roll_back(desk.layout)
    desk.write("show/1.md", episode(1, "Bees", "Bees live on the roof."))
    assert desk.ingest(full=True).chunks.embedded == 0


def test_an_index_that_cannot_be_read_keeps_everything(desk: Desk) -> None:
    shutil.rmtree(desk.layout.generation("gen-000001"))
    (desk.layout.generation("gen-000002") / "chroma.sqlite3").write_bytes(b"damaged")
    with EmbeddingCache(desk.layout.state) as cache:
        assert let_go(desk.job.store, cache, worth=1) == 0
        assert cache.missing(desk.job.embedder.model_id, JUNK) == 0
