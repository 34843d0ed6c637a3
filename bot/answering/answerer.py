"""The whole of answering, one step a line; imports answering, texts and the ground floor.

intent -> Query (with history) -> hits -> near enough? -> sentences -> citations -> words
With a model a follow-up is first made a question of its own, and in the end its text takes the place of the sentences,
which have been chosen meanwhile: whatever fails, they are the answer.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answering.answer import Answer
from bot.answering.citations import cite, related
from bot.answering.condensing import depends
from bot.answering.explaining import Explanation
from bot.answering.flights import Listener
from bot.answering.generation import Begun, Generation
from bot.answering.purse import NOBODY, Metered
from bot.answering.question import intent_of
from bot.answering.replies import dated, listed, no_such_episode, reply
from bot.answering.seams import Spender
from bot.answering.selection import Quote, choose
from bot.answering.tasks import Task
from bot.answering.writers.extractive import written
from bot.texts.spoken import say, spoken
from vectorstore.retrieval.evidence import Bands, Decision, decide
from vectorstore.retrieval.live import LiveIndex
from vectorstore.retrieval.query import LONGEST_QUESTION, Query, Turn, understand
from vectorstore.retrieval.search import Hit, Searcher
from vectorstore.text.folding import clean, fold, squeeze
from vectorstore.text.language import language_of

HITS = 8
AT_ONCE = 2
"""Questions that are searched at the same time: more than there are cores would only slow each other down. Those that
wait for a model do not count."""
BY_CODE = frozenset({"no times", "no number"})
"""Rules of the evidence that no model may overrule: it would have to invent a time or a number."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with everything that restricts it.

    `episode` is a number, or the key of an episode. `shows` are those that the asker may see at all (None: every one);
    nothing of another one is searched, named or shown. `locale` is the language when the words do not tell, `language`
    the one to answer in whatever they tell. `spender` is who pays for a model; `since` is when it was asked, by
    time.monotonic, from where the deadline counts (None: now).
    """

    question: str
    history: tuple[Turn, ...] = ()
    show: str | None = None
    episode: int | str | None = None
    locale: str | None = None
    language: str | None = None
    spender: Spender = NOBODY
    since: float | None = None
    shows: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One question on its way: cleaned, with what it may cost, and as a question of its own where a model made one."""

    asked: Asked
    question: str
    allowance: Metered | None = None
    condensed: str | None = None
    on_draft: Listener | None = None
    explanation: Explanation | None = None

    @property
    def history(self) -> tuple[Turn, ...]:
        """What was said before, where the question depends on it."""
        return self.asked.history if depends(self.question, self.asked.history) else ()


