"""Test questions out of answers, and the list of them; imports the desk, renderings and lists.

Adding one keeps its words in golden.jsonl until somebody removes it: this is a moderator's decision about one question.
"""

from __future__ import annotations

from bot.answering.answer import Citation
from bot.delivery import Row, acknowledged, locale_of
from bot.desk import Desk
from bot.errors import AnswerForgotten
from bot.ledgers.records import AnswerRecord
from bot.rendering import question_line, question_of
from bot.renderings.golden import choosing_text, golden_page, on_page
from bot.renderings.labels import short
from bot.renderings.markdown import LIMIT, inline, units
from bot.renderings.notices import source_choice
from bot.renderings.runs import document_name
from bot.texts.spoken import say
from bot.views.moderating.lists import list_row, pick, picked
from bot.views.moderating.run import audit, layout_of, mention_in
from bot.views.press import Interaction, answer_below, button, pressed_message
from bot.views.sources import quoted
from vectorstore.errors import NoIndex
from vectorstore.retrieval.golden import GoldenRow, Place
from vectorstore.retrieval.golden_file import GoldenFile, GoldenQuestions
from vectorstore.text.folding import fold, squeeze
from vectorstore.text.language import language_of

REFUSED = "refused"
"""Stands in the select for: no passage answers it."""


async def asked_to_keep(interaction: Interaction, desk: Desk, message_id: int, content: str) -> None:
    """Ask which passage answers the question of an answer."""
    await acknowledged(interaction, private=True)
    language = locale_of(interaction)
    record = await desk.note(desk.ledger.answer, message_id)
    question = question_of(content)
    if record is None or not question:
        await interaction.edit_original_response(content=say(language, "golden no answer"))
        return
    if await desk.look(is_known, desk, question):
        known = say(language, "golden known", command=mention_in(desk, language)("questions"))
        await interaction.edit_original_response(content=known)
        return
    citations = (await desk.look(quoted, desk.library, record))[:24]
    options = [(source_choice(one, language), str(one.n)) for one in citations]
    options.append((say(language, "golden refused"), REFUSED))
    row = Row(*filter(None, [pick(language, "passage", "goldpick", options, message_id)]))
    row.add_item(button(language, "cancel", "libno"))
    text = choosing_text(question_line(question), citations, record.previous is not None, language)
    if units(text) > LIMIT:
        await interaction.edit_original_response(content=say(language, "golden too long"))
        return
    await interaction.edit_original_response(content=text, view=row)


def is_known(desk: Desk, question: str) -> bool:
    """Return whether a question is a test question already; reads a file."""
    rows = GoldenFile(layout_of(desk)).read().rows
    return any(fold(squeeze(row.question)) == fold(squeeze(question)) for row in rows)


async def passage_picked(interaction: Interaction, desk: Desk, answer: str = "") -> None:
    """Keep the question with the passage that was chosen."""
    await interaction.response.defer()
    language, chosen = locale_of(interaction), picked(interaction)
    question = question_of(pressed_message(interaction).content)
    record = await answer_below(interaction, desk, answer)
    citation = await desk.look(source_of, desk, record, chosen)
    if not question or (citation is None and chosen != REFUSED):
        raise AnswerForgotten("a passage that the answer does not have, or not any more")
    if await desk.look(is_known, desk, question):
        words = say(language, "golden known", command=mention_in(desk, language)("questions"))
        await interaction.edit_original_response(content=words, view=None)
        return
    stored = await desk.look(GoldenFile(layout_of(desk)).append, row_for(question, record.language, citation))
    if citation is None:
        words = say(language, "golden kept refused", id=stored.id)
    else:
        words = say(language, "golden kept", id=stored.id, n=citation.n, document=document_name(citation.document))
    await interaction.edit_original_response(content=words, view=None)
    await audit(interaction, desk, "test question", stored.id, "kept")


def source_of(desk: Desk, record: AnswerRecord, chosen: str) -> Citation | None:
    """Return the source of an answer with a number; None when it has none, or the words no longer stand there."""
    return next((one for one in quoted(desk.library, record) if str(one.n) == chosen), None)


def row_for(question: str, language: str, citation: Citation | None) -> GoldenRow:
    """Return a test question; without a citation it is to be refused."""
    spoken = language_of(question) or language
    if citation is None:
        return GoldenRow("", question, spoken, "unanswerable", False)
    place = Place(frozenset({citation.document}), citation.quote, citation.start, citation.end)
    return GoldenRow("", question, spoken, "factual", True, (place,))


async def show_questions(interaction: Interaction, desk: Desk, page: int = 1, news: str = "") -> None:
    """Put a page of test questions into the deferred message."""
    language = locale_of(interaction)
    questions, standings = await desk.look(all_questions, desk)
    shown = golden_page(questions, standings, page, language, news)
    items = on_page(questions, shown.number)
    options = [(short(f"{n}. {one.question}", 100), one.id) for n, one in items if len(one.id) <= 100]
    row = list_row(language, "goldpage", shown, pick(language, "remove question", "goldout", options, shown.number))
    await interaction.edit_original_response(content=shown.content, view=row)


def all_questions(desk: Desk) -> tuple[GoldenQuestions, dict[str, str]]:
    """Return the test questions, and how each stood when the index was published; reads files."""
    questions = GoldenFile(layout_of(desk)).read()
    try:
        with desk.library.index.session() as searcher:
            return questions, dict(searcher.index.manifest.golden)
    except NoIndex:
        return questions, {}


async def turned(interaction: Interaction, desk: Desk, page: str = "1") -> None:
    """Turn a page."""
    await interaction.response.defer()
    await show_questions(interaction, desk, int(page))


async def removed(interaction: Interaction, desk: Desk, page: str = "1") -> None:
    """Remove the question that was chosen."""
    await interaction.response.defer()
    language, id_ = locale_of(interaction), picked(interaction)
    golden = GoldenFile(layout_of(desk))
    rows = (await desk.look(golden.read)).rows
    question = next((row.question for row in rows if row.id == id_), "")
    if await desk.look(golden.remove, id_):
        news = say(language, "golden removed", question=inline(short(question, 200)))
        await audit(interaction, desk, "test question", id_, "removed")
    else:
        news = say(language, "golden gone")
    await show_questions(interaction, desk, int(page), news)
