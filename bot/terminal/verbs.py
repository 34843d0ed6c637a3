"""The verbs ask, search and episodes: from words on the command line to lines on stdout; imports the terminal room."""

from __future__ import annotations

import json
import time
from datetime import date
from typing import Any

from bot.answering.answer import answer_json, episode_json
from bot.answering.answerer import Answerer, Asked
from bot.answering.links import link_at
from bot.terminal import printing
from bot.terminal.leaving import UsageProblem
from bot.terminal.lines import each
from bot.terminal.opening import ready_brain
from vectorstore.retrieval.query import understand
from vectorstore.retrieval.search import Hit
from vectorstore.text.folding import clean, squeeze

NOT_FOUND = 4


def ask(question: str | None, show: str | None, episode: int | None, questions: str | None, as_json: bool) -> int:
    """Answer one question, or every line of a file; 4 when the one was not answered."""
    one_of(question, questions)
    brain = ready_brain()
    if questions is not None:
        for value in each(questions, show, episode, lambda asked: answer_json(brain.answer(asked))):
            emit(value)
        return 0
    answer = brain.answer(Asked(question or "", (), show, episode))
    if as_json:
        emit(answer_json(answer))
    else:
        printing.print_answer(answer)
    return 0 if answer.verdict in ("answered", "chat") else NOT_FOUND


def search(
    words: str | None, limit: int, show: str | None, episode: int | None, questions: str | None, as_json: bool
) -> int:
    """Show the nearest passages of one search, or of every line of a file; 4 when there is none."""
    one_of(words, questions)
    brain = ready_brain()
    if questions is not None:
        for value in each(questions, show, episode, lambda asked: found_json(brain, asked, limit)):
            emit(value)
        return 0
    found = found_json(brain, Asked(words or "", (), show, episode), limit)
    if as_json:
        emit(found)
    else:
        printing.print_hits(found)
    return 0 if found["hits"] else NOT_FOUND


def episodes(as_json: bool) -> int:
    """List the episodes with their documents."""
    with ready_brain().index.session() as searcher:
        catalogue, generation = searcher.catalogue, searcher.index.manifest.generation
        rows = [
            {
                **episode_json(e),
                "language": e.language,
                "documents": [document_json(d) for d in catalogue.documents_of[e.key]],
            }
            for e in catalogue.episodes
        ]
    if as_json:
        emit({"episodes": rows, "generation": generation})
    else:
        printing.print_episodes(rows)
    return 0


def document_json(record: Any) -> dict[str, Any]:
    """Return a document as the catalogue shows it."""
    names = ("name", "kind", "format", "timed", "speakers", "chunks")
    return {name: list(value) if isinstance(value := getattr(record, name), tuple) else value for name in names}


def found_json(brain: Answerer, asked: Asked, limit: int) -> dict[str, Any]:
    """Return the hits of a search in the shape of docs/commands.md."""
    begun = time.monotonic()
    question = squeeze(clean(asked.question))
    with brain.index.session() as searcher:
        query = understand(question, searcher.catalogue, date.today(), asked.history, asked.show, asked.episode)
        hits = searcher.search(query, limit) if question else []
        generation = searcher.index.manifest.generation
    return {
        "question": question,
        "hits": [hit_json(hit) for hit in hits],
        "generation": generation,
        "seconds": round(time.monotonic() - begun, 3),
    }


def hit_json(hit: Hit) -> dict[str, Any]:
    """Return one hit; its link leads to where the passage begins."""
    passage = hit.passage
    return {
        "rank": hit.rank,
        "score": round(hit.score, 4),
        "episode": episode_json(passage.episode),
        "document": passage.document.name,
        "section": passage.chunk.section,
        "speaker": passage.speaker,
        "start": passage.start,
        "end": passage.end,
        "url": link_at(passage.episode.url, passage.start),
        "text": passage.text,
    }


def one_of(words: str | None, questions: str | None) -> None:
    """Raise UsageProblem unless there is a question or a file of them, and not both."""
    if (words is None) == (questions is None):
        raise UsageProblem("Give one question, or a file of questions with --questions.")


def emit(value: dict[str, Any]) -> None:
    """Print one JSON object as a line of ASCII."""
    print(json.dumps(value), flush=True)
