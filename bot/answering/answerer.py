"""The whole of answering, one step a line; imports answering, texts and the ground floor.

intent -> Query (with history) -> hits -> near enough? -> sentences -> citations -> words
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answering.answer import Answer, Citation
from bot.answering.citations import cite, opening, related
from bot.answering.question import Intent, intent_of
from bot.answering.selection import Quote, choose
from bot.answering.writers.extractive import called, written
from bot.texts.spoken import say, spoken
from vectorstore.retrieval.evidence import Bands, Decision, decide
from vectorstore.retrieval.live import LiveIndex
from vectorstore.retrieval.query import LONGEST_QUESTION, Query, Turn, understand
from vectorstore.retrieval.search import Hit, Searcher
from vectorstore.text.folding import clean, squeeze
from vectorstore.text.language import language_of

HITS = 8
LISTED = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with everything that restricts it.

    `episode` is a number, or the key of an episode. `locale` is the language when the words do not tell, `language`
    the one to answer in whatever they tell.
    """

    question: str
    history: tuple[Turn, ...] = ()
    show: str | None = None
    episode: int | str | None = None
    locale: str | None = None
    language: str | None = None


class Answerer:
    """Answers questions from the published index; safe for many threads. `bands` gives the evidence bands in force."""

    def __init__(self, index: LiveIndex, today: Callable[[], date] = date.today, bands: Callable[[], Bands] = Bands):
        self.index = index
        self.today = today
        self.bands = bands

    def answer(self, asked: Asked) -> Answer:
        """Return the answer; raises StoreError and its kin when no index can answer."""
        begun = time.monotonic()
        question = squeeze(clean(asked.question[: 4 * LONGEST_QUESTION]))[:LONGEST_QUESTION]
        with self.index.session() as searcher:
            language = spoken(asked.language or language_of(question, asked.locale))
            intent = intent_of(question) if question else "help"
            if intent != "question":
                answer = reply(question, intent, language, searcher)
            else:
                answer = self.from_episodes(asked, searcher)
            generation = searcher.index.manifest.generation
        return replace(answer, generation=generation, seconds=time.monotonic() - begun)

    def from_episodes(self, asked: Asked, searcher: Searcher) -> Answer:
        """Return the answer to a question that the episodes may answer."""
        query = understand(
            asked.question, searcher.catalogue, self.today(), asked.history, asked.show, asked.episode, asked.locale
        )
        language = spoken(asked.language or query.language or asked.locale)
        if query.unknown is not None:
            return Answer(query.question, language, "refused", no_such_episode(query.unknown, language, searcher))
        if query.asks_catalogue:
            return Answer(query.question, language, "chat", listed(language, searcher))
        hits = searcher.search(query, HITS)
        decision = decide(query, hits, searcher, searcher.index.manifest.calibration, self.bands())
        if query.asks_date and decision.verdict == "answered" and (answer := dated(query, hits, language)):
            return answer
        return by_verdict(query, hits, decision, language, searcher)


def by_verdict(query: Query, hits: Sequence[Hit], decision: Decision, language: str, searcher: Searcher) -> Answer:
    """Return the answer, the closest passages, or the refusal that the decision asks for."""
    if decision.verdict == "answered":
        quotes = in_order(query, choose(query, hits, searcher))
        if quotes:
            citations = [cite(quote, n) for n, quote in enumerate(quotes, start=1)]
            kinds = {hit.passage.document.name: hit.passage.document.kind for hit in hits}
            others = related(unquoted(hits, quotes), len(citations) + 1)
            text = written(citations, language, dict(kinds))
            return Answer(query.question, language, "answered", text, tuple(citations), tuple(others))
    near = related(hits)
    if decision.verdict == "refused" or not near:
        text = say(language, "refused") + (f" {say(language, 'refused related')}" if near else "")
        return Answer(query.question, language, "refused", text, (), tuple(near))
    key = decision.rule if decision.rule in ("no times", "no number") else "uncertain"
    return Answer(query.question, language, "uncertain", say(language, key), (), tuple(near))


def in_order(query: Query, quotes: list[Quote]) -> list[Quote]:
    """Return the quotations grouped by episode: best episode first, or by date when episodes are compared."""
    firsts: dict[str, int] = {}
    for place, quote in enumerate(quotes):
        firsts.setdefault(quote.hit.passage.episode.key, place)
    if query.comparison:
        return sorted(quotes, key=lambda q: (q.hit.passage.episode.date or "9999", firsts[q.hit.passage.episode.key]))
    return sorted(quotes, key=lambda q: firsts[q.hit.passage.episode.key])


def unquoted(hits: Sequence[Hit], quotes: Sequence[Quote]) -> list[Hit]:
    """Return the hits that no quotation comes from."""
    used = {id(quote.hit) for quote in quotes}
    return [hit for hit in hits if id(hit) not in used]


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
