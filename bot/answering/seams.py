"""What the desks see of the brain and of the library: values and Protocols; imports records and answer alone.

The Protocols are narrow, so that a double of one is a few lines. In production `Answerer` is the Brain, and
`bot.answering.library.Library` is everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.answering.answer import Answer, Citation
from vectorstore.records import DocumentRecord, Episode

if TYPE_CHECKING:
    from bot.answering.answerer import Asked
    from vectorstore.retrieval.query import Turn

PAGE_CHARACTERS = 1500
"""Of a transcript on one page: with its head and its marks it stays below the 2,000 of a Discord message."""


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """A stretch of a page that one speaker says, or a paragraph; `start` in seconds where the source holds times."""

    speaker: str | None
    start: float | None
    text: str


@dataclass(frozen=True, slots=True)
class ContextPage:
    """One page of a document: a chunk, as `text` and as its `turns` (the same words; a turn never repeats a label).

    `position` counts from 1 to `count`. `chunk` is the id to walk on from. `found` is False when the place that was
    asked for is gone (the document changed) and this is the document's begin instead.
    """

    document: str
    chunk: str
    episode: Episode
    text: str
    turns: tuple[SpokenTurn, ...]
    speakers: tuple[str, ...]
    section: str | None
    start: float | None
    end: float | None
    url: str | None
    position: int
    count: int
    found: bool = True


@dataclass(frozen=True, slots=True)
class EpisodeCard:
    """What is known of one episode: its sections in order, its speakers, its documents, whether any holds times."""

    episode: Episode
    sections: tuple[str, ...]
    speakers: tuple[str, ...]
    documents: tuple[DocumentRecord, ...]
    timed: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One passage of a search; `url` leads to where it begins, `chunk` is the id for the walk around it."""

    rank: int
    score: float
    episode: Episode
    document: str
    chunk: str
    section: str | None
    speaker: str | None
    start: float | None
    end: float | None
    url: str | None
    text: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The passages of one search, best first, all of one generation."""

    question: str
    hits: tuple[Found, ...]
    generation: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Spender:
    """On whose account a question is: a member, in a server; None for both is the person at the terminal."""

    member_id: int | None = None
    guild_id: int | None = None


class Purse(Protocol):
    """Knows whether a question may spend, and what it cost; safe for many threads."""

    def may_spend(self, spender: Spender) -> bool:
        """Return whether a request could be made now; nothing is reserved."""

    def reserve(self, spender: Spender, tokens: int) -> int | None:
        """Take one request of at most so many tokens out of the budgets, at once or not at all; return its ticket."""

    def settle(self, ticket: int, tokens: int, cost_usd: float | None, model: str) -> None:
        """Put what the request really took in place of what was reserved; the request stays counted."""


class Brain(Protocol):
    """Answers."""

    def answer(self, asked: Asked, on_draft: Callable[[str], None] | None = None) -> Answer:
        """Return the answer; raises StoreError and its kin when no index can answer.

        `on_draft` is given the checked part of an answer that is still being written, from another thread.
        """


class Shelf(Protocol):
    """Knows the episodes."""

    def size(self) -> int:
        """Return how many episodes there are to ask about."""

    def episodes_like(self, prefix: str, limit: int = 25) -> tuple[Episode, ...]:
        """Return the episodes that a member may mean by what is typed so far."""

    def card(self, key: str) -> EpisodeCard | None:
        """Return what is known of an episode; None when there is none of this key."""


class Transcripts(Protocol):
    """Opens documents at a place."""

    def context(self, document: str, chunk_id: str, step: int = 0) -> ContextPage | None:
        """Return the page `step` pages from a chunk."""

    def quoted(self, document: str, chunk_id: str, quote_hash: str, n: int = 1) -> Citation | None:
        """Return a quotation again from where it stood."""


class Finder(Protocol):
    """Searches without answering."""

    def search(
        self,
        words: str,
        show: str | None = None,
        episode: int | str | None = None,
        limit: int = 10,
        history: Sequence[Turn] = (),
    ) -> SearchResult:
        """Return the passages nearest to these words."""
