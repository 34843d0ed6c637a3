"""Answers that a model writes over the passages, checked before anybody sees them; imports the brain's parts.

passages -> prompt -> may it spend? -> the model's text -> checked -> answer
Whatever fails on the way, the asker gets the extractive answer over the same passages, and the log one line.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answering.answer import Answer, Spent
from bot.answering.citations import related
from bot.answering.condensing import condense
from bot.answering.flights import Flight, Flights, Listener
from bot.answering.prompts import NO_ANSWER, prompt_for
from bot.answering.purse import Metered, Unlimited
from bot.answering.resting import Resting
from bot.answering.seams import Purse, Spender
from bot.answering.tasks import (
    DEFAULT_RULES,
    OVER_BUDGET,
    UNEXPECTED,
    UNSUPPORTED,
    Check,
    GenerationRules,
    Refused,
    Task,
    reason_of,
)
from bot.answering.writing import Prompt, Writer, WritingFailed, Written
from bot.texts.spoken import say
from vectorstore.retrieval.query import Turn
from vectorstore.text.folding import fold

if TYPE_CHECKING:
    from bot.answering.checking.checked import Checked

log = logging.getLogger(__name__)

MARGIN = 1.5
"""Seconds of the deadline that are kept for what comes after the model: the check, and the way to the asker."""
DRAFT_EVERY = 0.6
"""Seconds between two checks of a text that is still being written."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A task under way: its flight, and whether this asker began it; `reason` where there is no flight."""

    task: Task
    spender: Spender
    allowance: Metered
    flight: Flight[Answer] | None
    mine: bool
    reason: str = ""

    @property
    def spent(self) -> Spent | None:
        """What it has taken so far; None for who joined."""
        return self.allowance.spent if self.mine else None


