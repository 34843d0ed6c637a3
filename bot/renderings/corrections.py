"""What moderators see of corrections: the question before one is noted, and the list; pure.

Imports answering, texts and the neighbouring modules.

The question carries what is wrong and what is right on two lines of their own, from which the buttons below it read
them again: they are too long for a custom id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.answering.misheard import Standing
from bot.renderings.cutting import cut
from bot.renderings.labels import short
from bot.renderings.markdown import LIMIT, inline, plain, unescaped
from bot.renderings.pages import Page, page_line, paged
from bot.renderings.runs import document_name, number
from bot.texts.spoken import say
from vectorstore.corrections import Correction, Corrections, Edit, Erratum

WRONG, RIGHT = "✗ ", "✓ "
PER_PAGE = 8
SHOWN = 60
"""Characters of what is wrong, of what is right and of where, in the list."""


@dataclass(frozen=True, slots=True)
class Applied:
    """In how many documents of the published index each correction (by id) is laid over, and all it was made with."""

    documents: Mapping[str, int]
    digest: str


def sure_text(erratum: Erratum, standing: Standing, language: str) -> str:
    """Return the question whether words of a document are to be put right."""
    fields = {"document": document_name(erratum.document or ""), "count": number(standing.count, language)}
    title = say(language, "correct sure once" if standing.count == 1 else "correct sure", **fields)
    before, found, after = (
        plain(text).replace("\n", " ") for text in (standing.before, standing.found, standing.after)
    )
    lines = [title, f"> {before}**{found}**{after}", WRONG + inline(erratum.wrong), RIGHT + inline(erratum.right)]
    if not standing.alone:
        button = say(language, "button correct show")
        lines.append(say(language, "correct show", button=button, show=name_of(standing.show)))
    return "\n".join(lines)


def words_in(content: str) -> tuple[str, str] | None:
    """Return what is wrong and what is right from the question that `sure_text` made; None when it is none."""
    lines = content.split("\n")
    found = [
        next((unescaped(line.removeprefix(sign)) for line in lines if line.startswith(sign)), "")
        for sign in (WRONG, RIGHT)
    ]
    return (found[0], found[1]) if all(found) else None


def corrections_page(known: Corrections, applied: Applied, page: int, language: str, news: str = "") -> Page:
    """Return a page of the corrections in force, newest first; `news` stands before them."""
    shown, at, count = paged(known.all[::-1], page, PER_PAGE)
    lines = [news, f"### {say(language, 'corrections title')}"]
    waiting = applied.digest != known.digest
    for n, one in enumerate(shown, start=1 + (at - 1) * PER_PAGE):
        state = state_of(applied.documents.get(one.id, 0), waiting, language)
        lines.append(correction_line(n, one, state, language))
    if not known:
        lines.append(say(language, "corrections none"))
    if known.unread:
        lines.append(f"-# {say(language, 'corrections unread', count=len(known.unread))}")
    lines.append(page_line(at, count, language))
    return Page(cut("\n".join(filter(None, lines)), LIMIT)[0], at, count)


def on_page(known: Corrections, page: int) -> list[tuple[int, Correction]]:
    """Return the corrections of a page with their numbers."""
    shown, at, _ = paged(known.all[::-1], page, PER_PAGE)
    return list(enumerate(shown, start=1 + (at - 1) * PER_PAGE))


def state_of(documents: int, waiting: bool, language: str) -> str:
    """Return whether a correction is in force in the index that answers."""
    if documents > 1:
        return say(language, "corrections in force", count=documents)
    if documents:
        return say(language, "corrections in force once")
    return say(language, "corrections waiting") if waiting else say(language, "corrections idle")


def correction_line(n: int, one: Correction, state: str, language: str) -> str:
    """Return a correction on one line."""
    where = where_of(one, language)
    if isinstance(one, Edit):
        field = say(language, f"choice field {one.field}")
        old, new = value_text(replaced(one), language), value_text(one.new, language)
        return say(language, "corrections edit", n=n, field=field, where=where, old=old, new=new, state=state)
    wrong, right = name_of(one.wrong), name_of(one.right)
    return say(language, "corrections word", n=n, wrong=wrong, right=right, where=where, state=state)


def replaced(edit: Edit) -> str:
    """Return what an edit replaces; one that was written by hand need not say it."""
    return edit.old or edit.note or "…"


def where_of(one: Correction, language: str) -> str:
    """Return the scope of a correction."""
    if one.document:
        return document_name(one.document, SHOWN)
    if isinstance(one, Erratum) and one.show:
        return name_of(one.show)
    episode = isinstance(one, Erratum) and one.episode
    return say(language, "corrections episode") if episode else say(language, "corrections everywhere")


def what_of(one: Correction, language: str) -> str:
    """Return what a correction puts in the place of what, as a select shows it, which formats nothing."""
    if isinstance(one, Edit):
        field = say(language, f"choice field {one.field}")
        old, new = (
            say(language, "choice open") if text in (None, "None") else text for text in (replaced(one), one.new)
        )
        return short(f"{field}: {old} → {new}", 90)
    return short(f"{one.wrong} → {one.right}", 90)


def value_text(value: str | None, language: str) -> str:
    """Return the value of a field; one that is open is said to be."""
    return say(language, "choice open") if value in (None, "None") else name_of(value or "")


def name_of(text: str) -> str:
    """Return foreign text fit for a sentence."""
    return inline(short(text, SHOWN))
