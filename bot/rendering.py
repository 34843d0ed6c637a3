"""An answer as Discord messages, and the question and exchange read from them again; pure, never imports discord.

    > the question
    the answer, with quotations in block quotes and marks [n]
    **Sources** [n] a link to the moment
    -# related passages, in small print

One message when it fits, three at the most; the sources stand whole in the last. Where it does not fit, related
passages go first, then quotations are shortened at a word's end (the button Sources shows them whole).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.answering.answer import Answer, Citation
from bot.renderings.corrected import corrected_line
from bot.renderings.cutting import ELLIPSIS, cut, packed
from bot.renderings.labels import day_in_words
from bot.renderings.markdown import LIMIT, escaped, inline, prose, unescaped, units
from bot.renderings.passages import passage_block, quoted_line
from bot.renderings.provenance import provenance
from bot.renderings.sources import near_credits, related_block, sources_block
from bot.texts.spoken import TEXTS, say
from vectorstore.retrieval.query import Turn
from vectorstore.text.folding import clean, squeeze

MESSAGES = 3
QUOTED = "> "
QUOTATIONS = (420, 300, 200, 120, 60)
"""Characters to which quotations are shortened, one after the other, until the answer fits."""
NEAR = {"uncertain": 420, "refused": 220}
"""Characters shown of a passage that is near and may not be the answer."""


def answer_messages(answer: Answer, locale: str) -> tuple[str, ...]:
    """Return one to three contents of at most 2,000 characters; the first begins with the question, quoted.

    `locale` is the member's, for what is said about the message itself; the rest is in the answer's language.
    """
    head = question_line(answer.question)
    blocks = body(answer)
    tails = [tail(answer, kept) for kept in range(len(answer.related), -1, -1)]
    for most in (1, MESSAGES):
        for end in (end for end in tails if units(end) <= LIMIT):
            messages = packed(head, blocks, end)
            if len(messages) <= most:
                return tuple(messages)
    return tuple(squeezed_in(answer, head, say(locale, "cut")))


def squeezed_in(answer: Answer, head: str, notice: str) -> list[str]:
    """Return three messages at most of an answer that is too long for them: quotations shortened, else its end cut."""
    notice = "\n-# ".join(line for line in (provenance(answer), marks(answer), notice) if line)
    last = f"{sources_block(answer, LIMIT - units(notice) - 4)}\n-# {notice}".strip()
    for longest in QUOTATIONS:
        messages = packed(head, body(answer, longest), last)
        if len(messages) <= MESSAGES:
            return messages
    begun = packed(head, body(answer, QUOTATIONS[-1]))  # three messages at least, else it had fitted
    room = LIMIT - units(last) - len("\n\n")
    if room < LIMIT // 4:
        return [begun[0], broken_off(begun[1], LIMIT), last]
    return [*begun[:2], f"{broken_off(begun[2], room)}\n\n{last}"]


def broken_off(text: str, room: int) -> str:
    """Return as much of a text as fits before an ellipsis."""
    return cut(text, room - len(ELLIPSIS))[0] + ELLIPSIS


def question_line(question: str) -> str:
    """Return the first line; a question that Discord cannot hold is shortened (see `fits`), none gives no line."""
    asked = squeeze(clean(question))
    line = QUOTED + escaped(asked)
    if units(line) > LIMIT:
        line = QUOTED + cut(escaped(asked), LIMIT - len(QUOTED) - 1)[0] + ELLIPSIS
    return line if asked else ""


def fits(question: str) -> bool:
    """Return whether a question can be quoted whole in a message, so that `question_of` gives it back."""
    return units(QUOTED + escaped(squeeze(clean(question)))) <= LIMIT


def question_of(content: str) -> str | None:
    """Return the question that an answer's first message quotes; None when it quotes none."""
    line = content.partition("\n")[0]
    return unescaped(line.removeprefix(QUOTED)) if line.startswith(QUOTED) else None


