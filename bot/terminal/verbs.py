"""The verbs ask, search and episodes: from words on the command line to lines on stdout; imports the terminal room."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bot.answering.answer import answer_json, episode_json
from bot.answering.answerer import Answerer, Asked
from bot.answering.explaining import Explanation
from bot.answering.library import Library, found
from bot.answering.seams import Found
from bot.terminal import printing
from bot.terminal.explanation import print_explanation
from bot.terminal.leaving import UsageProblem
from bot.terminal.lines import each
from bot.terminal.opening import ready_brain
from vectorstore.retrieval.search import Hit

NOT_FOUND = 4


@dataclass(frozen=True, slots=True)
class How:
    """How a question is answered in the terminal."""

    no_model: bool = False
    explain: bool = False


def ask(
    question: str | None,
    show: str | None,
    episode: int | None,
    questions: str | None,
    as_json: bool,
    how: How = How(),
) -> int:
    """Answer one question, or every line of a file; 4 when the one was not answered."""
    one_of(question, questions)
    brain = ready_brain(with_model=not how.no_model)
    if questions is not None:
        for value in each(questions, show, episode, lambda asked: answered_json(brain, asked, how)):
            emit(value)
        return 0
    explanation = Explanation() if how.explain else None
    answer = brain.answer(Asked(question or "", (), show, episode), None, explanation)
    if as_json:
        emit(answer_json(answer) | ({"explain": explanation.as_json()} if explanation else {}))
    else:
        printing.print_answer(answer)
        if explanation:
            print_explanation(explanation)
    return 0 if answer.verdict in ("answered", "chat") else NOT_FOUND


def answered_json(brain: Answerer, asked: Asked, how: How) -> dict[str, Any]:
    """Return an answer in the shape of docs/commands.md, explained where that is asked for."""
    explanation = Explanation() if how.explain else None
    answer = brain.answer(asked, None, explanation)
    return answer_json(answer) | ({"explain": explanation.as_json()} if explanation else {})


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
    result = found_json(brain, Asked(words or "", (), show, episode), limit)
    if as_json:
        emit(result)
    else:
        printing.print_hits(result)
    return 0 if result["hits"] else NOT_FOUND


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
    result = Library(brain.index).search(asked.question, asked.show, asked.episode, limit, asked.history)
    return {
        "question": result.question,
        "hits": [passage_json(hit) for hit in result.hits],
        "generation": result.generation,
        "seconds": round(result.seconds, 3),
    }


def hit_json(hit: Hit) -> dict[str, Any]:
    """Return a hit of the searcher in the shape of docs/commands.md."""
    return passage_json(found(hit))


def passage_json(hit: Found) -> dict[str, Any]:
    """Return one passage; its link leads to where it begins."""
    return {
        "rank": hit.rank,
        "score": round(hit.score, 4),
        "episode": episode_json(hit.episode),
        "document": hit.document,
        "section": hit.section,
        "speaker": hit.speaker,
        "start": hit.start,
        "end": hit.end,
        "url": hit.url,
        "text": hit.text,
    }


def one_of(words: str | None, questions: str | None) -> None:
    """Raise UsageProblem unless there is a question or a file of them, and not both."""
    if (words is None) == (questions is None):
        raise UsageProblem("Give one question, or a file of questions with --questions.")


def emit(value: dict[str, Any]) -> None:
    """Print one JSON object as a line of ASCII."""
    print(json.dumps(value), flush=True)
