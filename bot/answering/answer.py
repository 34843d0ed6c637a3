"""What an answer is, and its JSON (docs/commands.md); imports records and folding."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Literal

from vectorstore.records import Episode
from vectorstore.text.folding import squeeze

Verdict = Literal["answered", "uncertain", "refused", "chat"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation and where it stands.

    `quote` is one contiguous span of the document's text, within one speaker's turn. `start` and `end` are seconds,
    None where the source holds no times; `url` carries a time only with a `start`. `chunk` is the id of the chunk
    that was found: the place to walk on from. `corrected` are the words of the quotation that a moderator put right.
    Both are no part of the JSON.
    """

    n: int
    episode: Episode
    document: str
    quote: str
    section: str | None = None
    speaker: str | None = None
    start: float | None = None
    end: float | None = None
    url: str | None = None
    chunk: str = ""
    corrected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spent:
    """What a model took for one answer, failed requests included; `cost_usd` is None where a price is not known."""

    model: str
    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost_usd: float | None = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer to one question. `related` are passages that were near and are not the answer.

    `degraded` is why a model that was asked for did not write it. `spent` is None where no model was asked, also
    when another asker's answer was used again; it is no part of the JSON.
    """

    question: str
    language: str
    verdict: Verdict
    text: str
    citations: tuple[Citation, ...] = ()
    related: tuple[Citation, ...] = ()
    mode: Literal["extractive", "model"] = "extractive"
    degraded: str | None = None
    generation: str | None = None
    seconds: float = 0.0
    spent: Spent | None = None

    @property
    def answered(self) -> bool:
        """Whether the episodes answer the question."""
        return self.verdict == "answered"


def quote_hash(quote: str) -> str:
    """Return what tells a quotation from others without its words: 16 hex digits of its sha256, squeezed."""
    return hashlib.sha256(squeeze(quote).encode("utf-8", "replace")).hexdigest()[:16]


def episode_json(episode: Episode) -> dict[str, Any]:
    """Return an episode as every JSON of the program shows it."""
    return {name: getattr(episode, name) for name in ("show", "number", "title", "date", "url")}


def citation_json(citation: Citation) -> dict[str, Any]:
    """Return a citation in the shape of docs/commands.md."""
    return {
        "n": citation.n,
        "episode": episode_json(citation.episode),
        "document": citation.document,
        "section": citation.section,
        "speaker": citation.speaker,
        "start": citation.start,
        "end": citation.end,
        "url": citation.url,
        "quote": citation.quote,
    }


def answer_json(answer: Answer) -> dict[str, Any]:
    """Return an answer in the shape of docs/commands.md."""
    return {
        "question": answer.question,
        "language": answer.language,
        "verdict": answer.verdict,
        "answered": answer.answered,
        "answer": answer.text,
        "mode": answer.mode,
        "degraded": answer.degraded,
        "citations": [citation_json(c) for c in answer.citations],
        "related": [citation_json(c) for c in answer.related],
        "generation": answer.generation,
        "seconds": round(answer.seconds, 3),
    }
