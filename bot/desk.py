"""Everything about answering members that is not Discord: who waits, which threads work, what a member has chosen.

Imports guards, ledger and answering; knows no Discord. The event loop only ever does what takes microseconds: answers,
looks into the library and notes in the ledger run in threads of their own.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, ParamSpec, TypeVar

from bot.answering.answer import Answer
from bot.answering.answerer import Answerer, Asked
from bot.answering.library import Library
from bot.guards import HOUR, AskFacts, Limits, Refusal, Standing, may_ask
from bot.house_rules import HouseRules
from bot.house_settings import Value
from bot.ledger import Ledger
from bot.publications import Publications
from bot.reingest import Reingestion
from vectorstore.errors import StoreError
from vectorstore.store.manifest import Manifest

log = logging.getLogger(__name__)

Given = ParamSpec("Given")
Result = TypeVar("Result")
Publication = Callable[[Manifest | None, Manifest], Awaitable[None]]
"""Called with the manifest that answered before (None without one) and the one that answers now."""

THINKERS, LOOKERS = 32, 2
"""Threads that answer, most of which wait for a model (the brain itself searches only two questions at once), and that
look things up: more than there are cores would only slow each other down."""
ON_THEIR_WAY = 0.5
"""Seconds at the end in which what is on its way from Discord is still answered, be it with an apology."""
ERRANDS = 1.5
"""Seconds at the end in which a run of ingestion that was ended is still shown as such."""
HELD = 100
"""Private answers of several messages that are held in memory for sharing."""
REMEMBERED = 10_000
"""Members whose recent questions are held in memory; of the others the ledger knows."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the settings say about Discord, as plain values; docs/settings.md describes each."""

    limits: Limits = field(default_factory=Limits)
    message_content: bool = False
    history_hours: int = 24
    history_turns: int = 10
    language: str = "auto"
    timezone: str = ""
    moderator_roles: frozenset[int] = frozenset()
    model: str | None = None
    provider: str | None = None
    """Which model writes the answers, and who is sent the questions for it; None without a model."""


@dataclass(slots=True)
class Seat:
    """A member whose question is being answered; `apologise` is called when the bot has to end before."""

    task: asyncio.Task[object] | None
    apologise: Callable[[], Awaitable[None]]
    guild_id: int | None = None


