"""Documents that moderators add: checked before they are kept, nothing overwritten without asking."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.desk import Desk
from bot.inbox import WAITING, put_aside
from bot.views.moderating import documents
from tests.pressing import Person, acts, desk_in, given, press, saying
from vectorstore.layout import Layout

CHECKED = {"event": "done", "outcome": "checked", "episodes": {"total": 1}}
NOT_CHECKED = {
    "event": "done",
    "outcome": "checked",
    "episodes": {"total": 0},
    "skipped": [{"reason": "it is *empty*"}],
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = desk_in(tmp_path)
    with closing(made.ledger):
        yield made


def attached(name: str, content: bytes, size: int | None = None) -> Any:
    async def read() -> bytes:
        return content

    return SimpleNamespace(filename=name, size=len(content) if size is None else size, read=read)


async def test_a_document_is_kept_once_ingestion_can_read_it(desk: Desk, tmp_path: Path) -> None:
    saying(desk, tmp_path, CHECKED)
    person = Person(desk)
    await press(documents.file_attached, person, attached("a.md", b"text"))
    ((_, path, _),) = given(tmp_path)
    assert Path(path).parts[-1] == "a.md"
    assert (tmp_path / "inbox" / "a.md").read_bytes() == b"text"
    assert person.seen[-1].startswith("Kept as **inbox/a.md**.")
    assert person.buttons[0] == "v1:librun:reingest"
    assert acts(desk) == [("add", "inbox/a.md", "kept")]


async def test_what_cannot_be_read_is_not_kept(desk: Desk, tmp_path: Path) -> None:
    saying(desk, tmp_path, NOT_CHECKED)
    person = Person(desk)
    await press(documents.file_attached, person, attached("a.md", b" "))
    assert "not kept: it is \\*empty\\*" in person.seen[-1]
    assert list((tmp_path / "inbox").iterdir()) == []


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (attached("a.mp3", b"x"), "I cannot read files of this kind"),
        (attached("a.md", b"x", size=50_000_000), "at most 10 MB"),
        (attached("a.md", b""), "This file is empty"),
        (attached("a.md", b"", size=3), "This file is empty"),
    ],
)
async def test_a_file_of_another_kind_or_size_is_refused(desk: Desk, tmp_path: Path, file: Any, words: str) -> None:
    person = Person(desk)
    await press(documents.file_attached, person, file)
    assert words in person.seen[-1]
    assert not (tmp_path / "inbox").exists()


@pytest.mark.parametrize(
    ("how", "files"),
    [("replace", {"a.md": b"new"}), ("both", {"a.md": b"old", "a-2.md": b"new"}), ("no", {"a.md": b"old"})],
)
async def test_a_name_that_is_taken_is_asked_about(
    desk: Desk, tmp_path: Path, how: str, files: dict[str, bytes]
) -> None:
    saying(desk, tmp_path, CHECKED)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.md").write_bytes(b"old")
    person = Person(desk)
    await press(documents.file_attached, person, attached("a.md", b"new"))
    assert person.seen[-1].startswith("There is another document called **inbox/a.md**")
    token = person.buttons[0].split(":")[2].split(".")[0]
    await press(documents.settled, person, token, how)
    assert {path.name: path.read_bytes() for path in inbox.iterdir() if path.name != WAITING} == files
    await press(documents.settled, person, token, how)
    assert person.seen[-1].startswith("This document waits no longer")


async def test_a_removed_document_does_not_come_back_under_its_name(desk: Desk, tmp_path: Path) -> None:
    saying(desk, tmp_path, CHECKED)
    (tmp_path / "library.json").write_text(json.dumps({"excluded": ["inbox/a.md"]}))
    person = Person(desk)
    await press(documents.file_attached, person, attached("a.md", b"new"))
    assert person.seen[-1].startswith("Kept as **inbox/a-2.md**")


async def test_a_pasted_text_is_taken_with_its_title(desk: Desk, tmp_path: Path) -> None:
    saying(desk, tmp_path, CHECKED)
    person = Person(desk)
    fields = [{"type": 1, "components": [{"type": 4, "value": value}]} for value in ("Bees", "They fly.")]
    person.data = {"components": fields}
    await press(documents.text_pasted, person, "Bees")
    assert (tmp_path / "inbox" / "Bees.md").read_text() == "# Bees\n\nThey fly.\n"


def test_the_form_keeps_to_discords_limits() -> None:
    for language in ("en", "nl"):
        shown = documents.paste_form(language).to_dict()
        assert len(shown["title"]) <= 45
        assert all(len(row["components"][0]["label"]) <= 45 for row in shown["components"])


def test_the_same_words_are_not_kept_twice(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    one = put_aside(layout.inbox, "a.md", b"x")
    assert documents.standing_of(layout, one) == "free"
    (layout.inbox / "a.md").write_bytes(b"x")
    assert documents.standing_of(layout, one) == "same"
