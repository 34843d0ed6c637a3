"""Documents by name, and the text of one put together again from its passages."""

from __future__ import annotations

import json
from pathlib import Path

from bot.answering.documents import excluded_names, lines_of, named, token_of
from vectorstore.layout import Layout
from vectorstore.records import Chunk, Episode, Span

EPISODE = Episode("k", "Tuin", "Bijen op het dak", number=1, date="2024-01-09", url="https://example.org/1")


def chunk(
    ordinal: int, *turns: tuple[str | None, str], section: str | None = None, start: float | None = None
) -> Chunk:
    text = " ".join(words for _, words in turns)
    spans, at = [], 0
    for number, (speaker, words) in enumerate(turns):
        begin = text.index(words, at)
        at = begin + len(words)
        spans.append(Span(begin, at, number, speaker, start))
    return Chunk("tuin/1.vtt", ordinal, "k", "body", text, tuple(spans), section=section, start=start)


def test_a_text_is_put_together_with_headings_speakers_and_times() -> None:
    heading = Chunk("tuin/1.vtt", 0, "k", "heading", "Bijen op het dak", (), quotable=False)
    chunks = [
        heading,
        chunk(1, ("Mira", "Welkom."), ("Jelle", "Dag."), section="Begin", start=65.0),
        chunk(2, (None, "Een alinea."), section="Begin"),
        chunk(3, (None, "Nog een."), section="Einde"),
    ]
    assert "\n".join(lines_of(chunks, {"k": EPISODE})).split("\n") == [
        "# 1. Bijen op het dak",
        "2024-01-09",
        "https://example.org/1",
        "",
        "## Begin",
        "",
        "[1:05] Mira: Welkom.",
        "",
        "[1:05] Jelle: Dag.",
        "",
        "Een alinea.",
        "",
        "## Einde",
        "",
        "Nog een.",
    ]


def test_a_token_fits_a_custom_id_and_leads_back_to_the_name() -> None:
    names = ("show/a b (1).md", "show/" + "x" * 300 + ".md")
    assert [named(names, token_of(name)) for name in names] == list(names)
    assert all(len(token_of(name)) == 16 for name in names)
    assert named(names, "0" * 16) is None


def test_removed_documents_are_read_from_the_library_and_a_broken_one_has_none(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    assert excluded_names(layout) == ()
    for text in ("{", "[]", json.dumps({"excluded": "a"})):
        layout.library.write_text(text)
        assert excluded_names(layout) == ()
    layout.library.write_text(json.dumps({"excluded": ["inbox/a.md", 3]}))
    assert excluded_names(layout) == ("inbox/a.md",)