class Answerer:
    """Answers questions from the published index; safe for many threads. `bands` gives the evidence bands in force.

    Without `generation` every answer is made of the episodes' own words.
    """

    def __init__(
        self,
        index: LiveIndex,
        today: Callable[[], date] = date.today,
        bands: Callable[[], Bands] = Bands,
        generation: Generation | None = None,
    ):
        self.index = index
        self.today = today
        self.bands = bands
        self.generation = generation
        self._room = threading.BoundedSemaphore(AT_ONCE)

    def warm(self) -> None:
        """Load what the first question needs."""
        self.index.warm()
        if self.generation is not None:
            self.generation.prepare()

    def answer(self, asked: Asked, on_draft: Listener | None = None, explanation: Explanation | None = None) -> Answer:
        """Return the answer; raises StoreError and its kin when no index can answer.

        `on_draft` is given the checked part of a text that a model is still writing, from another thread.
        `explanation` is filled in.
        """
        begun = time.monotonic()
        question = squeeze(clean(asked.question[: 4 * LONGEST_QUESTION]))[:LONGEST_QUESTION]
        run = self.prepared(Run(asked, question, None, None, on_draft, explanation))
        with self._room, self.index.session(asked.shows) as searcher:
            answer, writing = self.from_code(run, searcher)
            generation = searcher.index.manifest.generation
        if writing is not None and self.generation is not None:
            answer = self.generation.finish(writing, answer)
        answer = replace(answer, question=question, generation=generation, seconds=time.monotonic() - begun)
        if explanation is not None:
            explanation.note_answer(answer, run.allowance)
        return answer

    def prepared(self, run: Run) -> Run:
        """Return the question with its allowance, made one of its own where a model is needed for that."""
        if self.generation is None:
            return run
        asked = run.asked
        allowance = self.generation.allowance(asked.spender, asked.since)
        if not run.history:
            return replace(run, allowance=allowance)
        condensed = self.generation.condensed(run.question, asked.history, asked.spender, allowance)
        return replace(run, allowance=allowance, condensed=condensed)

    def from_code(self, run: Run, searcher: Searcher) -> tuple[Answer, Begun | None]:
        """Return the answer as it is without a model, and what a model has begun to write in its place."""
        intent = intent_of(run.question) if run.question else "help"
        if intent == "question":
            return self.from_episodes(run, searcher)
        language = spoken(run.asked.language or language_of(run.question, run.asked.locale))
        return reply(run.question, intent, language, searcher), None

    def from_episodes(self, run: Run, searcher: Searcher) -> tuple[Answer, Begun | None]:
        """Return the answer to a question that the episodes may answer."""
        query, history = self.understood(run, searcher)
        asked, question = run.asked, run.question
        if searcher.shows is not None and not searcher.catalogue.episodes:
            language = spoken(asked.language or language_of(question, asked.locale))
            return Answer(question, language, "refused", say(language, nothing_here(asked.spender))), None
        language = spoken(asked.language or language_of(question, asked.locale) or query.language)
        if query.unknown is not None:
            return Answer(question, language, "refused", no_such_episode(query.unknown, language, searcher)), None
        if query.asks_catalogue:
            return Answer(question, language, "chat", listed(language, searcher)), None
        key, index = self.key(run, searcher), searcher.index.manifest.generation
        if self.generation and run.explanation is None and (known := self.generation.known(key, index)):
            return known, None
        hits = searcher.search(query, HITS)
        calibration, bands = searcher.index.manifest.calibration, self.bands()
        decision = decide(query, hits, searcher, calibration, bands)
        if run.explanation is not None:
            run.explanation.note_search(query, hits, decision, searcher, bands)
        if query.asks_date and decision.verdict == "answered" and (answer := dated(query, hits, language)):
            return answer, None
        quotable = tuple(hit for hit in hits if hit.passage.chunk.quotable)
        writing = None
        if self.generation and run.allowance and quotable and for_model(decision):
            said = " ".join([*(turn.question for turn in run.history[-1:]), question])
            task = Task(key, query.question, said, history, quotable, language)
            writing = self.generation.begin(task, asked.spender, run.allowance, run.on_draft)
        return by_verdict(query, hits, decision, language, searcher), writing

    def understood(self, run: Run, searcher: Searcher) -> tuple[Query, tuple[Turn, ...]]:
        """Return what is searched for, and the history that a model needs beside it.

        A model may lose or invent an episode while it condenses, so what code reads in the asker's words comes first.
        """
        asked, today = run.asked, self.today()
        options = (asked.show, asked.episode, asked.locale)
        plain = understand(asked.question, searcher.catalogue, today, asked.history, *options)
        if run.condensed is None or plain.unknown is not None or plain.asks_catalogue:
            return plain, run.history
        query = understand(run.condensed, searcher.catalogue, today, (), *options)
        if query.unknown is not None or query.asks_catalogue:
            return plain, run.history
        return (query if plain.episodes is None else replace(query, episodes=plain.episodes)), ()

    def key(self, run: Run, searcher: Searcher) -> Hashable:
        """Return what is equal for questions that one generated answer serves."""
        asked = run.asked
        generation = searcher.index.manifest.generation
        where = (generation, asked.shows, asked.show, asked.episode, self.today(), self.bands())
        return (*where, fold(run.question), asked.locale, asked.language, run.history)


def nothing_here(spender: Spender) -> str:
    """Return the key of what is said where there is none of the shows that a server, or a direct message, may see."""
    return "no shows direct" if spender.guild_id is None else "no shows"


def for_model(decision: Decision) -> bool:
    """Return whether a model is asked: where the passages answer, or may."""
    return decision.verdict != "refused" and decision.rule not in BY_CODE


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
