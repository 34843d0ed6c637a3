"""A library of a few documents in memory, without models and without Chroma, and who presses buttons over it.

It is enough for what only reads and counts words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord

from bot.answering.answer import Citation, quote_hash
from bot.desk import Desk, Rules
from bot.ledger import Ledger
from tests.pressing import Person
from vectorstore.layout import Layout
from vectorstore.records import Chunk, Corrected, DocumentRecord, Episode, Span
from vectorstore.retrieval.catalogue import Catalogue

ROOF = Episode("e1", "Roof Radio", "Bees", 1, "2026-05-14", "https://example.org/1")
TRAINS = Episode("e2", "Roof Radio", "Trains", 2)


def chunk_of(document: str, ordinal: int, episode: Episode, *turns: tuple[str, str], first: int = 0) -> Chunk:
    """Return a chunk of turns, each a speaker and words."""
    text = "\n".join(words for _, words in turns)
    spans, at = [], 0
    for turn, (speaker, words) in enumerate(turns, start=first):
        spans.append(Span(at, at + len(words), turn, speaker, float(turn)))
        at += len(words) + 1
    return Chunk(document, ordinal, episode.key, "body", text, tuple(spans), "The roof", start=float(first))


def record_of(name: str, *episodes: Episode, chunks: int = 1, corrections: Sequence[Corrected] = ()) -> DocumentRecord:
    keys, speakers = tuple(one.key for one in episodes), ("Mira", "SPEAKER_07")
    return DocumentRecord(name, "digest", "vtt", "transcript", chunks, keys, True, speakers, "en", tuple(corrections))


class Shelf:
    """Stands for the library and for its index; `records` and `chunks` may be changed between two looks."""

    def __init__(self, layout: Layout, records: Sequence[DocumentRecord], chunks: Sequence[Chunk] = ()) -> None:
        self.layout, self.index = layout, self
        self.records, self.chunks = list(records), list(chunks)
        self.episodes = [ROOF, TRAINS]
        self.citations: list[Citation] = []
        self.manifest = SimpleNamespace(errata="", golden={})

    @contextmanager
    def session(self, shows: frozenset[str] | None = None) -> Iterator[Any]:
        held = {chunk.id: chunk for chunk in self.chunks}
        store = SimpleNamespace(chunks=lambda ids: {id_: held[id_] for id_ in ids if id_ in held})
        catalogue = Catalogue(tuple(self.episodes), tuple(self.records))
        yield SimpleNamespace(catalogue=catalogue, index=SimpleNamespace(store=store, manifest=self.manifest))

    def quoted(self, document: str, chunk: str, wanted: str, n: int = 1) -> Citation | None:
        return next((one for one in self.citations if one.n == n and quote_hash(one.quote) == wanted), None)


class Member(Person):
    """One with or without the right to manage the server, who sees forms and presses below messages."""

    def __init__(self, desk: Desk, manages: bool = True) -> None:
        super().__init__(desk)
        self.permissions = discord.Permissions(manage_guild=manages)
        self.command: Any = None
        self.message: Any = None
        self.modal: Any = None
        self.namespace = SimpleNamespace(document=None, field=None)

    async def send_modal(self, modal: Any) -> None:
        self.modal = modal

    def below(self, content: str, *values: str) -> Member:
        """Press below a message of the bot with this content, or choose these values in its select."""
        self.message = SimpleNamespace(id=1, content=content)
        self.data = {"values": list(values), "custom_id": "v1:x:"}
        return self


async def use(command: Any, member: Member, *given: Any) -> Member:
    """Give a command."""
    await command.callback(member, *given)
    return member


def desk_over(folder: Path, shelf: Shelf) -> Desk:
    """Return a desk over a library in memory; close its ledger."""
    nothing: Any = None
    library: Any = shelf
    return Desk(nothing, library, Ledger(folder / "ledger.sqlite"), Rules())
