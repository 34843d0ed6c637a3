"""A server in which things were asked, for the tests of /insights and of the digest: an index, a painter, rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bot.desk import Desk, Rules
from bot.insights.picture import PNG
from bot.ledger import Ledger
from bot.ledgers.outcomes import Logged, Outcome, record_outcome
from tests.doubles import WordEmbedder
from vectorstore.records import Chunk, Episode

GUILD, GENERAL = 222, 5
CHUNK = Chunk("show/1.md", 1, "e1", "body", "text", (), "Wintering")


class Painter:
    """Draws nothing, and keeps what it is told; fails when it `cannot`."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.cannot = False

    async def paint(self, told: dict[str, Any]) -> bytes | None:
        self.told.append(told)
        return None if self.cannot else PNG


class Index:
    """An index with one chunk."""

    embedder = WordEmbedder()

    @contextmanager
    def session(self, shows: frozenset[str] | None = None) -> Iterator[Any]:
        found = {CHUNK.id: CHUNK}
        store = SimpleNamespace(chunks=lambda ids: {id_: found[id_] for id_ in ids if id_ in found})
        episodes = {"e1": Episode("e1", "De Moestuin", "Bees in town", 12)}
        yield SimpleNamespace(index=SimpleNamespace(store=store), catalogue=SimpleNamespace(by_key=episodes))


def desk_in(folder: Path) -> Desk:
    """Return a desk over that index; close its ledger."""
    brain: Any = SimpleNamespace(index=Index())
    library: Any = SimpleNamespace(layout=None)
    return Desk(brain, library, Ledger(folder / "ledger.sqlite"), Rules())


def ask(desk: Desk, at: float, verdict: str = "answered", question: str | None = None, **more: Any) -> None:
    sources = (CHUNK.id,) if verdict == "answered" else ()
    outcome = Outcome(
        GUILD, GENERAL, verdict, more.get("mode", "extractive"), more.get("degraded"), 0.5, 0.0, sources, at
    )
    logged = Logged(int(at), GUILD, GENERAL, "f00d", question, verdict, at) if question else None
    record_outcome(desk.ledger, outcome, logged)
