"""Answers made by hand, for tests of how they look."""

from typing import Any

from bot.answering.answer import Answer, Citation
from bot.answering.writers.extractive import written
from vectorstore.records import Episode

LINK = "https://www.youtube.com/watch?v=bijen000001"


def episode(number: int | None = 1, title: str = "Bijen op het dak", **more: Any) -> Episode:
    """Return an episode with a day and a link."""
    return Episode(
        **{"key": f"e{number}", "show": "tuin", "date": "2024-01-09", "url": LINK, **more}, title=title, number=number
    )


def citation(n: int = 1, quote: str = "De bijen overwinteren hier.", **more: Any) -> Citation:
    """Return a citation of a moment in an episode."""
    about = more.pop("episode", None) or episode()
    given = {"document": "tuin/1.vtt", "speaker": "Jelle", "start": 15.2, "url": about.url, "chunk": f"c{n}", **more}
    return Citation(n=n, episode=about, quote=quote, **given)


def answer(*citations: Citation, question: str = "What about bees?", language: str = "en", **more: Any) -> Answer:
    """Return an extractive answer that quotes these citations."""
    text = more.pop("text", None) or written(citations, language, {})
    return Answer(question, language, more.pop("verdict", "answered"), text, citations, **more)
