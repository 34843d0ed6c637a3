"""What a terminal and a pipe are shown."""

import sys
from typing import Any

import pytest

from bot.answering.answer import Answer, Citation
from bot.terminal import printing
from vectorstore.records import Episode

EPISODE = Episode("k", "Tuin", "Bijen", 1, "2024-01-09", "https://x.test/1", license="CC BY 4.0", attribution="Mira T.")
CITATION = Citation(1, EPISODE, "tuin/1.vtt", "De bijen slapen.", None, "Jelle", 75.0, 80.0, "https://x.test/1?t=75")


def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let stdout, which pytest captures, say that it is a terminal."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)


def answer(**changes: Any) -> Answer:
    values = {"question": "q", "language": "en", "verdict": "answered", "text": "He says so. [1]", **changes}
    return Answer(**values)


def test_a_terminal_gets_bold_headings(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_terminal(monkeypatch)
    printing.print_answer(answer(citations=(CITATION,)))
    assert "\033[1mSources\033[0m" in capsys.readouterr().out


def test_no_color_takes_the_styles_away(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_terminal(monkeypatch)
    monkeypatch.setenv("NO_COLOR", "1")
    printing.print_answer(answer(citations=(CITATION,)))
    assert "\033" not in capsys.readouterr().out


def test_an_empty_no_color_means_nothing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_terminal(monkeypatch)
    monkeypatch.setenv("NO_COLOR", "")
    printing.print_answer(answer(citations=(CITATION,)))
    assert "\033" in capsys.readouterr().out


def test_a_pipe_gets_plain_text(capsys: pytest.CaptureFixture[str]) -> None:
    printing.print_answer(answer(citations=(CITATION,)))
    out = capsys.readouterr().out
    assert "\033" not in out
    assert out.startswith("He says so. [1]\n\nSources\n  [1] Episode 1 · Bijen · Jelle · 1:15 · 2024-01-09")


def test_a_source_names_attribution_and_licence() -> None:
    assert printing.source_line(CITATION, "en").endswith("Mira T. · licence CC BY 4.0")


def test_related_passages_are_shown_with_their_words(capsys: pytest.CaptureFixture[str]) -> None:
    printing.print_answer(answer(verdict="refused", text="No.", related=(CITATION,)))
    out = capsys.readouterr().out
    assert "Related" in out
    assert "“De bijen slapen.”" in out


def test_control_characters_of_a_document_never_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    episode = Episode("k", "Tuin", "\033[2Jcleared\u202e", 1, url="https://x.test/\033]0;t\007")
    odd = Citation(1, episode, "d", "q\033[31m", None, "\033[1mJ", url=episode.url)
    printing.print_answer(answer(text="a\033[2Jb", citations=(odd,), related=(odd,)))
    out = capsys.readouterr().out
    assert "\033" not in out
    assert "\u202e" not in out
    assert "\007" not in out


def test_long_lines_are_wrapped_and_their_own_line_ends_kept() -> None:
    lines = printing.wrapped("word " * 60 + "\n\nend", "  ").split("\n")
    assert max(map(len, lines)) <= printing.WIDTH
    assert lines[-2:] == ["", "  end"]


def test_hits_are_printed_with_rank_place_and_document(capsys: pytest.CaptureFixture[str]) -> None:
    episode = {"show": "Tuin", "number": 1, "title": "Bijen", "date": "2024-01-09", "url": None}
    hit = {
        "rank": 1,
        "episode": episode,
        "section": "Winter",
        "start": 75.0,
        "document": "tuin/1.vtt",
        "url": None,
        "text": "De bijen.",
    }
    printing.print_hits({"hits": [hit]})
    assert capsys.readouterr().out == "1. #1 · Bijen · Winter · 1:15 · 2024-01-09\n   De bijen.\n   tuin/1.vtt\n\n"


def test_no_hit_is_told_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    printing.print_hits({"hits": []})
    assert capsys.readouterr() == ("", "Nothing found.\n")


def test_episodes_are_listed_by_show_and_number(capsys: pytest.CaptureFixture[str]) -> None:
    def row(show: str, number: int | None, title: str) -> dict[str, Any]:
        kinds = [{"kind": "summary"}, {"kind": "transcript"}]
        return {"show": show, "number": number, "title": title, "date": None, "language": "nl", "documents": kinds}

    printing.print_episodes([row("B", 1, "x"), row("A", 10, "y"), row("A", 9, "z"), row("A", None, "w")])
    assert capsys.readouterr().out.splitlines() == [
        "A  - w  (nl · summary, transcript)",
        "A  9. z  (nl · summary, transcript)",
        "A  10. y  (nl · summary, transcript)",
        "B  1. x  (nl · summary, transcript)",
    ]