class Desk:
    """The desk outlives connections to Discord; for one event loop."""

    def __init__(
        self, brain: Answerer, library: Library, ledger: Ledger, rules: Rules, house: HouseRules | None = None
    ) -> None:
        """Keep them; without `house` moderators' settings last as long as the desk, over those of `rules`."""
        self.brain, self.library, self.ledger, self.rules = brain, library, ledger, rules
        self.house = house or HouseRules(None, settings_in(rules))
        self.reingestion = Reingestion()
        self.on_publication: list[Publication] = []
        self.publications: Publications | None = None
        self.watcher: object = None
        self.command_ids: dict[str, int] = {}
        self.held: OrderedDict[int, tuple[str, ...]] = OrderedDict()
        self.episodes = 0
        self.shows: tuple[str, ...] = ()
        self.closing = False
        self._recent: dict[int, list[float]] = {}
        self._seats: dict[int, Seat] = {}
        self._errands: set[asyncio.Task[Any] | None] = set()
        self._thinking = 0
        self._thinkers = ThreadPoolExecutor(THINKERS, "thinker")
        self._lookers = ThreadPoolExecutor(LOOKERS, "looker")
        self._writers = ThreadPoolExecutor(1, "ledger")

    async def look(self, get: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
        """Return what a look into the library gives."""
        return await _in(self._lookers, lambda: get(*given, **named))

    async def note(self, do: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
        """Return what the ledger gives; one call at a time, in order."""
        return await _in(self._writers, lambda: do(*given, **named))

    async def think(self, asked: Asked, on_draft: Callable[[str], None] | None = None) -> Answer:
        """Return the answer; raises StoreError and its kin when no index can answer.

        `on_draft` is given what may be shown of it meanwhile, from another thread.
        """
        self._thinking += 1
        try:
            given = (asked, on_draft) if on_draft else (asked,)
            return await _in(self._thinkers, lambda: self.brain.answer(*given))
        finally:
            self._thinking -= 1

    async def warm(self) -> None:
        """Load the models and open the index, so that the first question is as fast as the others."""
        await _in(self._thinkers, self.brain.warm)
        await self.count()
        await self.note(self.ledger.purge, time.time())

    def library_in(self, guild_id: int | None) -> Library:
        """Return the library as the members of a server may see it: of the shows that its moderators have chosen."""
        shows = self.house.shows(guild_id)
        return self.library if shows is None else self.library.within(shows)

    async def count(self) -> int:
        """Return how many episodes are known now; an index that does not open counts as none, and is logged."""
        try:
            self.episodes, self.shows = await self.look(lambda: (self.library.size(), self.library.show_names()))
        except StoreError as error:
            log.warning("the library cannot be read: %s", error)
            self.episodes, self.shows = 0, ()
        return self.episodes

    def refused(self, facts: AskFacts) -> Refusal | None:
        """Return why a question may not be asked, from what is in memory; None when nothing speaks against it.

        Whether the library is empty is looked up later: an index may have appeared this second.
        """
        return self._judged(facts, self._recent.get(facts.member_id, ()), self.episodes or 1)

    async def admitted(self, facts: AskFacts) -> Refusal | None:
        """Return why a question may not be asked, from the library and the ledger; None, and it is recorded.

        Call it inside the member's `seat`.
        """
        now = time.time()
        recent = self._recent.get(facts.member_id)
        if recent is None:
            recent = await self.note(self.ledger.recent_asks, facts.member_id, now - HOUR)
        refusal = self._judged(facts, recent, self.episodes or await self.count())
        if refusal is not None:
            return refusal
        if len(self._recent) >= REMEMBERED:
            self._recent.pop(next(iter(self._recent)))
        self._recent[facts.member_id] = [at for at in recent if now - at < HOUR] + [now]
        await self.note(self.ledger.record_ask, facts.member_id, facts.guild_id, now)
        return None

    def _judged(self, facts: AskFacts, recent: list[float] | tuple[float, ...], episodes: int) -> Refusal | None:
        seat = self._seats.get(facts.member_id)
        busy = seat is not None and seat.task is not asyncio.current_task()
        paused = self.house.value("paused", facts.guild_id)
        blocked = self.house.is_blocked(facts.guild_id, facts.member_id)
        standing = Standing(time.time(), recent, busy, episodes, paused, blocked)
        verdict = may_ask(facts, self.rules_for(facts.guild_id).limits, standing)
        return verdict if isinstance(verdict, Refusal) else None

    def rules_for(self, guild_id: int | None) -> Rules:
        """Return what holds in a server now, its moderators' settings over those of the environment."""

        def of(name: str) -> Any:
            return self.house.value(name, guild_id)

        channels = frozenset(of("channels"))
        limits = replace(self.rules.limits, channels=channels, per_minute=of("per_minute"), per_hour=of("per_hour"))
        return replace(self.rules, limits=limits, language=of("languages"), timezone=of("timezone"))

    async def published(self, old: Manifest | None, new: Manifest) -> None:
        """Tell everybody who wants to know that another index answers now; what goes wrong there is only logged."""
        for listener in list(self.on_publication):
            try:
                await listener(old, new)
            except Exception:  # the edge towards whoever listens: the others have to be told as well
                log.exception("a listener could not deal with %s", new.generation)

    def hold(self, message_id: int, contents: tuple[str, ...]) -> None:
        """Hold a private answer of several messages in memory, as its sharer can only press a button below one."""
        if len(contents) > 1:
            self.held[message_id] = contents
            while len(self.held) > HELD:
                self.held.popitem(last=False)

    def forget(self, member_id: int) -> None:
        """Forget what memory holds of a member; the ledger forgets by itself."""
        self._recent.pop(member_id, None)

    @contextmanager
    def seat(
        self, member_id: int, apologise: Callable[[], Awaitable[None]], guild_id: int | None = None
    ) -> Iterator[None]:
        """Hold a member busy until the block ends; look with `refused` first, without an await between."""
        self._seats[member_id] = Seat(asyncio.current_task(), apologise, guild_id)
        try:
            yield
        finally:
            self._seats.pop(member_id, None)

    def leave(self, guild_id: int) -> int:
        """Give up the answers to a server that removed the bot, where nobody can read them; return how many."""
        left = [seat.task for seat in self._seats.values() if seat.guild_id == guild_id and seat.task]
        for task in left:
            task.cancel()
        return len(left)

    async def language(self, member_id: int, guild_id: int | None) -> str | None:
        """Return the language that the member, else the guild, else the settings fix for answers; None for none."""

        def chosen() -> str | None:
            """Look at both in one go."""
            own, setting = self.ledger.preference(member_id), str(self.house.value("languages", guild_id))
            if own or guild_id is None or self.house.source("languages", guild_id) == "discord":
                return own or setting
            # Where versions before the settings kept what /language had fixed for a server.
            return self.ledger.preference(guild_id) or setting

        language = await self.note(chosen)
        return None if language in (None, "auto") else language

    async def finish(self, seconds: float) -> None:
        """Take no more questions, end an ingestion, wait for those in flight, apologise to who is left after `seconds`.

        What Discord has sent already is still read, and told that the bot is being restarted.
        """
        self.closing = True
        stopping = asyncio.ensure_future(self.reingestion.cancel())
        await asyncio.sleep(ON_THEIR_WAY)
        tasks = {seat.task for seat in self._seats.values() if seat.task}
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)
        left = list(self._seats.values())
        for seat in left:
            if seat.task:
                seat.task.cancel()
        if left:
            log.warning("%d questions could not be finished", len(left))
            await asyncio.wait([asyncio.ensure_future(seat.apologise()) for seat in left], timeout=1.5)
        await stopping
        if self._errands:
            await asyncio.wait([task for task in self._errands if task], timeout=ERRANDS)

    @contextmanager
    def errand(self) -> Iterator[None]:
        """Let the end of the bot wait a moment for this task, which still has something to tell."""
        task = asyncio.current_task()
        self._errands.add(task)
        try:
            yield
        finally:
            self._errands.discard(task)

    def is_thinking(self) -> bool:
        """Return whether a thread still works on an answer."""
        return self._thinking > 0

    def close(self) -> None:
        """Let go of the index, the ledger and the threads."""
        for pool in (self._thinkers, self._lookers, self._writers):
            pool.shutdown(wait=True, cancel_futures=True)
        self.brain.index.close()
        self.ledger.close()


def settings_in(rules: Rules) -> dict[str, Value]:
    """Return those of the rules that moderators may set, by the names of the settings."""
    limits = rules.limits
    return {
        "channels": tuple(sorted(limits.channels)),
        "per_minute": limits.per_minute,
        "per_hour": limits.per_hour,
        "languages": rules.language,
        "timezone": rules.timezone,
    }


async def _in(pool: ThreadPoolExecutor, work: Callable[[], Result]) -> Result:
    """Return what a thread of this pool works out."""
    return await asyncio.get_running_loop().run_in_executor(pool, work)
