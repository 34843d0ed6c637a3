"""What moderators see of test questions: which passage answers one, and the list; pure.

Imports answering, texts and the neighbouring modules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.answering.answer import Citation
from bot.renderings.cutting import cut
from bot.renderings.labels import short
from bot.renderings.markdown import LIMIT, inline, units
from bot.renderings.pages import Page, page_line, paged
from bot.renderings.passages import passage_block
from bot.renderings.runs import document_name
from bot.texts.spoken import TEXTS, say
from vectorstore.retrieval.golden import GoldenRow
from vectorstore.retrieval.golden_file import GoldenQuestions

PER_PAGE = 8
QUESTION, PASSAGE = 110, 160
"""Characters of a question in the list, and of a passage that may be the right one."""


def choosing_text(asked: str, citations: Sequence[Citation], follow_up: bool, language: str) -> str:
    """Return the question's line (`bot.rendering.question_line`), and below it its passages as far as they fit."""
    lines = [asked, say(language, "golden ask")]
    if follow_up:
        lines.append(f"-# {say(language, 'golden follow up')}")
    for one in citations:
        block = passage_block(one, language, PASSAGE)
        if units("\n".join([*lines, block])) <= LIMIT:
            lines.append(block)
    return "\n".join(lines)


def golden_page(
    questions: GoldenQuestions, standings: Mapping[str, str], page: int, language: str, news: str = ""
) -> Page:
    """Return a page of the test questions; `standings` says how each stood when the index was published, by its id."""
    shown, at, count = paged(questions.rows, page, PER_PAGE)
    lines = [news, f"### {say(language, 'golden title')}"]
    for n, row in enumerate(shown, start=1 + (at - 1) * PER_PAGE):
        fields = {"question": inline(short(row.question, QUESTION)), "where": where_of(row, language)}
        lines.append(
            say(language, "golden line", n=n, standing=standing_text(standings.get(row.id), language), **fields)
        )
    if not questions.rows:
        lines.append(say(language, "golden none", menu=say(language, "menu golden")))
    if questions.bad:
        lines.append(f"-# {say(language, 'golden bad', count=len(questions.bad))}")
    lines.append(page_line(at, count, language))
    return Page(cut("\n".join(filter(None, lines)), LIMIT)[0], at, count)


def on_page(questions: GoldenQuestions, page: int) -> list[tuple[int, GoldenRow]]:
    """Return the questions of a page with their numbers."""
    shown, at, _ = paged(questions.rows, page, PER_PAGE)
    return list(enumerate(shown, start=1 + (at - 1) * PER_PAGE))


def where_of(row: GoldenRow, language: str) -> str:
    """Return where the answer stands; of several documents the first."""
    if not row.answerable:
        return say(language, "golden where refused")
    return document_name(min(row.expected[0].documents), 60)


def standing_text(standing: str | None, language: str) -> str:
    """Return how a question stood, behind a dot; "" when that is not known."""
    key = f"standing {standing}"
    if key not in TEXTS["en"]:
        return ""
    return f" · {say(language, 'golden standing', standing=say(language, key))}"