class Generation:
    """Generates answers; safe for many threads."""

    def __init__(
        self,
        writer: Writer,
        check: Check,
        purse: Purse | None = None,
        rules: GenerationRules = DEFAULT_RULES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.writer, self.rules, self.clock = writer, rules, clock
        self._check = check
        self.purse: Purse = purse or Unlimited()
        self.resting = Resting(clock)
        self._index = ""
        self._answers: Flights[Answer] = Flights()
        self._questions: Flights[str] = Flights()

    def prepare(self) -> None:
        """Load what the first answer needs; what is missing is told to the operator, and stops nothing."""
        try:
            self.writer.prepare()
        except WritingFailed as error:
            self.resting.failed(error.reason)

    def allowance(self, spender: Spender, since: float | None = None) -> Metered:
        """Return what a question may take that was asked at `since`, on the clock of this object (None: now)."""
        left = self.rules.seconds - MARGIN - (self.clock() - since if since is not None else 0.0)
        return Metered(self.rules.requests, left, self.purse, spender, self.clock)

    def known(self, key: Hashable, index: str = "") -> Answer | None:
        """Return the answer that was written to an equal question before; None when none was.

        With a new `index` (a generation's name) all answers are forgotten: they may quote what is no longer in it.
        """
        if index != self._index:
            self._index = index
            self._answers.forget()
        answer = self._answers.known(key)
        return replace(answer, spent=None) if answer else None

    def condensed(self, question: str, history: Sequence[Turn], spender: Spender, allowance: Metered) -> str | None:
        """Return a follow-up as a question of its own; None when that fails, which is no reason to fail as a whole."""
        try:
            self._may_ask(spender)
            key = (fold(question), tuple(history))
            budget = self.rules.prompt_tokens
            flight, _ = self._questions.join(key, lambda _: condense(question, history, self.writer, allowance, budget))
            return flight.result(allowance.remaining)
        except Exception as error:  # the edge towards the provider's library; the question stays as it was asked
            log.info("a follow-up was not condensed (%s)", reason_of(error))
            return None

    def begin(self, task: Task, spender: Spender, allowance: Metered, on_draft: Listener | None = None) -> Begun:
        """Begin to write, or join who writes the same already; never raises."""
        try:
            if not self._answers.under_way(task.key):
                self._may_ask(spender)
            flight, mine = self._answers.join(task.key, lambda f: self._written(task, allowance, f), on_draft)
            return Begun(task, spender, allowance, flight, mine)
        except Exception as error:  # as above, and a thread that cannot be started
            return Begun(task, spender, allowance, None, False, reason_of(error))

    def finish(self, begun: Begun, extractive: Answer) -> Answer:
        """Return the model's answer when there is one in time, else the extractive one with the reason."""
        answer = self._arrived(begun, extractive)
        while answer.degraded == OVER_BUDGET and begun.flight and not begun.mine:
            # Whoever began had nothing left, which is no reason to refuse it to this asker.
            begun = self.begin(begun.task, begun.spender, begun.allowance)
            answer = self._arrived(begun, extractive)
        if answer.degraded:
            log.warning("no generated answer (%s): shown in the episodes' own words", answer.degraded)
        return answer

    def _arrived(self, begun: Begun, extractive: Answer) -> Answer:
        """Return the answer that a flight brings, or the extractive one."""
        if begun.flight is None:
            return replace(extractive, degraded=begun.reason)
        try:
            answer = begun.flight.result(begun.allowance.remaining)
        except TimeoutError:
            if begun.mine:
                self._answers.leave(begun.task.key, begun.flight)
            return replace(extractive, degraded="timeout", spent=begun.spent)
        except Exception as error:  # as in `condensed`
            if reason_of(error) == UNEXPECTED:
                log.warning("an answer could not be generated for an unexpected reason (%s)", type(error).__name__)
            return replace(extractive, degraded=reason_of(error), spent=begun.spent)
        return replace(answer, question=extractive.question, spent=begun.spent)

    def _may_ask(self, spender: Spender) -> None:
        """Raise Refused when no request should be made."""
        if reason := self.resting.reason():
            raise Refused(reason)
        if not self.purse.may_spend(spender):
            raise Refused(OVER_BUDGET)

    def _written(self, task: Task, allowance: Metered, flight: Flight[Answer]) -> Answer:
        """Return the answer that the model writes, checked; runs in a thread of its own."""
        rules = self.rules
        asking = prompt_for(
            task.question, task.history, task.hits, task.language, rules.prompt_tokens, rules.reply_tokens
        )
        given = replace(task, hits=task.hits[: asking.passages])
        if not given.hits:
            raise Refused(UNSUPPORTED)
        allowance.prompt_tokens, allowance.tokens = asking.tokens, asking.tokens + rules.reply_tokens
        written = self._asked(asking.prompt, allowance, Drafting(self, given, flight).take)
        if finds_nothing(written.text):
            return not_answered(task, allowance.spent)
        checked = self.check(written.text, given)
        if not checked.text.strip() or not checked.supported:
            raise Refused(UNSUPPORTED)
        return with_text(task, checked, allowance.spent)

    def _asked(self, prompt: Prompt, allowance: Metered, on_text: Callable[[str], None]) -> Written:
        """Return what the model wrote; the purse hears what it took in any case."""
        try:
            written = self.writer.write(prompt, allowance, on_text)
        except Exception as error:  # the edge towards the provider's library: what it took has to be settled
            reason = reason_of(error)
            allowance.fail(reason, self.writer.model)
            if allowance.over_budget:
                raise Refused(OVER_BUDGET) from error
            self.resting.failed(reason)
            raise
        self.resting.worked()
        allowance.settle(written)
        return written

    def check(self, text: str, task: Task, complete: bool = True) -> Checked:
        """Return a text with only what its passages bear out."""
        return self._check(text, task.asked, task.hits, task.language, self.rules.keep_unsupported, complete)


class Drafting:
    """Checks a text while it is being written, and tells what may be shown of it."""

    def __init__(self, generation: Generation, task: Task, flight: Flight[Answer]) -> None:
        self._generation, self._task, self._flight = generation, task, flight
        self._next = 0.0

    def take(self, text: str) -> None:
        """Take the text so far; whatever fails here, the answer itself goes on."""
        now = self._generation.clock()
        if now < self._next or not self._flight.listeners or "]" not in text or finds_nothing(text):
            return
        self._next = now + DRAFT_EVERY
        try:
            shown = self._generation.check(text, self._task, complete=False).text.strip()
        except Exception as error:  # a draft is best effort, and the writer's stream must not break on it
            log.info("a draft could not be checked (%s)", type(error).__name__)
            return
        if shown:
            self._flight.tell(shown)


def finds_nothing(text: str) -> bool:
    """Return whether a model says that the passages do not answer: the marker stands on a line of its own."""
    return any(line.strip(" \t\"'`*.“”[]") == NO_ANSWER for line in text.splitlines())


def not_answered(task: Task, spent: Spent | None) -> Answer:
    """Return the refusal of a model that has read the passages, which stand below as near."""
    near = tuple(related(task.hits))
    text = say(task.language, "refused") + (f" {say(task.language, 'refused related')}" if near else "")
    return Answer(task.question, task.language, "refused", text, (), near, "model", spent=spent)


def with_text(task: Task, checked: Checked, spent: Spent | None) -> Answer:
    """Return the answer in the model's words; passages that it did not cite are related."""
    cited = {citation.chunk for citation in checked.citations}
    others = [hit for hit in task.hits if hit.passage.chunk.id not in cited]
    near = tuple(related(others, len(checked.citations) + 1))
    text = checked.text.strip()
    return Answer(task.question, task.language, "answered", text, checked.citations, near, "model", spent=spent)
