"""How answers, hits and the catalogue look on a terminal and in a pipe; imports texts and answering."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Iterable
from typing import Any

from bot.answering.answer import Answer, Citation
from bot.answering.writers.extractive import clock
from bot.renderings.corrected import corrected_line, sign_of, signed
from bot.renderings.provenance import in_another_language, provenance
from bot.texts.spoken import say
from vectorstore.text.folding import visible

WIDTH = 100
_DIM, _BOLD, _END = "\033[2m", "\033[1m", "\033[0m"


def styled(text: str, style: str) -> str:
    """Return `text` in a style where a terminal shows it and NO_COLOR does not forbid it."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return text
    return f"{style}{text}{_END}"


def wrapped(text: str, indent: str = "") -> str:
    """Return `text` in lines of at most WIDTH characters, its own line ends kept."""
    lines = visible(text).split("\n")
    return "\n".join(
        textwrap.fill(line, WIDTH, initial_indent=indent, subsequent_indent=indent) if line else "" for line in lines
    )


def print_answer(answer: Answer) -> None:
    """Print an answer with its numbered sources, and what is related apart from them."""
    print(wrapped(signed(answer)))
    if told := provenance(answer):
        print(f"\n{styled(wrapped(told), _DIM)}")
    if answer.citations:
        print_sources(say(answer.language, "sources"), answer.citations, answer.language, originals=answer)
    if answer.related and answer.verdict != "chat":
        print_sources(say(answer.language, "related"), answer.related, answer.language, quoted=True)
    shown = (*answer.citations, *(answer.related if answer.verdict != "chat" else ()))
    if line := corrected_line(shown, answer.language):
        print(f"\n{styled(wrapped(line), _DIM)}")


def print_sources(
    title: str, citations: Iterable[Citation], language: str, quoted: bool = False, originals: Answer | None = None
) -> None:
    """Print a numbered list of sources, with what each says when `quoted`, or as the original of an answer."""
    print(f"\n{styled(title, _BOLD)}")
    for citation in citations:
        print(wrapped(source_line(citation, language), "  "))
        if quoted:
            print(wrapped(f"“{citation.quote}”{sign_of(citation)}", "      "))
        elif originals and originals.mode == "model" and in_another_language(citation, originals):
            print(wrapped(f"{say(language, 'model original')} “{citation.quote}”{sign_of(citation)}", "      "))
        if citation.url:
            print(styled(f"      {visible(citation.url)}", _DIM))


def source_line(citation: Citation, language: str) -> str:
    """Return `[1] Episode 1 · title · section or time · date`, with the attribution that the document asks for."""
    episode = citation.episode
    number = say(language, "episode label", number=episode.number) if episode.number is not None else None
    time = clock(citation.start) if citation.start is not None else None
    parts = [number, episode.title, citation.section, citation.speaker, time, episode.date]
    licence = say(language, "license", license=episode.license) if episode.license else None
    parts += [episode.attribution, licence]
    return f"[{citation.n}] " + " · ".join(part for part in parts if part)


def print_hits(found: dict[str, Any]) -> None:
    """Print the passages of a search."""
    for hit in found["hits"]:
        episode = hit["episode"]
        time = clock(hit["start"]) if hit["start"] is not None else None
        number = f"#{episode['number']}" if episode["number"] is not None else None
        head = " · ".join(part for part in (number, episode["title"], hit["section"], time, episode["date"]) if part)
        print(styled(wrapped(f"{hit['rank']}. {head}"), _BOLD))
        print(wrapped(hit["text"], "   "))
        print(styled(f"   {hit['document']}" + (f"  {visible(hit['url'])}" if hit["url"] else ""), _DIM) + "\n")
    if not found["hits"]:
        print("Nothing found.", file=sys.stderr)


def print_episodes(rows: list[dict[str, Any]]) -> None:
    """Print the catalogue, a line an episode."""
    for row in sorted(rows, key=lambda row: (row["show"], row["number"] or 0, row["date"] or "")):
        number = f"{row['number']}." if row["number"] is not None else "-"
        kinds = ", ".join(sorted({document["kind"] for document in row["documents"]}))
        facts = " · ".join(part for part in (row["date"], row["language"], kinds) if part)
        print(f"{row['show']}  {number} {visible(row['title'])}  ({facts})")
