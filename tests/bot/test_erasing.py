"""What the bot keeps of a document goes when it is erased, from Discord or on the command line, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.desk import Desk, Rules
from bot.ledger import Ledger
from bot.views.moderating.erasing import erased_by, forgetting
from tests.leavings import MIRA, answer_of
from vectorstore.layout import Layout
from vectorstore.store.journal import Run, write_run

GONE, OTHER = "inbox/a.md", "inbox/b.md"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    nothing: Any = None
    library: Any = SimpleNamespace(layout=Layout(tmp_path))
    made = Desk(nothing, library, Ledger(tmp_path / "ledger.sqlite"), Rules())
    with closing(made.ledger):
        yield made


def kept_references(desk: Desk) -> list[list[str]]:
    found = [desk.ledger.answer(message) for message in (1, 2)]
    return [[ref.document for ref in one.sources] for one in found if one]


@pytest.mark.parametrize(("arguments", "gone"), [(("--erase", GONE, "--json"), True), (("--remove", GONE), False)])
async def test_only_references_to_an_erased_document_go(
    desk: Desk, tmp_path: Path, arguments: tuple[str, ...], gone: bool
) -> None:
    record = answer_of(desk.ledger, MIRA)
    first, second = record.sources
    for message, document in ((1, GONE), (2, OTHER)):
        sources = (replace(first, document=document), second)
        desk.ledger.save_answer(replace(record, message_id=message, sources=sources))
    write_run(Layout(tmp_path), Run(1, "2026-01-01T00:00:00+00:00", arguments))
    manifest: Any = None
    await forgetting(desk)(None, manifest)
    mine = [second.document] if gone else [GONE, second.document]
    assert kept_references(desk) == [mine, [OTHER, second.document]]


async def test_without_a_journal_nothing_goes(desk: Desk) -> None:
    desk.ledger.save_answer(answer_of(desk.ledger, MIRA))
    manifest: Any = None
    await forgetting(desk)(None, manifest)
    assert len(kept_references(desk)[0]) == 2


def test_the_document_is_read_from_the_arguments_as_they_were_typed() -> None:
    assert erased_by(("--json", "--erase=a=b.md")) == "a=b.md"
    assert erased_by(("--erase",)) is None
    assert erased_by(()) is None