def turn_of(content: str) -> Turn | None:
    """Return question and answer of an answer's first message, without its sources; None when it is none."""
    question = question_of(content)
    if question is None:
        return None
    words = []
    for line in content.split("\n")[1:]:
        if line in _AFTER or line.startswith("-# "):
            break
        words.append(line.removeprefix(QUOTED))
    return Turn(question, unescaped("\n".join(words)).strip())


_AFTER = frozenset(f"**{texts['sources']}**" for texts in TEXTS.values())


def body(answer: Answer, longest: int | None = None) -> list[str]:
    """Return the answer's blocks; quotations become block quotes, of at most `longest` characters."""
    numbers = frozenset(citation.n for citation in (*answer.citations, *answer.related))
    blocks = []
    for paragraph in paragraphs(answer.text, answer.citations):
        lines = [
            quoted_line(part, longest) if isinstance(part, Citation) else said(part, answer, numbers)
            for part in paragraph
        ]
        blocks.append("\n".join(line for line in lines if line))
    if answer.verdict in NEAR:
        shown = min(longest or LIMIT, NEAR[answer.verdict])
        blocks += [passage_block(citation, answer.language, shown) for citation in answer.related]
    return [block for block in blocks if block]


def said(text: str, answer: Answer, numbers: frozenset[int]) -> str:
    """Return the answer's own words, with the days of its sources in words."""
    for date in {citation.episode.date for citation in answer.citations if citation.episode.date}:
        text = re.sub(rf"(?<![\w-]){date}(?![\w-])", day_in_words(date, answer.language), text)
    return prose(text, numbers, answer.mode == "model")


def paragraphs(text: str, citations: Sequence[Citation]) -> Iterator[list[str | Citation]]:
    """Yield the answer's paragraphs, each as words and as the citations whose quotation stands there with its mark."""
    parts: list[str | Citation] = []
    for citation in citations:
        before, found, text = text.partition(f"“{citation.quote}” [{citation.n}]")
        if not found:
            text = before
            continue
        *ended, opened = before.split("\n\n")
        for paragraph in ended:
            yield [*parts, paragraph.strip("\n")]
            parts = []
        parts += [opened.strip("\n"), citation]
    for paragraph in text.split("\n\n"):
        yield [*parts, paragraph.strip("\n")]
        parts = []


def tail(answer: Answer, kept: int) -> str:
    """Return who wrote the answer, sources and the first `kept` related passages.

    Where nothing is cited, the near passages are in the body.
    """
    if answer.verdict in NEAR:
        blocks = (provenance_line(answer), near_credits(answer), small(marks(answer)))
        return "\n".join(block for block in blocks if block)
    near = related_block(answer.related[:kept], answer.language)
    parts = (provenance_line(answer), sources_block(answer), small(marks(answer)), near)
    return "\n".join(part for part in parts if part)


def provenance_line(answer: Answer) -> str:
    """Return who wrote an answer in small print, "" where the episodes' own words are all there is."""
    return small(provenance(answer))


def marks(answer: Answer) -> str:
    """Return which words of the shown quotations were corrected, "" for none; their quotations bear the sign."""
    return inline(corrected_line(answer.related if answer.verdict in NEAR else answer.citations, answer.language))


def small(line: str) -> str:
    """Return a line in small print, "" for none."""
    return f"-# {line}" if line else ""


def draft_message(question: str, text: str) -> str:
    """Return the checked part of an answer that is still being written, marked as unfinished, in one message."""
    head = question_line(question)
    room = LIMIT - units(head) - len("\n") - len(ELLIPSIS) - 1
    numbers = frozenset(int(number) for number in re.findall(r"\[(\d{1,3})\]", text))
    words = prose(text, numbers, markup=True)
    shown = words if units(words) <= room else cut(words, room)[0]
    return f"{head}\n{shown} {ELLIPSIS}".strip()
