"""Documents that moderators add: safe names, limits, nothing overwritten, nothing half-written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.inbox import (
    ENDINGS,
    LARGEST,
    LONGEST_NAME,
    WAITING,
    Unsuitable,
    check_file,
    clear_waiting,
    discard,
    file_of,
    free_name,
    keep,
    pasted,
    put_aside,
    safe_name,
    waiting,
)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return tmp_path / "inbox"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("episode 12.vtt", "episode 12.vtt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\mo\\show.SRT", "show.srt"),
        (".hidden.md", "hidden.md"),
        ("...", "document.txt"),
        ("..md", "md.txt"),
        ("a\u202egnp.md", "agnp.md"),
        ("über_öl.md", "über_öl.md"),
        ("a<b>|c?.md", "a-b-c.md"),
        ("show.exe", "show.exe.txt"),
        ("x\n\x00y.md", "x y.md"),
    ],
)
def test_a_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(max_size=300))
def test_no_name_leads_out_of_the_inbox_or_is_passed_over(name: str) -> None:
    made = safe_name(name)
    assert Path(made).name == made
    assert not made.startswith(".")
    assert len(made.encode()) <= LONGEST_NAME
    assert os.path.splitext(made)[1] in ENDINGS
    assert safe_name(made) == made


@pytest.mark.parametrize(
    ("name", "size", "reason"),
    [("a.mp3", 10, "type"), ("a", 10, "type"), ("a.txt", LARGEST + 1, "large"), ("a.txt", 0, "empty")],
)
def test_what_cannot_be_a_document_is_refused_before_it_is_fetched(name: str, size: int, reason: str) -> None:
    with pytest.raises(Unsuitable) as refused:
        check_file(name, size)
    assert refused.value.reason == reason


def test_what_can_be_one_is_taken_whatever_its_case() -> None:
    check_file("Episode 3.VTT", LARGEST)


@pytest.mark.parametrize(
    ("text", "name", "content"),
    [
        ("It was said.", "Bees.md", "# Bees\n\nIt was said.\n"),
        ("# 3. Bees\r\n\r\nIt.", "Bees.md", "# 3. Bees\n\nIt.\n"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nhi", "Bees.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n"),
        ("1\n00:00:01,000 --> 00:00:02,000\nhi", "Bees.srt", "1\n00:00:01,000 --> 00:00:02,000\nhi\n"),
    ],
)
def test_a_pasted_text_becomes_the_file_that_it_looks_like(text: str, name: str, content: str) -> None:
    assert pasted("Bees", text) == (name, content.encode())


def test_a_pasted_title_cannot_smuggle_in_lines() -> None:
    _, content = pasted("Bees\n---\nshow: other", "text")
    assert content.decode().splitlines()[0] == "# Bees --- show: other"


def test_what_waits_is_no_document_until_it_is_kept(inbox: Path) -> None:
    one = put_aside(inbox, "a.md", b"text")
    assert [path.name for path in inbox.iterdir()] == [WAITING]
    assert one.document == "inbox/a.md"
    assert waiting(inbox, one.token) == one
    assert keep(inbox, one, one.name) == "inbox/a.md"
    assert {path.name: path.read_bytes() for path in inbox.iterdir()} == {"a.md": b"text"}
    assert waiting(inbox, one.token) is None


def test_no_document_is_overwritten_unless_it_is_said(inbox: Path) -> None:
    keep(inbox, put_aside(inbox, "a.md", b"old"), "a.md")
    new = put_aside(inbox, "a.md", b"new")
    with pytest.raises(FileExistsError):
        keep(inbox, new, "a.md")
    assert (inbox / "a.md").read_bytes() == b"old"
    assert keep(inbox, new, "a.md", replace=True) == "inbox/a.md"
    assert (inbox / "a.md").read_bytes() == b"new"


def test_a_free_name_is_no_file_and_no_removed_document(inbox: Path) -> None:
    keep(inbox, put_aside(inbox, "a.md", b"old"), "a.md")
    assert free_name(inbox, "a.md", frozenset({"inbox/a-2.md"})) == "a-3.md"
    assert free_name(inbox, "b.md") == "b.md"


def test_what_was_never_answered_is_forgotten(inbox: Path) -> None:
    one, other = put_aside(inbox, "a.md", b"1"), put_aside(inbox, "b.md", b"2")
    os.utime(inbox / WAITING / one.token, (0, 0))
    clear_waiting(inbox, 1000.0)
    assert waiting(inbox, one.token) is None
    assert waiting(inbox, other.token) == other
    discard(inbox, other.token)
    assert not (inbox / WAITING).exists()


@pytest.mark.parametrize("token", ["..", "../..", "", ".", "a/b", "0123456789abcdeg"])
def test_a_forged_token_finds_and_deletes_nothing(inbox: Path, token: str) -> None:
    one = put_aside(inbox, "a.md", b"1")
    discard(inbox, token)
    assert waiting(inbox, token) is None
    assert one.path.exists()


def test_only_files_inside_the_inbox_are_handed_out(inbox: Path, tmp_path: Path) -> None:
    keep(inbox, put_aside(inbox, "a.md", b"1"), "a.md")
    (tmp_path / "secret.md").write_text("secret")
    (inbox / "link.md").symlink_to(tmp_path / "secret.md")
    (inbox / "folder").symlink_to(tmp_path)
    assert file_of(inbox, "inbox/a.md") == inbox / "a.md"
    for name in ("inbox/../secret.md", "inbox/link.md", "inbox/folder/secret.md", "show/a.md", "inbox/", "inbox/b.md"):
        assert file_of(inbox, name) is None, name
