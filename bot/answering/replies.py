"""What code answers without a passage or a model: greetings, dates, the catalogue, episodes that do not exist.

Imports answering, texts and the ground floor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answering.answer import Answer, Citation
from bot.answering.citations import opening
from bot.answering.question import Intent
from bot.answering.writers.extractive import called
from bot.texts.spoken import say
from vectorstore.retrieval.query import Query
from vectorstore.retrieval.search import Hit, Searcher

LISTED = 8
"""Episodes of the catalogue that are named."""


def dated(query: Query, hits: Sequence[Hit], language: str) -> Answer | None:
    """Return when the episode was published and how often it was seen, from its metadata; None without a hit."""
    hit = next((hit for hit in hits if hit.passage.chunk.role == "heading"), hits[0])
    episode = hit.passage.episode
    name = called(episode, language)
    name = name[0].upper() + name[1:]
    parts = [
        say(language, "date", episode=name, date=episode.date)
        if episode.date
        else say(language, "date unknown", episode=name)
    ]
    if episode.views is not None:
        parts.append(say(language, "views", views=episode.views))
    citation = stated(hit, episode.date) or next((opening(h, 1) for h in hits if h.passage.chunk.quotable), None)
    cited = (citation,) if citation else ()
    return Answer(query.question, language, "answered", " ".join(parts) + (" [1]" if cited else ""), cited)


def stated(hit: Hit, day: str | None) -> Citation | None:
    """Return a citation of the heading line that states the date, without its link; None when no line does."""
    passage = hit.passage
    if passage.chunk.role != "heading" or not passage.chunk.quotable:
        return None
    spans = [s for s in passage.spans if day and day in passage.text[s.begin : s.end]] or list(passage.spans[:1])
    line = passage.text[spans[0].begin : spans[0].end].split(" [")[0].strip()
    return replace(opening(hit, 1), quote=line) if line else None


def reply(question: str, intent: Intent, language: str, searcher: Searcher) -> Answer:
    """Return the answer to a message that is no question about the episodes."""
    if intent == "order":
        return Answer(question, language, "refused", say(language, "order"))
    fields = {"episodes": len(searcher.catalogue.episodes), "example": say(language, "example")}
    return Answer(question, language, "chat", say(language, intent, **fields))


def no_such_episode(what: str, language: str, searcher: Searcher) -> str:
    """Return the sentence for an episode that does not exist, with the numbers that do."""
    numbers = [e.number for e in searcher.catalogue.episodes if e.number is not None]
    text = say(language, "no episode", what=what)
    if numbers and len(searcher.catalogue.shows) == 1:
        text += " " + say(language, "no episode range", first=min(numbers), last=max(numbers))
    return text


def listed(language: str, searcher: Searcher) -> str:
    """Return how many episodes there are, and the newest of them by name."""
    episodes = sorted(searcher.catalogue.episodes, key=lambda e: (e.date or "", e.number or 0), reverse=True)
    names = [called(episode, language) for episode in episodes[:LISTED]]
    if len(episodes) > LISTED:
        names.append(say(language, "catalogue more", count=len(episodes) - LISTED))
    return say(language, "catalogue", episodes=len(episodes), list=", ".join(names))
