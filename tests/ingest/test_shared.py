"""Ingestion to a shared store: the same outcomes as to a folder, and only by the machine that publishes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest import commands
from ingest.errors import IngestError
from tests.desk import Desk, episode
from tests.doubles import WordEmbedder
from vectorstore.errors import NotOwner
from vectorstore.layout import Layout, Server
from vectorstore.store.pointer import Pointer

BEES = episode(1, "Bees", "Bees live on the roof.")
TRAINS = episode(2, "Trains", "Night trains are back.")


def desk_of(folder: Path, database: Server) -> Desk:
    """Return a library whose index is to lie on a server."""
    desk = Desk(folder, WordEmbedder())
    desk.layout = Layout(desk.layout.root, database)
    desk.job = replace(desk.job, layout=desk.layout)
    desk.write("show/1.md", BEES)
    desk.write("show/2.md", TRAINS)
    return desk


def held(desk: Desk) -> dict[str, str]:
    """Return the documents of the published rows, by id."""
    store = desk.job.store
    pointer = store.pointer()
    assert pointer is not None
    rows = store.rows(pointer.generation)
    return {id_: chunk.document for id_, chunk in rows.chunks(rows.ids()).items()}


def test_every_command_does_there_what_it_does_in_a_folder(tmp_path: Path, database: Server) -> None:
    desk = desk_of(tmp_path, database)
    first = desk.ingest(desk.folder / "show")
    assert (first.outcome, first.generation, first.episodes.new) == ("published", "gen-000001", 2)
    again = desk.ingest()
    assert (again.outcome, again.chunks.embedded, again.chunks.reused) == ("unchanged", 0, 4)

    desk.write("show/3.md", episode(3, "Boats", "Boats sink slowly."))
    third = desk.ingest()
    assert (third.generation, third.episodes.new, third.chunks.reused) == ("gen-000002", 1, 4)
    assert sorted(set(held(desk).values())) == ["show/1.md", "show/2.md", "show/3.md"]

    rolled = commands.roll_back(desk.layout)
    assert (rolled.outcome, desk.job.store.pointer()) == ("rolled-back", Pointer("gen-000001", pinned=True))
    generations, _ = commands.look_back(desk.layout)
    assert [(one.generation, one.current, one.pinned) for one in generations] == [
        ("gen-000002", False, False),
        ("gen-000001", True, True),
    ]
    assert desk.ingest(unattended=True).outcome == "pinned"

    erased = desk.command(commands.erase, "show/2.md")
    assert (erased.outcome, erased.generation) == ("published", "gen-000003")
    assert "show/2.md" not in held(desk).values()
    assert [one.generation for one in desk.job.store.history()] == ["gen-000003"]
    assert sorted(path.name for path in desk.layout.root.glob("gen-*")) == []


def test_whoever_does_not_publish_changes_nothing_and_takes_over_what_is_the_same(
    tmp_path: Path, database: Server
) -> None:
    desk_of(tmp_path / "mine", database).ingest(tmp_path / "mine/show")
    other = desk_of(tmp_path / "other", database)
    for options in ({}, {"dry_run": True}, {"full": True}, {"unattended": True}):
        with pytest.raises(NotOwner, match="--take-over"):
            other.ingest(other.folder / "show", **options)
    with pytest.raises(NotOwner):
        commands.roll_back(other.layout)
    assert not other.layout.library.exists()
    assert other.ingest(other.folder / "show", dry_run=True, take_over=True).outcome == "dry-run"
    with pytest.raises(NotOwner):
        other.ingest(other.folder / "show")
    taken = other.ingest(other.folder / "show", take_over=True)
    assert (taken.outcome, taken.generation, taken.chunks.embedded) == ("unchanged", "gen-000001", 0)


def test_a_machine_with_nothing_but_the_sample_show_owns_nothing(tmp_path: Path, database: Server) -> None:
    desk = desk_of(tmp_path, database)
    desk.write("shipped/sample/1.md", BEES)
    with pytest.raises(IngestError, match="python -m ingest PATH"):
        desk.ingest()
    assert (desk.job.store.owner(), desk.job.store.pointer()) == (None, None)


def test_a_generation_that_lost_rows_is_built_anew(tmp_path: Path, database: Server) -> None:
    desk = desk_of(tmp_path, database)
    desk.ingest(desk.folder / "show")
    before = held(desk)
    desk.job.store.rows("gen-000001").remove(list(before)[:1])
    mended = desk.ingest()
    assert (mended.outcome, mended.chunks.embedded, held(desk)) == ("published", 0, before)
